internal import MLKitCore
internal import MLKitONNXFormat

extension GraphBuilder {
    /// The finished model.
    ///
    /// - Parameter metadata: Texts that travel with the model.
    /// - Throws: `Failure` if two inputs, outputs or named constants have the same name, or one has none.
    public func model(metadata: [String: String] = [:]) throws -> Model {
        try checkNames()
        var format = Onnx_ModelProto()
        format.irVersion = OperatorSet.irVersion
        format.producerName = "mlkit"
        format.producerVersion = Version.current
        format.graph = graph()
        format.opsetImport = OperatorSet.imports(Set(nodes.map(\.format.domain)))
        var model = Model(format)
        model.metadata = metadata
        return model
    }

    private var givenNames: [String] {
        (inputs + outputs).map(\.name) + constants.compactMap(\.name)
    }

    private func checkNames() throws {
        var seen = Set<String>()
        for name in givenNames {
            guard !name.isEmpty, !name.utf8.contains(0) else {
                throw Failure("an input or output of the model `\(self.name)` has no usable name")
            }
            guard seen.insert(name).inserted else {
                throw Failure(
                    "two inputs or outputs of the model `\(self.name)` are called `\(name)`",
                    hint: "a column of the data must not be called as an answer is: give it another name in the source, or leave it out by "
                        + "`clean: {drop: [\(name)]}`")
            }
        }
    }

    private func graph() -> Onnx_GraphProto {
        let copies = copiedOutputs()
        let names = valueNames(copies)
        var graph = Onnx_GraphProto()
        graph.name = name
        graph.input = inputs.map(\.format)
        graph.output = outputs.map(\.format)
        graph.initializer = constants.map { constant in
            var format = constant.format
            format.name = names[constant.index]
            return format
        }
        graph.node = nodes.map { named($0, names) } + copies.map { copy(names[outputIndices[$0]], outputs[$0].name) }
        return graph
    }

    /// The outputs that need a node of their own to bear their name: those of an input or a constant, which has
    /// its own name, and all but the first of one value.
    private func copiedOutputs() -> [Int] {
        var named = Set(inputIndices + constants.map(\.index))
        return outputIndices.indices.filter { !named.insert(outputIndices[$0]).inserted }
    }

    /// The name of every value, by its index.
    private func valueNames(_ copies: [Int]) -> [String] {
        var names = [String](repeating: "", count: valueCount)
        for (index, input) in zip(inputIndices, inputs) { names[index] = input.name }
        for constant in constants { names[constant.index] = constant.name ?? "" }
        for output in outputs.indices where !copies.contains(output) {
            names[outputIndices[output]] = outputs[output].name
        }
        var allocator = NameAllocator(taken: Set(givenNames))
        for index in names.indices where names[index].isEmpty { names[index] = allocator.allocate() }
        return names
    }

    private func named(_ node: PendingNode, _ names: [String]) -> Onnx_NodeProto {
        var format = node.format
        format.input = node.inputs.map { $0 < 0 ? "" : names[$0] }
        format.output = node.outputs.map { names[$0] }
        return format
    }

    private func copy(_ source: String, _ destination: String) -> Onnx_NodeProto {
        var format = Onnx_NodeProto()
        format.opType = "Identity"
        format.input = [source]
        format.output = [destination]
        return format
    }
}
