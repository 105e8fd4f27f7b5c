extension JinjaTemplate {
    /// The members of a variable that the template mentions, in order: `a` and `b` for `{{ owner.a }}{{ owner["b"] }}`.
    func references(to owner: String) -> [String] {
        var found = [String]()
        for expression in nodes.flatMap(\.expressions) { Self.collect(expression, owner, &found) }
        return found
    }

    private static func collect(_ expression: JinjaExpression, _ owner: String, _ found: inout [String]) {
        switch expression.kind {
        case .attribute(let value, let name) where value.isName(owner): found.append(name)
        case .item(let value, let key) where value.isName(owner):
            if case .constant(.string(let name)) = key.kind { found.append(name) }
        default: for child in expression.kind.children { collect(child, owner, &found) }
        }
    }
}

extension JinjaExpression {
    fileprivate func isName(_ name: String) -> Bool {
        if case .name(let own) = kind { own == name } else { false }
    }
}

extension JinjaNode {
    fileprivate var expressions: [JinjaExpression] {
        switch self {
        case .text: []
        case .output(let expression), .set(_, let expression), .include(let expression, _): [expression]
        case .branches(let branches):
            branches.flatMap { [$0.condition].compactMap { $0 } + $0.body.flatMap(\.expressions) }
        case .loop(let loop): [loop.source] + (loop.body + loop.otherwise).flatMap(\.expressions)
        case .capture(_, let body): body.flatMap(\.expressions)
        case .scope(let values, let body): values.map(\.value) + body.flatMap(\.expressions)
        case .macro(let macro): macro.body.flatMap(\.expressions)
        case .now(let zone, let format): [zone] + [format].compactMap { $0 }
        }
    }
}
