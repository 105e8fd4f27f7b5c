extension JinjaFilter {
    /// Filters on lists.
    func listed(_ value: JinjaValue, _ call: JinjaCall) throws -> JinjaValue {
        if self == .reverse, let text = value.string {
            _ = try call.bind([])
            return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
        }
        if self == .items || self == .dictsort { return try pairs(value, call) }
        guard let items = value.elements else {
            throw JinjaComplaint("the filter `\(rawValue)` takes a list, not \(value.typeName)")
        }
        switch self {
        case .list, .first, .last, .reverse:
            _ = try call.bind([])
            return picked(items)
        case .join: return .string(try joined(items, call))
        case .sort, .unique, .min, .max: return try ordered(items, call)
        case .sum: return try summed(items, call)
        case .map: return .list(try mapped(items, call))
        default: return .list(try selected(items, call))
        }
    }

    private func picked(_ items: [JinjaValue]) -> JinjaValue {
        let nothing = JinjaValue.undefined(JinjaUndefined(message: "the list has no \(rawValue) item", hint: nil))
        return switch self {
        case .first: items.first ?? nothing
        case .last: items.last ?? nothing
        case .reverse: .list(items.reversed())
        default: .list(items)
        }
    }

    private func joined(_ items: [JinjaValue], _ call: JinjaCall) throws -> String {
        let arguments = try call.bind(["d", "attribute"])
        let parts = try items.map { try Self.part(arguments["attribute"], of: $0).text }
        let separator = arguments["d"]?.text ?? ""
        let (growth, overflows) = parts.count.multipliedReportingOverflow(by: separator.utf8.count)
        guard !overflows, growth <= JinjaInterpreter.heaviest else {
            throw JinjaComplaint("the value becomes too large")
        }
        return parts.joined(separator: separator)
    }

    /// The part of an item that `attribute` names, `a.b` the part of a part; the item itself without a name.
    private static func part(_ attribute: JinjaValue?, of item: JinjaValue) throws -> JinjaValue {
        guard let attribute, !attribute.isNone else { return item }
        return try PythonText.split(attribute.text, by: ".").reduce(item) { item, name in
            if case .dictionary(let dictionary) = item, let value = dictionary[name] { return value }
            if let index = Int(name), let items = item.elements, items.indices.contains(index) { return items[index] }
            throw JinjaComplaint("\(item.typeName) has no `\(name)`")
        }
    }

    private func ordered(_ items: [JinjaValue], _ call: JinjaCall) throws -> JinjaValue {
        let parameters = self == .sort ? ["reverse", "case_sensitive", "attribute"] : ["case_sensitive", "attribute"]
        let arguments = try call.bind(parameters)
        let keyed = try items.map { item in
            let key = try Self.part(arguments["attribute"], of: item)
            return (
                key: arguments.flag("case_sensitive") ? key : key.string.map { .string($0.lowercased()) } ?? key,
                item: item
            )
        }
        switch self {
        case .unique:
            var seen = JinjaDictionary()
            return .list(
                keyed.filter { entry in
                    defer { seen[entry.key] = JinjaValue.none }
                    return seen[entry.key] == nil
                }.map(\.item))
        case .min, .max:
            let best = try sorted(keyed, isReversed: self == .max).first
            return best ?? .undefined(JinjaUndefined(message: "the list is empty", hint: nil))
        default: return .list(try sorted(keyed, isReversed: arguments.flag("reverse")))
        }
    }

    /// Equal items keep their order, also in reverse.
    private func sorted(_ keyed: [(key: JinjaValue, item: JinjaValue)], isReversed: Bool) throws -> [JinjaValue] {
        try keyed.enumerated().sorted { left, right in
            let (one, two) = isReversed ? (right.element.key, left.element.key) : (left.element.key, right.element.key)
            if try JinjaComparison.less.holds(one, two) { return true }
            return try !JinjaComparison.less.holds(two, one) && left.offset < right.offset
        }.map(\.element.item)
    }

    private func summed(_ items: [JinjaValue], _ call: JinjaCall) throws -> JinjaValue {
        let arguments = try call.bind(["attribute", "start"])
        return try items.reduce(arguments["start"] ?? .int(0)) {
            try JinjaArithmetic.apply(.add, $0, Self.part(arguments["attribute"], of: $1))
        }
    }

    private func pairs(_ value: JinjaValue, _ call: JinjaCall) throws -> JinjaValue {
        guard case .dictionary(let dictionary) = value else {
            throw JinjaComplaint("the filter `\(rawValue)` takes a mapping, not \(value.typeName)")
        }
        guard self == .dictsort else {
            _ = try call.bind([])
            return .list(dictionary.entries.map { .tuple([$0.key, $0.value]) })
        }
        let arguments = try call.bind(["case_sensitive", "by", "reverse"])
        let byValue = try arguments.text("by") == "value"
        let keyed = dictionary.entries.map { entry in
            let key = byValue ? entry.value : entry.key
            return (
                key: arguments.flag("case_sensitive") ? key : key.string.map { .string($0.lowercased()) } ?? key,
                item: JinjaValue.tuple([entry.key, entry.value])
            )
        }
        return .list(try sorted(keyed, isReversed: arguments.flag("reverse")))
    }

    /// `map("filter", …)` or `map(attribute="name")`.
    private func mapped(_ items: [JinjaValue], _ call: JinjaCall) throws -> [JinjaValue] {
        if let first = call.positional.first {
            guard let name = first.string, let filter = JinjaFilter(rawValue: name) else {
                throw JinjaComplaint("unknown filter `\(first.text)`")
            }
            let rest = JinjaCall(positional: Array(call.positional.dropFirst()), named: call.named)
            return try items.map { try filter.apply(to: $0, rest) }
        }
        let arguments = try call.bind(["attribute", "default"])
        return try items.map { item in
            do {
                return try Self.part(arguments["attribute"], of: item)
            } catch let complaint as JinjaComplaint {
                guard let fallback = arguments["default"] else { throw complaint }
                return fallback
            }
        }
    }

    /// `select`, `reject` and those by attribute: by a test, or by what counts as true.
    private func selected(_ items: [JinjaValue], _ call: JinjaCall) throws -> [JinjaValue] {
        var rest = call.positional
        let byAttribute = self == .selectattr || self == .rejectattr
        let attribute = byAttribute && !rest.isEmpty ? rest.removeFirst() : nil
        let name = rest.isEmpty ? nil : rest.removeFirst().text
        let test = name.flatMap { JinjaTest(rawValue: $0) ?? JinjaTest.symbols[$0] }
        guard name == nil || test?.arity == rest.count, !byAttribute || attribute != nil, call.named.isEmpty else {
            throw JinjaComplaint("`\(rawValue)` cannot take these arguments")
        }
        let keeps = self == .select || self == .selectattr
        return try items.filter { item in
            let value = try Self.part(attribute, of: item)
            return try (test.map { try $0.holds(value, rest) } ?? value.isTrue) == keeps
        }
    }
}
