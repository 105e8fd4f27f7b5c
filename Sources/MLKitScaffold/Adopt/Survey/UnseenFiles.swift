internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Files of a folder that git has and the working tree has not, though nobody took them out of it: a sparse checkout leaves
/// them out, or nothing was checked out yet.
struct UnseenFiles {
    private let folder: FilePath
    /// The repository's paths.
    private let files: [String]
    private let prefix: String
    private let isSparse: Bool

    init(in folder: FilePath, _ repository: Repository) throws {
        self.folder = folder
        let path = repository.path(of: folder)
        prefix = path.map { $0 + "/" } ?? ""
        files = try repository.filesNotCheckedOut(below: path ?? "")
        isSparse = try repository.isSparse
    }

    func contains(_ path: String) -> Bool { files.contains(prefix + path) }

    /// What puts them into the working tree.
    private var way: String { isSparse ? "git sparse-checkout disable" : "git checkout HEAD" }

    /// - Throws: `Failure` if there are some: they would be written over by who cannot see them.
    func refuse() throws {
        guard let first = files.first else { return }
        let (are, them) = files.count == 1 ? ("is", "it") : ("are", "them")
        throw Failure(
            "git has \(plural(files.count, "file")) in `\(folder)` that \(are) not in the working tree, such as `\(first)`",
            hint: "`\(way)` puts \(them) there; then try again")
    }

    /// The same, where those that a sparse checkout leaves out are seen.
    func refuseUncheckedOut() throws {
        if !isSparse { try refuse() }
    }

    /// - Throws: `Failure` if a file is one of them that mlkit needs on disk.
    func refuse(_ path: String) throws {
        guard contains(path) else { return }
        throw Failure(
            "`\(path)` of `\(folder)` is in git, but not in the working tree\(isSparse ? ": the sparse checkout leaves it out" : "")",
            hint: "`\(way)` puts it there")
    }
}
