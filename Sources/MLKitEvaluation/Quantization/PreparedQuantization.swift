internal import MLKitCore
internal import MLKitONNX

/// A model made ready to be quantized in several ways: brought up to date, and with the ranges of activations where they are needed.
struct PreparedQuantization {
    let original: Model
    private let model: Model
    private let ranges: [String: ClosedRange<Float>]
    private let runtime: Runtime
    private let settings: SessionOptions

    /// - Parameters:
    ///   - calibration: How ranges are found.
    ///   - batches: What the model is run on for that, in mode `static`; asked for only then.
    /// - Throws: `Failure` for a model with nothing to quantize, or that does not run.
    init(
        _ original: Model, modes: [QuantizationMode], calibration: Calibration, runtime: Runtime, settings: SessionOptions,
        batches: () throws -> [[String: Tensor]]
    ) throws {
        try Self.check(original)
        self.original = original
        self.runtime = runtime
        self.settings = settings
        let batches = try modes.contains(.static) ? batches() : nil
        let model = try original.prepared(runtime: runtime, options: settings)
        self.model = model
        ranges =
            try batches.map {
                try Calibrator(model: model).ranges(
                    runtime: runtime, batches: $0, options: settings, makeEstimator: calibration.estimator)
            } ?? [:]
    }

    /// Tensors within the model that took values which are no finite numbers.
    var unboundedTensors: [String] {
        ranges.filter { !$0.value.lowerBound.isFinite || !$0.value.upperBound.isFinite }.keys.sorted()
    }

    /// Of the model as it is quantized, with its constants folded, in bytes.
    var size: Int { get throws { try model.size } }

    /// By how many bytes the file gets smaller with each node quantized alone, in the order of the graph.
    func savings(_ options: Quantizer.Options) throws -> [(node: String, bytes: Int)] {
        let size = try model.size
        let nodes = try quantized(options).quantizedNodes
        return try nodes.map { node in
            var options = options
            options.kept.formUnion(nodes.filter { $0 != node })
            return (node, size - (try Quantizer(options: options).quantize(model: model, ranges: ranges).model.size))
        }
    }

    /// Of nodes to be left in float, that others which are quantized use the same weights, a sentence each: these stay in the file then.
    func sharers(_ options: Quantizer.Options) -> [String] {
        model.weightSharers(of: options.kept).map { kept, others in
            "`\(kept)`, which stays in float, uses the same weights as \(Suggestion.list(others))"
        }
    }

    /// Before anything else: to a model without products it does not matter which operators it was written with, or what it answers.
    ///
    /// - Throws: `Failure` if there is nothing that could be quantized.
    static func check(_ original: Model) throws {
        guard original.hasWeightedNodes else { throw nothing(original, []) }
        guard !original.keepsWeightsAsBytes else { throw quantized(["its weights are kept as bytes"]) }
    }

    private static func quantized(_ notes: [String]) -> Failure {
        Failure("the model is quantized already", notes: notes, hint: "quantize the model that it was made from")
    }

    /// - Throws: `Failure` with each reason if no node could be quantized, and for a node to be left in float that there is not.
    func quantized(_ options: Quantizer.Options) throws -> QuantizationResult {
        let result = try Quantizer(options: options).quantize(model: model, ranges: ranges)
        let names = result.quantizedNodes + result.skipped.map(\.name)
        if let unknown = options.kept.subtracting(names).min() {
            throw Failure("there is no node `\(unknown)` that could be left in float", hint: Suggestion.hint(for: unknown, among: names))
        }
        guard result.quantizedNodes.isEmpty else { return result }
        throw Self.nothing(original, result.skipped)
    }

    /// What each node does to the answers, quantized alone.
    ///
    /// - Parameter options: as for the whole model.
    func layers(_ options: Quantizer.Options, on feeds: [[String: Tensor]]) throws -> [LayerError] {
        let nodes = try quantized(options).quantizedNodes
        return try LayerMeasuring(model, ranges: ranges, runtime: runtime, settings: settings).measure(nodes, options, on: feeds)
    }

    /// Those of models that were quantized before.
    private static let quantizedOperators: Set = [
        "DequantizeLinear", "MatMulInteger", "ConvInteger", "QLinearMatMul", "QLinearConv", "com.microsoft.MatMulNBits",
        "com.microsoft.DequantizeLinear", "com.microsoft.QGemm", "com.microsoft.DynamicQuantizeMatMul",
        "com.microsoft.MatMulIntegerToFloat", "com.microsoft.QAttention", "com.microsoft.DynamicQuantizeLSTM",
    ]

    /// The failure for a model without anything that can be quantized: what it is made of, or why not.
    private static func nothing(_ model: Model, _ skipped: [QuantizationResult.Skipped]) -> Failure {
        let causes = Set(skipped.map(\.reason))
        guard causes != [QuantizationResult.Skipped.halves] else { return Failure("the model's weights are halves already") }
        let told = skipped.prefix(Self.told).map { "`\($0.name)`: \($0.reason)" }
        let reasons = told + (skipped.count > told.count ? ["and \(plural(skipped.count - told.count, "other node"))"] : [])
        let operators = model.operatorCounts.keys.sorted()
        let integer = operators.filter(quantizedOperators.contains)
        guard integer.isEmpty else {
            return quantized(["it is made of \(Suggestion.list(integer)), among others"] + reasons)
        }
        guard !skipped.isEmpty else {
            return Failure(
                "the model has nothing to quantize",
                notes: ["only what multiplies by constant weights can be, and it is made of \(Suggestion.list(operators))"],
                hint: "quantize a network")
        }
        if causes == [QuantizationResult.Skipped.toBeKept] {
            return Failure("all that could be quantized is to be left in float", notes: reasons, hint: "name fewer nodes to leave in float")
        }
        return Failure("nothing of the model can be quantized", notes: reasons)
    }

    /// How many nodes a message names.
    private static let told = 10
}
