internal import MLKitCore
internal import SystemPackage

/// Holds evidence against what is there now.
struct EvidenceJudge {
    let project: FilePath
    private let hashes: EvidenceHashes
    private let locks: RunLocks
    private let forms: GitForms
    private let places: [String: CommitPlace]
    /// What the runner says; the reason if it cannot.
    private let stages: Result<StageStandings, Failure>

    /// - Parameter evidence: all that will be asked of; git is opened only if there is a commit among it, and the runner
    ///   asked only if there is something that a stage could have written.
    init(
        project: FilePath, files: any FileSystem, hashes: HashCache, sources: EvidenceSources,
        over evidence: some Sequence<Evidence>
    ) throws {
        self.project = project
        self.hashes = EvidenceHashes(files: files, hashes: hashes)
        locks = RunLocks(project: project, files: files)
        forms = GitForms(files: files)
        let commits = Set(
            evidence.compactMap { if case .commit(let id) = $0.subject { id } else { nil } })
        places = try commits.isEmpty ? [:] : sources.commits()?.places(of: commits) ?? [:]
        let hasRuns = try !locks.stages().isEmpty && evidence.contains { $0.path != nil || $0.subject.isRun }
        do { stages = .success(hasRuns ? try sources.stages() : StageStandings()) } catch let failure as Failure {
            stages = .failure(failure)
        }
    }

    /// How a piece of evidence differs from what the answer rested on.
    func finding(on evidence: Evidence) throws -> EvidenceFinding {
        switch evidence.subject {
        case .path(let path), .model(let path, _): return try file(path, evidence)
        case .run(let stage):
            guard let now = try locks.hash(of: stage) else { return gone(evidence) }
            guard now == evidence.hash else { return .change(EvidenceChange(evidence.subject, .changed)) }
            return asked(of: [stage], evidence)
        case .commit(let id):
            switch places[id] {
            case .inHistory: return .same
            case .gone: return gone(evidence)
            case .elsewhere: return .change(EvidenceChange(evidence.subject, .elsewhere))
            case .unknown:
                return .unclear(
                    "only a part of the history is in this clone, and the commit \(id.prefix(7)) is not in it: `git fetch --unshallow`")
            case nil: return .unclear("the commit \(id.prefix(7)) cannot be looked up outside git")
            }
        case .url: return .same
        case .unknown(let kind): return .unclear("this version of mlkit knows no evidence of the kind `\(kind)`")
        }
    }

    private func file(_ path: String, _ evidence: Evidence) throws -> EvidenceFinding {
        let file = project.pushing(FilePath(path))
        guard let now = try hashes.hash(file) else {
            return isAbsent(path, evidence) ? .same : gone(evidence)
        }
        guard try now == evidence.hash || forms.hold(evidence.hash, at: file) || hashes.hold(evidence.hash, at: file) else {
            return .change(EvidenceChange(evidence.subject, .changed))
        }
        guard case .success(let stages) = stages else { return asked(of: [], evidence) }
        return asked(of: stages.writers(of: path), evidence)
    }

    /// Whether a file is missing here only because git ignores it, and its stage's lock has the hash of the evidence.
    private func isAbsent(_ path: String, _ evidence: Evidence) -> Bool {
        let name = path.hasSuffix("/") ? String(path.dropLast()) : path
        guard case .success(let stages) = stages, let output = stages.outputs[name], output.hash == evidence.hash,
            case .absent = stages[output.stage]
        else { return false }
        return true
    }

    /// The answer of the runner on the stages that made the evidence.
    private func asked(of names: [String], _ evidence: Evidence) -> EvidenceFinding {
        switch stages {
        case .failure(let failure):
            return .unclear("the stages cannot be looked at: \(failure.diagnostics.first?.message ?? "")")
        case .success(let stages):
            for name in names {
                guard case .stale(let reason) = stages[name] else { continue }
                return .change(EvidenceChange(evidence.subject, .outdated(stage: name, reason)))
            }
            return .same
        }
    }

    private func gone(_ evidence: Evidence) -> EvidenceFinding { .change(EvidenceChange(evidence.subject, .gone)) }
}

extension Evidence.Subject {
    fileprivate var isRun: Bool { if case .run = self { true } else { false } }
}
