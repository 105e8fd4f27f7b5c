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
    private let settings: SessionOptions

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
    /// - Throws: `Failure` for a model with nothing to quantize, and where samples are needed and not given.
    init(
        _ quantization: ModelFileQuantization, _ original: Model, size: Int, feeds: [[String: Tensor]]?, _ runtime: Runtime
    ) throws {
        settings = SessionOptions(threads: quantization.threads)
        (self.quantization, self.size, self.feeds) = (quantization, size, feeds)
        if feeds == nil, let bound = quantization.bounds.first(where: { $0.quantity != AnswerCost.Quantity.sizeRatio.rawValue }) {
            throw Self.needed("the bound `\(bound.quantity)`", "to be measured on")
        }
        prepared = try PreparedQuantization(
            original, modes: quantization.method.modes, calibration: quantization.calibration, runtime: runtime, settings: settings
        ) {
            guard let feeds else {
                throw Self.needed(
                    "the mode `\(quantization.method.rawValue)`", "to find the ranges of activations",
                    besides: quantization.method == .static ? ", or use `--mode dynamic`" : "")
            }
            return feeds
        }
        before = try Session(original, runtime: runtime, options: settings)
    }

    private static func needed(_ what: String, _ purpose: String, besides: String = "") -> Failure {
        Failure("\(what) needs samples, \(purpose)", hint: "give them with `--samples FILE.npz`\(besides)")
    }

    func trial(_ options: Quantizer.Options) throws -> QuantizationTrial<Tried> {
        let result = try prepared.quantized(options)
        let content = try result.model.content
        let after = try Session(content, runtime: before.runtime, options: settings)
        let difference = try feeds.map { try ModelDifference(before, after, on: $0) }
        let cost = AnswerCost(difference, sizeRatio: Double(content.size) / Double(size))
        let bounds = cost.judged(by: quantization.bounds)
        return QuantizationTrial(
            options: options, size: content.size, signalToNoise: cost.signalToNoise,
            isKept: bounds.allSatisfy(\.isKept) && content.size < size,
            outcome: Tried(content: content, result: result, session: after, difference: difference, bounds: bounds))
    }

    func layers(_ options: Quantizer.Options) throws -> [LayerError] {
        guard let feeds else { throw Self.needed("what layers cost", "to be measured on") }
        return try prepared.layers(options, on: Array(feeds.prefix(Self.layerSamples)))
    }

    /// Milliseconds of a run, before and after.
    func latency(_ after: Session, _ feed: [String: Tensor]) throws -> (before: Double, after: Double) {
        (try ModelSpeed.times(before, feed).median, try ModelSpeed.times(after, feed).median)
    }
}
