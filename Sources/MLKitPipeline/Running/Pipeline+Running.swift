internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

extension Pipeline {
    public struct Options: Sendable {
        /// Stages to run with all they need; empty for all.
        public var stages: [String]
        /// Cores to use at once.
        public var jobs: Int
        /// Run the stages even if they are up to date.
        public var force: Bool
        /// Holds back stages with a `gate`; `nil` runs them all.
        public var gate: StageGate?

        public init(stages: [String] = [], jobs: Int, force: Bool = false, gate: StageGate? = nil) {
            self.stages = stages
            self.jobs = jobs
            self.force = force
            self.gate = gate
        }
    }

    /// What became of a run.
    public struct Summary: Sendable {
        public var ran = 0
        public var restored = 0
        public var skipped = 0
        public var failed = 0
        public var interrupted = 0
        public var cancelled = 0

        /// Whether nothing new may start.
        var isBroken: Bool { failed + interrupted > 0 }
    }

    /// Brings the stages up to date: each runs as soon as what it reads is ready, several at once as far as
    /// the cores go. After a failure nothing new starts; what runs is let finish. When the enclosing task is
    /// cancelled, what runs is ended.
    ///
    /// - Parameter report: is told what happens, from one task at a time.
    /// - Throws: `Failure` if the run could not be made at all; a stage that fails is an event, not an error.
    public func run(_ options: Options, report: @escaping (RunEvent) -> Void) async throws -> Summary {
        let stages = try selection(options.stages)
        let lock = try await ProjectLock.acquire(project, files: files) { report(.waiting) }
        defer { withExtendedLifetime(lock) {} }
        var run = Run(pipeline: self, stages: stages, options: options, report: report)
        let summary = try await run.execute()
        hashes.save()
        return summary
    }
}

/// The state of one run.
private struct Run {
    let pipeline: Pipeline
    let options: Pipeline.Options
    let report: (RunEvent) -> Void
    var waiting: [StageSpec]
    var done: Set<String>
    var freeCores: Int
    var summary = Pipeline.Summary()

    init(
        pipeline: Pipeline, stages: [StageSpec], options: Pipeline.Options, report: @escaping (RunEvent) -> Void
    ) {
        self.pipeline = pipeline
        self.options = options
        self.report = report
        waiting = stages
        done = Set(pipeline.spec.stages.map(\.name)).subtracting(stages.map(\.name))
        freeCores = max(options.jobs, 1)
    }

    /// A stage that has ended.
    private struct Ended: Sendable {
        let stage: StageSpec
        let fingerprint: StageFingerprint
        let outcome: StageProcess.Outcome
        let seconds: Double
        let override: GateOverride?
    }

    mutating func execute() async throws -> Pipeline.Summary {
        try await withThrowingTaskGroup(of: Ended.self) { group in
            try await startReady(&group)
            while let ended = try await group.next() {
                try finish(ended)
                if !summary.isBroken { try await startReady(&group) }
            }
        }
        for stage in waiting {
            summary.cancelled += 1
            if summary.failed > 0 { report(.cancelled(stage: stage.name)) }
        }
        return summary
    }

    /// Starts, or skips, every stage whose producers are done; a skipped stage may make others ready.
    private mutating func startReady(_ group: inout ThrowingTaskGroup<Ended, any Error>) async throws {
        var index = 0
        while index < waiting.count {
            let stage = waiting[index]
            let cores = min(stage.cpus, max(options.jobs, 1))
            guard stage.producers.allSatisfy({ done.contains($0) }), cores <= freeCores else {
                index += 1
                continue
            }
            waiting.remove(at: index)
            let fingerprint = try pipeline.fingerprinter.fingerprint(stage)
            var reasons = try reasons(for: stage, fingerprint)
            guard !reasons.isEmpty else {
                done.insert(stage.name)
                summary.skipped += 1
                report(.skipped(stage: stage.name))
                index = 0
                continue
            }
            let gate = try await pass(stage)
            guard !summary.isBroken else { return }
            if try restore(stage, fingerprint, gate, &reasons) {
                index = 0
                continue
            }
            freeCores -= cores
            report(.started(stage: stage.name, reasons: reasons))
            start(stage, fingerprint, gate, &group)
        }
    }

    /// Holds a stage that would run against its gate. One that is not met is the stage's failure, or is passed for the
    /// reason given.
    private mutating func pass(_ stage: StageSpec) async throws -> GateOverride? {
        guard let level = stage.gate, let gate = options.gate else { return nil }
        let open = try await gate.check(stage)
        guard !open.isEmpty else { return nil }
        guard let because = gate.override else {
            summary.failed += 1
            let problem = Diagnostic.error(
                "the gate `\(level.rawValue)` of stage `\(stage.name)` is not met: \(plural(open.count, "item")) open",
                at: stage.location, notes: Array(open.prefix(Self.shownItems)),
                hint: "`mlkit check gate --stage \(stage.name)` lists them; to run all the same, "
                    + "`mlkit run --override-gate --because TEXT`")
            let failure = StageFailure(diagnostics: [problem], logTail: [], log: nil)
            report(.failed(stage: stage.name, failure: failure, seconds: 0))
            return nil
        }
        let override = GateOverride(because: because, open: open)
        report(.overridden(stage: stage.name, override))
        return override
    }

    /// How many open items are told where a gate is not met.
    private static let shownItems = 5

    private func reasons(for stage: StageSpec, _ fingerprint: StageFingerprint) throws -> [StaleReason] {
        if options.force { return [.forced] }
        let lock = try StageLock.read(stage.name, in: pipeline.project, files: pipeline.files)
        return try pipeline.fingerprinter.staleReasons(stage, lock, fingerprint)
    }

    /// Whether the stage's outputs could be had from the cache.
    private mutating func restore(
        _ stage: StageSpec, _ fingerprint: StageFingerprint, _ override: GateOverride?, _ reasons: inout [StaleReason]
    ) throws -> Bool {
        guard !options.force else { return false }
        let clock = ContinuousClock()
        let start = clock.now
        switch pipeline.restore(stage, fingerprint) {
        case .unknown: return false
        case .failed(let reason):
            reasons.append(.notRestorable(because: reason))
            return false
        case .restored(var lock):
            lock.gateOverride = override
            try lock.write(stage.name, in: pipeline.project, files: pipeline.files)
            done.insert(stage.name)
            summary.restored += 1
            report(.restored(stage: stage.name, result: lock.result, seconds: (clock.now - start) / .seconds(1)))
            return true
        }
    }

    private func start(
        _ stage: StageSpec, _ fingerprint: StageFingerprint, _ override: GateOverride?,
        _ group: inout ThrowingTaskGroup<Ended, any Error>
    ) {
        let process = StageProcess(
            stage: stage, project: pipeline.project, layout: pipeline.spec.layout, worker: pipeline.worker,
            files: pipeline.files)
        group.addTask {
            let clock = ContinuousClock()
            let start = clock.now
            let outcome = await process.run()
            let seconds = (clock.now - start) / .seconds(1)
            return Ended(
                stage: stage, fingerprint: fingerprint, outcome: outcome, seconds: seconds, override: override)
        }
    }

    private mutating func finish(_ ended: Ended) throws {
        freeCores += min(ended.stage.cpus, max(options.jobs, 1))
        switch ended.outcome {
        case .succeeded(let result):
            var result = result
            if let warning = try record(ended, result) { result.warnings.append(warning) }
            done.insert(ended.stage.name)
            summary.ran += 1
            report(.finished(stage: ended.stage.name, result: result, seconds: ended.seconds))
        case .failed(let failure):
            summary.failed += 1
            report(.failed(stage: ended.stage.name, failure: failure, seconds: ended.seconds))
        case .interrupted:
            summary.interrupted += 1
            report(.interrupted(stage: ended.stage.name))
        }
    }

    /// Writes the stage's lock. The fingerprint is the one it started with: an input that changed meanwhile
    /// makes the next run do it again.
    ///
    /// - Returns: what the user should know of, such as that the outputs are not cached.
    private func record(_ ended: Ended, _ result: StageResult) throws -> String? {
        var lock = StageLock(fingerprint: ended.fingerprint, outputs: [:], result: result)
        lock.gateOverride = ended.override
        let kept = try pipeline.keep(ended.stage, lock)
        try kept.lock.write(ended.stage.name, in: pipeline.project, files: pipeline.files)
        return kept.warning
    }
}
