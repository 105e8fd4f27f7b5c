internal import MLKitCore

/// A text of the template language, checked: braces closed, blocks nested, every variable and filter known.
struct TextTemplate: Sendable {
    private let nodes: [TextNode]
    private let source: TextSource
    /// The variables that stand in the text, without those of loops.
    let uses: Set<String>
    /// The partials that the text includes, directly or not.
    let includes: Set<String>
    /// The text itself if it has no braces, as most paths and many files.
    let plainText: String?

    /// - Throws: `Failure` with the place of everything that is wrong.
    init(_ source: TextSource, _ scope: Scope) throws {
        var checker = TextChecker(source, scope)
        nodes = checker.check()
        self.source = source
        uses = checker.uses
        includes = checker.includes
        guard checker.problems.isEmpty else { throw Failure(checker.problems) }
        plainText = TextNode.plainText(of: nodes)
    }

    /// The text with values in place of variables.
    ///
    /// - Throws: `Failure` with the place of what these values make fail, as a range without end.
    func render(_ values: TextValues) throws -> String {
        if let plainText { return plainText }
        var interpreter = TextInterpreter(values, source)
        return try interpreter.render(nodes)
    }

    /// Where it stands.
    var location: SourceLocation { source.place ?? source.location(0) }

    /// As the template has it.
    var text: String { source.text(0..<source.bytes.count) }

    /// The expression that is the whole text; `nil` if there is anything else in it.
    var onlyExpression: PlacedExpression? {
        guard nodes.count == 1, case .output(let output) = nodes[0] else { return nil }
        return PlacedExpression(tree: output.tree, offset: output.offset)
    }
}

extension TextNode {
    fileprivate static func plainText(of nodes: [TextNode]) -> String? {
        var result = ""
        for node in nodes {
            guard case .text(let text) = node else { return nil }
            result += text
        }
        return result
    }
}
