internal import MLKitYAML

/// The values under `params`, found by dotted name without going through long mappings each time.
final class ParameterTable {
    /// The node under `params`, if there is one.
    private let root: Node?
    /// The entries of each mapping that was asked for, by its dotted name. Its place would not do: a value that was put
    /// in from elsewhere has the place it has there.
    private var entries: [Substring: [String: Node]] = [:]

    init(_ root: Node?) {
        self.root = root
    }

    /// The value of that dotted name; `nil` if there is none.
    subscript(name: String) -> Node? {
        var node = root
        for part in name.split(separator: ".", omittingEmptySubsequences: false) {
            node = node.flatMap { entries(of: $0, named: name[..<part.startIndex])[String(part)] }
        }
        return node
    }

    /// Dotted names of values, for hints; of very many only the first.
    var names: [String] {
        var names = [String]()
        collect(root, prefix: "", into: &names)
        return names
    }

    private func entries(of node: Node, named name: Substring) -> [String: Node] {
        guard let mapping = node.mapping else { return [:] }
        if let known = entries[name] { return known }
        let table = Dictionary(mapping.map { ($0.name, $0.value) }) { first, _ in first }
        entries[name] = table
        return table
    }

    private func collect(_ node: Node?, prefix: String, into names: inout [String]) {
        for entry in node?.mapping ?? [] where names.count < 500 {
            if entry.value.mapping == nil { names.append(prefix + entry.name) }
            collect(entry.value, prefix: prefix + entry.name + ".", into: &names)
        }
    }
}
