internal import MLKitCore
internal import MLKitONNXFormat

/// Finds the ranges that a model's tensors take on sample data: the inputs of products and convolutions, and what is between them.
public struct Calibrator: Sendable {
    private let model: Model
    /// The tensors that are observed, in the order of the graph.
    public let tensors: [String]

    public init(model: Model) {
        self.model = model
        let index = GraphIndex(model.format.graph)
        var seen = Set<String>()
        let inputs = index.graph.node.indices.compactMap { place -> String? in
            guard let node = try? WeightedNode(at: place, in: index), [.product, .convolution].contains(node.kind),
                node.weights[0].tensor.type == .float
            else { return nil }
            return node.input
        }
        tensors = (inputs + ActivationPlan(index).results.map(\.tensor)).filter { seen.insert($0).inserted }
    }

    /// Runs the model on every batch and observes.
    ///
    /// - Parameters:
    ///   - batches: Inputs by name, as `Session.run` takes them.
    ///   - options: How the session is set up.
    ///   - makeEstimator: Makes an estimator for one tensor.
    /// - Returns: The range of each of `tensors`; one that was never computed is left out.
    /// - Throws: `Failure` if the model does not run on a batch.
    public func ranges(
        runtime: Runtime, batches: some Sequence<[String: Tensor]>, options: SessionOptions = SessionOptions(),
        makeEstimator: () -> any RangeEstimator = { MinMaxEstimator() }
    ) throws -> [String: ClosedRange<Float>] {
        let session = try Session(model.observing(tensors), runtime: runtime, options: options)
        let computed = tensors.filter { name in session.outputs.contains { $0.name == name } }
        var estimators = Dictionary(uniqueKeysWithValues: tensors.map { ($0, makeEstimator()) })
        for batch in batches {
            // An input of the model may itself be an input of a product; the others are computed.
            let results = try session.run(batch, outputs: computed).merging(batch) { computed, _ in computed }
            for name in tensors {
                if let values = results[name]?.floats { estimators[name]?.observe(values) }
            }
        }
        return estimators.compactMapValues(\.range)
    }
}

extension Model {
    /// The model with tensors within it as further outputs, all of floats.
    func observing(_ tensors: [String]) -> Model {
        var observed = self
        let known = Set((inputs + outputs).map(\.name))
        observed.format.graph.output += tensors.filter { !known.contains($0) }.map { name in
            ValueDescription(name: name, type: .float, shape: nil).format
        }
        return observed
    }
}
