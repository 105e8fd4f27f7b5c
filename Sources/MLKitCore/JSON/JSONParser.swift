extension JSON {
    /// Reads one JSON value that is the whole of `bytes`.
    ///
    /// - Parameters:
    ///   - file: the name for errors.
    ///   - allowsNonFinite: whether `NaN`, `Infinity` and `-Infinity` are numbers, which JSON has none of, but Python writes.
    ///   - allowsDuplicates: whether an object may have two members of one name, of which readers take the first or the last.
    /// - Throws: `Failure` with line and column for text that is not JSON, is nested deeper than 512 levels,
    ///   or is not UTF-8.
    public init(
        parsing bytes: [UInt8], file: String = "JSON", allowsNonFinite: Bool = false, allowsDuplicates: Bool = true
    ) throws {
        self = try bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(
                bytes: buffer, file: file, allowsNonFinite: allowsNonFinite, allowsDuplicates: allowsDuplicates)
            return try parser.document()
        }
    }

    public init(parsing text: String, file: String = "JSON") throws {
        try self.init(parsing: Array(text.utf8), file: file)
    }
}

/// A recursive-descent parser over UTF-8 bytes.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let file: String
    let allowsNonFinite: Bool
    let allowsDuplicates: Bool
    var position = 0
    var depth = 0

    mutating func document() throws -> JSON {
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw failure("expected the end of the text") }
        return value
    }

    private mutating func value() throws -> JSON {
        skipSpace()
        guard position < bytes.count else { throw failure("the text ends where a value should be") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try nested { try $0.object() }
        case UInt8(ascii: "["): return try nested { try $0.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "N") where allowsNonFinite: return try literal("NaN", .double(.nan))
        case UInt8(ascii: "I") where allowsNonFinite: return try literal("Infinity", .double(.infinity))
        default: return try number()
        }
    }

    private mutating func nested(_ body: (inout JSONParser) throws -> JSON) throws -> JSON {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 512 else { throw failure("nested deeper than 512 levels") }
        position += 1
        return try body(&self)
    }

    private mutating func object() throws -> JSON {
        var members = [JSON.Member]()
        var names = Set<ByteText>()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw failure("expected a name in double quotes")
            }
            let start = position
            let name = try string()
            if !allowsDuplicates, !names.insert(ByteText(name)).inserted {
                position = start
                throw failure("`\(name.shortened)` stands here twice", hint: "give each value a name of its own")
            }
            guard take(UInt8(ascii: ":")) else { throw failure("expected `:` after the name") }
            members.append(JSON.Member(name, try value()))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw failure("expected `,` or `}`") }
        return .object(members)
    }

    private mutating func array() throws -> JSON {
        var values = [JSON]()
        if take(UInt8(ascii: "]")) { return .array(values) }
        repeat { values.append(try value()) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw failure("expected `,` or `]`") }
        return .array(values)
    }

    private mutating func literal(_ word: String, _ value: JSON) throws -> JSON {
        for byte in word.utf8 {
            guard position < bytes.count, bytes[position] == byte else { throw failure("expected a value") }
            position += 1
        }
        return value
    }

    private mutating func number() throws -> JSON {
        let start = position
        let isNegative = skip(UInt8(ascii: "-"))
        if isNegative, allowsNonFinite, position < bytes.count, bytes[position] == UInt8(ascii: "I") {
            return try literal("Infinity", .double(-.infinity))
        }
        let whole = skipDigits()
        guard whole.count > 0, whole.count == 1 || bytes[whole.lowerBound] != UInt8(ascii: "0") else {
            position = start
            throw failure("expected a value")
        }
        var isWhole = true
        if skip(UInt8(ascii: ".")) {
            isWhole = false
            guard skipDigits().count > 0 else { throw failure("expected a digit") }
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            isWhole = false
            if !skip(UInt8(ascii: "-")) { _ = skip(UInt8(ascii: "+")) }
            guard skipDigits().count > 0 else { throw failure("expected a digit") }
        }
        return try number(start..<position, isWhole: isWhole)
    }

    private mutating func number(_ range: Range<Int>, isWhole: Bool) throws -> JSON {
        let text = String(decoding: bytes[range], as: UTF8.self)
        if isWhole, let value = Int(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else {
            position = range.lowerBound
            throw failure("the number is too large")
        }
        return .double(value)
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipDigits() -> Range<Int> {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
        return start..<position
    }

    private mutating func string() throws -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\"),
            bytes[position] >= 0x20
        {
            position += 1
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            position += 1
            return try text(bytes[start..<(position - 1)])
        }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws -> String {
        var content = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try text(content[...])
            case UInt8(ascii: "\\"):
                content.append(contentsOf: try escape())
            case 0..<0x20:
                throw failure("a control character inside text must be escaped")
            default:
                content.append(byte)
                position += 1
            }
        }
        throw failure("the text ends inside a string")
    }

    private mutating func escape() throws -> [UInt8] {
        position += 1
        guard position < bytes.count else { throw failure("the text ends inside a string") }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return try unicodeEscape()
        default:
            position -= 1
            throw failure("unknown escape in text")
        }
    }

    private mutating func unicodeEscape() throws -> [UInt8] {
        var units = [try hexUnit()]
        if UTF16.isLeadSurrogate(units[0]), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            units.append(try hexUnit())
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private mutating func hexUnit() throws -> UInt16 {
        // Digits alone: the number parser would also take a sign.
        guard position + 4 <= bytes.count, bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-"),
            let unit = UInt16(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
        else { throw failure("expected four hexadecimal digits after `\\u`") }
        position += 4
        return unit
    }

    private func text(_ content: some Collection<UInt8>) throws -> String {
        guard let text = String(validating: content, as: UTF8.self) else { throw failure("not UTF-8 text") }
        return text
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private func failure(_ message: String, hint: String? = nil) -> Failure {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        let column = String(decoding: before[start...], as: UTF8.self).count + 1
        let source = end - start <= 200 ? String(decoding: bytes[start..<end], as: UTF8.self) : nil
        return Failure(
            message, at: SourceLocation(file: file, line: line, column: column, sourceLine: source), hint: hint)
    }
}
