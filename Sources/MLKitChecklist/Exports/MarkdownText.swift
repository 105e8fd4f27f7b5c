internal import MLKitCore

/// Text of a user in Markdown, and back.
enum MarkdownText {
    /// The text on one line, so that Markdown shows it as it is.
    static func line(_ text: String) -> String { escaped(flat(text)) }

    /// What Markdown could take for its own; all of it may have a backslash before it (CommonMark 0.31, 2.4).
    private static let special = Set("\\`*_{}[]<>#&|~$!")

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if special.contains(character) { result.append("\\") }
            result.append(character)
        }
        // At the beginning these make a list, a quote or a rule.
        if let first = text.first, "+-=:".contains(first) { return "\\" + result }
        return result
    }

    /// The text without backslashes before punctuation, as `line` puts them.
    static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped, !(character.isASCII && (character.isPunctuation || character.isSymbol)) {
                result.append("\\")
            }
            guard character == "\\", !isEscaped else {
                result.append(character)
                isEscaped = false
                continue
            }
            isEscaped = true
        }
        return isEscaped ? result + "\\" : result
    }

    /// The text with each run of white space as one space.
    static func flat(_ text: String) -> String {
        text.split { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.value < 0x20 } }.joined(separator: " ")
    }

    /// The text as code, whatever backquotes it has.
    static func code(_ text: String) -> String { flat(text).markdownCode }
}
