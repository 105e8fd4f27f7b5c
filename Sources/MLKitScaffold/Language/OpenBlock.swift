/// A block that waits for its end.
struct OpenBlock {
    let name: String
    let token: TextToken
    /// A loop's, with the place of its list.
    private let loop: (variable: String, range: Range<Int>)?
    /// Whether `else` or `empty` was met.
    var hasElse = false
    /// What stands in the current part of the block.
    var nodes: [TextNode] = []
    /// What the current part hangs on: a condition, or a loop's list.
    private var head: PlacedExpression?
    private var parts: [TextBranch] = []

    init(
        _ name: String, _ token: TextToken, head: PlacedExpression?,
        loop: (variable: String, range: Range<Int>)? = nil
    ) {
        self.name = name
        self.token = token
        self.head = head
        self.loop = loop
    }

    /// Begins another part of the block.
    mutating func turn(to next: PlacedExpression?) {
        parts.append(TextBranch(condition: head, body: nodes))
        head = next
        nodes = []
    }

    /// The whole block; `nil` for a loop whose head could not be read.
    var node: TextNode? {
        let parts = parts + [TextBranch(condition: head, body: nodes)]
        guard name == "for" else { return .branches(parts) }
        guard let loop, let first = parts.first, let list = first.condition else { return nil }
        let empty = parts.dropFirst().first?.body ?? []
        return .loop(
            TextLoop(variable: loop.variable, list: list, range: loop.range, body: first.body, empty: empty))
    }
}
