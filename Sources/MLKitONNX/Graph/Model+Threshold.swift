internal import MLKitCore
internal import MLKitONNXFormat

extension Model {
    /// A classifier of two classes that answers the second where its probability is above a threshold, and the first elsewhere: its
    /// output `label`, made anew as texts [N], goes by nothing else. All else stays as it is.
    ///
    /// - Parameters:
    ///   - threshold: compared as a number of the type that the probabilities have.
    ///   - place: which of the two probabilities is that of the second class.
    ///   - classes: their texts.
    ///   - probabilities: the output [N, 2] to go by.
    ///   - label: the output to write.
    /// - Throws: `Failure` if there is no such output of floats or doubles.
    public func labelling(
        above threshold: Double, place: Int, classes: (first: String, second: String), probabilities: String,
        label: String
    ) throws -> Model {
        guard let source = format.graph.output.first(where: { $0.name == probabilities }),
            let type = ValueDescription(source).type, type == .float || type == .double
        else { throw Failure("the model has no output `\(probabilities)` of floats, so that it cannot be given a threshold") }
        var names = NameAllocator(taken: GraphIndex.names(format.graph).union([label, probabilities]))
        var graph = format.graph
        graph.output.removeAll { $0.name == label }
        graph.rename(label, names.allocate())
        var editor = GraphEditor(graph, names: names)
        let end = graph.node.count
        let column = editor.constant(Tensor.scalar(Int64(place)))
        let second = editor.insert("Gather", [probabilities, column], [("axis", .int(1))], before: end)
        let limit = editor.constant(type == .float ? Tensor.scalar(Float(threshold)) : Tensor.scalar(threshold))
        let isSecond = editor.insert("Greater", [second, limit], before: end)
        let texts = [classes.second, classes.first].map { editor.constant(Tensor.scalar($0)) }
        let answer = editor.insert("Where", [isSecond] + texts, before: end)
        var changed = self
        changed.format.graph = editor.graph().withoutUnusedConstants
        changed.format.graph.rename(answer, label)
        let rows = ValueDescription(source).shape?.first.map { [$0] }
        changed.format.graph.output.append(ValueDescription(name: label, type: .string, shape: rows).format)
        return changed
    }
}

extension Onnx_GraphProto {
    /// Gives a value another name, wherever it stands.
    fileprivate mutating func rename(_ old: String, _ new: String) {
        func renamed(_ names: [String]) -> [String] { names.map { $0 == old ? new : $0 } }
        for place in node.indices {
            node[place].input = renamed(node[place].input)
            node[place].output = renamed(node[place].output)
            for attribute in node[place].attribute.indices where node[place].attribute[attribute].hasG {
                node[place].attribute[attribute].g.rename(old, new)
            }
        }
        for place in initializer.indices where initializer[place].name == old { initializer[place].name = new }
        for place in output.indices where output[place].name == old { output[place].name = new }
        valueInfo.removeAll { $0.name == old }
    }
}
