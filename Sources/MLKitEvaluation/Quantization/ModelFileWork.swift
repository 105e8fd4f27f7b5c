internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports

/// One model file while it is quantized: what is run to try a way, and to see what nodes do.
struct ModelFileWork {
    private let quantization: ModelFileQuantization
    private let prepared: PreparedQuantization
    private let before: Session
    private let size: Int
    private let feeds: [[String: Tensor]]?
    private let classAxes: [String: Int]
    private let settings: SessionOptions
    /// Whether the model itself answers the same input otherwise each time, as one that draws numbers does.
    let isRandom: Bool
    /// Why outputs are no tensors, where that is known.
    private let untoldReason: String

    /// A way that was tried.
    struct Tried {
        let content: ModelContent
        let result: QuantizationResult
        let session: Session
        /// `nil` without samples.
        let difference: ModelDifference?
        let bounds: [QuantizationReport.JudgedBound]
    }

    /// How many samples nodes are quantized for one by one.
    private static let layerSamples = 16

    /// - Parameter size: of the model, in bytes.
    /// - Throws: `Failure` for a model with nothing to quantize, where samples are needed and not given, and for samples that hold
    ///   what is no finite number where the model cannot do with it.
    init(
        _ quantization: ModelFileQuantization, _ original: Model, size: Int, samples: SampleSet?, _ runtime: Runtime
    ) throws {
        settings = SessionOptions(threads: quantization.threads)
        (self.quantization, self.size, feeds) = (quantization, size, samples?.feeds)
        untoldReason = Self.isMapped(original) ? "; \(Self.withoutMaps)" : ""
        if samples == nil, let bound = quantization.bounds.first(where: { $0.quantity != AnswerCost.Quantity.sizeRatio.rawValue }) {
            throw Self.needed("the bound `\(bound.quantity)`", "to be measured on")
        }
        classAxes = try Self.classAxes(original, declared: quantization.classAxis)
        try Self.check(quantization.bounds, original)
        try PreparedQuantization.check(original)
        if quantization.method.modes.contains(.static), samples == nil {
            throw Self.needed(
                "the mode `\(quantization.method.rawValue)`", "to find the ranges of activations",
                besides: quantization.method == .static ? ", or use `--mode dynamic`" : "")
        }
        before = try Session(original, runtime: runtime, options: settings)
        try samples?.check(before, original)
        isRandom = if let samples { Self.isRandom(before, samples) } else { false }
        prepared = try PreparedQuantization(
            original, modes: quantization.method.modes, calibration: quantization.calibration, runtime: runtime, settings: settings
        ) {
            samples?.feeds ?? []
        }
        try samples?.check(ranges: prepared.unboundedTensors, original)
    }

    private static func needed(_ what: String, _ purpose: String, besides: String = "") -> Failure {
        Failure("\(what) needs samples, \(purpose)", hint: "give them with `--samples FILE.npz`\(besides)")
    }

    /// - Throws: `Failure` for a dimension that no output has.
    private static func classAxes(_ model: Model, declared: Int?) throws -> [String: Int] {
        guard let declared else { return model.classAxes }
        let able = model.outputs.filter { output in output.shape.map { (-$0.count..<$0.count).contains(declared) } ?? true }
        guard !able.isEmpty else {
            throw Failure(
                "no output of the model has a dimension \(declared)",
                notes: model.outputs.map { "`\($0.name)` is \($0)" }, hint: "count dimensions from 0, or from -1 for the last")
        }
        return Dictionary(able.map { ($0.name, declared) }) { first, _ in first }
    }

    /// Rounding aside, which threads do in any order, the same input has the same answer.
    private static func isRandom(_ session: Session, _ samples: SampleSet) -> Bool {
        guard let difference = try? ModelDifference(session, session, on: Array(samples.feeds.prefix(1))) else { return true }
        return difference.signalToNoise.map { $0 < 100 } ?? false
    }

    private static func isMapped(_ model: Model) -> Bool { model.operatorCounts["ai.onnx.ml.ZipMap"] != nil }

    private static let withoutMaps = "of scikit-learn, `options={\"zipmap\": False}` of `to_onnx` exports a tensor"

    /// - Throws: `Failure` for a bound of numbers where of all tensors that a model answers none has any.
    private static func check(_ bounds: [Bound], _ model: Model) throws {
        let types = model.outputs.compactMap(\.type)
        guard types.allSatisfy(\.isOfLabels), let bound = bounds.first(where: \.isOfNumbers) else { return }
        let structured = model.structuredOutputs
        guard structured.isEmpty else {
            let rest = types.isEmpty ? "" : ", and labels are none"
            throw Failure(
                "the bound `\(bound.quantity)` is of numbers in tensors: \(Suggestion.list(structured)) "
                    + "\(structured.count == 1 ? "is a sequence or a map" : "are sequences or maps")\(rest)",
                hint: isMapped(model) ? withoutMaps : "export the model so that it answers a tensor")
        }
        guard !types.isEmpty else { return }
        throw Failure(
            "the bound `\(bound.quantity)` is of numbers, and the model answers labels alone",
            hint: "bound `\(AnswerCost.Quantity.flipped.rawValue)`, the share of labels that are others")
    }

    var hasSamples: Bool { feeds != nil }

    /// Outputs that are no tensors of a known type.
    var untold: [String] {
        feeds == nil ? [] : before.outputs.filter { $0.type == nil }.map { "`\($0.name)` is no tensor, and is not compared\(untoldReason)" }
    }

    func trial(_ options: Quantizer.Options) throws -> QuantizationTrial<Tried> {
        let result = try prepared.quantized(options)
        let content = try result.model.content
        let after = try Session(content, runtime: before.runtime, options: settings)
        let difference = try feeds.map { try ModelDifference(before, after, classAxes: classAxes, on: $0) }
        if let difference, difference.outputs.isEmpty, difference.picks.isEmpty, let output = difference.unknown.first {
            throw Failure(
                "the model itself answers no finite number for `\(output)` on any sample, so that nothing can be compared",
                hint: "look for a division by zero, or samples that the model is not for")
        }
        let cost = AnswerCost(difference, sizeRatio: Double(content.size) / Double(size))
        let bounds = cost.judged(by: quantization.bounds)
        return QuantizationTrial(
            options: options, size: content.size, signalToNoise: difference?.signalToNoise ?? .nan,
            isKept: bounds.allSatisfy(\.isKept), keepsAnswers: bounds.allSatisfy { $0.isKept || $0.isOfSize },
            isSmaller: content.size < size,
            outcome: Tried(content: content, result: result, session: after, difference: difference, bounds: bounds))
    }

    func layers(_ options: Quantizer.Options) throws -> [LayerError] {
        guard let feeds else { throw Self.needed("what layers cost", "to be measured on") }
        return try prepared.layers(options, on: Array(feeds.prefix(Self.layerSamples)))
    }

    /// The failure of a file that is not smaller.
    func notSmaller(_ trial: QuantizationTrial<Tried>, _ remedy: QuantizationRemedy) throws -> Failure {
        try remedy.notSmaller(before: size, after: trial.size, prepared, trial.options)
    }

    /// Milliseconds of a run, before and after.
    func latency(_ after: Session, _ feed: [String: Tensor]) throws -> (before: Double, after: Double) {
        (try ModelSpeed.times(before, feed).median, try ModelSpeed.times(after, feed).median)
    }
}

extension Bound {
    fileprivate var isOfNumbers: Bool { AnswerCost.Quantity(rawValue: quantity)?.isOfNumbers ?? false }
}
