internal import MLKitCore

extension JinjaInterpreter {
    /// The value of an expression; one that is not there is an error.
    mutating func value(of expression: JinjaExpression) throws -> JinjaValue {
        let value = try evaluate(expression)
        if case .undefined(let undefined) = value {
            if undefined.isEmptyText || environment.settings.takesUndefined { return .string("") }
            throw failure(undefined.message, expression.range, hint: undefined.hint)
        }
        return value
    }

    /// The value of what has a member: an error also where what is not there is an empty text otherwise.
    private mutating func owner(_ expression: JinjaExpression) throws -> JinjaValue {
        try value(evaluate(expression), expression)
    }

    /// The value of an expression, or what says that it is not there.
    mutating func evaluate(_ expression: JinjaExpression) throws -> JinjaValue {
        try step(expression.range)
        do {
            let value = try evaluate(expression.kind, expression.range)
            guard value.weight <= Self.heaviest else { throw tooLarge(expression.range) }
            return value
        } catch let complaint as JinjaComplaint {
            throw failure(complaint.message, expression.range, hint: complaint.hint)
        }
    }

    private mutating func evaluate(_ kind: JinjaExpression.Kind, _ range: Range<Int>) throws -> JinjaValue {
        switch kind {
        case .constant(let value): return value
        case .name(let name): return variable(name) ?? unknown(name)
        case .list(let items): return .list(try values(of: items))
        case .tuple(let items): return .tuple(try values(of: items))
        case .dictionary(let entries): return try dictionary(entries)
        case .attribute(let owner, let name): return try member(name, of: self.owner(owner))
        case .item(let owner, let key): return try item(try value(of: key), of: self.owner(owner))
        case .slice(let owner, let start, let end, let step): return try slice(owner, start, end, step)
        case .call(let function, let arguments): return try call(function, arguments, range)
        case .filter(let filter, let value, let arguments): return try apply(filter, value, arguments)
        case .test(let test, let value, let arguments): return try apply(test, value, arguments)
        case .not(let operand): return .bool(!(try value(of: operand).isTrue))
        case .negative(let operand): return try JinjaArithmetic.negative(try value(of: operand))
        case .positive(let operand): return try value(of: operand)
        case .and(let left, let right):
            let left = try value(of: left)
            return left.isTrue ? try value(of: right) : left
        case .or(let left, let right):
            let left = try value(of: left)
            return left.isTrue ? left : try value(of: right)
        case .arithmetic(let operation, let left, let right):
            return try JinjaArithmetic.apply(operation, try value(of: left), try value(of: right))
        case .comparison(let left, let rest): return try compare(left, rest)
        case .conditional(let value, let condition, let otherwise):
            if try self.value(of: condition).isTrue { return try evaluate(value) }
            return try otherwise.map { try evaluate($0) } ?? Self.noElse
        }
    }

    private static var noElse: JinjaValue {
        .undefined(
            JinjaUndefined(message: "the condition does not hold, and there is no `else`", isEmptyText: true))
    }

    private func unknown(_ name: String) -> JinjaValue {
        let known = Set(scopes.flatMap(\.keys)).sorted()
        var hint = Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
        if case .dictionary(let dictionary)? = scopes[0]["cookiecutter"], dictionary[name] != nil {
            hint = "did you mean `cookiecutter.\(name)`?"
        }
        return .undefined(JinjaUndefined(message: "unknown variable `\(name)`", hint: hint))
    }

    private mutating func values(of expressions: [JinjaExpression]) throws -> [JinjaValue] {
        var values = [JinjaValue]()
        for expression in expressions { values.append(try value(of: expression)) }
        return values
    }

    private mutating func dictionary(_ entries: [(key: JinjaExpression, value: JinjaExpression)]) throws -> JinjaValue {
        var dictionary = JinjaDictionary()
        for entry in entries { dictionary[try value(of: entry.key)] = try value(of: entry.value) }
        return .dictionary(dictionary)
    }

    /// `owner.name`: a method, else an entry.
    private func member(_ name: String, of owner: JinjaValue) -> JinjaValue {
        if JinjaMethods.names(of: owner).contains(name) { return .method(owner, name) }
        return entry(name, of: owner) ?? missing(name, owner)
    }

    private func entry(_ name: String, of owner: JinjaValue) -> JinjaValue? {
        switch owner {
        case .dictionary(let dictionary): dictionary[name]
        case .namespace(let namespace): namespace.members[name]
        case .loop(let state): state[name]
        default: nil
        }
    }

    private func missing(_ name: String, _ owner: JinjaValue) -> JinjaValue {
        let known: [String] =
            switch owner {
            case .dictionary(let dictionary): dictionary.names
            case .namespace(let namespace): namespace.members.names
            case .loop: JinjaLoopState.names
            default: JinjaMethods.names(of: owner)
            }
        return .undefined(
            JinjaUndefined(
                message: "\(owner.typeName) has no `\(name)`",
                hint: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }))
    }

    /// `owner[key]`: an entry, else a method.
    private func item(_ key: JinjaValue, of owner: JinjaValue) throws -> JinjaValue {
        switch owner {
        case .dictionary(let dictionary):
            if let value = dictionary[key] { return value }
            return member(key.text, of: owner)
        case .list(let list), .tuple(let list):
            guard let index = key.integer else { return missing(key.text, owner) }
            return position(index, list.items.count).map { list.items[$0] } ?? missing(key.text, owner)
        case .string(let text):
            guard let index = key.integer else { return member(key.text, of: owner) }
            let scalars = Array(text.unicodeScalars)
            return position(index, scalars.count).map { .string(String(scalars[$0])) } ?? missing(key.text, owner)
        default: return member(key.text, of: owner)
        }
    }

    /// Negative numbers count from the end.
    private func position(_ index: Int, _ count: Int) -> Int? {
        let position = index < 0 ? index &+ count : index
        return (0..<count).contains(position) ? position : nil
    }

    private mutating func slice(
        _ owner: JinjaExpression, _ start: JinjaExpression?, _ end: JinjaExpression?, _ step: JinjaExpression?
    ) throws -> JinjaValue {
        let owner = try value(of: owner)
        let bounds = try [start, end, step].map { try $0.map { try value(of: $0) } }
        guard let elements = owner.elements, !owner.isMapping else {
            throw JinjaComplaint("\(owner.typeName) has no slices")
        }
        let numbers = try bounds.map { bound -> Int? in
            guard let bound, !bound.isNone else { return nil }
            guard let number = bound.integer else { throw JinjaComplaint("a slice takes whole numbers") }
            return number
        }
        let picked = try PythonSlice(start: numbers[0], end: numbers[1], step: numbers[2]).indices(elements.count).map {
            elements[$0]
        }
        switch owner {
        case .string: return .string(picked.map(\.text).joined())
        case .tuple: return .tuple(picked)
        default: return .list(picked)
        }
    }

    private mutating func compare(
        _ first: JinjaExpression, _ rest: [(comparison: JinjaComparison, right: JinjaExpression)]
    ) throws -> JinjaValue {
        var left = try value(of: first)
        for (comparison, right) in rest {
            let right = try value(of: right)
            guard try comparison.holds(left, right) else { return .bool(false) }
            left = right
        }
        return .bool(true)
    }

    private mutating func apply(
        _ filter: JinjaFilter, _ operand: JinjaExpression, _ arguments: JinjaArguments
    ) throws -> JinjaValue {
        let value = filter.acceptsUndefined ? try evaluate(operand) : try value(of: operand)
        if filter == .random { return try picked(value, try evaluated(arguments)) }
        return try filter.apply(to: value, try evaluated(arguments))
    }

    private func picked(_ value: JinjaValue, _ call: JinjaCall) throws -> JinjaValue {
        _ = try call.bind([])
        guard let items = value.elements, let item = environment.effects.pick(items) else {
            throw JinjaComplaint("`random` takes a list with items")
        }
        return item
    }

    private mutating func apply(
        _ test: JinjaTest, _ operand: JinjaExpression, _ arguments: JinjaArguments
    ) throws -> JinjaValue {
        let value = test.acceptsUndefined ? try evaluate(operand) : try value(of: operand)
        return .bool(try test.holds(value, try values(of: arguments.positional)))
    }

    mutating func evaluated(_ arguments: JinjaArguments) throws -> JinjaCall {
        var named: [(name: String, value: JinjaValue)] = []
        let positional = try values(of: arguments.positional)
        for (name, expression) in arguments.named { named.append((name, try value(of: expression))) }
        return JinjaCall(positional: positional, named: named)
    }
}
