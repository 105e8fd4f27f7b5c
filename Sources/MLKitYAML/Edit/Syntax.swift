internal import MLKitCore

/// A piece of YAML as it is written: with its style, and aliases not followed.
struct Syntax {
    enum Content {
        case alias(String)
        case scalar(Scalar, Event.Style)
        case sequence([Syntax], isFlow: Bool)
        case mapping([Entry], isFlow: Bool)
    }

    struct Entry {
        let key: Syntax
        let value: Syntax

        var name: String { key.text ?? "" }
        var end: Int { max(key.end, value.end) }
    }

    let content: Content
    let anchor: String?
    let hasTag: Bool
    /// Where the text begins, its anchor and tag included; all places are in bytes.
    let start: Int
    /// Where its anchor and tag end; `start` if it has none.
    let propertiesEnd: Int
    /// Where the value itself begins.
    let contentStart: Int
    /// After the last character of the value. What ends a line is left out, but for the lines that a block scalar keeps.
    let end: Int

    var text: String? {
        if case .scalar(let scalar, _) = content { scalar.text } else { nil }
    }

    /// Whether there is nothing: `key:`.
    var isEmpty: Bool { contentStart == end }

    var isNull: Bool {
        if case .scalar(let scalar, _) = content { scalar.value == .null } else { false }
    }

    var isFlow: Bool {
        switch content {
        case .sequence(_, let isFlow), .mapping(_, let isFlow): isFlow
        default: false
        }
    }

    var isBlockCollection: Bool {
        switch content {
        case .sequence(_, let isFlow), .mapping(_, let isFlow): !isFlow
        default: false
        }
    }

    var isBlockScalar: Bool {
        if case .scalar(_, .block) = content { true } else { false }
    }

    var entries: [Entry]? {
        if case .mapping(let entries, _) = content { entries } else { nil }
    }

    var items: [Syntax]? {
        if case .sequence(let items, _) = content { items } else { nil }
    }

    /// What kind of value this is, in a message.
    var kindName: String {
        switch content {
        case .alias: "an alias"
        case .scalar(let scalar, _): scalar.value.kindName
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// All nodes below this one, and itself.
    var all: [Syntax] {
        switch content {
        case .alias, .scalar: [self]
        case .sequence(let items, _): [self] + items.flatMap(\.all)
        case .mapping(let entries, _): [self] + entries.flatMap { $0.key.all + $0.value.all }
        }
    }
}
