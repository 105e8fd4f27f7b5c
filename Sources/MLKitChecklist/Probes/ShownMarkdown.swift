internal import MLKitCore

/// What somebody sees of a Markdown text: without its front matter, comments, and definitions of links (CommonMark 4.6, 4.7).
struct ShownMarkdown {
    struct Line {
        /// Trimmed, and not empty.
        var text: String
        /// Whether it stands between fences, where all is shown as it is.
        var isCode: Bool
    }

    /// The YAML between two lines of `---` at the beginning.
    private(set) var frontMatter: String?
    private(set) var lines: [Line] = []

    init(_ text: String) {
        var rest = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)[...]
        if rest.first?.trimmed == "---", let end = rest.dropFirst().firstIndex(where: { $0.trimmed == "---" }) {
            frontMatter = rest[1..<end].joined(separator: "\n")
            rest = rest[(end + 1)...]
        }
        var fence: Substring?
        var isComment = false
        for line in rest {
            let whole = line.trimmed
            let mark = whole.prefix { $0 == "`" || $0 == "~" }
            if !isComment, mark.count >= 3, fence == nil || whole == mark {
                fence = fence == nil ? mark : nil
                continue
            }
            let text = fence == nil ? Self.withoutComments(whole, &isComment).trimmed : whole
            guard !text.isEmpty, fence != nil || !Self.isDefinition(text) else { continue }
            lines.append(Line(text: text, isCode: fence != nil))
        }
    }

    /// The text of lines that say something.
    var text: String { lines.filter { $0.isCode || Self.says($0.text) }.map(\.text).joined(separator: "\n") }

    /// - Parameter isComment: whether the line begins in a comment, and then, whether it ends in one.
    private static func withoutComments(_ line: String, _ isComment: inout Bool) -> String {
        var (text, rest) = ("", line[...])
        while !rest.isEmpty {
            if isComment {
                guard let end = rest.firstRange(of: "-->") else { return text }
                (isComment, rest) = (false, rest[end.upperBound...])
            } else {
                guard let start = rest.firstRange(of: "<!--") else { return text + rest }
                text += rest[..<start.lowerBound]
                // Between backquotes it is shown as it is.
                isComment = text.count { $0 == "`" } % 2 == 0
                if !isComment { text += rest[start] }
                rest = rest[start.upperBound...]
            }
        }
        return text
    }

    /// `[name]: place`, also as comments are written: `[//]: # (text)`. A footnote is text.
    private static func isDefinition(_ text: String) -> Bool {
        guard text.hasPrefix("["), !text.hasPrefix("[^"), let end = text.firstRange(of: "]:") else { return false }
        return !text[..<end.lowerBound].dropFirst().contains("]")
    }

    /// Whether a line says something: it has a letter or number outside of tags, and is no place that waits for a text, such as
    /// `{{ description }}`, `[More Information Needed]`, `<what it is for>`.
    static func says(_ line: String) -> Bool {
        let inner = line.drop { !$0.isLetter && !$0.isNumber && !"{[<`".contains($0) }.trimmed
        guard !isPlaceholder(inner) else { return false }
        var (isTag, says) = (false, false)
        for character in inner {
            switch character {
            case "<": isTag = true
            case ">": isTag = false
            default: says = says || !isTag && (character.isLetter || character.isNumber)
            }
        }
        // A single sign of less is no tag.
        return says || isTag
    }

    /// Whether a text is nothing but brackets with words in them, for somebody to write over.
    private static func isPlaceholder(_ text: String) -> Bool {
        let text = text.trimmingPunctuation
        for (open, close) in [("{{", "}}"), ("[", "]"), ("{%", "%}")] where text.hasPrefix(open) && text.hasSuffix(close) {
            let inside = text.dropFirst(open.count).dropLast(close.count)
            return !inside.contains(open) && !inside.contains(close) && inside.count > 1
        }
        return false
    }
}

extension String {
    /// The text without what ends a sentence or an emphasis.
    fileprivate var trimmingPunctuation: String {
        var text = self[...]
        while let last = text.last, "*_.` ".contains(last) { text.removeLast() }
        return String(text)
    }
}
