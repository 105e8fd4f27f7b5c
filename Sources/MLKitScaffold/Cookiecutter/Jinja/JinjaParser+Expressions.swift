internal import MLKitCore

extension JinjaParser {
    /// An expression, or several with commas between.
    mutating func tuple(allowsConditional: Bool = true) throws -> JinjaExpression {
        let first = try expression(allowsConditional: allowsConditional)
        guard current.isSymbol(",") else { return first }
        var items = [first]
        while take(symbol: ","), !isEndOfTuple {
            items.append(try expression(allowsConditional: allowsConditional))
        }
        return try made(.tuple(items), from: first.range.lowerBound)
    }

    private var isEndOfTuple: Bool {
        switch current.kind {
        case .variableEnd, .blockEnd, .end: true
        case .symbol: current.text == ")"
        default: current.isName("in") || current.isName("if")
        }
    }

    /// - Parameter allowsConditional: whether `if` goes on the expression; after `for x in` it belongs to the loop.
    mutating func expression(allowsConditional: Bool = true) throws -> JinjaExpression {
        var value = try nested { try $0.disjunction() }
        guard allowsConditional else { return value }
        while take(name: "if") {
            let condition = try nested { try $0.disjunction() }
            let otherwise = take(name: "else") ? try nested { try $0.expression() } : nil
            value = try made(
                .conditional(value, condition: condition, otherwise: otherwise), from: value.range.lowerBound)
        }
        return value
    }

    /// An expression from `start` up to the token taken last.
    func made(_ kind: JinjaExpression.Kind, from start: Int) throws -> JinjaExpression {
        let end = tokens[min(max(index - 1, 0), tokens.count - 1)].range.upperBound
        let expression = JinjaExpression(kind: kind, range: start..<max(start, end))
        guard expression.height <= Self.highest else {
            throw failure("an expression of more than \(Self.highest) levels", expression.range)
        }
        return expression
    }

    private mutating func disjunction() throws -> JinjaExpression {
        var left = try conjunction()
        while take(name: "or") { left = try made(.or(left, try conjunction()), from: left.range.lowerBound) }
        return left
    }

    private mutating func conjunction() throws -> JinjaExpression {
        var left = try negation()
        while take(name: "and") { left = try made(.and(left, try negation()), from: left.range.lowerBound) }
        return left
    }

    private mutating func negation() throws -> JinjaExpression {
        let start = current.range.lowerBound
        guard take(name: "not") else { return try comparison() }
        let value = try nested { try $0.negation() }
        return try made(.not(value), from: start)
    }

    private mutating func comparison() throws -> JinjaExpression {
        let left = try arithmetic(above: 0)
        var rest: [(comparison: JinjaComparison, right: JinjaExpression)] = []
        while let comparison = takeComparison() { rest.append((comparison, try arithmetic(above: 0))) }
        return rest.isEmpty ? left : try made(.comparison(left, rest), from: left.range.lowerBound)
    }

    private mutating func takeComparison() -> JinjaComparison? {
        if current.kind == .symbol, let comparison = JinjaComparison(rawValue: current.text) {
            index += 1
            return comparison
        }
        if take(name: "in") { return .isIn }
        guard current.isName("not"), index + 1 < tokens.count, tokens[index + 1].isName("in") else { return nil }
        index += 2
        return .isNotIn
    }

    /// Operators that bind tighter than `precedence`, each level from left to right.
    private mutating func arithmetic(above precedence: Int) throws -> JinjaExpression {
        var left = try unary()
        while current.kind == .symbol, let `operator` = JinjaOperator(rawValue: current.text),
            `operator`.precedence > precedence
        {
            index += 1
            let right = try arithmetic(above: `operator`.precedence)
            left = try made(.arithmetic(`operator`, left, right), from: left.range.lowerBound)
        }
        return left
    }

    /// A sign binds tighter than filters: `-x|abs` is `(-x)|abs`.
    private mutating func unary(takesFilters: Bool = true) throws -> JinjaExpression {
        let start = current.range.lowerBound
        var value: JinjaExpression
        if take(symbol: "-") {
            value = try made(.negative(try nested { try $0.unary(takesFilters: false) }), from: start)
        } else if take(symbol: "+") {
            value = try made(.positive(try nested { try $0.unary(takesFilters: false) }), from: start)
        } else {
            value = try primary()
        }
        value = try postfix(value)
        return takesFilters ? try filtered(value) : value
    }

    mutating func primary() throws -> JinjaExpression {
        let token = advance()
        let start = token.range.lowerBound
        switch token.kind {
        case .name: return try made(constant(token.text).map { .constant($0) } ?? .name(token.text), from: start)
        case .integer: return try made(.constant(try integer(token)), from: start)
        case .float: return try made(.constant(.double(Double(token.text) ?? 0)), from: start)
        case .string: return try made(.constant(.string(adjacentStrings(token))), from: start)
        case .symbol where token.text == "(": return try bracketed(start)
        case .symbol where token.text == "[":
            let items = try list(until: "]")
            return try made(.list(items), from: start)
        case .symbol where token.text == "{": return try dictionary(start)
        default:
            index -= 1
            throw unexpected("an expression")
        }
    }

    private func constant(_ name: String) -> JinjaValue? {
        switch name {
        case "true", "True": .bool(true)
        case "false", "False": .bool(false)
        case "none", "None": JinjaValue.none
        default: nil
        }
    }

    private func integer(_ token: JinjaToken) throws -> JinjaValue {
        guard let value = Int(token.text) else { throw failure("the number is too large", token.range) }
        return .int(value)
    }

    /// `"a" "b"` is `"ab"`.
    private mutating func adjacentStrings(_ first: JinjaToken) -> String {
        var text = first.text
        while current.kind == .string { text += advance().text }
        return text
    }

    private mutating func bracketed(_ start: Int) throws -> JinjaExpression {
        if take(symbol: ")") { return try made(.tuple([]), from: start) }
        var inner = try nested { try $0.tuple() }
        try expect(symbol: ")")
        inner.range = start..<tokens[index - 1].range.upperBound
        return inner
    }

    private mutating func list(until end: String) throws -> [JinjaExpression] {
        var items = [JinjaExpression]()
        while !take(symbol: end) {
            if !items.isEmpty {
                try expect(symbol: ",")
                if take(symbol: end) { break }
            }
            items.append(try expression())
        }
        return items
    }

    private mutating func dictionary(_ start: Int) throws -> JinjaExpression {
        var entries: [(key: JinjaExpression, value: JinjaExpression)] = []
        while !take(symbol: "}") {
            if !entries.isEmpty {
                try expect(symbol: ",")
                if take(symbol: "}") { break }
            }
            let key = try expression()
            try expect(symbol: ":")
            entries.append((key, try expression()))
        }
        return try made(.dictionary(entries), from: start)
    }
}
