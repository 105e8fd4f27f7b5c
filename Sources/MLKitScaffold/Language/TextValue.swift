internal import MLKitCore

/// What a key of a template gives: a text, or the value of one expression with its type.
struct TextValue: Sendable {
    private enum Content {
        case text(TextTemplate)
        case expression(PlacedExpression)
    }

    /// As the template has it.
    let text: String
    private let source: TextSource
    private let content: Content
    /// The variables that stand in it.
    let uses: Set<String>

    /// A text that may hold expressions; where it is just one, in its braces, the value keeps its type.
    init(_ source: TextSource, _ scope: Scope) throws {
        let template = try TextTemplate(source, scope)
        self.source = source
        text = template.text
        uses = template.uses
        content = template.onlyExpression.map { .expression($0) } ?? .text(template)
    }

    /// One expression without braces: a condition or a list.
    ///
    /// - Parameter isList: whether a range will do.
    init(expression source: TextSource, isList: Bool = false, _ scope: Scope) throws {
        self.source = source
        text = source.text(0..<source.bytes.count)
        var parser = ExpressionParser(text, scope)
        var problems = [ExpressionParser.Problem]()
        var result: TextExpression?
        do throws(ExpressionParser.Problem) {
            result = isList ? try parser.list() : try parser.condition()
        } catch { problems = [error] }
        problems = parser.problems + problems
        guard let result, problems.isEmpty else {
            throw Failure(
                problems.map { problem in
                    .error(
                        problem.message, at: source.location(problem.offset, length: problem.length),
                        hint: problem.hint)
                })
        }
        content = .expression(PlacedExpression(tree: result, offset: 0))
        uses = parser.uses
    }

    /// - Throws: `Failure` if values make it fail, as a range without end.
    func value(_ values: TextValues) throws -> JSON {
        switch content {
        case .text(let template): return .string(try template.render(values))
        case .expression(let expression):
            var interpreter = TextInterpreter(values, source)
            let value = try interpreter.value(of: expression)
            return value == .null ? "" : value
        }
    }

    /// Whether a condition holds.
    func holds(_ values: TextValues) throws -> Bool { try value(values).isTrue }

    /// Where it stands.
    var location: SourceLocation { source.place ?? source.location(0, length: source.bytes.count) }
}
