internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Makes room for the outputs of a stage: what stands there is moved aside before they are written, so that they come of
/// nothing but the run, and put back if it fails.
///
/// Outputs with `keep: true` are left where they are. A folder's own `.gitignore` and `.gitkeep` stay too, as they would be
/// there in a fresh clone.
public struct OutputRoom: Sendable {
    let stage: StageSpec
    let project: FilePath
    let files: any FileSystem
    let edits: EditKeeper
    let journal: UnfinishedStages
    private(set) var moved: [MovedAside] = []
    /// Outputs where nothing stood.
    private(set) var fresh: [FilePath] = []
    private var hasBegun = false

    init(
        _ stage: StageSpec, in project: FilePath, files: any FileSystem, edits: EditKeeper, journal: UnfinishedStages
    ) {
        self.stage = stage
        self.project = project
        self.files = files
        self.edits = edits
        self.journal = journal
    }

    /// No stage can have this name.
    private var scratch: FilePath { project.pushing(".mlkit/tmp").appending("aside@\(stage.name)") }

    /// The outputs that are to be gone before the stage writes them.
    static func cleared(of stage: StageSpec) -> [StageOutput] {
        stage.outputs.filter { !$0.isKept && !$0.isManaged }
    }

    /// Moves all that stands in the way aside, and makes the folders that the outputs are to be in.
    mutating func clear() throws {
        let places = Self.cleared(of: stage).map { OutputPlace($0.path, in: project, files: files) }
        for place in places {
            if let (path, kind) = try place.obstacle() {
                guard !moved.contains(where: { path.starts(with: $0.path) }) else { continue }
                let aside = scratch.appending("\(moved.count)")
                let isEdit = try edits.isEdit(path)
                let copy = isEdit ? nil : try journal.copies.standIn(for: path, kind)
                moved.append(MovedAside(path: path, aside: aside, isEdit: isEdit, copy: copy))
            } else {
                fresh.append(place.path)
            }
        }
        guard !places.isEmpty else { return }
        try journal.begin(stage.name, moved, fresh)
        hasBegun = true
        for index in moved.indices { try moveAside(index) }
        for place in places { try place.makeParent() }
    }

    private mutating func moveAside(_ index: Int) throws {
        let place = project.pushing(moved[index].path)
        switch try files.renameOnDisk(place, to: moved[index].aside) {
        case .done: break
        case .otherDisk:
            moved[index].aside = MovedAside.beside(moved[index].path, in: project, index, of: stage.name)
            try journal.begin(stage.name, moved, fresh)
            try files.rename(place, to: moved[index].aside)
        case .mounted where moved[index].copy != nil:
            for entry in try files.entries(place) where !FolderItem.rules.contains(entry.name) {
                try files.remove(place.appending(entry.name))
            }
            return
        case .mounted:
            try files.move(place, to: moved[index].onTheWay)
            try files.rename(moved[index].onTheWay, to: moved[index].aside)
        }
        try keepRules(of: moved[index])
        if moved[index].copy != nil { try files.remove(moved[index].aside) }
    }

    private func keepRules(of moved: MovedAside) throws {
        guard try files.standing(at: moved.aside)?.kind == .directory else { return }
        for name in FolderItem.rules {
            let rules = moved.aside.appending(name)
            guard try files.standing(at: rules)?.kind == .file else { continue }
            let place = project.pushing(moved.path)
            try files.makeDirectory(place)
            _ = try files.copy(rules, to: place.appending(name), executable: false)
        }
    }

    /// Whether a folder had files that are there for git's sake, and what the stage has put in its place is none.
    private func hasLostRules(_ moved: MovedAside) throws -> Bool {
        guard try files.standing(at: moved.aside)?.kind == .directory, try edits.hasRules(moved.aside) else { return false }
        return try files.standing(at: project.pushing(moved.path))?.kind != .directory
    }

    /// The stage has failed: its places are as they were before. What it had written is kept for whoever wants to know
    /// why, until it fails again or succeeds.
    ///
    /// - Returns: the folder with what it had written, relative to the project; `nil` if there is none.
    mutating func putBack() throws -> String? {
        guard hasBegun else { return nil }
        let isAnythingLeft = try journal.putBack(moved, fresh, of: stage.name)
        (moved, fresh, hasBegun) = ([], [], false)
        return isAnythingLeft ? UnfinishedStages.failed(stage.name, in: project).name(in: project) : nil
    }

    /// The stage's outputs are in its lock: what stood there before is dropped, but for what no run had made.
    ///
    /// - Returns: what to tell of that.
    public func settle() throws -> [String] {
        guard hasBegun else { return [] }
        var notes = [String]()
        for item in moved where try item.isEdit || hasLostRules(item) {
            notes.append(try edits.keep(item.aside, path: item.path, of: stage.name))
        }
        for item in moved { try files.remove(item.aside) }
        if !moved.isEmpty { try files.remove(scratch) }
        try files.remove(UnfinishedStages.failed(stage.name, in: project))
        try journal.end(stage.name)
        return notes
    }
}
