internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec

/// What keeps an update from being applied.
struct UpdateRefusal {
    private let plan: UpdatePlan
    private let changes: TreeChanges
    private let git: ProjectRepository
    private let request: UpdateRequest

    init(_ plan: UpdatePlan, _ changes: TreeChanges, _ git: ProjectRepository, _ request: UpdateRequest) {
        self.plan = plan
        self.changes = changes
        self.git = git
        self.request = request
    }

    /// - Throws: `Failure` with all of it.
    func check(_ repository: Repository) throws {
        let problems = try unfinished(repository) + obstacles + unsaved(repository)
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private func unfinished(_ repository: Repository) throws -> [Diagnostic] {
        try [Diagnostic.unfinished(repository), Self.unmerged(repository, git, request)].compactMap(\.self)
    }

    /// Conflicts of an earlier update or of a merge; `nil` if there are none.
    static func unmerged(_ repository: Repository, _ git: ProjectRepository, _ request: UpdateRequest) throws -> Diagnostic? {
        let files = try repository.unmergedFiles
        guard !files.isEmpty else { return nil }
        let paths = try files.map { try git.projectPath($0) ?? $0 }
        return try .error(
            "\(plural(files.count, "file")) \(files.count == 1 ? "is" : "are") unmerged", notes: listed(files),
            hint: hint(paths, request, repository.command("add")))
    }

    private static func hint(_ paths: [String], _ request: UpdateRequest, _ add: String) throws -> String {
        if paths == [KeptRenderings.path] {
            return "run `\(add) \(KeptRenderings.path)`, and commit: it is read with what both sides have"
        }
        let takesBack = try UpdateUndo.takesBack(
            paths, of: request.project, git: request.git, files: request.files)
        return "resolve the conflicts, `\(add)` and commit"
            + (takesBack ? "; or take the last update back with `mlkit apply --undo`" : "")
    }

    private var obstacles: [Diagnostic] {
        plan.actions.filter(\.isObstacle).map { action in
            .error(
                "`\(action.path)` cannot be written: \(action.reason ?? "something is in the way")",
                hint: "move it away, or have the template write elsewhere")
        }
    }

    /// What the update would touch that is in no commit.
    private func unsaved(_ repository: Repository) throws -> [Diagnostic] {
        let touched = touchedPaths
        guard !touched.isEmpty else { return [] }
        let names = ByteTable(try touched.map { (try git.path($0), $0) }) { $1 }
        var changed = PathSet()
        var untracked = PathSet()
        // In those that it does not know nothing is the user's, or they would not be touched.
        let unknown = PathSet(plan.actions.filter(\.isUnknown).flatMap { [$0.path, $0.from ?? $0.path] })
        for status in try repository.status(of: names.keys.sorted()) {
            guard let path = names[status.path] else { continue }
            let isNew = status.unstaged == .added && status.staged == nil
            guard !isNew || !unknown.contains(path) else { continue }
            if isNew { untracked.insert(path) } else { changed.insert(path) }
        }
        // Git says nothing of files that it is told to ignore, of which the record may be one.
        let known = unknown.union(PathSet([ScaffoldRecord.path]))
        for path in touched where try !known.contains(path) && isIgnoredFile(path, repository) { untracked.insert(path) }
        let add = try repository.command("add")
        return try Self.problems(
            changed, "has changes that are in no commit", "have changes that are in no commit",
            hint(for: changed, add, repository))
            + Self.problems(
                untracked.subtracting(changed), "is in no commit", "are in no commit",
                hint(for: untracked.subtracting(changed), add, repository))
    }

    /// Git stashes no file that is only meant to be added, none that it ignores, and nothing before the first commit.
    private func hint(for paths: PathSet, _ add: String, _ repository: Repository) throws -> String {
        let isCovered = try paths.contains { path in
            let name = try git.path(path)
            return try repository.isIgnored(name) && !repository.isTracked(name)
        }
        let isStashed = try repository.headCommit != nil && paths.allSatisfy { path in
            let name = try git.path(path)
            return try !repository.isIntended(name) && (repository.isTracked(name) || !repository.isIgnored(name))
        }
        return "commit first (`\(add)\(isCovered ? " --force" : "")` and `git commit`), or "
            + (isStashed ? "put them aside with `git stash --include-untracked`" : "move them out of the project")
    }

    private func isIgnoredFile(_ path: String, _ repository: Repository) throws -> Bool {
        try changes.isThere(path) && !repository.isTracked(git.path(path))
    }

    private var touchedPaths: [String] {
        let unmerged = plan.actions.filter { $0.stages != nil }.map(\.path)
        let moved = plan.moves.filter(\.isTracked).map(\.from)
        let all = PathSet(changes.targets.keys).union(unmerged).union(moved)
        // The spec is read and edited as it stands; in what is kept of renderings there is nothing of the user's.
        return all.subtracting([ProjectSpec.fileName, KeptRenderings.path]).sorted()
    }

    private static func problems(_ paths: PathSet, _ one: String, _ many: String, _ hint: String) -> [Diagnostic] {
        guard let first = paths.sorted().first else { return [] }
        let subject = paths.count == 1 ? "`\(first)` \(one)" : "\(paths.count) files \(many)"
        return [
            .error(
                "\(subject), and would be touched",
                notes: paths.count == 1 ? [] : listed(paths.sorted()),
                hint: hint)
        ]
    }

    private static func listed(_ paths: [String]) -> [String] { paths.map { "`\($0)`" } }
}

extension Diagnostic {
    /// That git is in the middle of something; `nil` if it is not.
    static func unfinished(_ repository: Repository) -> Diagnostic? {
        repository.unfinishedWork.map { .error("git is in the middle of \($0)", hint: "finish it or give it up first") }
    }
}
