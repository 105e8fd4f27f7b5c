internal import MLKitCore

/// Texts in a command for the POSIX shell.
public enum ShellText {
    /// The same, for a command that is only shown: what no shell would take stays as it is.
    public static func shown(_ text: String) -> String { (try? quoted(text)) ?? text }

    /// A text as one word of a command, whatever is in it (POSIX.1-2017, section 2.2.2).
    ///
    /// - Throws: `Failure` for control characters: a line break ends even a comment.
    static func quoted(_ text: String) throws -> String {
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw Failure("a text with a line break or another control character cannot stand in a command")
        }
        let isPlain = !text.isEmpty && text.utf8.allSatisfy(isPlain)
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "_-./:@%+,".utf8.contains(byte)
        }
    }

    /// Follows quotes through the texts of a command, to tell where a value may be put in.
    ///
    /// A value brings its own quotes, and inside others these would lose their meaning. Of the shell's quoting just
    /// what is simple is let through; the rest is refused wherever a value stands in the same command.
    struct Quotes {
        private var open: UInt8?
        private var isEscaped = false
        /// What in the command cannot be followed, for a message.
        private(set) var obstacle: String?
        private var previous: UInt8 = 0

        /// Whether a quote is open.
        var isInside: Bool { open != nil || isEscaped }

        mutating func read(_ text: String) {
            for byte in text.utf8 { read(byte) }
        }

        private mutating func read(_ byte: UInt8) {
            defer { previous = byte }
            if isEscaped {
                isEscaped = false
                return
            }
            switch (open, byte) {
            case (UInt8(ascii: "'"), _): if byte == UInt8(ascii: "'") { open = nil }
            case (_, UInt8(ascii: "\\")): isEscaped = true
            case (_, UInt8(ascii: "`")): obstacle = obstacle ?? "a backquote"
            case (nil, UInt8(ascii: "<")) where previous == byte: obstacle = obstacle ?? "`<<`"
            case (nil, UInt8(ascii: "'")), (nil, UInt8(ascii: "\"")):
                if previous == UInt8(ascii: "$") { obstacle = obstacle ?? "`$'`" }
                open = byte
            case (UInt8(ascii: "\""), UInt8(ascii: "\"")): open = nil
            default: break
            }
        }
    }
}
