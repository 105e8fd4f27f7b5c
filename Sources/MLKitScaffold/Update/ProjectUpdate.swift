public import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// Brings a project into line with its spec, its answers and its template.
public struct ProjectUpdate {
    public let plan: UpdatePlan
    let request: UpdateRequest
    let git: ProjectRepository

    /// Reads the project, renders the template anew, and plans.
    ///
    /// - Throws: `Failure` with all that is wrong with spec, record, answers or template.
    public init(_ request: UpdateRequest) throws {
        self.request = request
        git = ProjectRepository(project: request.project, environment: request.git)
        plan = try UpdatePlanner(request, git).plan()
        // What nothing could be done with is not planned.
        if plan.doesSomething { try git.repository?.refuseBrokenHead() }
    }

    /// Why `apply` would refuse all that is planned, outside git; `nil` within, and where nothing is to be done, unless what is
    /// there of a repository is broken.
    public var outsideGit: Diagnostic? {
        get throws {
            guard try git.repository == nil else { return nil }
            let failure = RepositoryAccess.lost(above: request.project) ?? (plan.doesSomething ? notInGit : nil)
            guard var problem = failure?.diagnostics.first else { return nil }
            problem.severity = .warning
            return problem
        }
    }

    var notInGit: Failure {
        if let problem = RepositoryAccess.lost(above: request.project) { return problem }
        let place = request.project.appending(".git")
        guard (try? request.files.exists(place)) != true else {
            return Failure("the git repository in `\(place)` cannot be opened", hint: "see what `git status` says here")
        }
        return Failure(
            "the project is not in git, so nothing could be taken back from history",
            hint: "run `git init`, `git add --all` and `git commit` first")
    }

    /// What keeps git from committing: conflicts of an earlier update or of a merge; `nil` if there are none.
    public var unmerged: Diagnostic? {
        get throws {
            // Nearly always there are none, and a large index takes git a fifth of planning.
            let isUsual = request.git["GIT_INDEX_FILE"] == nil && request.git["GIT_DIR"] == nil
            let index = isUsual ? try? request.files.read(request.project.pushing(".git/index")) : nil
            if let index, IndexScan.hasConflicts(index) == false { return nil }
            return try git.repository.flatMap { try UpdateRefusal.unmerged($0, git, request) }
        }
    }
}
