internal import MLKitCore

/// A value as Jinja, which is Python underneath, has it.
enum JinjaValue {
    case undefined(JinjaUndefined)
    case none
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case list(JinjaList)
    case tuple(JinjaList)
    case dictionary(JinjaDictionary)
    case namespace(JinjaNamespace)
    case macro(JinjaMacro)
    case function(JinjaFunction)
    /// A method with the value it belongs to.
    indirect case method(JinjaValue, String)
    case loop(JinjaLoopState)
}

/// What stands for a value that is not there: using it is an error, asking whether it is defined is not.
struct JinjaUndefined {
    let message: String
    var hint: String?
    /// Whether it counts as an empty text where it is used, as the value of `a if b` without `else`.
    var isEmptyText = false
}

/// The items of a list or tuple, with a bound on what they hold.
struct JinjaList {
    let items: [JinjaValue]
    /// See `JinjaValue.weight`.
    let weight: Int

    init(_ items: [JinjaValue]) {
        self.items = items
        weight = items.reduce(1) { JinjaValue.sum($0, $1.weight) }
    }
}

/// `namespace()`: the one value of Jinja that is changed in place.
final class JinjaNamespace {
    var members = JinjaDictionary()
}

/// Functions that are there without being defined.
enum JinjaFunction: String, CaseIterable {
    case dict
    case namespace
    case randomLetters = "random_ascii_string"
    case range
    case uuid = "uuid4"
}

extension JinjaValue {
    /// Roughly the bytes that the value takes written out. A list that holds one list a thousand times counts it
    /// a thousand times, so a small number bounds the time that any walk over a value takes.
    var weight: Int {
        switch self {
        case .string(let text): text.utf8.count + 1
        case .list(let list), .tuple(let list): list.weight
        case .dictionary(let dictionary): dictionary.weight
        case .method(let owner, _): owner.weight
        default: 1
        }
    }

    static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflows) = left.addingReportingOverflow(right)
        return overflows ? Int.max : sum
    }

    static func list(_ items: [JinjaValue]) -> JinjaValue { .list(JinjaList(items)) }

    static func tuple(_ items: [JinjaValue]) -> JinjaValue { .tuple(JinjaList(items)) }

    /// What Python calls the type, for messages.
    var typeName: String {
        switch self {
        case .undefined: "undefined"
        case .none: "none"
        case .bool: "a boolean"
        case .int, .double: "a number"
        case .string: "text"
        case .list: "a list"
        case .tuple: "a tuple"
        case .dictionary: "a mapping"
        case .namespace: "a namespace"
        case .macro, .function, .method: "a function"
        case .loop: "the state of a loop"
        }
    }

    /// What counts as true in a condition.
    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .double(let value): value != 0
        case .string(let text): !text.isEmpty
        case .list(let list), .tuple(let list): !list.items.isEmpty
        case .dictionary(let dictionary): !dictionary.entries.isEmpty
        case .namespace, .macro, .function, .method, .loop: true
        }
    }

    /// Any number; Python counts booleans among them.
    var number: JinjaNumber? {
        switch self {
        case .bool(let value): .int(value ? 1 : 0)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        default: nil
        }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var integer: Int? {
        if case .int(let value)? = number { value } else { nil }
    }

    var isNone: Bool {
        if case .none = self { true } else { false }
    }

    var isMapping: Bool {
        if case .dictionary = self { true } else { false }
    }

    var isUndefined: Bool {
        if case .undefined = self { true } else { false }
    }
}

/// A number apart from other values.
enum JinjaNumber {
    case int(Int)
    case double(Double)

    var double: Double {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        }
    }

    var value: JinjaValue {
        switch self {
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        }
    }
}

extension JinjaValue {
    init(_ json: JSON) {
        self =
            switch json {
            case .null: .none
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .double(let value): .double(value)
            case .string(let text): .string(text)
            case .array(let values): .list(values.map { JinjaValue($0) })
            case .object(let members):
                .dictionary(JinjaDictionary(members.map { (.string($0.name), JinjaValue($0.value)) }))
            }
    }

    /// The value as JSON; `nil` if it or a part of it is a function or the like.
    var json: JSON? {
        switch self {
        case .none: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .string(let text): .string(text)
        case .list(let list), .tuple(let list): Self.whole(list.items.map(\.json)).map { .array($0) }
        case .dictionary(let dictionary): Self.whole(dictionary.entries.map(\.member)).map { .object($0) }
        case .undefined, .namespace, .macro, .function, .method, .loop: nil
        }
    }

    private static func whole<Element>(_ parts: [Element?]) -> [Element]? {
        let known = parts.compactMap { $0 }
        return known.count == parts.count ? known : nil
    }
}
