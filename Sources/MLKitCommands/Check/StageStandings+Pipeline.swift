internal import MLKitChecklist
internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitGit
internal import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

extension StageStandings {
    /// What `mlkit status` says of a project, for the checklist.
    ///
    /// A file that is missing says nothing against a stage if git ignores it and another lock, or the stage's own, has
    /// the very hash that was there: in a fresh clone the stages then stand as they did where they were run. A lock that the
    /// cache knows better says nothing, nor does a frozen stage that would make something else now; and neither do those that
    /// read what such a stage wrote.
    init(_ root: FilePath, _ spec: ProjectSpec, _ surroundings: Surroundings) throws {
        let pipeline = Pipeline.forProject(root, spec, surroundings)
        let statuses = try pipeline.status()
        self.init()
        for status in statuses {
            for (path, hash) in status.lock?.contentHashes ?? [:] { outputs[path] = Output(stage: status.stage, hash: hash) }
        }
        var repository: Result<Repository?, any Error>?
        func isIgnored(_ path: String) throws -> Bool {
            let opened = repository ?? Result { try Repository.discover(from: root, environment: surroundings.git()) }
            repository = opened
            guard let git = try opened.get(), let inside = git.path(of: root.pushing(FilePath(path))) else { return false }
            return try git.isIgnored(inside) && !git.isTracked(inside)
        }
        var doubted = Set<String>()
        for status in statuses {
            standings[status.stage] = try standing(of: status, isIgnored)
            if case .stale = standings[status.stage] { continue }
            guard let stage = spec.stage(status.stage), let lock = status.lock else { continue }
            let doubt: String
            if let reason = try pipeline.doubt(onFrozen: stage, lock) {
                doubt = reason.description
            } else if try pipeline.isContradicted(lock, of: stage) {
                doubt = "the run that the cache has of it wrote something else than its lock says"
            } else if let source = stage.producers.first(where: doubted.contains) {
                doubt = "it reads what `\(source)` wrote, which is not up to date"
            } else {
                continue
            }
            doubted.insert(status.stage)
            standings[status.stage] = .stale(doubt)
        }
    }

    private func standing(
        of status: StageStatus, _ isIgnored: (String) throws -> Bool
    ) throws -> StageStanding {
        var absent: String?
        for reason in status.reasons {
            switch reason {
            case .outputMissing(let path) where try isIgnored(path): absent = absent ?? path
            case .inputRemoved(let path) where try isIgnored(path) && isLocked(path, status): absent = absent ?? path
            case .waits(let stage):
                guard case .absent(let path) = standings[stage] else { return .stale(reason.description) }
                absent = absent ?? path
            default: return .stale(reason.description)
            }
        }
        return absent.map { .absent(path: $0) } ?? .upToDate
    }

    /// Whether a stage read of a missing file just what the lock of its writer says it was.
    private func isLocked(_ path: String, _ status: StageStatus) -> Bool {
        guard let read = status.lock?.fingerprint.inputs[path], let read else { return false }
        return outputs[path]?.hash == read
    }
}
