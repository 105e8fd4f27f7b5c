internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitProcesses
internal import MLKitSpec
internal import SystemPackage

extension Run {
    /// What came of an attempt once its outputs are recorded. Where they cannot be, as a pipe, the stage has failed, and
    /// what stood there before is back.
    func settled(_ attempt: Attempt, _ outcome: StageProcess.Outcome) -> StageProcess.Outcome {
        guard case .succeeded(var result, var room) = outcome else { return outcome }
        do {
            result.warnings += try record(attempt, result) + room.settle()
            return .succeeded(result, room)
        } catch {
            let failure = (error as? Failure)?.naming(filesOf: pipeline.project) ?? Failure("\(error)")
            let stage = attempt.stage
            var problem = failure.diagnostics.first ?? .error("what stage `\(stage.name)` wrote cannot be recorded")
            problem.location = problem.location ?? stage.location
            var others = [Diagnostic]()
            do {
                if let left = try room.putBack() { problem.notes.append("what it had written is in `\(left)`") }
            } catch {
                others = (error as? Failure)?.diagnostics ?? []
            }
            let log = pipeline.log(of: stage)
            let hasLog = (try? pipeline.files.exists(pipeline.project.pushing(FilePath(log)))) ?? false
            return .failed(StageFailure(diagnostics: [problem] + others, logTail: [], log: hasLog ? log : nil))
        }
    }

    /// Writes the stage's lock, and takes its outputs into the cache. The fingerprint is the one it started with; of an
    /// input that changed meanwhile nobody knows what was read of it, so that it gets a hash that no content has: the
    /// next run does it again, and the cache does not take what was made.
    ///
    /// - Returns: warnings.
    func record(_ attempt: Attempt, _ result: StageResult) throws -> [String] {
        let now = try? fingerprinter.observe(attempt.stage)
        let changed = now?.changedInputs(since: attempt.look) ?? attempt.look.fingerprint.inputs.sorted.map(\.key)
        var fingerprint = attempt.look.fingerprint
        for path in changed {
            fingerprint.inputs[path] = ContentHash(of: "`\(path)` changed while it was read")
        }
        var lock = StageLock(fingerprint: fingerprint, outputs: [:], result: result)
        lock.gateOverride = attempt.override
        let kept = try pipeline.keep(attempt.stage, lock, mayCache: changed.isEmpty)
        try kept.lock.write(attempt.stage.name, in: pipeline.project, files: pipeline.files)
        return changed.map { "`\($0)` changed while the stage ran, so that it will run again" }
            + [kept.warning, pipeline.overrideWarning(attempt.stage)].compactMap { $0 }
    }
}
