/// A piece of a text in Jinja, or a word of an expression in it.
struct JinjaToken: Equatable {
    enum Kind {
        /// Goes into the result as it is.
        case data
        case variableBegin
        case variableEnd
        case blockBegin
        case blockEnd
        /// A name or a word of the language such as `and`.
        case name
        case integer
        case float
        /// A quoted text; `text` is what it means.
        case string
        case symbol
        /// After the last.
        case end
    }

    var kind: Kind
    var text: String
    /// Where it stands in the source, in bytes.
    var range: Range<Int>

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

    func isName(_ name: String) -> Bool { kind == .name && text == name }

    /// For messages: what was found in place of what was expected.
    var description: String {
        switch kind {
        case .data, .end: "the end of the text"
        case .variableEnd, .blockEnd: "the end of the tag"
        default: "`\(text)`"
        }
    }
}

/// What an opening brace begins.
enum JinjaTag {
    case variable
    case block
    case comment
}
