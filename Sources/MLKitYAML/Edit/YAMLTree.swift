internal import MLKitCore

/// What a text holds, without the way it is written and without the order of keys; aliases stay aliases. Two texts with
/// equal trees mean the same.
indirect enum YAMLTree: Equatable {
    case alias(String)
    /// A scalar's value, written so that no two values look alike.
    case scalar(String)
    case list([YAMLTree])
    /// Sorted by name.
    case map([Member])
    case anchored(String, YAMLTree)

    struct Member: Equatable {
        let name: String
        var value: YAMLTree
    }

    init(_ syntax: Syntax) {
        let tree: YAMLTree =
            switch syntax.content {
            case .alias(let name): .alias(name)
            case .scalar(let scalar, _): .scalar(Self.word(scalar.value))
            case .sequence(let items, _): .list(items.map { YAMLTree($0) })
            case .mapping(let entries, _):
                Self.map(of: entries.map { Member(name: $0.name, value: YAMLTree($0.value)) })
            }
        self = syntax.anchor.map { .anchored($0, tree) } ?? tree
    }

    init(_ value: JSON) {
        switch value {
        case .array(let values): self = .list(values.map { YAMLTree($0) })
        case .object(let members): self = Self.map(of: members.map { Member(name: $0.name, value: YAMLTree($0.value)) })
        default: self = .scalar(Self.word(value))
        }
    }

    /// The tree without the anchor on it.
    var content: YAMLTree {
        if case .anchored(_, let tree) = self { tree } else { self }
    }

    /// The tree with a change at a path that is there.
    func changing(_ path: ArraySlice<String>, _ change: (YAMLTree) -> YAMLTree?) -> YAMLTree? {
        if case .anchored(let name, let tree) = self {
            return tree.changing(path, change).map { .anchored(name, $0) }
        }
        guard let key = path.first else { return change(self) }
        switch self {
        case .map(var members):
            guard let index = members.firstIndex(where: { $0.name == key }) else { return self }
            if let value = members[index].value.changing(path.dropFirst(), change) {
                members[index].value = value
            } else {
                members.remove(at: index)
            }
            return .map(members)
        case .list(var items):
            guard let index = Int(key), items.indices.contains(index) else { return self }
            if let value = items[index].changing(path.dropFirst(), change) {
                items[index] = value
            } else {
                items.remove(at: index)
            }
            return .list(items)
        default: return self
        }
    }

    static func map(of members: [Member]) -> YAMLTree { .map(members.sorted { $0.name < $1.name }) }

    private static func word(_ value: JSON) -> String {
        if case .double(let number) = value { "double \(number)" } else { value.compact }
    }
}
