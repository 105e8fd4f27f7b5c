internal import MLKitCore

/// Splits a template's text into tokens.
///
/// White space is handled as in Jinja with `trim_blocks` and `lstrip_blocks`: a block or comment that stands alone on
/// its line goes with the whole line, and `-` inside a brace takes all white space on its side.
struct TextLexer {
    private let source: TextSource
    private var position = 0
    private var textStart = 0
    private var tokens: [TextToken] = []
    private var problems: [Diagnostic] = []

    init(_ source: TextSource) {
        self.source = source
    }

    private var bytes: [UInt8] { source.bytes }

    /// The tokens of the whole text, and what is wrong with its braces.
    static func tokens(of source: TextSource) -> (tokens: [TextToken], problems: [Diagnostic]) {
        var lexer = TextLexer(source)
        lexer.scan()
        return (lexer.tokens, lexer.problems)
    }

    private mutating func scan() {
        while position + 1 < bytes.count {
            guard bytes[position] == UInt8(ascii: "{"), let tag = Tag(opening: bytes[position + 1]) else {
                position += 1
                continue
            }
            guard let end = end(of: tag) else {
                problems.append(.error("`\(tag.opening)` is not closed", at: source.location(position, length: 2),
                    hint: "close it with `\(tag.closing)`, or write `{{ \"\(tag.opening)\" }}` for the characters themselves"))
                break
            }
            add(tag, until: end)
            if tag == .block, tokens.last?.contents == "raw", !skipRaw() { break }
        }
        addText(upTo: bytes.count)
    }

    /// Makes one text of all up to `endraw`.
    ///
    /// - Returns: whether there is one.
    private mutating func skipRaw() -> Bool {
        let raw = tokens.removeLast()
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "{"), Tag(opening: bytes[position + 1]) == .block,
                let end = end(of: .block), isEndOfRaw((position + 2)..<end)
            {
                add(.block, until: end)
                tokens.removeLast()
                return true
            }
            position += 1
        }
        problems.append(
            .error(
                "`raw` is not closed", at: source.location(raw.offset, length: 3),
                hint: "close it with `{% endraw %}`"))
        return false
    }

    private func isEndOfRaw(_ range: Range<Int>) -> Bool {
        source.text(range).trimmed.split(separator: "-").map(\.trimmed) == ["endraw"]
    }

    /// The offset of the closing brace that fits; quotes hide it, except in comments.
    private func end(of tag: Tag) -> Int? {
        var quote: UInt8?
        for index in (position + 2)..<max(position + 2, bytes.count - 1) {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if tag != .comment, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == tag.closer, bytes[index + 1] == UInt8(ascii: "}") {
                return index
            }
        }
        return nil
    }

    private mutating func add(_ tag: Tag, until end: Int) {
        var start = position + 2
        var stop = end
        let trimsBefore = start < stop && bytes[start] == UInt8(ascii: "-")
        if trimsBefore { start += 1 }
        let trimsAfter = start < stop && bytes[stop - 1] == UInt8(ascii: "-")
        if trimsAfter { stop -= 1 }
        let line = tag == .variable ? nil : standaloneLine(until: end + 2)
        addText(upTo: trimsBefore ? spaceStart(before: position) : line?.lowerBound ?? position)
        if let kind = tag.kind { tokens.append(contents(kind, start..<stop)) }
        position = line?.upperBound ?? end + 2
        if trimsAfter { while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 } }
        textStart = position
    }

    private mutating func addText(upTo end: Int) {
        guard textStart < end else { return }
        tokens.append(TextToken(kind: .text, contents: source.text(textStart..<end), offset: textStart))
    }

    private func contents(_ kind: TextToken.Kind, _ range: Range<Int>) -> TextToken {
        let start = range.first { !Self.isSpace(bytes[$0]) } ?? range.lowerBound
        let end = range.last { !Self.isSpace(bytes[$0]) }.map { $0 + 1 } ?? start
        return TextToken(kind: kind, contents: source.text(start..<end), offset: start)
    }

    /// The whole line (with its line break) that the tag up to `end` has for itself; `nil` if it shares it.
    private func standaloneLine(until end: Int) -> Range<Int>? {
        var start = position
        while start > textStart, Self.isBlank(bytes[start - 1]) { start -= 1 }
        guard start == 0 || bytes[start - 1] == 0x0A else { return nil }
        var stop = end
        while stop < bytes.count, Self.isBlank(bytes[stop]) { stop += 1 }
        if stop == bytes.count { return start..<stop }
        if bytes[stop] == 0x0D, stop + 1 < bytes.count { stop += 1 }
        return bytes[stop] == 0x0A ? start..<(stop + 1) : nil
    }

    private func spaceStart(before end: Int) -> Int {
        var start = end
        while start > textStart, Self.isSpace(bytes[start - 1]) { start -= 1 }
        return start
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    static func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x0A || byte == 0x0D }
}

/// The three kinds of braces.
private enum Tag {
    case variable
    case block
    case comment

    init?(opening byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"): self = .variable
        case UInt8(ascii: "%"): self = .block
        case UInt8(ascii: "#"): self = .comment
        default: return nil
        }
    }

    /// The byte before the last brace.
    var closer: UInt8 {
        switch self {
        case .variable: UInt8(ascii: "}")
        case .block: UInt8(ascii: "%")
        case .comment: UInt8(ascii: "#")
        }
    }

    var opening: String {
        switch self {
        case .variable: "{{"
        case .block: "{%"
        case .comment: "{#"
        }
    }

    var closing: String {
        switch self {
        case .variable: "}}"
        case .block: "%}"
        case .comment: "#}"
        }
    }

    var kind: TextToken.Kind? {
        switch self {
        case .variable: .variable
        case .block: .block
        case .comment: nil
        }
    }
}

/// A piece of a template's text.
struct TextToken: Sendable {
    enum Kind: Sendable {
        /// Goes into the result as it is.
        case text
        /// `{{ … }}`
        case variable
        /// `{% … %}`
        case block
    }

    var kind: Kind
    /// The text, or what stands between the braces, without spaces at its ends.
    var contents: String
    /// The byte at which the contents begin.
    var offset: Int
}
