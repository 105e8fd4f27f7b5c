public import MLKitCore
public import MLKitEngines
public import MLKitONNX
public import SystemPackage

/// Quantizes a model file on its own, whatever it takes and answers: without project, table or labels.
public struct ModelFileQuantization: Sendable {
    public var options: Quantizer.Options
    /// Arrays to feed, for ranges and for comparison; `nil` for none.
    public var samples: FilePath?
    public var threads: Int

    public init(options: Quantizer.Options, samples: FilePath? = nil, threads: Int = 1) {
        self.options = options
        self.samples = samples
        self.threads = threads
    }

    /// What came of it.
    public struct Outcome: Sendable {
        public var sizes: (before: Int, after: Int)
        public var quantized: [String]
        public var skipped: [QuantizationResult.Skipped]
        /// `nil` without samples.
        public var difference: ModelDifference?
        /// Milliseconds of one run of the first sample, the median of several; `nil` without samples.
        public var latency: (before: Double, after: Double)?
    }

    /// Writes the quantized model, once it is known to run.
    ///
    /// - Throws: `Failure` for what is no model or cannot be quantized, for samples that do not fit, and where the model does not get
    ///   smaller or answers what is no finite number; then nothing is written.
    public func run(
        _ path: FilePath, to output: FilePath, engines: EngineLocator, files: some FileSystem
    ) throws -> Outcome {
        let original = try Model(reading: path, files: files)
        guard original.hasWeightedNodes else { throw Self.nothing(original, []) }
        let runtime = try Runtime(locator: engines)
        let settings = SessionOptions(threads: threads)
        let model = try original.prepared(runtime: runtime, options: settings)
        let before = try Session(original, runtime: runtime, options: settings)
        let feeds = try samples.map { try SampleFeeds(SampleFile(reading: $0, files: files).arrays, for: original.inputs).feeds }
        var ranges = [String: ClosedRange<Float>]()
        if options.mode == .static {
            guard let feeds else {
                throw Failure(
                    "the mode `static` needs samples, to find the ranges of activations",
                    hint: "give them with `--samples FILE.npz`, or use `--mode dynamic`")
            }
            ranges = try Calibrator(model: model).ranges(runtime: runtime, batches: feeds, options: settings)
        }
        let result = try Quantizer(options: options).quantize(model: model, ranges: ranges)
        guard !result.quantizedNodes.isEmpty else { throw Self.nothing(original, result.skipped) }
        let sizes = (before: try Self.size(original), after: try Self.size(result.model))
        try Self.checkSize(before: sizes.before, after: sizes.after)
        let after = try Session(result.model, runtime: runtime, options: settings)
        let difference = try feeds.map { try ModelDifference(before, after, on: $0) }
        let latency = try feeds?.first.map { (before: try Self.latency(before, $0), after: try Self.latency(after, $0)) }
        try files.write(result.model.bytes, to: output)
        return Outcome(
            sizes: sizes, quantized: result.quantizedNodes, skipped: result.skipped, difference: difference, latency: latency)
    }

    /// - Throws: `Failure` if a model of so many bytes did not get smaller.
    static func checkSize(before: Int, after: Int) throws {
        guard after >= before else { return }
        throw Failure(
            "quantized, the model is not smaller: \(after) bytes, and it had \(before)",
            hint: "what there is to quantize is too small; leave the model as it is")
    }

    private static func size(_ model: Model) throws -> Int { try model.bytes.count }

    private static func latency(_ session: Session, _ feed: [String: Tensor]) throws -> Double {
        for _ in 0..<3 { _ = try session.run(feed) }
        let clock = ContinuousClock()
        var times = [Duration]()
        let begun = clock.now
        while times.count < 5 || (times.count < 100 && clock.now - begun < .milliseconds(500)) {
            let start = clock.now
            _ = try session.run(feed)
            times.append(clock.now - start)
        }
        return times.sorted()[times.count / 2] / .milliseconds(1)
    }

    /// The failure for a model without anything that can be quantized: what it is made of, or why not.
    static func nothing(_ model: Model, _ skipped: [QuantizationResult.Skipped]) -> Failure {
        let reasons = skipped.map { "`\($0.name)`: \($0.reason)" }
        let operators = model.operatorCounts.keys.sorted()
        return Failure(
            "the model has nothing to quantize",
            notes: reasons.isEmpty
                ? ["only what multiplies by constant weights can be, and it is made of \(Suggestion.list(operators))"] : reasons,
            hint: "quantize a network")
    }
}
