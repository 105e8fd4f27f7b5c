/// The methods of Python's values that templates use.
enum JinjaMethods {
    /// The names of a value's methods.
    static func names(of value: JinjaValue) -> [String] {
        switch value {
        case .string: texts
        case .dictionary: mappings
        case .list, .tuple: lists
        default: []
        }
    }

    private static let texts = [
        "capitalize", "casefold", "center", "count", "endswith", "find", "format", "isalnum", "isalpha", "isdigit",
        "isidentifier", "islower", "isspace", "isupper", "join", "ljust", "lower", "lstrip", "partition",
        "removeprefix",
        "removesuffix", "replace", "rfind", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines",
        "startswith",
        "strip", "swapcase", "title", "upper", "zfill",
    ]
    private static let mappings = ["get", "items", "keys", "values"]
    private static let lists = ["count", "index"]

    static func call(_ name: String, of owner: JinjaValue, _ call: JinjaCall) throws -> JinjaValue {
        switch owner {
        case .string(let text): try self.call(name, text, call)
        case .dictionary(let dictionary): try self.call(name, dictionary, call)
        case .list(let list), .tuple(let list): try self.call(name, list, call)
        case .loop(let state): try cycle(state, call)
        default: throw JinjaComplaint("\(owner.typeName) has no method `\(name)`")
        }
    }

    private static func call(_ name: String, _ dictionary: JinjaDictionary, _ call: JinjaCall) throws -> JinjaValue {
        let arguments = try call.bind(name == "get" ? ["key", "default"] : [])
        switch name {
        case "get":
            guard let key = arguments["key"] else { throw JinjaComplaint("`get` takes a key") }
            return dictionary[key] ?? arguments["default"] ?? .none
        case "keys": return .list(dictionary.entries.map(\.key))
        case "values": return .list(dictionary.entries.map(\.value))
        default: return .list(dictionary.entries.map { .tuple([$0.key, $0.value]) })
        }
    }

    private static func call(_ name: String, _ list: JinjaList, _ call: JinjaCall) throws -> JinjaValue {
        guard let value = try call.bind(["value"])["value"] else { throw JinjaComplaint("`\(name)` takes a value") }
        if name == "count" { return .int(list.items.count { $0.equals(value) }) }
        guard let index = list.items.firstIndex(where: { $0.equals(value) }) else {
            throw JinjaComplaint("the list does not hold \(value.representation)")
        }
        return .int(index)
    }

    private static func cycle(_ state: JinjaLoopState, _ call: JinjaCall) throws -> JinjaValue {
        guard !call.positional.isEmpty else { throw JinjaComplaint("`loop.cycle` takes values") }
        return call.positional[state.index % call.positional.count]
    }
}
