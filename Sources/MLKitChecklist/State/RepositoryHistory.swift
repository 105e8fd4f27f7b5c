public import MLKitGit
public import SystemPackage

/// The history of the repository that a project lies in.
public struct RepositoryHistory: CommitHistory {
    private let repository: Repository

    /// `nil` outside git.
    public init?(project: FilePath, environment: GitEnvironment) throws {
        guard let repository = try Repository.discoverWhole(from: project, environment: environment) else { return nil }
        self.repository = repository
    }

    public func commit(_ revision: String) throws -> String { try repository.commit(named: revision).hex }

    public func places(of commits: Set<String>) throws -> [String: CommitPlace] {
        let ids = Set(commits.compactMap { ObjectID($0) })
        let reached = try repository.reached(of: ids)
        let isShallow = repository.isShallow
        return Dictionary(
            try ids.map { id in
                if reached.contains(id) { return (id.hex, .inHistory) }
                return (id.hex, isShallow ? .unknown : try repository.hasCommit(id) ? .elsewhere : .gone)
            }) { $1 }
    }
}
