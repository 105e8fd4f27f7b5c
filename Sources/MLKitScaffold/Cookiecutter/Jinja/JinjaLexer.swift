internal import MLKitCore

/// Splits a text into data and tags, and tags into words, with Jinja's rules for white space.
///
/// `{%-` takes all white space before a tag and `-%}` all after it; with `trim_blocks` a block or comment takes the
/// line break after it, with `lstrip_blocks` the indentation before it; `+` in place of `-` keeps either.
struct JinjaLexer {
    let source: JinjaSource
    let settings: JinjaSettings
    private(set) var tokens: [JinjaToken] = []
    private var position = 0
    /// Longest first: of two that fit, Jinja takes the longer.
    private let openings: [(tag: JinjaTag, text: String)]
    private let firstBytes: Set<UInt8>

    init(_ source: JinjaSource, _ settings: JinjaSettings) {
        self.source = source
        self.settings = settings
        openings = [
            (JinjaTag.variable, settings.variableStart), (.block, settings.blockStart),
            (.comment, settings.commentStart),
        ].sorted { $0.1.utf8.count > $1.1.utf8.count }
        firstBytes = Set(openings.compactMap(\.text.utf8.first))
    }

    /// The tokens of the whole text, an `end` last.
    ///
    /// - Throws: `Failure` with the first tag that is not closed, or character that fits nowhere.
    static func tokens(of source: JinjaSource, _ settings: JinjaSettings) throws -> [JinjaToken] {
        var lexer = JinjaLexer(source, settings)
        try lexer.scan()
        return lexer.tokens
    }

    var bytes: [UInt8] { source.bytes }

    private mutating func scan() throws {
        while let (start, tag, length) = nextTag() {
            let sign = sign(at: start + length)
            addData(upTo: start, sign, tag)
            let inside = start + length + (sign == nil ? 0 : 1)
            switch tag {
            case .comment: try skipComment(start, inside)
            case .block where try addRaw(start, inside): break
            case .block, .variable: try addTag(tag, start, inside)
            }
        }
        addData(upTo: bytes.count, nil, nil)
        tokens.append(JinjaToken(kind: .end, text: "", range: bytes.count..<bytes.count))
    }

    private func nextTag() -> (start: Int, tag: JinjaTag, length: Int)? {
        var index = position
        while index < bytes.count {
            if firstBytes.contains(bytes[index]), let found = openings.first(where: { has($0.text, at: index) }) {
                return (index, found.tag, found.text.utf8.count)
            }
            index += 1
        }
        return nil
    }

    func has(_ text: String, at index: Int) -> Bool {
        guard index + text.utf8.count <= bytes.count else { return false }
        var index = index
        for byte in text.utf8 {
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    private func sign(at index: Int) -> UInt8? {
        guard index < bytes.count, bytes[index] == Self.minus || bytes[index] == Self.plus else { return nil }
        return bytes[index]
    }

    /// Adds the text before a tag, with the white space that the tag leaves.
    private mutating func addData(upTo end: Int, _ sign: UInt8?, _ tag: JinjaTag?) {
        var last = end
        if sign == Self.minus {
            while last > position, Self.isSpace(bytes[last - 1]) { last -= 1 }
        } else if sign == nil, settings.stripsBlocks, tag == .block || tag == .comment {
            last = lineStart(before: end)
        }
        if position < last {
            tokens.append(JinjaToken(kind: .data, text: source.text(position..<last), range: position..<last))
        }
        position = end
    }

    /// The start of the line if only white space lies between it and `end`, else `end`.
    private func lineStart(before end: Int) -> Int {
        var index = end
        while index > position, bytes[index - 1] != Self.newline {
            guard Self.isSpace(bytes[index - 1]) else { return end }
            index -= 1
        }
        return index == 0 || bytes[index - 1] == Self.newline ? index : end
    }

    private mutating func skipComment(_ start: Int, _ inside: Int) throws {
        guard let end = (inside..<max(inside, bytes.count)).first(where: { has(settings.commentEnd, at: $0) }) else {
            throw notClosed(start, settings.commentStart, settings.commentEnd)
        }
        position = end + settings.commentEnd.utf8.count
        skipSpace(after: end > inside ? sign(at: end - 1) : nil, trims: settings.trimsBlocks)
    }

    /// Takes what a closing brace takes after itself.
    private mutating func skipSpace(after sign: UInt8?, trims: Bool) {
        if sign == Self.minus {
            while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        } else if sign == nil, trims, position < bytes.count, bytes[position] == Self.newline {
            position += 1
        }
    }

    /// Adds `{% raw %} … {% endraw %}` as data; false if the block is another.
    private mutating func addRaw(_ start: Int, _ inside: Int) throws -> Bool {
        guard let (end, sign) = bareBlock("raw", at: inside) else { return false }
        position = end
        skipSpace(after: sign, trims: false)
        var index = position
        while index < bytes.count {
            if has(settings.blockStart, at: index) {
                let after = index + settings.blockStart.utf8.count
                let opening = self.sign(at: after)
                if let (end, closing) = bareBlock("endraw", at: after + (opening == nil ? 0 : 1)) {
                    addData(upTo: index, opening, .block)
                    position = end
                    skipSpace(after: closing, trims: settings.trimsBlocks)
                    return true
                }
            }
            index += 1
        }
        throw Failure(
            "`raw` is not closed", at: source.location(start, length: settings.blockStart.count),
            hint: "close it with `\(settings.blockStart) endraw \(settings.blockEnd)`")
    }

    /// The end of a block that holds one word, from inside its opening brace, and the sign before the closing one.
    private func bareBlock(_ word: String, at inside: Int) -> (end: Int, sign: UInt8?)? {
        var index = skippingSpace(inside)
        guard has(word, at: index) else { return nil }
        index = skippingSpace(index + word.utf8.count)
        let sign = sign(at: index)
        if sign != nil { index += 1 }
        guard has(settings.blockEnd, at: index) else { return nil }
        return (index + settings.blockEnd.utf8.count, sign)
    }

    func skippingSpace(_ start: Int) -> Int {
        var index = start
        while index < bytes.count {
            if Self.isSpace(bytes[index]) {
                index += 1
            } else if let length = Self.wideSpaces.first(where: { bytes[index...].starts(with: $0) })?.count {
                index += length
            } else {
                break
            }
        }
        return index
    }

    /// The space that does not break a line, and that of East Asia: what slips into templates, and Python overlooks.
    private static let wideSpaces: [[UInt8]] = [[0xC2, 0xA0], [0xE3, 0x80, 0x80]]

    /// Adds the words of a tag. Inside brackets a closing brace is a word like others.
    private mutating func addTag(_ tag: JinjaTag, _ start: Int, _ inside: Int) throws {
        let isBlock = tag == .block
        let ending = isBlock ? settings.blockEnd : settings.variableEnd
        tokens.append(JinjaToken(kind: isBlock ? .blockBegin : .variableBegin, text: "", range: start..<inside))
        var brackets = [UInt8]()
        position = inside
        while true {
            position = skippingSpace(position)
            guard position < bytes.count else {
                throw notClosed(start, isBlock ? settings.blockStart : settings.variableStart, ending)
            }
            if brackets.isEmpty, let (end, sign) = tagEnd(ending, isBlock) {
                tokens.append(JinjaToken(kind: isBlock ? .blockEnd : .variableEnd, text: "", range: position..<end))
                position = end
                return skipSpace(after: sign, trims: isBlock && settings.trimsBlocks)
            }
            let token = try word(at: position)
            try balance(&brackets, token)
            tokens.append(token)
            position = token.range.upperBound
        }
    }

    private func tagEnd(_ ending: String, _ isBlock: Bool) -> (end: Int, sign: UInt8?)? {
        if has(ending, at: position) { return (position + ending.utf8.count, nil) }
        guard let sign = sign(at: position), isBlock || sign == Self.minus, has(ending, at: position + 1) else {
            return nil
        }
        return (position + 1 + ending.utf8.count, sign)
    }

    private func balance(_ brackets: inout [UInt8], _ token: JinjaToken) throws {
        guard token.kind == .symbol, token.range.count == 1 else { return }
        let byte = bytes[token.range.lowerBound]
        if let closing = Self.pairs[byte] {
            brackets.append(closing)
        } else if Self.pairs.values.contains(byte), brackets.popLast() != byte {
            throw failure("`\(token.text)` closes nothing", token.range)
        }
    }

    func failure(_ message: String, _ range: Range<Int>, hint: String? = nil) -> Failure {
        Failure(message, at: source.location(range.lowerBound, length: range.count), hint: hint)
    }

    private func notClosed(_ start: Int, _ opening: String, _ closing: String) -> Failure {
        failure("`\(opening)` is not closed", start..<(start + opening.utf8.count), hint: "close it with `\(closing)`")
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static let newline = UInt8(ascii: "\n")
    private static let minus = UInt8(ascii: "-")
    private static let plus = UInt8(ascii: "+")
    private static let pairs = [
        UInt8(ascii: "("): UInt8(ascii: ")"), UInt8(ascii: "["): UInt8(ascii: "]"),
        UInt8(ascii: "{"): UInt8(ascii: "}"),
    ]
}
