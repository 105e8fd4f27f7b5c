internal import MLKitCore
internal import Stencil

/// Stencil with our filters. Making one costs as much as rendering several files, so it is made once.
final class TextEngine {
    private let environment: Environment
    private let nowhere: SourceMap?

    init() {
        let filters = Extension()
        TextFilter.register(in: filters)
        environment = Environment(extensions: [filters])
        // The only way to a source map, which every token must have; positions are kept by the checker.
        nowhere = Stencil.Template(templateString: "-", environment: environment).tokens.first?.sourceMap
    }

    /// Renders tokens that a `TextChecker` has passed.
    ///
    /// Without blocks an expression means the same wherever it stands, and is rendered once for all files.
    func render(_ tokens: [TextToken], _ values: TextValues) throws -> String {
        guard !tokens.contains(where: { $0.kind == .block }) else { return try renderWhole(tokens, values) }
        return try tokens.map { token in
            guard token.kind == .variable else { return token.contents }
            if let text = values.known[token.contents] { return text }
            let text = try renderWhole([token], values)
            values.known[token.contents] = text
            return text
        }.joined()
    }

    /// What an expression comes to, with its type: text, a number, true or false, or a list.
    func value(of expression: TextExpression, _ values: TextValues) throws -> JSON {
        let context = context(values)
        guard let condition = expression.condition else { return try value(of: expression.value, context) }
        if try holds(condition, context) { return try value(of: expression.value, context) }
        return try expression.otherwise.map { try value(of: $0, context) } ?? ""
    }

    private func value(of part: TextExpression.Part, _ context: Context) throws -> JSON {
        if part.isTruth { return .bool(try holds(part.text, context)) }
        return TextFilter.json(try environment.compileFilter(part.text).resolve(context)) ?? ""
    }

    private func holds(_ condition: String, _ context: Context) throws -> Bool {
        guard let token = token(TextToken(kind: .block, contents: condition, offset: 0)) else { return false }
        let expression = try environment.compileExpression(components: token.components, containedIn: token)
        return try expression.evaluate(context: context)
    }

    private func renderWhole(_ tokens: [TextToken], _ values: TextValues) throws -> String {
        let parser = TokenParser(tokens: tokens.compactMap(token), environment: environment)
        return try renderNodes(parser.parse(), context(values))
    }

    private func context(_ values: TextValues) -> Context {
        Context(dictionary: values.dictionary, environment: environment)
    }

    private func token(_ token: TextToken) -> Token? {
        guard let nowhere else { return nil }
        return switch token.kind {
        case .text: .text(value: token.contents, at: nowhere)
        case .variable: .variable(value: token.contents, at: nowhere)
        case .block: .block(value: token.contents, at: nowhere)
        }
    }
}
