internal import MLKitCore
internal import SystemPackage

/// One look at all watched files. What cannot be read counts as not there: a run says why.
struct WatchWalk {
    let project: FilePath
    let files: any FileSystem
    let hashes: HashCache?
    /// What is passed over, relative to the project.
    let outputs: Set<FilePath>
    let enter: (FilePath) throws -> Void
    private(set) var contents = WatchedFiles.Contents()
    private var entered: Set<FilePath> = []

    init(
        project: FilePath, files: any FileSystem, hashes: HashCache?, outputs: Set<FilePath>,
        enter: @escaping (FilePath) throws -> Void
    ) {
        self.project = project
        self.files = files
        self.hashes = hashes
        self.outputs = outputs
        self.enter = enter
    }

    /// Looks at a path, or at all that match a pattern.
    mutating func add(_ input: String) throws {
        let path = FilePath(input).lexicallyNormalized()
        guard (try? Glob.isPattern(input, in: project, files: files)) ?? true else {
            try approach(path.removingLastComponent())
            return try look(at: path, above: [])
        }
        let fixed = path.components.prefix { !Glob.isPattern($0.string) }
        let folder = FilePath(root: nil, fixed)
        try approach(folder)
        if path.components.count > fixed.count + 1 {
            try enterAll(folder, above: [], hidden: input.hasPrefix(".") || input.contains("/."))
        }
        for match in (try? Glob(input).matches(in: project, files: files)) ?? [] {
            try look(at: FilePath(match), above: [])
        }
    }

    /// Enters the folders on the way to one, and that one, as far as they are there.
    private mutating func approach(_ folder: FilePath) throws {
        var path = FilePath()
        try enterOnce(path)
        for component in folder.components {
            path.append(component)
            guard kind(path) == .directory else { return }
            try enterOnce(path)
        }
    }

    private mutating func enterOnce(_ folder: FilePath) throws {
        if entered.insert(folder).inserted { try enter(project.pushing(folder)) }
    }

    private func kind(_ path: FilePath) -> FileInformation.Kind? {
        (try? files.information(at: project.pushing(path)))?.kind
    }

    /// A pattern may come to match in any folder below its fixed part.
    private mutating func enterAll(_ folder: FilePath, above: [UInt64], hidden: Bool) throws {
        guard !isPassedOver(folder), let inode = try folderToEnter(folder, above) else { return }
        for name in names(in: folder) where hidden || !name.hasPrefix(".") {
            try enterAll(folder.appending(name), above: above + [inode], hidden: hidden)
        }
    }

    /// Takes note of a file, or of a folder and all in it.
    private mutating func look(at path: FilePath, above: [UInt64]) throws {
        guard !isPassedOver(path) else { return }
        if try files.isLink(project.pushing(path)) { try follow(path) }
        if kind(path) == .file {
            contents.hashes[path.string] = hash(path)
        } else if let inode = try folderToEnter(path, above) {
            contents.hashes[path.string + "/"] = Self.folder
            for name in names(in: path) { try look(at: path.appending(name), above: above + [inode]) }
        }
    }

    /// That a folder is there is all there is to say of it: what is in it is noted by itself.
    private static let folder = ContentHash(of: "")

    /// What a link leads to may be replaced where it stands.
    private mutating func follow(_ link: FilePath) throws {
        guard let target = try? files.linkTarget(project.pushing(link)) else { return }
        let place = project.pushing(link).removingLastComponent().pushing(FilePath(target)).removingLastComponent()
        if (try? files.information(at: place))?.kind == .directory { try enterOnce(place) }
    }

    private func isPassedOver(_ path: FilePath) -> Bool {
        let first = path.components.first?.string
        return first == ".mlkit" || first == ".git" || outputs.contains(path)
    }

    /// Enters a folder and says which it is; `nil` for no folder, and for one that a link leads back to.
    private mutating func folderToEnter(_ path: FilePath, _ above: [UInt64]) throws -> UInt64? {
        guard let information = try? files.information(at: project.pushing(path)), information.kind == .directory,
            information.inode == 0 || !above.contains(information.inode)
        else { return nil }
        try enterOnce(path)
        return information.inode
    }

    private func names(in folder: FilePath) -> [String] { (try? files.list(project.pushing(folder))) ?? [] }

    private func hash(_ path: FilePath) -> ContentHash? {
        let path = project.pushing(path)
        return hashes.map { try? $0.hash(path) } ?? (try? files.hash(path))
    }
}
