internal import MLKitCore

extension JinjaParser {
    /// Members, items and calls after a value. A chain is as deep as it is long, so it counts as nested.
    mutating func postfix(_ first: JinjaExpression) throws -> JinjaExpression {
        var value = first
        var links = 0
        while true {
            let start = value.range.lowerBound
            if take(symbol: ".") {
                value = try member(of: value, start)
            } else if take(symbol: "[") {
                value = try item(of: value, start)
            } else if let call = try call(of: value, start) {
                value = call
            } else {
                return value
            }
            try count(&links)
        }
    }

    /// A call, where its bracket stands behind a value.
    private mutating func call(of value: JinjaExpression, _ start: Int) throws -> JinjaExpression? {
        guard take(symbol: "(") else { return nil }
        return try made(.call(value, try arguments()), from: start)
    }

    private func count(_ links: inout Int) throws {
        links += 1
        guard links <= Self.deepest else {
            throw failure("a chain of more than \(Self.deepest) links", current.range)
        }
    }

    private mutating func member(of value: JinjaExpression, _ start: Int) throws -> JinjaExpression {
        let token = advance()
        switch token.kind {
        case .name: return try made(.attribute(value, token.text), from: start)
        case .integer:
            let position = JinjaExpression(kind: .constant(.int(Int(token.text) ?? Int.max)), range: token.range)
            return try made(.item(value, position), from: start)
        default:
            index -= 1
            throw unexpected("a name")
        }
    }

    private mutating func item(of value: JinjaExpression, _ start: Int) throws -> JinjaExpression {
        var parts: [JinjaExpression?] = [current.isSymbol(":") ? nil : try nested { try $0.tuple() }]
        while take(symbol: ":") {
            let isEmpty = current.isSymbol(":") || current.isSymbol("]")
            parts.append(isEmpty ? nil : try nested { try $0.expression() })
        }
        try expect(symbol: "]")
        guard parts.count <= 3 else {
            throw failure("a slice has three parts at most", start..<current.range.lowerBound)
        }
        if parts.count == 1, let position = parts[0] { return try made(.item(value, position), from: start) }
        return try made(
            .slice(value, start: parts[0], end: parts[1], step: parts.count > 2 ? parts[2] : nil), from: start)
    }

    /// The arguments after an opening bracket.
    private mutating func arguments() throws -> JinjaArguments {
        var arguments = JinjaArguments()
        var isFirst = true
        while !take(symbol: ")") {
            if !isFirst {
                try expect(symbol: ",")
                if take(symbol: ")") { break }
            }
            isFirst = false
            if current.isSymbol("*") || current.isSymbol("**") {
                throw failure("`\(current.text)` before an argument is not supported", current.range)
            }
            if current.kind == .name, tokens[min(index + 1, tokens.count - 1)].isSymbol("=") {
                let name = advance().text
                index += 1
                arguments.named.append((name, try expression()))
            } else {
                guard arguments.named.isEmpty else {
                    throw failure("an argument without a name after one with a name", current.range)
                }
                arguments.positional.append(try expression())
            }
        }
        return arguments
    }

    /// Filters and tests after a value, and calls of what they give.
    mutating func filtered(_ first: JinjaExpression) throws -> JinjaExpression {
        var value = first
        var links = 0
        while true {
            let start = value.range.lowerBound
            if take(symbol: "|") {
                let name = try dottedName()
                let filter = try filter(name)
                let arguments = take(symbol: "(") ? try arguments() : JinjaArguments()
                value = try made(.filter(filter, value, arguments), from: start)
            } else if take(name: "is") {
                value = try test(of: value, start)
            } else if let call = try call(of: value, start) {
                value = call
            } else {
                return value
            }
            try count(&links)
        }
    }

    /// Filters of extensions may have dots in their names.
    private mutating func dottedName() throws -> JinjaToken {
        var name = try name()
        while take(symbol: ".") {
            let next = try self.name()
            name.text += ".\(next.text)"
            name.range = name.range.lowerBound..<next.range.upperBound
        }
        return name
    }

    private func filter(_ name: JinjaToken) throws -> JinjaFilter {
        if let filter = JinjaFilter(rawValue: name.text) { return filter }
        if JinjaFilter.unsupported.contains(name.text) {
            throw failure("the filter `\(name.text)` of Jinja is not supported", name.range)
        }
        throw failure(
            "unknown filter `\(name.text)`", name.range,
            notes: ["filters of extensions cannot be loaded here"],
            hint: Suggestion.nearest(to: name.text, among: JinjaFilter.allCases.map(\.rawValue)).map {
                "did you mean `\($0)`?"
            })
    }

    private mutating func test(of value: JinjaExpression, _ start: Int) throws -> JinjaExpression {
        let isNegated = take(name: "not")
        let name = try name()
        guard let test = JinjaTest(rawValue: name.text) ?? (name.text == "None" ? JinjaTest.isNone : nil) else {
            throw failure(
                "unknown test `\(name.text)`", name.range,
                hint: Suggestion.nearest(to: name.text, among: JinjaTest.allCases.map(\.rawValue)).map {
                    "did you mean `\($0)`?"
                })
        }
        var arguments = JinjaArguments()
        if take(symbol: "(") {
            arguments = try self.arguments()
        } else if beginsArgument {
            arguments.positional = [try nested { try $0.postfix($0.primary()) }]
        }
        guard arguments.named.isEmpty, arguments.positional.count == test.arity else {
            throw failure("the test `\(name.text)` takes \(plural(test.arity, "argument"))", name.range)
        }
        let result = try made(.test(test, value, arguments), from: start)
        return isNegated ? try made(.not(result), from: start) : result
    }

    private var beginsArgument: Bool {
        switch current.kind {
        case .name: !["else", "or", "and", "if", "is", "in", "not"].contains(current.text)
        case .string, .integer, .float: true
        case .symbol: ["[", "{"].contains(current.text)
        default: false
        }
    }
}
