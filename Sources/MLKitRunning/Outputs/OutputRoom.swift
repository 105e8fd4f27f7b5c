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
    private(set) var moved: [MovedAside] = []
    /// Outputs where nothing stood.
    private(set) var fresh: [FilePath] = []
    private var hasBegun = false

    init(_ stage: StageSpec, in project: FilePath, files: any FileSystem, edits: EditKeeper) {
        self.stage = stage
        self.project = project
        self.files = files
        self.edits = edits
    }

    private var journal: UnfinishedStages { UnfinishedStages(project: project, files: files) }

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
            if let (path, _) = try place.obstacle() {
                guard !moved.contains(where: { path.starts(with: $0.path) }) else { continue }
                let aside = scratch.appending("\(moved.count)")
                moved.append(MovedAside(path: path, aside: aside, isEdit: try edits.isEdit(path)))
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
        if try !files.renameOnDisk(place, to: moved[index].aside) {
            moved[index].aside = MovedAside.beside(moved[index].path, in: project, index, of: stage.name)
            try journal.begin(stage.name, moved, fresh)
            if try !files.renameOnDisk(place, to: moved[index].aside) { try emptyAside(index) }
        }
        try keepRules(of: moved[index])
    }

    /// A folder that another disk is mounted at stays where it is, and only what is in it goes.
    private mutating func emptyAside(_ index: Int) throws {
        moved[index].aside = scratch.appending("\(index)")
        try journal.begin(stage.name, moved, fresh)
        try files.move(project.pushing(moved[index].path), to: moved[index].aside)
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

    /// The stage has failed: its places are as they were before. What it had written is kept for whoever wants to know
    /// why, until it fails again or succeeds.
    ///
    /// - Returns: the folder with what it had written, relative to the project; `nil` if there is none.
    mutating func putBack() throws -> String? {
        guard hasBegun else { return nil }
        var isAnythingLeft = false
        try files.remove(failed)
        let written = try fresh + moved.filter { try files.standing(at: $0.aside) != nil }.map(\.path)
        for path in written {
            let place = project.pushing(path)
            guard try files.standing(at: place) != nil else { continue }
            do {
                try files.move(place, to: failed.pushing(path))
                isAnythingLeft = true
            } catch {
                // What cannot be had on this disk, as a pipe of another, makes room all the same.
                try files.remove(place)
            }
        }
        // One that could not be moved aside is where it was.
        for item in moved where try files.standing(at: item.aside) != nil {
            try files.move(item.aside, to: project.pushing(item.path))
        }
        (moved, fresh, hasBegun) = ([], [], false)
        if isAnythingLeft { try files.makeIgnoredDirectory(failed.removingLastComponent()) }
        try journal.end(stage.name)
        return isAnythingLeft ? failed.name(in: project) : nil
    }

    private var failed: FilePath { UnfinishedStages.failed(stage.name, in: project) }

    /// The stage's outputs are in its lock: what stood there before is dropped, but for what no run had made.
    ///
    /// - Returns: what to tell of that.
    public func settle() throws -> [String] {
        guard hasBegun else { return [] }
        var notes = [String]()
        for item in moved where item.isEdit {
            notes.append(try edits.keep(item.aside, path: item.path, of: stage.name))
        }
        for item in moved { try files.remove(item.aside) }
        if !moved.isEmpty { try files.remove(scratch) }
        try files.remove(failed)
        try journal.end(stage.name)
        return notes
    }
}
