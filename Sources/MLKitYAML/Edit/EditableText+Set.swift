internal import MLKitCore

extension EditableText {
    /// Gives a path a value. What holds the same already stays as it is written.
    mutating func set(_ path: [String], to value: JSON) throws {
        let (place, depth) = find(path)
        guard let place else { return try replace(path, place, with: Self.nested(path[...], value)) }
        guard depth == path.count else { return try add(path, below: place, depth, value) }
        guard YAMLTree(place.node).content != YAMLTree(value) else { return }
        switch (place.node.content, value) {
        case (.mapping(let entries, _), .object(let members)) where canMatch(entries, members):
            try match(path, entries.map(\.name), members)
        case (.sequence(let items, _), .array(let values)) where !items.isEmpty && !values.isEmpty:
            try match(path, items, values)
        default: try replace(path, place, with: value)
        }
    }

    /// `value` under the keys that are missing.
    private static func nested(_ path: ArraySlice<String>, _ value: JSON) -> JSON {
        path.reversed().reduce(value) { .object([JSON.Member($1, $0)]) }
    }

    private mutating func add(_ path: [String], below place: Place, _ depth: Int, _ value: JSON) throws {
        let parent = Array(path[..<depth])
        let inner = Self.nested(path[(depth + 1)...], value)
        switch place.node.content {
        case .mapping(let entries, _):
            try checkInherited(path, depth, entries)
            if entries.isEmpty, !place.inFlow {
                return try replace(parent, place, with: .object([JSON.Member(path[depth], inner)]))
            }
            try addKey(path[depth], inner, to: parent, place)
        case .scalar where place.node.isNull:
            try replace(parent, place, with: .object([JSON.Member(path[depth], inner)]))
        case .alias(let name): throw failure(parent, "is the alias `*\(name)`", "edit the anchor `&\(name)` itself")
        case .sequence:
            throw failure(parent, "has no item \(path[depth])")
        case .scalar: throw failure(parent, "is \(place.node.kindName), so it cannot hold `\(path[depth])`")
        }
    }

    /// A key that comes in through `<<` can be set anew, but nothing inside of it.
    private func checkInherited(_ path: [String], _ depth: Int, _ entries: [Syntax.Entry]) throws {
        guard path.count > depth + 1, entries.contains(where: { $0.name == "<<" }) else { return }
        let inherited = path[...depth].reduce(document as Node?) { $0?[$1] }
        guard inherited != nil else { return }
        throw failure(Array(path[...depth]), "comes in through `<<`", "edit the mapping that it comes from")
    }

    /// Whether a mapping can be brought to other members one by one.
    private func canMatch(_ entries: [Syntax.Entry], _ members: [JSON.Member]) -> Bool {
        let names = Set(members.map(\.name))
        return names.count == members.count && !entries.contains { $0.name == "<<" }
            && entries.contains { names.contains($0.name) }
    }

    private mutating func match(_ path: [String], _ old: [String], _ members: [JSON.Member]) throws {
        for name in old where !members.contains(where: { $0.name == name }) { try remove(path + [name]) }
        for member in members { try set(path + [member.name], to: member.value) }
    }

    /// Changes only the items between those that are alike at both ends.
    private mutating func match(_ path: [String], _ old: [Syntax], _ values: [JSON]) throws {
        let before = old.map { YAMLTree($0) }
        let after = values.map { YAMLTree($0) }
        let prefix = zip(before, after).prefix { $0 == $1 }.count
        let suffix = zip(before.dropFirst(prefix).reversed(), after.dropFirst(prefix).reversed()).prefix { $0 == $1 }
            .count
        let common = min(before.count, after.count) - suffix
        for index in prefix..<max(common, prefix) { try set(path + ["\(index)"], to: values[index]) }
        for index in stride(from: before.count - suffix - 1, through: common, by: -1) where index < before.count {
            try remove(path + ["\(index)"])
        }
        for index in max(common, prefix)..<max(after.count - suffix, common, prefix) {
            try insert(values[index], into: path, at: index)
        }
    }
}
