internal import MLKitCore
public import MLKitGit
public import SystemPackage

/// The files of an existing project: what git tracks or would take, or outside git all but what tools leave behind.
/// Nothing is read through a symbolic link.
public struct ProjectTree: Sendable {
    public let root: FilePath
    /// Relative to the root, with `/` between the components; sorted.
    public let files: [String]
    /// Symbolic links, whatever they lead to.
    public let links: PathSet
    /// The top folder of the git repository it lies in; `nil` outside git.
    public let repository: FilePath?
    /// Whether there is more than `limit` files; the others were not looked at.
    public let isTruncated: Bool
    /// What could not be looked at, and why.
    public let notes: [String]
    /// Folders with a file somewhere below them.
    let folders: PathSet
    private let known: PathSet
    /// With what a sparse checkout leaves out.
    let disk: any FileSystem

    /// The most files that are listed.
    public static let limit = 200_000
    /// Texts that are longer are not read: 1 MiB.
    static let textLimit = 1 << 20

    /// Lists a project.
    ///
    /// - Throws: `Failure` if the folder cannot be listed, or its git repository cannot be opened.
    public init(at root: FilePath, environment: GitEnvironment) throws {
        let repository = try Repository.discover(from: root, environment: environment)
        var listing = TreeListing()
        do {
            try repository.map { try listing.add($0, root) } ?? listing.walk(root)
        } catch let failure as Failure where repository != nil {
            // A folder that git may not enter stops git's own listing, but not ours.
            listing = TreeListing()
            listing.notes = failure.diagnostics.map { "git cannot list the files: \($0.message)" }
            try listing.walk(root)
        }
        let disk = try WholeTree.over(LocalFileSystem(), project: root, environment: environment)
        self.init(root: root, repository: repository?.root, listing, disk)
    }

    private init(root: FilePath, repository: FilePath?, _ listing: TreeListing, _ disk: any FileSystem) {
        self.root = root
        self.disk = disk
        self.repository = repository
        files = listing.files.sortedByBytes()
        links = listing.links
        isTruncated = listing.isFull
        notes = listing.notes
        known = PathSet(files)
        var folders = PathSet()
        for file in files where !folders.contains(FileName.folder(file)) {
            folders.formUnion(ProjectTree.folders(above: file))
        }
        self.folders = folders
    }

    public func contains(_ file: String) -> Bool { known.contains(file) }

    /// Whether a folder is there, also one that is empty or that git ignores.
    func hasFolder(_ path: String) -> Bool {
        if folders.contains(path) { return true }
        guard !links.contains(path), let kind = try? disk.standing(at: root.pushing(FilePath(path)))?.kind else { return false }
        return kind == .directory
    }

    /// The text of a file; `nil` if it is not there, too long, or not UTF-8.
    func text(_ file: String) -> String? {
        guard contains(file), let bytes = try? bytes(file) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// - Throws: `Failure` if the file is too long, or cannot be read.
    func bytes(_ file: String) throws -> [UInt8] {
        let path = root.pushing(FilePath(file))
        guard try disk.information(at: path)?.size ?? 0 <= Self.textLimit else {
            throw Failure("`\(file)` is too long to be looked at")
        }
        return try disk.read(path)
    }

    /// `a` and `a/b` for `a/b/c.txt`.
    static func folders(above path: String) -> [String] {
        path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }.map { String(path[..<$0]) }
    }
}
