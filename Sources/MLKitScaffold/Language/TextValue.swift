internal import MLKitCore

/// What a key of a template gives: a text, or the value of one expression with its type.
struct TextValue: Sendable {
    /// As the template has it.
    let text: String
    private let source: TextSource
    private let template: TextTemplate?
    private let expression: TextExpression?
    /// The variables that stand in it.
    let uses: Set<String>

    /// A text that may hold expressions; where it is just one, in its braces, the value keeps its type.
    init(_ source: TextSource, _ scope: Scope) throws {
        let template = try TextTemplate(source, scope)
        self.source = source
        text = source.text(0..<source.bytes.count)
        uses = template.uses
        self.template = template
        expression = template.onlyExpression
    }

    /// One expression without braces: a condition or a list.
    ///
    /// - Parameter isList: whether a range will do.
    init(expression source: TextSource, isList: Bool = false, _ scope: Scope) throws {
        self.source = source
        text = source.text(0..<source.bytes.count)
        var parser = ExpressionParser(text, scope)
        var found = [ExpressionParser.Problem]()
        var result: TextExpression?
        do throws(ExpressionParser.Problem) {
            result = isList
                ? TextExpression(value: TextExpression.Part(text: try parser.list(), isTruth: false))
                : TextExpression(value: TextExpression.Part(text: try parser.condition(), isTruth: true))
        } catch { found = [error] }
        template = nil
        expression = result
        uses = parser.uses
        let problems = (parser.problems + found).map { problem in
            Diagnostic.error(
                problem.message, at: source.location(problem.offset, length: problem.length), hint: problem.hint)
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    /// - Throws: `Failure` if values make it fail, as a range without end.
    func value(_ values: TextValues, engine: TextEngine) throws -> JSON {
        if let expression { return try source.naming { try engine.value(of: expression, values) } }
        return .string(try template?.render(values, engine: engine) ?? "")
    }

    /// Whether a condition holds.
    func holds(_ values: TextValues, engine: TextEngine) throws -> Bool {
        try value(values, engine: engine) == .bool(true)
    }

    /// Where it stands.
    var location: SourceLocation { source.place ?? source.location(0, length: source.bytes.count) }
}
