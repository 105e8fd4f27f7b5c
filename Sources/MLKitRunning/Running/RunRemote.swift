internal import MLKitCache
internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitGit
internal import MLKitSpec

/// The remote of the cache, for a run that asks it for what is not here, stage by stage: what is only on the way to
/// something that is there is never fetched.
final class RunRemote {
    private var exchange: CacheExchange
    private let ground: PullGround

    init(_ pipeline: Pipeline, _ git: GitEnvironment) throws {
        ground = try PullGround(pipeline, git)
        try ground.checkOwn()
        exchange = try pipeline.exchange(with: nil)
    }

    /// Fetches what a stage's outputs can be restored from.
    ///
    /// - Returns: whether there was anything.
    func fetch(
        _ stage: StageSpec, _ fingerprint: StageFingerprint, _ lock: StageLock?, in pipeline: Pipeline
    ) throws -> Bool {
        guard let source = try pipeline.fetch(stage, fingerprint, lock, false, &exchange) else { return false }
        for path in source.objects.keys { try ground.check(path) }
        return true
    }
}
