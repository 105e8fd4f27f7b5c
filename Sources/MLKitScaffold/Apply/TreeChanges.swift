internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// What a plan changes on disk and in git's index, file by file.
struct TreeChanges {
    /// A file's bytes on disk afterwards.
    struct Target {
        var bytes: [UInt8]
        var isExecutable: Bool
    }

    /// By path; `nil` for a file that goes.
    private(set) var targets: [String: Target?] = [:]
    /// Changes of the index, with the repository's paths.
    private(set) var index: [IndexChange] = []
    let moves: [UpdatePlan.Move]
    private let project: FilePath
    private let files: any FileSystem
    private let git: ProjectGit
    /// `nil` outside git.
    private let attributes: AttributeSources?

    init(_ plan: UpdatePlan, _ project: FilePath, _ git: ProjectGit, _ files: any FileSystem) throws {
        self.project = project
        self.files = files
        self.git = git
        attributes = try git.repository.map { try AttributeSources(of: $0) }
        moves = plan.moves
        for action in plan.actions { try add(action) }
        if plan.changesRecord { put(ScaffoldRecord.path, Array(plan.newRecord.text.utf8)) }
        for (id, content) in plan.retained { put(RetainedRenderings.path(id), content) }
        for id in plan.released { targets[RetainedRenderings.path(id)] = .some(nil) }
        index = try indexChanges(plan)
    }

    private mutating func put(_ path: String, _ bytes: [UInt8]) {
        targets[path] = Target(bytes: bytes, isExecutable: false)
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
            let bytes = try smudged(content.bytes, action.path)
            targets[action.path] = Target(bytes: bytes, isExecutable: content.isExecutable)
        case .carry(let isExecutable):
            guard let file = action.before else { return }
            let bytes = file.content == file.raw ? file.raw : try smudged(file.content, action.path)
            targets[action.path] = Target(bytes: bytes, isExecutable: isExecutable)
        }
        if let from = action.from { leave(from) }
    }

    private func smudged(_ content: [UInt8], _ path: String) throws -> [UInt8] {
        let name = try git.path(path)
        guard let repository = try git.repository, attributes?.mayConcern(name) == true else { return content }
        return try repository.smudged(content, path: name)
    }

    private func indexChanges(_ plan: UpdatePlan) throws -> [IndexChange] {
        var unmerged: [String: FileAction.Stages] = [:]
        for action in plan.actions { unmerged[action.path] = action.stages }
        var changes = [IndexChange]()
        for (path, target) in targets.sorted(by: { $0.key < $1.key }) where unmerged[path] == nil {
            let name = try git.path(path)
            guard let target else { changes.append(.remove(path: name)); continue }
            changes.append(.stage(path: name, content: target.bytes, isExecutable: target.isExecutable))
        }
        for (path, stages) in unmerged.sorted(by: { $0.key < $1.key }) {
            changes.append(
                .conflict(
                    path: try git.path(path), base: stages.base, yours: stages.yours, theirs: stages.theirs,
                    isExecutable: stages.isExecutable))
        }
        for move in plan.moves where move.isTracked {
            changes.append(.move(from: try git.path(move.from), to: try git.path(move.to)))
        }
        return try changes + specChange()
    }

    /// The spec goes with what was made from it, also if nothing in it changes.
    private func specChange() throws -> [IndexChange] {
        let path = ProjectSpec.fileName
        guard targets[path] == nil, let repository = try git.repository else { return [] }
        let file = project.appending(path)
        guard try repository.isTracked(git.path(path)), let information = try files.information(at: file) else {
            return []
        }
        return [
            .stage(path: try git.path(path), content: try files.read(file), isExecutable: information.isExecutable)
        ]
    }

    /// The steps, in an order in which no file stands in another's way: first all that goes, then what is moved, then
    /// what is written.
    func draft() throws -> JournalDraft {
        var draft = JournalDraft()
        let moving = Set(moves.map(\.from))
        let sorted = targets.sorted { $0.key < $1.key }
        for (path, target) in sorted where target == nil {
            let before = try current(path, &draft)
            if before != nil { draft.add(.replace(path: path, before: before, after: nil)) }
        }
        try MoveOrder(moves, project, files).add(to: &draft)
        for (path, target) in sorted {
            guard let target else { continue }
            let before = moving.contains(path) ? nil : try current(path, &draft)
            let after = draft.version(target.bytes, isExecutable: target.isExecutable)
            if before != after { draft.add(.replace(path: path, before: before, after: after)) }
        }
        return draft
    }

    /// Whether a file stands at a path now.
    func isThere(_ path: String) throws -> Bool { try files.exists(project.pushing(FilePath(path))) }

    private func current(_ path: String, _ draft: inout JournalDraft) throws -> Journal.Version? {
        let file = project.pushing(FilePath(path))
        guard let information = try files.information(at: file), information.kind == .file else { return nil }
        return draft.version(try files.read(file), isExecutable: information.isExecutable)
    }
}
