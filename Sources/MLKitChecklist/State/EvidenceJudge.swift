internal import MLKitCore
internal import SystemPackage

/// Holds evidence against what is there now.
struct EvidenceJudge {
    let project: FilePath
    let hashes: HashCache
    private let locks: RunLocks
    private let places: [String: CommitPlace]

    /// - Parameter evidence: all that will be asked of; git is opened only if there is a commit among it.
    init(
        project: FilePath, files: any FileSystem, hashes: HashCache, sources: EvidenceSources,
        over evidence: some Sequence<Evidence>
    ) throws {
        self.project = project
        self.hashes = hashes
        locks = RunLocks(project: project, files: files)
        let commits = Set(
            evidence.compactMap { if case .commit(let id) = $0.subject { id } else { nil } })
        places = try commits.isEmpty ? [:] : sources.commits()?.places(of: commits) ?? [:]
    }

    /// How a piece of evidence differs from what the answer rested on; `nil` if it does not, or if nobody can tell.
    func change(of evidence: Evidence) throws -> EvidenceChange? {
        switch evidence.subject {
        case .path(let path), .model(let path, _):
            guard let now = try hashes.hash(project.pushing(FilePath(path))) else { return gone(evidence) }
            return now == evidence.hash ? nil : EvidenceChange(evidence.subject, .changed)
        case .run(let stage):
            guard let now = try locks.hash(of: stage) else { return gone(evidence) }
            return now == evidence.hash ? nil : EvidenceChange(evidence.subject, .changed)
        case .commit(let id):
            switch places[id] {
            case .gone: return gone(evidence)
            case .elsewhere: return EvidenceChange(evidence.subject, .elsewhere)
            case .inHistory, .unknown, nil: return nil
            }
        case .url, .unknown: return nil
        }
    }

    private func gone(_ evidence: Evidence) -> EvidenceChange { EvidenceChange(evidence.subject, .gone) }
}
