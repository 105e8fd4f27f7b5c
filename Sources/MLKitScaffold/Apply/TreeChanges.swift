internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// What a plan changes on disk and in git's index, file by file.
struct TreeChanges {
    /// A file's bytes on disk afterwards.
    struct Target {
        var bytes: [UInt8]
        /// The same as git stores it.
        var stored: [UInt8]
        var isExecutable: Bool
        /// Whether a sparse checkout leaves the file out: it goes to the index alone.
        var isLeftOut = false
    }

    /// By path; `nil` for a file that goes.
    private(set) var targets: ByteTable<Target?> = [:]
    /// Changes of the index, with the repository's paths.
    private(set) var index: [IndexChange] = []
    /// Files that are written, and that git ignores.
    private(set) var ignored: [String] = []
    /// Files that git does not know, and is not meant to, though it may not be told to ignore them any more.
    private let unknown: PathSet
    let moves: [UpdatePlan.Move]
    private let project: FilePath
    private let files: any FileSystem
    private let git: ProjectRepository
    private let coming: ComingRepository

    init(_ plan: UpdatePlan, _ project: FilePath, _ git: ProjectRepository, _ files: any FileSystem) throws {
        self.project = project
        self.files = files
        self.git = git
        coming = try ComingRepository(plan.actions, git)
        moves = plan.moves
        unknown = PathSet(plan.actions.filter(\.isUnknown).map(\.path))
        for action in plan.actions { try add(action) }
        if plan.changesRecord { try put(ScaffoldRecord.path, Array(plan.newRecord.text.utf8)) }
        if let renderings = plan.renderings { try put(KeptRenderings.path, renderings) }
        for path in plan.released { targets[path] = .some(nil) }
        index = try indexChanges(plan)
    }

    private mutating func put(_ path: String, _ bytes: [UInt8]) throws {
        guard try !files.isLink(project.pushing(FilePath(path))) else {
            throw Failure(
                "`\(path)` is a symbolic link, which is not written through",
                hint: "put the file that it leads to in its place, and commit it")
        }
        let (file, stored) = try coming.file(coming.stored(rendered: bytes, at: path), at: path)
        try OwnText.check(file, at: path)
        targets[path] = Target(
            bytes: file, stored: stored, isExecutable: false, isLeftOut: try !isThere(path) && git.leavesOut(path))
    }

    /// What a file gives up must not undo what another puts there.
    private mutating func leave(_ path: String) {
        if targets[path] == nil { targets[path] = .some(nil) }
    }

    private mutating func add(_ action: FileAction) throws {
        switch action.effect {
        case .none: return
        case .remove: return leave(action.path)
        case .write(let content):
            let (file, stored) = try coming.file(content.bytes, at: action.path)
            targets[action.path] = Target(
                bytes: file, stored: stored, isExecutable: content.isExecutable, isLeftOut: try isLeftOut(action))
        case .carry(let isExecutable):
            guard let before = action.before else { return }
            let (file, stored) = try carried(before, to: action.path)
            targets[action.path] = Target(
                bytes: file, stored: stored, isExecutable: isExecutable, isLeftOut: try isLeftOut(action))
        }
        if let from = action.from { leave(from) }
    }

    /// The user's bytes as they are, unless the new place asks for another form.
    private func carried(_ file: UserFile, to path: String) throws -> (file: [UInt8], stored: [UInt8]) {
        let stored = try coming.stored(file.raw, at: path)
        return stored == file.content ? (file.raw, stored) : try coming.file(file.content, at: path)
    }

    /// A file in conflict is put where it can be edited.
    private func isLeftOut(_ action: FileAction) throws -> Bool {
        guard action.stages == nil, try !isThere(action.path) else { return false }
        if action.from == nil, let before = action.before { return before.isLeftOut }
        return try git.leavesOut(action.path)
    }

    private mutating func indexChanges(_ plan: UpdatePlan) throws -> [IndexChange] {
        var unmerged: ByteTable<FileAction.Stages> = [:]
        // A file that waits for another's place has none.
        for action in plan.actions { if let stages = action.stages { unmerged[action.path] = stages } }
        var changes = [IndexChange]()
        for (path, target) in targets.sorted where unmerged[path] == nil {
            let name = try git.path(path)
            guard let target else { changes.append(.remove(path: name)); continue }
            guard try !coming.isIgnored(path) else { ignored.append(path); continue }
            guard !unknown.contains(path) else { continue }
            changes.append(
                target.isLeftOut
                    ? .stageLeftOut(path: name, stored: target.stored, isExecutable: target.isExecutable)
                    : .stage(
                        path: name, file: target.bytes, stored: target.stored, isExecutable: target.isExecutable))
        }
        for (path, stages) in unmerged.sorted {
            changes.append(stages.change(at: try git.path(path)))
        }
        for move in plan.moves where move.isTracked {
            changes.append(.move(from: try git.path(move.from), to: try git.path(move.to)))
        }
        return try unmerged[ProjectSpec.fileName] == nil ? changes + specChange() : changes
    }

    /// The spec goes with what was made from it, also if nothing in it changes.
    private func specChange() throws -> [IndexChange] {
        let path = ProjectSpec.fileName
        guard targets[path] == nil, let repository = try git.repository else { return [] }
        let file = project.appending(path)
        // A link stays one: what it leads to is another file.
        guard try !files.isLink(file), try !git.isLinkAsFile(path), try repository.isTracked(git.path(path)),
            let information = try files.information(at: file)
        else {
            return []
        }
        let content = try files.read(file)
        return [
            .stage(
                path: try git.path(path), file: content, stored: try coming.stored(content, at: path),
                isExecutable: try git.recordedMode(path) ?? information.isExecutable)
        ]
    }

    /// The steps, in an order in which no file stands in another's way: first all that goes, then what is moved, then
    /// what is written.
    func draft() throws -> JournalDraft {
        var draft = JournalDraft()
        let sorted = targets.sorted
        for (path, target) in sorted where target == nil {
            let before = try current(path, &draft)
            if before != nil { draft.add(.replace(path: path, before: before, after: nil)) }
        }
        try MoveOrder(moves, project, files).add(to: &draft)
        for (path, target) in sorted {
            guard let target, !target.isLeftOut else { continue }
            let before = isMovedAway(path) ? nil : try current(path, &draft)
            let after = draft.version(
                target.bytes, isExecutable: target.isExecutable, isPersonal: before?.isPersonal ?? false)
            if before != after { draft.add(.replace(path: path, before: before, after: after)) }
        }
        return draft
    }

    /// Whether something is staged that is not the same already.
    var isStaged: Bool { !PathSet(ignored).union(unknown).isSuperset(of: targets.keys) || moves.contains(where: \.isTracked) }

    /// Whether what stands at a path is moved before anything is written there.
    private func isMovedAway(_ path: String) -> Bool {
        moves.contains { path.hasSameBytes(as: $0.from) || RepositoryPath.lies(path, in: $0.from) }
    }

    /// Refuses to go on from files that are not what the plan was made from: one that was saved and committed meanwhile would be
    /// replaced by a merge that does not have it.
    func refuseChanged(_ plan: UpdatePlan, since draft: JournalDraft) throws {
        var found: ByteTable<Journal.Version?> = [:]
        for case .replace(let path, let before, _) in draft.steps where found[path] == nil { found[path] = before }
        let changed = plan.actions.compactMap { action -> String? in
            let place = action.from ?? action.path
            guard let file = action.before, !file.isLeftOut, !isMovedAway(place), let version = found[place],
                version?.hash != ContentHash(of: file.raw)
            else { return nil }
            return place
        }
        guard !changed.isEmpty else { return }
        throw Failure(
            "\(plural(changed.count, "file")) changed while the update was being planned", notes: changed.map { "`\($0)`" },
            hint: "try again")
    }

    /// Whether a file, or a link wherever it leads, stands at a path now.
    func isThere(_ path: String) throws -> Bool {
        try files.standing(at: project.pushing(FilePath(path))).map { $0.kind != .directory } ?? false
    }

    private func current(_ path: String, _ draft: inout JournalDraft) throws -> Journal.Version? {
        let file = project.pushing(FilePath(path))
        guard let information = try files.information(at: file), information.kind == .file else { return nil }
        return draft.version(
            try files.read(file), isExecutable: information.isExecutable, isPersonal: information.isPersonal)
    }
}

extension FileAction.Stages {
    fileprivate func change(at path: String) -> IndexChange {
        func side(_ content: [UInt8]?, isLink: Bool = false) -> IndexChange.Side? {
            content.map { IndexChange.Side(stored: $0, isExecutable: isExecutable && !isLink, isLink: isLink) }
        }
        return .conflict(path: path, base: side(base), yours: side(yours, isLink: hasLink), theirs: side(theirs))
    }
}
