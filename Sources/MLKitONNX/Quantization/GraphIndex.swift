internal import MLKitONNXFormat

/// Look-ups in a graph.
struct GraphIndex {
    let graph: Onnx_GraphProto
    /// Where each name is used: by how many nodes (also of inner graphs) and outputs.
    let useCounts: [String: Int]
    private let constants: [String: Onnx_TensorProto]
    /// The nodes that use a name, by their places in the graph.
    private let users: [String: [Int]]

    init(_ graph: Onnx_GraphProto) {
        self.graph = graph
        useCounts = Self.countUses(graph)
        constants = Dictionary(Self.constants(graph)) { first, _ in first }
        var users = [String: [Int]]()
        for (place, node) in graph.node.enumerated() {
            for name in node.input { users[name, default: []].append(place) }
        }
        self.users = users
    }

    /// The tensor of that name if it is always the same.
    func constant(_ name: String) -> Onnx_TensorProto? { constants[name] }

    /// The place of the node that is the only one to use the name.
    func soleUser(of name: String) -> Int? {
        guard useCounts[name] == 1 else { return nil }
        return users[name]?.first
    }

    /// Initializers, and the results of `Constant` nodes.
    private static func constants(_ graph: Onnx_GraphProto) -> [(String, Onnx_TensorProto)] {
        let nodes = graph.node.filter { $0.qualifiedOperator == "Constant" }
        return graph.initializer.map { ($0.name, $0) }
            + nodes.compactMap { node in
                guard let name = node.output.first, let value = node.attribute("value") else { return nil }
                return value.hasT ? (name, value.t) : nil
            }
    }

    static func countUses(_ graph: Onnx_GraphProto) -> [String: Int] {
        var counts = [String: Int]()
        for output in graph.output { counts[output.name, default: 0] += 1 }
        for node in graph.node {
            for name in node.input { counts[name, default: 0] += 1 }
            for inner in node.attribute.flatMap({ $0.hasG ? [$0.g] : $0.graphs }) {
                counts.merge(countUses(inner)) { $0 + $1 }
            }
        }
        return counts
    }
}

extension Onnx_NodeProto {
    func attribute(_ name: String) -> Onnx_AttributeProto? {
        attribute.first { $0.name == name }
    }

    /// What a report calls the node: its name, or else what it computes.
    var label: String {
        name.isEmpty ? "\(opType) of `\(output.first ?? "")`" : name
    }
}
