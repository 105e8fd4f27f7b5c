internal import MLKitCore
internal import MLKitONNXFormat

/// Changes nodes of a graph.
///
/// Nodes are kept in topological order: what a node newly needs is put right before it.
struct GraphEditor {
    private let original: Onnx_GraphProto
    var nodes: [Onnx_NodeProto]
    /// Nodes to be put before the one at a place of the original graph.
    private var preludes = [Int: [Onnx_NodeProto]]()
    /// What graphs within others put into the outermost one, where all of them find it.
    private(set) var pool: ConstantPool
    var names: NameAllocator

    init(_ graph: Onnx_GraphProto, names: NameAllocator, pool: ConstantPool = ConstantPool()) {
        original = graph
        nodes = graph.node
        self.names = names
        self.pool = pool
    }

    /// A tensor stored in the graph; one that is already there is used again.
    mutating func constant(_ tensor: Tensor) -> String { pool.name(of: tensor, &names) }

    /// Puts a node before the one at a place.
    ///
    /// - Returns: The name of its result, or of the first of `outputCount`.
    mutating func insert(
        _ op: String, domain: String = "", _ inputs: [String], _ attributes: [(String, Attribute)] = [], before place: Int
    ) -> String {
        insert(op, domain: domain, inputs, attributes, before: place, outputCount: 1)[0]
    }

    mutating func insert(
        _ op: String, domain: String = "", _ inputs: [String], _ attributes: [(String, Attribute)] = [], before place: Int,
        outputCount: Int
    ) -> [String] {
        var node = Onnx_NodeProto()
        node.opType = op
        node.domain = domain
        node.input = inputs
        node.output = (0..<outputCount).map { _ in names.allocate() }
        node.attribute = attributes.map { $0.1.format(name: $0.0) }
        preludes[place, default: []].append(node)
        return node.output
    }

    /// Makes the node at a place another one with the same results.
    mutating func replace(
        _ place: Int, with op: String, domain: String = "", _ inputs: [String], _ attributes: [(String, Attribute)] = []
    ) {
        nodes[place].opType = op
        nodes[place].domain = domain
        nodes[place].input = inputs
        nodes[place].attribute = attributes.map { $0.1.format(name: $0.0) }
    }

    /// The graph as it now is, without comments, which exporters put into metadata too: where in a program each node came from.
    ///
    /// - Parameter storesConstants: Whether the tensors of the pool are put into it.
    func graph(storesConstants: Bool = true) -> Onnx_GraphProto {
        var graph = original
        graph.node = nodes.indices.flatMap { (preludes[$0] ?? []) + [nodes[$0]] }
        graph.node += preludes[nodes.count] ?? []
        if storesConstants { graph.initializer += pool.constants }
        graph.clearDocString()
        graph.metadataProps = []
        for place in graph.valueInfo.indices { graph.valueInfo[place].metadataProps = [] }
        for place in graph.node.indices {
            graph.node[place].clearDocString()
            graph.node[place].metadataProps = []
        }
        return graph
    }
}

/// Tensors that are stored in a graph, each once.
struct ConstantPool {
    private(set) var constants = [Onnx_TensorProto]()
    private var names = [Onnx_TensorProto: String]()

    /// What a tensor is called; one that is not there yet is put there.
    mutating func name(of tensor: Tensor, _ allocator: inout NameAllocator) -> String {
        var content = tensor.format(name: "")
        if let known = names[content] { return known }
        let name = allocator.allocate()
        names[content] = name
        content.name = name
        constants.append(content)
        return name
    }
}

extension Onnx_GraphProto {
    /// The graph without constants, and what is made of them, that nothing uses any more, its inner graphs likewise.
    var withoutUnusedConstants: Onnx_GraphProto {
        var graph = self
        for place in graph.node.indices {
            for attribute in graph.node[place].attribute.indices {
                if graph.node[place].attribute[attribute].hasG {
                    graph.node[place].attribute[attribute].g = graph.node[place].attribute[attribute].g.withoutUnusedConstants
                }
            }
        }
        var count: Int
        repeat {
            count = graph.node.count
            let used = GraphIndex.countUses(graph)
            graph.node.removeAll { Self.makers.contains($0.qualifiedOperator) && $0.output.allSatisfy { used[$0] == nil } }
        } while graph.node.count < count
        let uses = GraphIndex.countUses(graph)
        // An input with a default stays, so that whoever feeds it can go on.
        let fed = Set(input.map(\.name))
        let removed = Set(graph.initializer.map(\.name).filter { uses[$0] == nil && !fed.contains($0) })
        graph.initializer.removeAll { removed.contains($0.name) }
        graph.node.removeAll { $0.qualifiedOperator == "Constant" && $0.output.allSatisfy { uses[$0] == nil } }
        return graph
    }

    /// What makes constants of others.
    private static let makers: Set = ["Cast", "Transpose"]
}
