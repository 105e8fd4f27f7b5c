internal import MLKitCore
internal import MLKitONNXFormat

/// Quantizes a model's nodes one by one, and compares its answers with those of the model as it was.
///
/// Models that differ in one node compute the same before it. Several are run as one graph, which has that once, and of which the
/// model as it was is a part too.
public struct LayerMeasuring {
    private let model: Model
    private let ranges: [String: ClosedRange<Float>]
    private let runtime: Runtime
    private let settings: SessionOptions
    /// Of the models in one graph.
    private static let (mostBytes, mostModels) = (128 << 20, 16)

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
        let size = try model.bytes.count
        let count = max(min(Self.mostBytes / max(size, 1), Self.mostModels), 1)
        return try stride(from: 0, to: names.count, by: count).flatMap { first in
            try measure(Array(names[first..<min(first + count, names.count)]), of: seen, results, size, options, feeds)
        }
    }

    /// What nodes of the outermost graph are, and what they compute where that is floats.
    private typealias Results = [String: (op: String, own: String?)]

    /// A model with one node quantized, within the graph of several.
    private struct Variant {
        let name: String
        let savedBytes: Int
        /// The node's own result, if it is compared.
        var own: Comparison?
        var answers: [Comparison]
    }

    private func measure(
        _ names: [String], of all: Set<String>, _ results: Results, _ size: Int, _ options: Quantizer.Options, _ feeds: [[String: Tensor]]
    ) throws -> [LayerError] {
        var union = GraphUnion(model.format.graph)
        var variants = try names.map { name in
            var options = options
            options.kept.formUnion(all.subtracting([name]))
            let quantized = try Quantizer(options: options).quantize(model: model, ranges: ranges).model
            let saved = size - (try quantized.bytes.count)
            return variant(name, savedBytes: saved, own: results[name]?.own, places: union.add(quantized.format.graph), &union)
        }
        var whole = model
        whole.format.graph = union.graph
        if whole.uses(domain: "com.microsoft") { whole.importContributed() }
        let session = try Session(whole, runtime: runtime, options: settings)
        for feed in feeds {
            let values = try session.run(feed)
            for place in variants.indices {
                variants[place].own?.take(values)
                for answer in variants[place].answers.indices { variants[place].answers[answer].take(values) }
            }
        }
        return variants.map { variant in
            LayerError(
                name: variant.name, op: results[variant.name]?.op ?? "",
                signalToNoise: variant.own?.signalToNoise.flatMap { $0 > -.infinity ? $0 : nil },
                answers: variant.answers.compactMap(\.signalToNoise).min() ?? -.infinity, savedBytes: variant.savedBytes)
        }
    }

    /// - Parameter places: What the values of the model with the node quantized are called in the union.
    private func variant(
        _ name: String, savedBytes: Int, own: String?, places: [String: String], _ union: inout GraphUnion
    ) -> Variant {
        let comparison = { Comparison(before: $0, after: places[$0] ?? $0) }
        let outputs = model.format.graph.output
        let variant = Variant(
            name: name, savedBytes: savedBytes, own: own.map(comparison), answers: outputs.map { comparison($0.name) })
        for (output, answer) in zip(outputs, variant.answers) { union.show(answer.after, as: output) }
        for name in [variant.own?.before, variant.own?.after].compactMap({ $0 }) {
            union.show(name, as: ValueDescription(name: name, type: .float, shape: nil).format)
        }
        return variant
    }

    private func results(of names: Set<String>) -> Results {
        let index = GraphIndex(model.format.graph)
        let found = index.graph.node.enumerated().filter { names.contains($0.element.label) }.map { place, node in
            let weights = (try? WeightedNode(at: place, in: index))?.weights
            let isFloat = weights?.first?.tensor.type == .float
            return (node.label, (op: node.opType, own: isFloat ? node.output.first { !$0.isEmpty } : nil))
        }
        return Dictionary(found) { first, _ in first }
    }
}

/// A value of a model as it was and as it is.
private struct Comparison {
    let before: String
    let after: String
    /// `nil` once it is no finite number where it was one.
    private var difference: AnswerDifference? = AnswerDifference()

    init(before: String, after: String) {
        (self.before, self.after) = (before, after)
    }

    mutating func take(_ values: [String: Tensor]) {
        guard let first = values[before]?.reals, let second = values[after]?.reals else { return }
        let isBroken = first.count != second.count || zip(first, second).contains { $0.isFinite && !$1.isFinite }
        if isBroken { difference = nil } else { difference?.add(first, second) }
    }

    /// In dB; minus infinity for what is no finite number any more, `nil` where nothing was compared.
    var signalToNoise: Double? {
        guard let difference else { return -.infinity }
        return difference.count > 0 ? difference.signalToNoise : nil
    }
}
