internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension NewProject {
    /// What to do about git, decided before anything is written.
    enum GitDecision {
        case makeRepository
        /// The folder is the top of a repository already.
        case commitTo(Repository)
        /// The folder lies in a repository, whose user commits.
        case fillFolder(of: Repository)
        case leaveAlone
    }

    func decide(_ mode: GitMode, _ environment: GitEnvironment) throws -> GitDecision {
        if mode == .never { return .leaveAlone }
        if try files.exists(folder.appending(".git")) {
            let repository = try Repository(at: folder, environment: environment)
            // One that cannot be read is found out before anything is written.
            _ = try repository.headCommit
            return .commitTo(repository)
        }
        guard mode == .automatic, let outer = try outerRepository(environment) else { return .makeRepository }
        return .fillFolder(of: outer)
    }

    /// The repository that the new folder would lie in.
    private func outerRepository(_ environment: GitEnvironment) throws -> Repository? {
        var folder = folder
        while try !files.exists(folder), folder.removeLastComponent() {}
        return try Repository.discover(from: folder, environment: environment)
    }
}
