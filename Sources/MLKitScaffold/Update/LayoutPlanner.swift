internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// Adds to a plan what a change of layout does to files that are not the template's.
struct LayoutPlanner {
    private let planner: Planner
    private let request: UpdateRequest
    private let git: ProjectRepository
    private let moved: MovedPaths

    init(_ planner: Planner, _ request: UpdateRequest, _ git: ProjectRepository, _ moved: MovedPaths) {
        self.planner = planner
        self.request = request
        self.git = git
        self.moved = moved
    }

    func add(to plan: inout UpdatePlan) throws {
        let tracked = try git.repository?.trackedFiles(below: git.prefix).compactMap { try git.projectPath($0) } ?? []
        let targets = PathSet(plan.actions.filter { $0.changesTree && $0.kind != .delete }.map(\.path))
        plan.moves = try FolderMoves(
            planner.layout, project: request.project, files: request.files,
            places: PathSet(planner.owners.keys).union(plan.newRecord.files.values.compactMap(\.at)), tracked: tracked
        ).all()
        let obstacles = MoveObstacles(
            project: request.project, files: request.files, vacated: planner.vacated, targets: targets)
        plan.actions += try obstacles.conflicts(plan.moves)
        try updateEvidence(tracked, &plan)
        try note(tracked.filter { !targets.contains($0) }, &plan)
        plan.actions.sort { ByteText($0.path) < ByteText($1.path) }
    }

    private func updateEvidence(_ tracked: [String], _ plan: inout UpdatePlan) throws {
        for path in tracked where path.hasPrefix("checklist/") && path.hasSuffix(".md") {
            let file = request.project.pushing(FilePath(path))
            guard try request.files.information(at: file)?.kind == .file else { continue }
            let bytes = try request.files.read(file)
            guard let new = EvidencePaths(moved: moved).changed(bytes, file: path) else { continue }
            plan.actions.append(
                FileAction(
                    .update, path, reason: "evidence is elsewhere",
                    effect: .write(FileContent(bytes: new, isExecutable: false)),
                    before: UserFile(raw: bytes, isExecutable: false)))
        }
    }

    /// Names the user's own files that speak of old folders. What is rendered anew does so no longer.
    private func note(_ tracked: [String], _ plan: inout UpdatePlan) throws {
        let changed = PathSet(plan.actions.filter(\.changesContent).flatMap { [$0.path, $0.from ?? $0.path] })
        let own = tracked.filter { path in
            path != ProjectSpec.fileName && !path.hasPrefix(".mlkit/") && !changed.contains(path)
        }
        let found = try Mentions(folders: planner.layout.movedFolders).find(in: own, request.project, request.files)
        guard !found.isEmpty else { return }
        let renames = plan.actions.compactMap { action in action.from.map { ($0, action.path) } }
        let places = ByteTable(plan.moves.map { ($0.from, $0.to) } + renames) { $1 }
        plan.notes.append(
            .warning(
                "\(plural(found.count, "file")) still \(found.count == 1 ? "mentions" : "mention") folders that are "
                    + "elsewhere now",
                notes: found.map { "`\(places[$0] ?? $0)`" }, hint: "put the new paths there"))
    }
}

extension FileAction {
    /// Whether the file's bytes, and not only its place, are others afterwards.
    fileprivate var changesContent: Bool {
        switch effect {
        case .write, .remove: true
        case .none, .carry: false
        }
    }
}
