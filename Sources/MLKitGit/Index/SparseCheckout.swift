internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// Which files a sparse checkout leaves out of the working tree (git-sparse-checkout(1)): they are in the index alone.
public final class SparseCheckout {
    private let repository: Repository
    private let index: OpaquePointer
    /// `nil` for patterns that are not of folders.
    private let cone: Cone?

    /// `nil` for a repository whose files are all there.
    public init?(of repository: Repository) throws {
        let settings = try Configuration(of: repository)
        guard try settings.flag("core.sparseCheckout") else { return nil }
        self.repository = repository
        index = try repository.openIndex()
        let isCone = try settings.flag("core.sparseCheckoutCone")
        let patterns = repository.gitFolder.pushing("info/sparse-checkout")
        cone = try isCone && LocalFileSystem().exists(patterns) ? Cone(LocalFileSystem().readText(patterns)) : nil
    }

    deinit { git_index_free(index) }

    /// Whether a folder may lie in a sparse checkout, told without opening a repository.
    static func mayBe(around folder: FilePath, _ environment: GitEnvironment) throws -> Bool {
        guard environment["GIT_DIR"] == nil else { return true }
        let disk = LocalFileSystem()
        var folder = folder
        repeat {
            let place = folder.appending(".git")
            guard let found = try? disk.information(at: place) else { continue }
            if found.kind == .directory { return try disk.exists(place.pushing("info/sparse-checkout")) }
            // As in a submodule or a linked worktree.
            let text = try disk.readText(place).trimmed
            return try disk.exists(folder.pushing(FilePath(String(text.dropFirst("gitdir: ".count)))).pushing("info/sparse-checkout"))
        } while folder.removeLastComponent()
        return false
    }

    /// What the index holds of a file that is left out of the working tree; `nil` for all others.
    public func file(at path: String) throws -> (content: [UInt8], isExecutable: Bool)? {
        guard let entry = git_index_get_bypath(index, path, 0)?.pointee, entry.isLeftOut else { return nil }
        return (try Blob(ObjectID(entry.id), in: repository).content, entry.mode == GIT_FILEMODE_BLOB_EXECUTABLE.rawValue)
    }

    /// Whether a file of this path would be left out. Patterns that are not of folders leave nothing out that is new.
    public func leavesOut(_ path: String) -> Bool {
        if let entry = git_index_get_bypath(index, path, 0)?.pointee { return entry.isLeftOut }
        return cone.map { !$0.holds(path) } ?? false
    }

    /// Folders with all that is in them, and folders of which only the files are there.
    private struct Cone {
        private var whole = PathSet()
        private var parents = PathSet()
        private var isAll = true

        /// Reads `/folder/`, and `!/folder/*/` behind it for one of which only the files are there.
        init(_ text: String) {
            for line in text.split(separator: "\n") {
                if line == "!/*/" {
                    isAll = false
                } else if line.hasPrefix("!/"), line.hasSuffix("/*/") {
                    let folder = Self.name(line.dropFirst(2).dropLast(3))
                    whole.remove(folder)
                    parents.insert(folder)
                } else if line.hasPrefix("/"), line.hasSuffix("/") {
                    whole.insert(Self.name(line.dropFirst().dropLast()))
                }
            }
        }

        private static func name(_ pattern: Substring) -> String { String(pattern).replacing("\\", with: "") }

        func holds(_ path: String) -> Bool {
            let folders = RepositoryPath.parents(of: path)
            guard !isAll, let folder = folders.last else { return true }
            return parents.contains(folder) || folders.contains(where: whole.contains)
        }
    }
}

extension git_index_entry {
    /// Whether a sparse checkout leaves the file out of the working tree.
    var isLeftOut: Bool { flags_extended & UInt16(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue) != 0 }
}
