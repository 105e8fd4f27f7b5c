internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension NewProject {
    /// What to do about git, decided before anything is written.
    enum GitDecision {
        case makeRepository
        case leave(NewProjectResult.Git)
    }

    func decide(_ mode: GitMode, _ environment: GitEnvironment) throws -> GitDecision {
        switch mode {
        case .never: return .leave(.notWanted)
        case .always: return .makeRepository
        case .automatic:
            guard let outer = try outerRepository(environment) else { return .makeRepository }
            return .leave(.insideRepository(outer.root))
        }
    }

    /// The repository that the new folder would lie in.
    private func outerRepository(_ environment: GitEnvironment) throws -> Repository? {
        var folder = folder
        while try !files.exists(folder), folder.removeLastComponent() {}
        return try Repository.discover(from: folder, environment: environment)
    }

    /// Makes the draft a repository with one commit. Git may refuse to commit, mostly because it does not know
    /// who does: that is no reason to give up the project.
    func commit(
        _ decision: GitDecision, _ rendering: Rendering, _ draft: FilePath, _ environment: GitEnvironment
    ) throws -> NewProjectResult.Git {
        if case .leave(let outcome) = decision { return outcome }
        let repository = try Repository.initialise(at: draft, environment: environment)
        do {
            let message = "Create \(name) from the template \(rendering.template.name)"
            let id = try repository.commit(changes(rendering), message: message)
            return id.map { .committed($0) } ?? .notCommitted([])
        } catch let failure as Failure {
            return .notCommitted(failure.diagnostics)
        }
    }

    private func changes(_ rendering: Rendering) -> [FileChange] {
        let record = FileChange(ScaffoldRecord.path, .bytes(Array(rendering.record.utf8)))
        return rendering.files.map { FileChange($0.path, .bytes($0.content, isExecutable: $0.isExecutable)) } + [record]
    }
}
