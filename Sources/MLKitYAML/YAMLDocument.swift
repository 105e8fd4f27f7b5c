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
        guard String(validating: source.bytes, as: UTF8.self) == nil else { return }
        var start = 0
        var decoder = UTF8()
        var iterator = source.bytes.makeIterator()
        scan: while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): start += UTF8.width(scalar)
            case .emptyInput, .error: break scan
            }
        }
        throw Failure(
            "this byte is not UTF-8", at: source.location(offset: start),
            hint: "save the file with the encoding UTF-8")
    }
}
