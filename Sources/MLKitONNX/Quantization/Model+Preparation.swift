internal import MLKitCore
internal import MLKitONNXFormat
internal import SystemPackage

extension Model {
    /// The model as a quantizer wants it: with operators of set 13 or later, and where it is more than products with constant weights,
    /// with constants folded and normalizations merged into convolutions, as ONNX Runtime does before it runs a model.
    ///
    /// - Throws: `Failure` for operators that are too old, and with the runtime's reason for a model that it does not accept.
    public func prepared(runtime: Runtime, options: SessionOptions) throws -> Model {
        let model = try upgraded()
        guard !model.format.graph.isPlain else { return model }
        let folder = try PrivateFolder()
        defer { withExtendedLifetime(folder) {} }
        var options = options
        options.optimization = .basic
        options.optimizedModel = folder.path.appending("model.onnx")
        _ = try Session(model, runtime: runtime, options: options)
        var simple = try Model(reading: folder.path.appending("model.onnx"), files: LocalFileSystem())
        simple.format.metadataProps = model.format.metadataProps
        return simple
    }
}

extension Onnx_GraphProto {
    /// Whether all nodes with weights are products, with weights that are constants of the graph itself.
    fileprivate var isPlain: Bool {
        let index = GraphIndex(self)
        return node.indices.allSatisfy { place in
            guard node[place].graphs.isEmpty else { return false }
            guard WeightedNode.isCandidate(node[place]) else { return true }
            guard node[place].input.count > 1 else { return true }
            return ["MatMul", "Gemm"].contains(node[place].qualifiedOperator) && index.constant(node[place].input[1]) != nil
        }
    }
}
