internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec

/// Decides what an update does to each of the template's files. It reads by way of `ProjectState`, and writes nothing.
struct Planner {
    let record: ScaffoldRecord
    let rendering: Rendering
    let state: any ProjectState
    let layout: LayoutChange
    let merge: ContentMerge
    /// What the command itself changes in `mlkit.yaml`.
    let edits: SpecEdits
    var plan = FilePlan()
    /// Where recorded files stand now and will not stand any more.
    var vacated = PathSet()
    /// By where recorded files stand now: which they are.
    var owners: ByteTable<String> = [:]
    /// Where the record has files of the user's that the template has elsewhere.
    let claimed: PathSet

    init(
        record: ScaffoldRecord, rendering: Rendering, state: any ProjectState, layout: LayoutChange,
        rules: any MergeRules, edits: SpecEdits? = nil
    ) {
        self.edits = edits ?? SpecEdits(kinds: rendering.template.kinds)
        self.record = record
        claimed = PathSet(record.files.compactMap(\.value.at))
        self.rendering = rendering
        self.state = state
        self.layout = layout
        let template = rendering.template
        let labels = TextMerge.Labels(
            base: "template \(record.templateName) \(record.templateVersion)", yours: "yours",
            theirs: "template \(template.name) \(template.version)")
        merge = ContentMerge(labels: labels, rules: rules)
    }

    /// - Throws: `Failure` if the project cannot be read.
    mutating func run() throws -> FilePlan {
        let state = state
        let pairing = try FilePairing(record.files, rendering.files) { try state.base($0.path, $0.file) }
        let items = try followMoves(pairing.pairs.map { try locate($0) })
        for item in items {
            guard let old = item.pair.old else { continue }
            owners[item.place?.path ?? old.file.at ?? old.path] = old.path
        }
        vacated = try findVacated(items)
        for item in items { try decide(item) }
        releasePlaces()
        try editSpec()
        plan.actions.sort { (ByteText($0.path), ByteText($0.from ?? "")) < (ByteText($1.path), ByteText($1.from ?? "")) }
        return plan
    }

    private mutating func decide(_ item: PlannedItem) throws {
        switch (item.pair.old, item.pair.new) {
        case (nil, nil): break
        case (nil, let new?): try add(new)
        case (let old?, nil): try drop(old, item.place)
        case (let old?, let new?): try update(old, new, item)
        }
    }

    private mutating func update(_ old: FilePair.Old, _ new: RenderedFile, _ item: PlannedItem) throws {
        guard let place = item.place else { return settle(old, new) }
        switch new.ownership {
        case .managed: try manage(old, new, place)
        case .merged: try mergeFile(old, new, item, place)
        case .seed: try seed(old, new, place)
        }
    }

    /// Where the user kept a file that is gone, another may have come: that is its place then.
    private mutating func releasePlaces() {
        let taken = PathSet(plan.files.filter { $0.value.at == nil && $0.value.state == nil }.map(\.key))
        for (path, file) in plan.files where file.at.map(taken.contains) == true { plan.files[path]?.at = nil }
    }

    /// The template has nothing to say about the file.
    private mutating func settle(_ old: FilePair.Old, _ new: RenderedFile) {
        plan.actions.append(FileAction(.keep, old.file.at ?? new.path))
        note(new, at: old.file.at ?? new.path, state: old.file.state)
    }

    /// Puts a file in the record.
    mutating func note(_ new: RenderedFile, at place: String, blob: ObjectID? = nil, state: RecordedFile.State? = nil) {
        var entry = RecordedFile(new)
        entry.blob = blob ?? new.blob
        if let old = record.files[new.path], old.blob == entry.blob { entry.stored = old.stored }
        entry.at = place.hasSameBytes(as: new.path) ? nil : place
        entry.state = state
        plan.files[new.path] = entry
    }

    /// A new rendering as git stores it.
    func theirs(_ new: RenderedFile) throws -> [UInt8] { try state.stored(rendered: new.content, at: new.path) }

    /// What cannot be written because something else than a file is there: a conflict of this file alone. A link is left
    /// for the user to decide about in git. Beside a folder git can hold no file: one that was there counts as deleted from
    /// then on, unless it is put back; a new one comes when there is room.
    mutating func obstruct(
        _ path: String, _ entry: UserEntry, _ new: RenderedFile, old: FilePair.Old? = nil
    ) throws {
        let isReplaced = old.map { path.hasSameBytes(as: $0.file.at ?? $0.path) } == true && entry.isFolderOnTheWay
        if let old, old.file.state == .deleted, isReplaced {
            plan.files[old.path] = old.file
            return plan.actions.append(FileAction(.keep, path, reason: "deleted by you"))
        }
        var action = FileAction(.conflict, path, reason: Self.reason(entry, isNew: old == nil))
        if case .link(let target) = entry, try state.seclusion(of: path) == nil {
            let base = try old.flatMap { try state.base($0.path, $0.file) }
            action.stages = FileAction.Stages(
                base: base, yours: Array(target.utf8), theirs: try theirs(new), isExecutable: new.isExecutable,
                hasLink: true)
            note(new, at: path)
        } else if let old {
            plan.files[old.path] = old.file
            if isReplaced { plan.files[old.path]?.state = .deleted }
        }
        plan.actions.append(action)
    }

    private static func reason(_ entry: UserEntry, isNew: Bool) -> String {
        let rest = isNew ? "it comes when that is moved away" : "it is updated when it is put back"
        return switch entry {
        case .link: "a symbolic link is there, which is not written through"
        case .folder: "a folder is there: \(rest)"
        case .blocked(let by): "`\(by)`, on the way to it, is no folder: \(rest)"
        case .inRepository(let folder): "`\(folder)`, on the way to it, is another git repository: \(rest)"
        case .unreadable(let reason): "\(reason): it is updated when it can be read"
        case .nameless: "its name is not UTF-8: it is updated when it has another name"
        default: "something else is there"
        }
    }
}

/// What becomes of the template's files, and what the record will say of them.
struct FilePlan {
    var actions: [FileAction] = []
    /// By the path that the template gives the file.
    var files: ByteTable<RecordedFile> = [:]
    var notes: [Diagnostic] = []
}
