public import MLKitCore
public import MLKitEngines
public import MLKitONNX
public import MLKitReports
public import SystemPackage

/// Quantizes a model file on its own, whatever it takes and answers: without project, table or labels.
public struct ModelFileQuantization: Sendable {
    public var method: QuantizationMethod
    /// All but the mode.
    public var options: Quantizer.Options
    /// The file or folder with what is fed, for ranges and for comparison; `nil` for none.
    public var samples: FilePath?
    public var calibration = Calibration()
    public var threads = 1
    /// What it may cost.
    public var bounds: [Bound] = []
    /// Whether nodes are left in float until the bounds are kept.
    public var searches = false
    /// Whether it is said what each node does to the answers.
    public var measuresLayers = false
    /// Where a page with what came of it goes; `nil` for none.
    public var page: FilePath?
    /// Of tensors, in bytes, more are neither brought into memory nor into one file; lower in tests.
    public var mostBytes = Model.mostBytes

    public init(_ method: QuantizationMethod, options: Quantizer.Options, samples: FilePath? = nil) {
        self.method = method
        self.options = options
        self.samples = samples
    }

    /// What came of it.
    public struct Outcome: Sendable {
        public var method: QuantizationMethod
        public var sizes: (before: Int, after: Int)
        public var quantized: [String]
        public var skipped: [QuantizationResult.Skipped]
        /// `nil` without samples.
        public var difference: ModelDifference?
        public var bounds: [QuantizationReport.JudgedBound]
        /// Empty unless they were asked for.
        public var layers: [QuantizationReport.Layer]
        /// What was tried, where there was a choice.
        public var attempts: [QuantizationReport.Attempt]
        public var operators: QuantizationReport.Operators
        /// Milliseconds of one run of the first sample, the median of several; `nil` without samples.
        public var latency: (before: Double, after: Double)?
    }

    /// Writes the quantized model, once it is known to run and to keep the bounds.
    ///
    /// - Throws: `Failure` for what is no model or cannot be quantized, for samples that do not fit, and where the model does not get
    ///   smaller, breaks a bound or answers what is no finite number; then nothing is written.
    public func run(
        _ path: FilePath, to output: FilePath, engines: EngineLocator, files: some FileSystem
    ) throws -> Outcome {
        try check(path, output, files)
        let original = try Model(reading: path, files: files, mostBytes: mostBytes)
        let size = try original.size
        let runtime = try Runtime(locator: engines)
        let reading = Samples(inputs: original.inputs, files: files, engines: engines, threads: threads)
        let feeds = try samples.map { try reading.feeds(at: $0) }
        let work = try ModelFileWork(self, original, size: size, feeds: feeds, runtime)
        let layersOf: (Quantizer.Options) throws -> [LayerError] = work.layers
        let search = try QuantizationSearch<ModelFileWork.Tried>(ways, layers: searches ? layersOf : nil, attempt: work.trial)
        guard let best = search.best, let way = ways.first(where: { $0.mode == best.options.mode }) else { throw Failure("nothing was tried") }
        try Self.checkSize(of: original, before: size, after: best.size)
        let tried = best.outcome
        let isBroken = !tried.bounds.allSatisfy(\.isKept)
        let found = try search.layers[best.options.mode] ?? (measuresLayers || isBroken && feeds != nil ? layersOf(way) : [])
        let layers = found.map { QuantizationReport.Layer($0, isQuantized: !best.options.kept.contains($0.name)) }
        if isBroken { throw broken(tried.bounds, layers) }
        let attempts = search.trials.count > 1 ? search.trials.map { attempt($0, isChosen: $0.options == best.options) } : []
        let outcome = Outcome(
            method: best.options.mode.method, sizes: (size, best.size), quantized: tried.result.quantizedNodes,
            skipped: tried.result.skipped, difference: tried.difference, bounds: tried.bounds, layers: layers, attempts: attempts,
            operators: .init(before: original.operatorCounts, after: tried.result.model.operatorCounts),
            latency: try feeds?.first.map { try work.latency(tried.session, $0) })
        if let page {
            let run = feeds?.first.map { [(name: "the first sample", feed: $0)] }
            let speed = try run.map { try SpeedComparison(original.content, tried.content, on: $0, runtime: runtime, threads: threads) }
            try files.write(
                QuantizationPage(
                    name: path.lastComponent?.string ?? "", report: outcome.report, outputs: outcome.difference?.outputs ?? [], speed: speed
                ).text, to: page)
        }
        try tried.result.model.write(to: output, files: files)
        return outcome
    }

    private var ways: [Quantizer.Options] {
        method.modes.map { mode in
            var options = options
            options.mode = mode
            return options
        }
    }

    private func broken(_ bounds: [QuantizationReport.JudgedBound], _ layers: [QuantizationReport.Layer]) -> Failure {
        let words = bounds.filter { !$0.isKept }.map(\.words)
        let noise = NoisyLayers(layers)
        return Failure(
            "quantized, the model does not keep a bound: \(words[0])", notes: words.dropFirst() + noise.notes,
            hint: noise.hint(
                keep: "--keep", search: searches || method == .auto ? nil : "`--mode auto` and `--search`", loosen: "--bound"))
    }

    private func attempt(_ trial: QuantizationTrial<ModelFileWork.Tried>, isChosen: Bool) -> QuantizationReport.Attempt {
        var attempt = QuantizationReport.Attempt()
        (attempt.method, attempt.sizeBytes) = (trial.options.mode.method.rawValue, trial.size)
        attempt.kept = trial.options.kept.subtracting(options.kept).sorted()
        (attempt.signalToNoise, attempt.isKept, attempt.isChosen) = (trial.signalToNoise, trial.isKept, isChosen)
        return attempt
    }

    /// - Throws: `Failure` if what is written would take the place of what is read, of a folder or of a device.
    private func check(_ model: FilePath, _ output: FilePath, _ files: some FileSystem) throws {
        let source = try files.information(at: model)
        let given = try samples.flatMap { try files.information(at: $0) }
        for path in [output] + [page].compactMap({ $0 }) {
            guard let there = try files.information(at: path) else { continue }
            guard there.kind == .file else { throw Failure("cannot write `\(path)`: what stands there is no file") }
            let role: String? =
                if path == model || there == source { "is the model itself" }
                else if there == given { "holds the samples" }
                else if try Model.filesBeside(model, files: files).contains(there) { "holds tensors of the model" }
                else { nil }
            if let role { throw Failure("`\(path)` \(role), which would be overwritten", hint: "name another file") }
        }
        guard page != output else { throw Failure("the model and the page cannot both be `\(output)`") }
    }

    /// - Throws: `Failure` if a model of so many bytes did not get smaller.
    static func checkSize(of original: Model, before: Int, after: Int) throws {
        guard after >= before else { return }
        guard !original.keepsWeightsAsHalves else {
            throw Failure("the model's weights are halves already")
        }
        throw Failure(
            "quantized, the model is not smaller: \(after) bytes, and it had \(before)",
            hint: "what there is to quantize is too small; leave the model as it is")
    }
}

extension ModelFileQuantization.Outcome {
    /// The same as a stage reports it.
    var report: QuantizationReport {
        var report = QuantizationReport()
        report.size = .init(before: sizes.before, after: sizes.after)
        (report.method, report.operators) = (method.rawValue, operators)
        (report.bounds, report.layers, report.attempts) = (bounds, layers, attempts)
        report.quantized = quantized
        report.leftInFloat = skipped.map { .init(name: $0.name, reason: $0.reason) }
        report.allowed.kept = true
        return report
    }
}
