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
