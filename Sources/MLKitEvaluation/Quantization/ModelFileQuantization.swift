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
    /// Over which dimension of outputs the classes are; `nil` for what the graph tells, and else the last.
    public var classAxis: Int?
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
        /// What has weights of 8 bits where 4 were asked for.
        public var inBytes: [QuantizationResult.Skipped]
        /// Of what weights became 0, and how many.
        public var zeroed: [QuantizationResult.Skipped]
        /// Of outputs that are no tensors, such as sequences, that they are not compared, a sentence each.
        public var untold: [String]
        /// Whether the model itself answers the same input otherwise each time.
        public var isRandom: Bool
        /// `nil` without samples.
        public var difference: ModelDifference?
        /// How many there are; 0 without.
        public var samples: Int
        public var bounds: [QuantizationReport.JudgedBound]
        /// Empty unless they were asked for.
        public var layers: [QuantizationReport.Layer]
        /// What was tried, where there was a choice.
        public var attempts: [QuantizationReport.Attempt]
        /// What of several methods did not work.
        public var failed: [QuantizationReport.FailedMethod]
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
        let reading = Samples(inputs: original.inputs, optional: original.optionalInputs, files: files, engines: engines, threads: threads)
        let set = try samples.map { try reading.set(at: $0) }
        let work = try ModelFileWork(self, original, size: size, samples: set, runtime)
        let search = try search(work)
        guard let best = search.best, let way = ways.first(where: { $0.mode == best.options.mode })
        else { throw Failure("nothing was tried") }
        if !best.isSmaller { throw try notSmaller(original, best, size: size, work) }
        let tried = best.outcome
        let isBroken = !tried.bounds.allSatisfy(\.isKept)
        let found = try search.layers[best.options.mode] ?? (measuresLayers || isBroken && set != nil ? work.layers(way) : [])
        let layers = found.map { QuantizationReport.Layer($0, isQuantized: !best.options.kept.contains($0.name)) }
        let attempts = search.trials.count > 1 ? search.trials.map { attempt($0, isChosen: !isBroken && $0.options == best.options) } : []
        if isBroken { throw broken(tried, layers, attempts, work) }
        let outcome = Outcome(
            method: best.options.mode.method, sizes: (size, best.size), quantized: tried.result.quantizedNodes,
            skipped: tried.result.skipped(by: best.options, keeping: options.kept), inBytes: tried.result.inBytes,
            zeroed: tried.result.zeroed, untold: work.untold, isRandom: work.isRandom, difference: tried.difference,
            samples: set?.count ?? 0, bounds: tried.bounds, layers: layers,
            attempts: attempts, failed: search.failed(ways),
            operators: .init(before: original.operatorCounts, after: tried.result.model.operatorCounts),
            latency: try set?.feeds.first.map { try work.latency(tried.session, $0) })
        if let page {
            let run = set?.feeds.first.map { [(name: "the first sample", feed: $0)] }
            let speed = try run.map { try SpeedComparison(original.content, tried.content, on: $0, runtime: runtime, threads: threads) }
            try files.write(
                QuantizationPage(
                    name: path.lastComponent?.string ?? "", report: outcome.report, difference: outcome.difference, speed: speed
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

    private var remedy: QuantizationRemedy {
        QuantizationRemedy(words: .command, method: method, bits: options.bits, searches: searches, loosen: "--bound")
    }

    private func search(_ work: ModelFileWork) throws -> QuantizationSearch<ModelFileWork.Tried> {
        let layers: ((Quantizer.Options) throws -> [LayerError])? = searches ? { try work.layers($0) } : nil
        do {
            return try QuantizationSearch(ways, layers: layers) { try work.trial($0) }
        } catch let failure as Failure {
            // What does not run at all has no layers either, and is no fault of theirs.
            guard work.hasSamples, !work.isRandom, let way = ways.first, let found = try? work.layers(way) else { throw failure }
            throw remedy.naming(found, in: failure)
        }
    }

    private func broken(
        _ tried: ModelFileWork.Tried, _ layers: [QuantizationReport.Layer], _ attempts: [QuantizationReport.Attempt], _ work: ModelFileWork
    ) -> Failure {
        let bounds = tried.bounds.filter { !$0.isKept }
        let problems = ["quantized, the model does not keep a bound: \(bounds[0].words)"] + bounds.dropFirst().map(\.words)
        let cause: QuantizationRemedy.Cause =
            if bounds.allSatisfy(\.isOfSize) { .size }
            else if work.isRandom { .chance }
            else if bounds.contains(where: \.value.isNaN) { .unknown }
            else { .noise }
        return remedy.failure(
            problems + (tried.difference?.remarks ?? []), cause, layers: layers,
            left: tried.result.skipped.map { .init(name: $0.name, reason: $0.reason) }, attempts: attempts)
    }

    private func notSmaller(
        _ original: Model, _ best: QuantizationTrial<ModelFileWork.Tried>, size: Int, _ work: ModelFileWork
    ) throws -> Failure {
        guard !original.keepsWeightsAsHalves else { return Failure("the model's weights are halves already") }
        return try work.notSmaller(best, remedy)
    }

    private func attempt(_ trial: QuantizationTrial<ModelFileWork.Tried>, isChosen: Bool) -> QuantizationReport.Attempt {
        var attempt = QuantizationReport.Attempt()
        (attempt.method, attempt.sizeBytes) = (trial.options.mode.method.rawValue, trial.size)
        attempt.kept = trial.options.kept.subtracting(options.kept).sorted()
        (attempt.signalToNoise, attempt.isKept, attempt.isSmaller) = (trial.signalToNoise, trial.isKept, trial.isSmaller)
        attempt.isChosen = isChosen
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
}

extension ModelFileQuantization.Outcome {
    /// The same as a stage reports it.
    var report: QuantizationReport {
        var report = QuantizationReport()
        report.size = .init(before: sizes.before, after: sizes.after)
        (report.method, report.operators) = (method, operators)
        (report.bounds, report.layers, report.attempts, report.failed) = (bounds, layers, attempts, failed)
        report.quantized = quantized
        report.leftInFloat = skipped.map { .init(name: $0.name, reason: $0.reason) }
        report.inBytes = inBytes.map { .init(name: $0.name, reason: $0.reason) }
        report.zeroed = zeroed.map { .init(name: $0.name, reason: $0.reason) }
        report.allowed.kept = true
        return report
    }
}

extension QuantizationResult {
    /// What is left in float, with who leaves it.
    ///
    /// - Parameter own: what the user leaves in float; the rest of it a search found.
    func skipped(by options: Quantizer.Options, keeping own: some Sequence<String>) -> [Skipped] {
        let found = options.kept.subtracting(own)
        return skipped.map { node in
            var node = node
            if found.contains(node.name) { node.reason = "the search leaves it in float" }
            return node
        }
    }
}

extension QuantizationSearch {
    /// Of the ways that were to be tried whole, those that did not work.
    func failed(_ ways: [Quantizer.Options]) -> [QuantizationReport.FailedMethod] {
        faults.filter { ways.contains($0.options) }.map { .init(method: $0.options.mode.method.rawValue, reason: $0.reason) }
    }
}
