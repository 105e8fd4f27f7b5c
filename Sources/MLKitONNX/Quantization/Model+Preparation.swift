internal import MLKitCore
internal import MLKitONNXFormat
internal import SystemPackage

extension Model {
    /// The model as a quantizer wants it: with operators of set 13 or later, and where it is more than products with constant weights,
    /// with constants folded and normalizations merged into convolutions, as ONNX Runtime does before it runs a model.
    ///
    /// - Throws: `Failure` for operators that are too old, and with the runtime's reason for a model that it does not accept.
    public func prepared(runtime: Runtime, options: SessionOptions) throws -> Model {
        var model = try upgraded()
        var names = NameAllocator(taken: GraphIndex.names(model.format.graph))
        model.format.graph = model.format.graph.withEinsumProducts(&names)
        // Functions that a model defines are put in place where they are used.
        guard !model.format.graph.isPlain || !model.format.functions.isEmpty else { return model }
        let folder = try PrivateFolder()
        defer { withExtendedLifetime(folder) {} }
        var options = options
        options.optimization = .basic
        options.optimizedModel = folder.path.appending("model.onnx")
        do {
            _ = try Session(model, runtime: runtime, options: options)
        } catch let failure as Failure {
            options.optimizedModel = nil
            // One that the runtime does not accept fails again.
            _ = try Session(model, runtime: runtime, options: options)
            throw Failure(
                "the model with its constants folded cannot be written to `\(folder.path.removingLastComponent())`",
                notes: failure.diagnostics.flatMap(\.notes), hint: "make room there, or name another folder with TMPDIR")
        }
        var simple = try Model(reading: folder.path.appending("model.onnx"), files: LocalFileSystem(), mostBytes: model.mostBytes)
        simple.format.metadataProps = model.format.metadataProps
        // The runtime names every set of operators that it knows.
        let known = Set(model.format.opsetImport.map(\.domain))
        simple.format.opsetImport = simple.format.opsetImport.filter {
            $0.domain.isEmpty || known.contains($0.domain) || simple.uses(domain: $0.domain)
        }
        simple.format.graph = simple.format.graph.withoutTransposedCopies
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
            return ["MatMul", "Gemm"].contains(node[place].qualifiedOperator) && index.isConstant(node[place].input[1])
                && !index.isConstant(node[place].input[0])
        }
    }
}
