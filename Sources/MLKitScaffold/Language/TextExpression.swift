/// An expression that has been checked, as Stencil reads it best: `value if condition else otherwise`.
struct TextExpression: Sendable {
    /// A value with its filters, or a condition.
    struct Part: Sendable {
        var text: String
        /// Whether this is a condition, which is true or false whatever stands in it.
        var isTruth: Bool

        /// As a part of a larger condition.
        var bracketed: String { isTruth ? "( \(text) )" : text }
    }

    var value: Part
    var condition: String?
    var otherwise: Part?

    init(value: Part) {
        self.value = value
    }

    /// The tokens that print the expression.
    ///
    /// Stencil takes just one word before its `if`, so a comparison there becomes a block; so does all that
    /// is to be quoted for the shell, as a filter binds closer than `if`.
    func tokens(at offset: Int, forShell: Bool) -> [TextToken] {
        func token(_ kind: TextToken.Kind, _ text: String) -> TextToken {
            TextToken(kind: kind, contents: text, offset: offset)
        }
        func print(_ part: Part) -> TextToken {
            token(.variable, forShell && !part.isTruth ? "\(part.text)|\(TextFilter.shell)" : part.text)
        }
        guard let condition else { return [print(value)] }
        guard forShell || value.isTruth else {
            let other = otherwise.map { " else \($0.text)" } ?? ""
            return [token(.variable, "\(value.text) if \(condition)\(other)")]
        }
        let other = otherwise.map { [token(.block, "else"), print($0)] } ?? []
        return [token(.block, "if \(condition)"), print(value)] + other + [token(.block, "endif")]
    }
}
