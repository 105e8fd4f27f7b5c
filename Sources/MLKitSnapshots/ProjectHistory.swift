internal import MLKitCache
internal import MLKitCore
public import MLKitGit
public import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

/// A project's states in git.
public struct ProjectHistory {
    private let repository: Repository
    /// The project's folder in the repository, ending in `/`; empty if it is the repository's own.
    private let prefix: String
    /// Has files that are outputs of stages, and so perhaps not in git.
    private let cache: RunCache
    private let kinds: StageKinds

    /// - Throws: `Failure` if the project is in no git repository.
    public init(of pipeline: Pipeline, environment: GitEnvironment) throws {
        let project = pipeline.project
        guard let repository = try Repository.discoverWhole(from: project, environment: environment) else {
            throw Failure("`\(project)` is in no git repository, and has no earlier states", hint: "run `git init`")
        }
        self.repository = repository
        cache = pipeline.cache
        kinds = pipeline.spec.kinds
        prefix = repository.path(of: project).map { $0 + "/" } ?? ""
    }

    /// The project at a revision.
    ///
    /// - Throws: `Failure` if there is no such commit, or no project in it that can be read.
    public func snapshot(at revision: String) throws -> ProjectSnapshot {
        let commit = try repository.commit(named: revision)
        let path = prefix + ProjectSpec.fileName
        guard let bytes = try content(path, commit) else {
            throw Failure(
                "there is no `\(path)` in `\(revision)`", hint: "the project may be younger than that commit")
        }
        let spec = try ProjectSpec(parsing: bytes, kinds: kinds, file: "\(revision):\(path)")
        return try ProjectSnapshot(
            revision: revision, spec: spec, read: { try content(prefix + $0, commit) },
            recorded: { try cache.file($0, among: $1, limit: ProjectSnapshot.sizeLimit) })
    }

    /// A file of a commit, out of the hands of a program that git may put it through; `nil` if there is none.
    private func content(_ path: String, _ commit: ObjectID) throws -> [UInt8]? {
        try repository.blob(at: path, in: commit).map { try repository.filters.readable($0, at: path) }
    }

    /// The names of local branches, sorted.
    public func branches() throws -> [String] { try repository.branches() }
}

extension Pipeline {
    /// The project as it is now, with what its stages last made.
    public func snapshot() throws -> ProjectSnapshot {
        try ProjectSnapshot(revision: nil, spec: spec) { try shown($0, limit: ProjectSnapshot.sizeLimit) }
    }
}
