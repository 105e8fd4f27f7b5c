internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
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
            try repository.refuseForeignIndex()
            try repository.refuseWrongSettings()
            try refuseUnfinished(repository)
            return .commitTo(repository)
        }
        guard mode == .automatic, let outer = try outerRepository(environment), try !isIgnored(by: outer) else {
            return .makeRepository
        }
        return .fillFolder(of: outer)
    }

    /// A commit in the middle of a merge would be one of its own, before it.
    private func refuseUnfinished(_ repository: Repository) throws {
        var problems = [Diagnostic.unfinished(repository)].compactMap(\.self)
        let unmerged = try repository.unmergedFiles
        if !unmerged.isEmpty {
            problems.append(
                .error(
                    "\(plural(unmerged.count, "file")) \(unmerged.count == 1 ? "is" : "are") unmerged",
                    notes: unmerged.map { "`\($0)`" },
                    hint: "resolve the conflicts, `\(try repository.command("add"))` and commit"))
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    /// Whether a repository around the new folder has nothing to do with it.
    private func isIgnored(by outer: Repository) throws -> Bool {
        guard let path = outer.path(of: folder) else { return false }
        return try [ProjectSpec.fileName, "x"].allSatisfy {
            try outer.isIgnored("\(path)/\($0)") && !outer.isTracked("\(path)/\($0)")
        }
    }

    /// - Throws: `Failure` if git has files in the folder that are not in the working tree: they would be written over, and
    ///   the commit would take them away, though nobody saw them.
    func refuseUnseenFiles(_ environment: GitEnvironment) throws {
        // One that cannot be opened was refused before, if anything is to be done with it.
        guard let repository = try? outerRepository(environment) else { return }
        try UnseenFiles(in: folder, repository).refuse()
    }

    /// The repository that the new folder would lie in.
    private func outerRepository(_ environment: GitEnvironment) throws -> Repository? {
        var folder = folder
        while try !files.exists(folder), folder.removeLastComponent() {}
        return try Repository.discover(from: folder, environment: environment)
    }
}
