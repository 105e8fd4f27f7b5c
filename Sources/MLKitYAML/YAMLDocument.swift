internal import MLKitCore

/// Reads YAML text into nodes.
public enum YAMLDocument {
    /// The largest text that is read: 4 MiB.
    public static let sizeLimit = 4 << 20
    /// The most nodes a document may stand for once its aliases are unfolded.
    static let nodeLimit = 1_000_000
    /// How deep lists and mappings may nest.
    static let depthLimit = 200

    /// Reads one document. Anchors, aliases and merge keys (`<<`) are unfolded; an empty text is null.
    ///
    /// - Parameters:
    ///   - file: the name for diagnostics.
    ///   - lineOffset: how many lines stand before the text in that file (for front matter).
    /// - Throws: `Failure` with the place of everything wrong with the text: syntax, duplicate keys, tabs, bytes
    ///   that are not UTF-8, several documents, aliases that unfold without bound, a text over `sizeLimit`.
    public static func parse(_ bytes: [UInt8], file: String, lineOffset: Int = 0) throws -> Node {
        guard bytes.count <= sizeLimit else {
            throw Failure("`\(file)` is too large: \(bytes.count) bytes, at most \(sizeLimit) are read")
        }
        let source = YAMLSource(file: file, bytes: bytes, lineOffset: lineOffset)
        try checkEncoding(source)
        let parser = try EventParser(source)
        var composer = Composer(source: source, parser: parser)
        return try composer.document()
    }

    public static func parse(_ text: String, file: String, lineOffset: Int = 0) throws -> Node {
        try parse(Array(text.utf8), file: file, lineOffset: lineOffset)
    }

    private static func checkEncoding(_ source: YAMLSource) throws {
        if String(validating: source.bytes, as: UTF8.self) == nil {
            throw source.unreadable(at: firstInvalid(source.bytes))
        }
        let control = source.bytes.firstIndex { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) || $0 == 0x7F }
        if let control { throw source.unreadable(at: control) }
    }

    /// The first byte that is not UTF-8.
    private static func firstInvalid(_ bytes: [UInt8]) -> Int {
        var start = 0
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { start += UTF8.width(scalar) }
        return start
    }
}

extension YAMLSource {
    /// What to say of a byte, or the character it begins, that cannot stand in YAML (1.2.2, section 5.1).
    func unreadable(at offset: Int) -> Failure {
        let place = location(offset: offset)
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return Failure("`\(file)` is UTF-16, not UTF-8", hint: "save the file with the encoding UTF-8")
        }
        guard offset < bytes.count,
            let scalar = String(validating: bytes[offset...].prefix(4).wholeCharacters, as: UTF8.self)?
                .unicodeScalars.first
        else { return Failure("this byte is not UTF-8", at: place, hint: "save the file with the encoding UTF-8") }
        let code = String(scalar.value, radix: 16, uppercase: true)
        let name = "U+" + String(repeating: "0", count: max(4 - code.count, 0)) + code
        return Failure(
            "the character \(name) cannot stand in YAML", at: place,
            hint: scalar.value < 0x20
                ? "take it out; in double quotes it can be written `\\x\(code.count == 1 ? "0" : "")\(code)`"
                : "take it out")
    }
}

extension ArraySlice<UInt8> {
    /// Without the beginning of a character that is cut off at the end.
    fileprivate var wholeCharacters: ArraySlice<UInt8> {
        guard let first, first >= 0x80 else { return prefix(1) }
        return prefix(first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2)
    }
}
