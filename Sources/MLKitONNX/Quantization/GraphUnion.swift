internal import MLKitONNXFormat

/// Several forms of one graph as a single one, in which all that computes the same is there once: one session tells them all apart.
struct GraphUnion {
    private(set) var graph: Onnx_GraphProto
    private var names: NameAllocator
    private let constants: [String: Onnx_TensorProto]
    /// The results of each node, by the node without its name and theirs.
    private var results: [Onnx_NodeProto: [String]]

    init(_ graph: Onnx_GraphProto) {
        self.graph = graph
        names = NameAllocator(taken: GraphIndex.names(graph))
        constants = Dictionary(graph.initializer.map { ($0.name, $0) }) { first, _ in first }
        results = Dictionary(graph.node.map { ($0.work, $0.output) }) { first, _ in first }
    }

    /// Takes another form of the graph in, with the same inputs.
    ///
    /// - Returns: What its values are called here.
    mutating func add(_ other: Onnx_GraphProto) -> [String: String] {
        var renamed = Dictionary(other.input.map { ($0.name, $0.name) }) { first, _ in first }
        for tensor in other.initializer {
            guard constants[tensor.name] != tensor else {
                renamed[tensor.name] = tensor.name
                continue
            }
            var own = tensor
            own.name = names.allocate()
            renamed[tensor.name] = own.name
            graph.initializer.append(own)
        }
        for node in other.node {
            var own = node.renaming(renamed).work
            let known = results[own] ?? node.output.map { $0.isEmpty ? "" : names.allocate() }
            for (name, place) in zip(node.output, known) { renamed[name] = place }
            guard results.updateValue(known, forKey: own) == nil else { continue }
            own.output = known
            graph.node.append(own)
        }
        return renamed
    }

    /// Makes a value another output, of the type of a known one.
    mutating func show(_ name: String, as output: Onnx_ValueInfoProto) {
        guard !graph.output.contains(where: { $0.name == name }) else { return }
        var shown = output
        shown.name = name
        graph.output.append(shown)
    }
}

extension Onnx_NodeProto {
    /// The node without its name and those of its results.
    fileprivate var work: Onnx_NodeProto {
        var node = self
        node.clearName()
        node.clearDocString()
        node.output = []
        return node
    }

    /// The node with other names for what it takes; within its graphs too, where these take values from outside.
    fileprivate func renaming(_ names: [String: String]) -> Onnx_NodeProto {
        var node = self
        node.input = input.map { names[$0] ?? $0 }
        for place in node.attribute.indices where node.attribute[place].hasG {
            let own = Set(node.attribute[place].g.input.map(\.name) + node.attribute[place].g.initializer.map(\.name))
                .union(node.attribute[place].g.node.flatMap(\.output))
            let outer = names.filter { !own.contains($0.key) }
            node.attribute[place].g.node = node.attribute[place].g.node.map { $0.renaming(outer) }
        }
        return node
    }
}
