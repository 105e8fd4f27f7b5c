internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitProcesses
internal import MLKitSpec

/// Stages whose outputs are known, so that they need not run.
extension Run {
    /// Whether the stage's outputs could be had from the cache. The lock of one that fits is left as it is; where another
    /// run is gone back to, it becomes that one's.
    mutating func restore(_ attempt: Attempt, _ reasons: inout [StaleReason]) throws -> Bool {
        guard !options.force || attempt.stage.policy.isFrozen, !attempt.stage.policy.isAlwaysRun else { return false }
        let start = ContinuousClock.now
        let name = attempt.stage.name
        switch try restore(attempt.stage, attempt.look.fingerprint, attempt.lock) {
        case .unknown: return false
        case .failed(let reason):
            reasons.append(.notRestorable(because: reason))
            return false
        case .restored(var made, let isLocked, let notes):
            if !isLocked {
                made.gateOverride = attempt.override
                try made.write(name, in: pipeline.project, files: pipeline.files)
            }
            schedule.finish(attempt.index)
            tellRestored(name, made.result, notes, since: start)
            return true
        }
    }

    private mutating func tellRestored(
        _ stage: String, _ result: StageResult, _ notes: [String], since start: ContinuousClock.Instant
    ) {
        summary.restored += 1
        var shown = result
        shown.warnings += notes
        report(.restored(stage: stage, result: shown, seconds: (ContinuousClock.now - start) / .seconds(1)))
    }

    /// Where some stages are asked for, or a remote has outputs, nothing is made or fetched on the way that these do not
    /// need; nor what no cache is to have, and what is made of it is there.
    mutating func findIdle() throws {
        guard !options.force, let found = try pipeline.idleStages(of: options.selection, isPulling: remote != nil) else { return }
        // What is up to date by the locks of those that made its inputs needs none of them.
        if isUnchecked {
            try pipeline.checkInputs(of: schedule.stages.filter { found.isActive($0.name) }, in: schedule.stages)
        }
        idle = try found.names { stage, fingerprint, lock in
            guard stage.policy.gate == nil else { return false }
            let start = ContinuousClock.now
            guard case .restored(_, _, let notes) = try restore(stage, fingerprint, lock) else { return false }
            restored.insert(stage.name)
            tellRestored(stage.name, lock.result, notes, since: start)
            return true
        }
    }

    /// From the cache here, or else from its remote, if the run asks that.
    private func restore(
        _ stage: StageSpec, _ fingerprint: StageFingerprint, _ lock: StageLock?
    ) throws -> Restoration {
        let known = pipeline.restore(stage, fingerprint, lock)
        if case .restored = known { return known }
        guard pipeline.isCached(stage), try remote?.fetch(stage, fingerprint, lock, in: pipeline) == true else {
            return known
        }
        return pipeline.restore(stage, fingerprint, lock)
    }

    /// A stage that is left as it is cannot make what is missing.
    mutating func refuse(frozen attempt: Attempt) {
        let problem = attempt.stage.frozenProblem
        schedule.fail(attempt.index)
        summary.failed += 1
        let failure = StageFailure(diagnostics: [problem], logTail: [], log: nil)
        report(.failed(stage: attempt.stage.name, failure: failure, measured: StageMeasurement()))
    }
}

extension StageSpec {
    /// What keeps a stage that is frozen from having its outputs again, where the cache does not have them.
    var frozenProblem: Diagnostic {
        .error(
            "the outputs of stage `\(name)` are missing, and it is frozen", at: location,
            hint: "`mlkit cache pull \(name)` may have them; without `frozen: true` it runs")
    }
}
