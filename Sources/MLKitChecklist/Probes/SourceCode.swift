internal import MLKitCore

/// A text of a programming language without its comments and without what stands in quotes.
enum SourceCode {
    /// The languages whose comments and quotes are told apart.
    enum Language {
        case python, script

        /// `nil` for a file of another one.
        init?(of path: String) {
            switch path.split(separator: ".").last {
            case "py": self = .python
            case "js", "jsx", "mjs", "cjs", "ts", "tsx": self = .script
            default: return nil
            }
        }

        /// What begins and ends a text over several lines, the longest first.
        var longQuotes: [String] { self == .python ? ["\"\"\"", "'''"] : ["`"] }
        var comment: String { self == .python ? "#" : "//" }
    }

    static func stripped(_ text: String, _ language: Language) -> String {
        var (code, rest) = ("", text[...])
        func drop(through end: String) {
            rest = rest.firstRange(of: end).map { rest[$0.upperBound...] } ?? ""
        }
        while let character = rest.first {
            if let quote = language.longQuotes.first(where: rest.hasPrefix) {
                let inside = rest.dropFirst(quote.count)
                rest = inside
                drop(through: quote)
                // A line begins where it began.
                code += String(repeating: "\n", count: inside[..<rest.startIndex].count(where: \.isNewline))
            } else if rest.hasPrefix(language.comment) {
                rest = rest.drop { !$0.isNewline }
            } else if language == .script, rest.hasPrefix("/*") {
                drop(through: "*/")
            } else if character == "\"" || character == "'" {
                rest = afterQuote(rest.dropFirst(), character)
            } else {
                code.append(character)
                rest = rest.dropFirst()
            }
        }
        return code
    }

    /// What stands behind a text in quotes, which ends at the latest with its line.
    private static func afterQuote(_ text: Substring, _ quote: Character) -> Substring {
        var (rest, isEscaped) = (text, false)
        while let character = rest.first, !character.isNewline {
            rest = rest.dropFirst()
            if isEscaped { isEscaped = false } else if character == "\\" { isEscaped = true } else if character == quote { break }
        }
        return rest
    }
}
