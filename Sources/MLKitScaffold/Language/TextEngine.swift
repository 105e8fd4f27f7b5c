internal import MLKitCore
internal import Stencil

/// Stencil with our filters. Making one costs as much as rendering several files, so it is made once.
final class TextEngine {
    private let environment: Environment
    private let nowhere: SourceMap?
    /// What expressions outside blocks came to, and the values that they were rendered with.
    private var known: (values: [String: JSON], texts: [String: String]) = ([:], [:])

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
    func render(_ tokens: [TextToken], _ values: [String: JSON]) throws -> String {
        guard !tokens.contains(where: { $0.kind == .block }) else { return try renderWhole(tokens, values) }
        if known.values != values { known = (values, [:]) }
        return try tokens.map { token in
            guard token.kind == .variable else { return token.contents }
            if let text = known.texts[token.contents] { return text }
            let text = try renderWhole([token], values)
            known.texts[token.contents] = text
            return text
        }.joined()
    }

    private func renderWhole(_ tokens: [TextToken], _ values: [String: JSON]) throws -> String {
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
        case .object(let members):
            Dictionary(members.map { ($0.name, $0.value.templateValue) }) { $1 }
        }
    }
}
