internal import MLKitCore
internal import MLKitONNXFormat

/// Quantizes a model's nodes one by one, and compares its answers with those of the model as it was.
public struct LayerMeasuring {
    private let model: Model
    private let ranges: [String: ClosedRange<Float>]
    private let runtime: Runtime
    private let settings: SessionOptions

    /// - Parameters:
    ///   - model: As it is quantized, which is `prepared`.
    ///   - ranges: As `Quantizer` takes them.
    public init(_ model: Model, ranges: [String: ClosedRange<Float>], runtime: Runtime, settings: SessionOptions) {
        self.model = model
        self.ranges = ranges
        self.runtime = runtime
        self.settings = settings
    }

    /// - Parameters:
    ///   - names: The nodes, as `QuantizationResult` calls them.
    ///   - options: How they are quantized.
    ///   - feeds: What the models are run on.
    /// - Returns: In the order of `names`, each once.
    /// - Throws: `Failure` if the model does not run.
    public func measure(
        _ names: [String], _ options: Quantizer.Options, on feeds: [[String: Tensor]]
    ) throws -> [LayerError] {
        var seen = Set<String>()
        let names = names.filter { seen.insert($0).inserted }
        let results = results(of: seen)
        let before = try Session(model.observing(results.values.compactMap(\.own)), runtime: runtime, options: settings)
        let size = try model.size
        let outputs = model.outputs.filter { $0.type != nil }.map(\.name)
        return try names.map { name in
            var options = options
            options.kept.formUnion(seen.subtracting([name]))
            let quantized = try Quantizer(options: options).quantize(model: model, ranges: ranges).model
            let own = results[name]?.own
            let after = try Session(quantized.observing([own].compactMap { $0 }), runtime: runtime, options: settings)
            let wanted = outputs + [own].compactMap { $0 }.filter { !outputs.contains($0) }
            // Answers that are no finite numbers are a failure.
            let found = try? ModelDifference(before, after, outputs: wanted, on: feeds)
            return LayerError(
                name: name, op: results[name]?.op ?? "",
                signalToNoise: own.flatMap { own in found?.outputs.first { $0.name == own }?.signalToNoise },
                answers: found.map { $0.of(outputs).signalToNoise ?? .nan } ?? -.infinity, savedBytes: size - (try quantized.size))
        }
    }

    /// What a node is, and what it computes where that is floats of the outermost graph.
    private typealias Found = (String, (op: String, own: String?))

    /// What nodes are, those of inner graphs too, and what they compute where that can be compared.
    private func results(of names: Set<String>) -> [String: (op: String, own: String?)] {
        let index = GraphIndex(model.format.graph)
        let inner = index.graph.node.flatMap(\.graphs).flatMap(\.allNodes).filter { names.contains($0.label) }
            .map { node -> Found in (node.label, (op: node.opType, own: nil)) }
        let found = index.graph.node.enumerated().filter { names.contains($0.element.label) }.map { place, node -> Found in
            let weights = (try? WeightedNode(at: place, in: index))?.weights
            let isFloat = weights?.first?.tensor.type == .float
            return (node.label, (op: node.opType, own: isFloat ? node.output.first { !$0.isEmpty } : nil))
        }
        return Dictionary(found + inner) { first, _ in first }
    }
}

extension Onnx_GraphProto {
    /// Its nodes and those of the graphs within it.
    fileprivate var allNodes: [Onnx_NodeProto] { node + node.flatMap(\.graphs).flatMap(\.allNodes) }
}
