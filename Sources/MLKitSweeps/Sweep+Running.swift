internal import MLKitCore
public import MLKitRunning
internal import MLKitSpec

extension Sweep {
    /// Makes the trials that are missing. Stages that no swept parameter comes into are brought up to date first, in
    /// the project; trials run beside it, and what their stages make goes into the project's cache. A trial that fails
    /// stops nothing. When the enclosing task is cancelled, what runs is ended; the next run goes on.
    ///
    /// - Parameters:
    ///   - retriesFailed: whether trials that failed are made again.
    ///   - onTest: whether trials may be compared by the test split, which is then recorded.
    ///   - report: is told what happens, from one task at a time.
    /// - Throws: `Failure` if no trial can be made at all.
    public func run(
        _ options: Pipeline.Options, retriesFailed: Bool = false, onTest: Bool = false, report: @escaping (SweepEvent) -> Void
    ) async throws -> SweepResults {
        if !onTest { try refuseTest() }
        let plan = try examplePlan()
        return try await pipeline.withProcesses(options, waiting: { report(.preparing(.waiting($0))) }) { processes in
            try await pass(plan.stages, options.gate)
            try await prepare(plan, options, processes, report)
            if !onTest { try refuseCopies(plan) }
            try recordTest()
            var run = SweepRun(
                sweep: self, study: try study(), options: options, processes: processes, report: report)
            return try await run.execute(retriesFailed: retriesFailed)
        }
    }

    /// Brings the stages up to date that all trials read from.
    private func prepare(
        _ plan: TrialPlan, _ options: Pipeline.Options, _ processes: RunProcesses,
        _ report: @escaping (SweepEvent) -> Void
    ) async throws {
        guard !plan.upstream.isEmpty else { return }
        var options = options
        options.selection = StageSelection(names: plan.upstream)
        let summary = try await pipeline.run(options, on: processes) { report(.preparing($0)) }
        if summary.interrupted > 0 || Task.isCancelled { throw CancellationError() }
        guard summary.failed == 0 else {
            throw Failure("the sweep `\(spec.name)` cannot begin: a stage that its trials read from has failed")
        }
    }

    /// Trials are held back by gates of their stages, as a run is.
    private func pass(_ stages: [StageSpec], _ gate: StageGate?) async throws {
        guard let gate else { return }
        for stage in stages {
            guard let level = stage.policy.gate else { continue }
            let open = try await gate.check(stage)
            guard open.isEmpty else {
                let count = plural(open.count, "item")
                throw Failure(
                    "the gate `\(level.rawValue)` of stage `\(stage.name)` is not met: \(count) open",
                    at: stage.location, hint: "`mlkit check gate --stage \(stage.name)` lists them")
            }
        }
    }
}

/// What happens during a sweep, in the order it happens.
public enum SweepEvent: Sendable {
    /// What happens to the stages that all trials have in common, before the first trial.
    case preparing(RunEvent)
    /// The trials that are there already.
    case resumed([SweepTrial])
    case started(SweepTrial)
    /// A trial is done or has failed.
    case ended(SweepTrial)
}
