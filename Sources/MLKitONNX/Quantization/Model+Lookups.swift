internal import MLKitONNXFormat

/// An input of a model whose numbers pick rows of a table.
public struct Lookup: Hashable, Sendable {
    public var input: String
    /// How many rows there are; -1 is the last.
    public var rows: Int
    /// The node that looks them up.
    public var node: String
}

extension Model {
    /// What of the model's inputs picks from constant tables.
    public var lookups: [Lookup] {
        let index = GraphIndex(withoutListedConstants.format.graph)
        let inputs = Set(inputs.map(\.name))
        return format.graph.node.compactMap { node in
            guard node.qualifiedOperator == "Gather", node.input.count == 2, let table = index.constant(node.input[0]),
                let input = index.origin(of: node.input[1]), inputs.contains(input)
            else { return nil }
            let axis = Int(node.attribute("axis")?.i ?? 0)
            let place = axis < 0 ? axis + table.dims.count : axis
            return table.dims.indices.contains(place) ? Lookup(input: input, rows: Int(table.dims[place]), node: node.label) : nil
        }
    }
}

extension GraphIndex {
    /// What moves numbers about, and leaves them what they are.
    private static var movers: Set<String> {
        ["Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten", "Transpose", "Expand"]
    }

    /// What the numbers of a tensor are those of, before they were moved about.
    fileprivate func origin(of name: String) -> String? {
        var name = name
        for _ in graph.node.indices {
            guard let place = maker(of: name) else { return name }
            let node = graph.node[place]
            guard Self.movers.contains(node.qualifiedOperator), let input = node.input.first else { return nil }
            name = input
        }
        return name
    }
}
