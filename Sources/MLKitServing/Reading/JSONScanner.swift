internal import MLKitCore
internal import MLKitSignature

/// Reads JSON (RFC 8259) from left to right without building values of it: what a request holds goes from its bytes
/// to its column. A tree of the same text takes a hundred times its bytes.
struct JSONScanner {
    /// What a value begins with.
    enum Kind {
        case object, list, text, number, truth, null
    }

    /// Text that is not JSON.
    struct Problem: Error {
        var message: String
        /// The byte it is at.
        var position: Int
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    private var depth = 0
    /// Ends the reading of a long text when nobody waits for it any more.
    private let cancellation: Cancellation?
    /// Members and elements that have been taken.
    private var steps = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ cancellation: Cancellation? = nil) {
        self.bytes = bytes
        self.cancellation = cancellation
    }

    /// A scanner of a part that has been scanned before.
    init(_ scanner: JSONScanner, at range: Range<Int>) {
        bytes = UnsafeBufferPointer(rebasing: scanner.bytes[..<range.upperBound])
        cancellation = scanner.cancellation
        position = range.lowerBound
    }

    /// What comes next, without taking it.
    mutating func kind() throws -> Kind {
        skipSpace()
        guard position < bytes.count else { throw problem("the text ends where a value should be") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .list
        case UInt8(ascii: "\""): return .text
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .truth
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw problem("expected a value")
        }
    }

    /// Whether a list comes next whose first element is a list.
    var isListOfLists: Bool { isList(of: UInt8(ascii: "[")) }
    var isListOfObjects: Bool { isList(of: UInt8(ascii: "{")) }

    private func isList(of first: UInt8) -> Bool {
        var scanner = self
        return scanner.take(UInt8(ascii: "[")) && scanner.take(first)
    }

    /// - Throws: `Problem` unless only space is left.
    mutating func end() throws {
        skipSpace()
        guard position == bytes.count else { throw problem("expected the end of the text") }
    }

    /// Takes an object: `body` is called with each name and takes the value.
    mutating func members(_ body: (inout JSONScanner, JSONText) throws -> Void) throws {
        try enter()
        if take(UInt8(ascii: "}")) { return depth -= 1 }
        repeat {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw problem("expected a name in double quotes")
            }
            let name = try text()
            try checkMarks(name)
            guard take(UInt8(ascii: ":")) else { throw problem("expected `:` after the name") }
            try step()
            try body(&self, name)
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw problem("expected `,` or `}`") }
        depth -= 1
    }

    /// Takes a list: `body` is called for each element and takes it.
    mutating func elements(_ body: (inout JSONScanner) throws -> Void) throws {
        try enter()
        if take(UInt8(ascii: "]")) { return depth -= 1 }
        repeat {
            try step()
            try body(&self)
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw problem("expected `,` or `]`") }
        depth -= 1
    }

    /// - Throws: `Refusal` for a name that would take long to compare with others.
    private func checkMarks(_ name: JSONText) throws {
        guard name.range.count > CombiningMarks.limit * 2 else { return }
        let text = string(name)
        if CombiningMarks.areTooMany(text) { throw Self.overladen(text) }
    }

    private static func overladen(_ text: String) -> Refusal {
        Refusal(.badRequest, "`\(text.excerpt)` has more than \(CombiningMarks.limit) marks on one letter")
    }

    private mutating func step() throws {
        steps &+= 1
        if steps & 4095 == 0 { try cancellation?.check() }
    }

    private mutating func enter() throws {
        skipSpace()
        depth += 1
        guard depth <= 512 else { throw problem("nested deeper than 512 levels") }
        position += 1
    }

    /// Takes a value of any kind, and tells where it stood.
    mutating func skip() throws -> Range<Int> {
        let kind = try kind()
        let start = position
        switch kind {
        case .object: try members { scanner, _ in _ = try scanner.skip() }
        case .list: try elements { _ = try $0.skip() }
        case .text: _ = try text()
        case .number: _ = try number()
        case .truth: _ = try truth()
        case .null: try null()
        }
        return start..<position
    }

    /// Takes a value as a tree, for the few parts of a request that are small.
    ///
    /// - Throws: `Refusal` for an object with a key twice, at any depth: readers would differ in which one counts.
    mutating func tree() throws -> JSON {
        let range = try skip()
        guard range.count <= 1 << 16 else { throw problem("the value is too long", at: range.lowerBound) }
        let json = try JSON(parsing: Array(bytes[range]))
        if let text = json.overladen { throw Self.overladen(text) }
        if let key = json.repeatedKey { throw Refusal(.badRequest, "`\(key.excerpt)` is given twice") }
        return json
    }

    mutating func truth() throws -> Bool {
        let isTrue = position < bytes.count && bytes[position] == UInt8(ascii: "t")
        try literal(isTrue ? "true" : "false")
        return isTrue
    }

    mutating func null() throws { try literal("null") }

    private mutating func literal(_ word: StaticString) throws {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count, bytes[position] == word.utf8Start[index] else { throw problem("expected a value") }
            position += 1
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    func problem(_ message: String, at place: Int? = nil) -> Problem {
        Problem(message: message, position: min(place ?? position, bytes.count))
    }

    /// Line and column of a place, from 1; the column counts characters.
    func place(of position: Int) -> (line: Int, column: Int) {
        let before = bytes[..<position]
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return (before.count { $0 == 0x0A } + 1, String(decoding: before[start...], as: UTF8.self).count + 1)
    }
}

extension JSON {
    /// The first of its texts that has too many marks on one letter.
    fileprivate var overladen: String? {
        switch self {
        case .string(let text): CombiningMarks.areTooMany(text) ? text : nil
        case .array(let items): items.lazy.compactMap(\.overladen).first
        case .object(let members): members.lazy.compactMap(\.value.overladen).first
        default: nil
        }
    }

    /// The first key that one of its objects has twice.
    fileprivate var repeatedKey: String? {
        switch self {
        case .object(let members):
            var seen = Set<String>()
            for member in members {
                if !seen.insert(member.name).inserted { return member.name }
                if let key = member.value.repeatedKey { return key }
            }
            return nil
        case .array(let items):
            for item in items { if let key = item.repeatedKey { return key } }
            return nil
        default: return nil
        }
    }
}
