/// A piece of a text: what is written as it is, a value, or a statement.
indirect enum TextNode: Sendable {
    case text(String)
    case output(TextOutput)
    /// `if`, `elif`, `else`: the first whose condition holds.
    case branches([TextBranch])
    case loop(TextLoop)
    /// What was unfolded of another text, for places.
    case include(TextSource, [TextNode])
}

/// An expression, and the byte of its text at which it begins.
struct PlacedExpression: Sendable {
    let tree: TextExpression
    let offset: Int
}

/// `{{ … }}`
struct TextOutput: Sendable {
    /// What two expressions have in common that come to the same in all texts of a rendering.
    struct Key: Hashable, Sendable {
        let text: String
        let isForShell: Bool
    }

    let tree: TextExpression
    var offset: Int
    let isForShell: Bool
    /// `nil` for an expression whose value changes from one round of a loop to the next.
    let key: Key?
}

/// A condition, or none for `else`, and what is written if it holds.
struct TextBranch: Sendable {
    let condition: PlacedExpression?
    let body: [TextNode]
}

/// `{% for variable in list %}`
struct TextLoop: Sendable {
    let variable: String
    let list: PlacedExpression
    /// Where the list stands in the statement.
    let range: Range<Int>
    let body: [TextNode]
    /// For a list without items.
    let empty: [TextNode]
}
