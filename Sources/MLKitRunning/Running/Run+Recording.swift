internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec

extension Run {
    /// Writes the stage's lock, and takes its outputs into the cache. The fingerprint is the one it started with; of an
    /// input that changed meanwhile nobody knows what was read of it, so that it gets a hash that no content has: the
    /// next run does it again, and the cache does not take what was made.
    ///
    /// - Returns: warnings.
    func record(_ attempt: Attempt, _ result: StageResult) throws -> [String] {
        let now = try? fingerprinter.observe(attempt.stage)
        let changed = now?.changedInputs(since: attempt.look) ?? attempt.look.fingerprint.inputs.keys.sorted()
        var fingerprint = attempt.look.fingerprint
        for path in changed {
            fingerprint.inputs[path] = ContentHash(of: "`\(path)` changed while it was read")
        }
        var lock = StageLock(fingerprint: fingerprint, outputs: [:], result: result)
        lock.gateOverride = attempt.override
        let kept = try pipeline.keep(attempt.stage, lock, mayCache: changed.isEmpty)
        try kept.lock.write(attempt.stage.name, in: pipeline.project, files: pipeline.files)
        return changed.map { "`\($0)` changed while the stage ran, so that it will run again" }
            + (kept.warning.map { [$0] } ?? [])
    }
}
