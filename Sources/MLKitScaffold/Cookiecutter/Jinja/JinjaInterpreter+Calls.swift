internal import MLKitCore

/// Calls of functions, macros and methods.
extension JinjaInterpreter {
    mutating func call(_ function: JinjaExpression, _ arguments: JinjaArguments, _ range: Range<Int>) throws
        -> JinjaValue
    {
        if case .attribute(let owner, "update") = function.kind, case .name(let name) = owner.kind {
            return try update(name, try evaluated(arguments))
        }
        let callee = try evaluate(function)
        let called = try value(callee, function)
        let call = try evaluated(arguments)
        switch called {
        case .macro(let macro): return try render(macro, try bound(call, macro), range)
        case .function(let function): return try self.call(function, call)
        case .method(let owner, let name): return try JinjaMethods.call(name, of: owner, call)
        default: throw JinjaComplaint("\(called.typeName) cannot be called")
        }
    }

    /// `mapping.update(…)`: cookiecutter's own variables are changed so by scripts, for the files after them.
    private mutating func update(_ name: String, _ call: JinjaCall) throws -> JinjaValue {
        guard let index = scopes.lastIndex(where: { $0[name] != nil }),
            case .dictionary(var mapping)? = scopes[index][name]
        else { throw JinjaComplaint("`\(name)` is no mapping to update") }
        for entry in try dictionary(call).entries { mapping[entry.key] = entry.value }
        scopes[index][name] = .dictionary(mapping)
        return .none
    }

    func value(_ value: JinjaValue, _ expression: JinjaExpression) throws -> JinjaValue {
        guard case .undefined(let undefined) = value else { return value }
        throw failure(undefined.message, expression.range, hint: undefined.hint)
    }

    private mutating func bound(_ call: JinjaCall, _ macro: JinjaMacro) throws -> [String: JinjaValue] {
        let values = try call.bind(macro.parameters.map(\.name))
        var variables: [String: JinjaValue] = [:]
        for parameter in macro.parameters {
            if let value = values[parameter.name] {
                variables[parameter.name] = value
            } else if let fallback = parameter.fallback {
                variables[parameter.name] = try value(of: fallback)
            } else {
                variables[parameter.name] = .undefined(
                    JinjaUndefined(message: "`\(macro.name)` is called without `\(parameter.name)`", hint: nil))
            }
        }
        return variables
    }

    private func call(_ function: JinjaFunction, _ call: JinjaCall) throws -> JinjaValue {
        switch function {
        case .range: return try range(call)
        case .dict: return .dictionary(try dictionary(call))
        case .namespace:
            let namespace = JinjaNamespace()
            namespace.members = try dictionary(call)
            return .namespace(namespace)
        case .randomLetters:
            let arguments = try call.bind(["length", "punctuation"])
            guard let length = try arguments.integer("length"), (0...100_000).contains(length) else {
                throw JinjaComplaint("`random_ascii_string` takes a length of 100000 at most")
            }
            return .string(environment.effects.letters(length, withPunctuation: arguments.flag("punctuation")))
        case .uuid: return .string(environment.effects.uuid())
        }
    }

    private func dictionary(_ call: JinjaCall) throws -> JinjaDictionary {
        var dictionary = JinjaDictionary()
        if let first = call.positional.first {
            guard case .dictionary(let given) = first, call.positional.count == 1 else {
                throw JinjaComplaint("expected a mapping, found \(first.typeName)")
            }
            dictionary = given
        }
        for (name, value) in call.named { dictionary[name] = value }
        return dictionary
    }

    private func range(_ call: JinjaCall) throws -> JinjaValue {
        let numbers = call.positional.compactMap(\.integer)
        guard numbers.count == call.positional.count, (1...3).contains(numbers.count), call.named.isEmpty else {
            throw JinjaComplaint("`range` takes one to three whole numbers")
        }
        let step = numbers.count > 2 ? numbers[2] : 1
        guard step != 0 else { throw JinjaComplaint("the step of `range` is 0") }
        let start = numbers.count > 1 ? numbers[0] : 0
        let end = numbers.count > 1 ? numbers[1] : numbers[0]
        let values = stride(from: start, to: end, by: step).prefix(100_001).map { JinjaValue.int($0) }
        guard values.count <= 100_000 else { throw JinjaComplaint("`range` of more than 100000 numbers") }
        return .list(values)
    }
}

/// The values that a filter, function or method is called with.
struct JinjaCall {
    var positional: [JinjaValue] = []
    var named: [(name: String, value: JinjaValue)] = []

    /// The values by the names of parameters.
    ///
    /// - Throws: `JinjaComplaint` if there are too many, or names that are not known or taken.
    func bind(_ parameters: [String]) throws -> [String: JinjaValue] {
        guard positional.count <= parameters.count else {
            throw JinjaComplaint("\(plural(parameters.count, "argument")) at most, not \(positional.count)")
        }
        var values = Dictionary(zip(parameters, positional)) { first, _ in first }
        for (name, value) in named {
            guard parameters.contains(name) else {
                throw JinjaComplaint(
                    "the argument `\(name)` is not supported", hint: Suggestion.hint(for: name, among: parameters))
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw JinjaComplaint("the argument `\(name)` is given twice")
            }
        }
        return values
    }
}

extension [String: JinjaValue] {
    func text(_ name: String) throws -> String? {
        guard let value = self[name], !value.isNone else { return nil }
        guard let text = value.string else { throw JinjaComplaint("`\(name)` must be text, not \(value.typeName)") }
        return text
    }

    func integer(_ name: String) throws -> Int? {
        guard let value = self[name], !value.isNone else { return nil }
        guard let number = value.integer else {
            throw JinjaComplaint("`\(name)` must be a whole number, not \(value.typeName)")
        }
        return number
    }

    func flag(_ name: String) -> Bool { self[name]?.isTrue ?? false }
}
