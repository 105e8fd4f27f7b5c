/// A text file of a template: cookiecutter renders it with `\n`, and writes it with the line break that it had.
struct RenderedText {
    let bytes: [UInt8]

    /// `nil` for a file that is copied, as it is no text: it holds a zero, or is not UTF-8.
    init?(_ bytes: [UInt8]) {
        guard !bytes.prefix(1024).contains(0), String(validating: bytes, as: UTF8.self) != nil else { return nil }
        self.bytes = bytes
    }

    /// The line break of the file; of several kinds in its beginning Python knows `\r` first, then `\n`.
    var newline: String {
        let start = bytes.prefix(8192)
        var hasReturn = false
        var hasPair = false
        for index in start.indices where start[index] == 0x0D {
            let isPair = index + 1 < bytes.count && bytes[index + 1] == 0x0A
            if isPair { hasPair = true } else { hasReturn = true }
        }
        if hasReturn { return "\r" }
        return hasPair && !hasPlainFeed(start) ? "\r\n" : "\n"
    }

    private func hasPlainFeed(_ start: ArraySlice<UInt8>) -> Bool {
        start.indices.contains { start[$0] == 0x0A && ($0 == 0 || start[$0 - 1] != 0x0D) }
    }

    /// A rendered text with another line break.
    static func bytes(_ text: String, newline: String) -> [UInt8] {
        newline == "\n" ? Array(text.utf8) : Array(PythonText.replacing("\n", with: newline, in: text).utf8)
    }

    /// Whether a file that is copied looks as if somebody wanted it rendered.
    static func mayHaveTags(_ bytes: [UInt8], _ settings: JinjaSettings) -> Bool {
        guard !bytes.prefix(1024).contains(0) else { return false }
        return ByteSearch.position(of: Array(settings.variableStart.utf8), in: bytes) != nil
    }
}
