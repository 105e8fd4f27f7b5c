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
    func render(_ tokens: [TextToken], _ values: [String: JSON]) throws -> String {
        let parser = TokenParser(tokens: tokens.compactMap(token), environment: environment)
        let nodes = try parser.parse()
        return try renderNodes(nodes, Context(dictionary: values.mapValues(\.templateValue), environment: environment))
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

extension JSON {
    /// The value as Stencil compares and prints it.
    fileprivate var templateValue: Any {
        switch self {
        case .null: ""
        case .bool(let value): value
        case .int(let value): value
        case .double(let value): value
        case .string(let value): value
        case .array(let values): values.map(\.templateValue)
        case .object: compact
        }
    }
}
