internal import CLibGit2
internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Files of attributes and of ignore rules that git's index has and the working tree has not, as outside a sparse checkout.
/// Git heeds them all the same (gitattributes(5), gitignore(5)): attributes wherever the working tree has no such file,
/// ignore rules where a sparse checkout leaves the file out. libgit2 does so for attributes alone, and the `git` program
/// does not where it filters, nor at all for folders outside a cone.
final class IndexedRules {
    /// By folder, empty for the root.
    private var attributes: ByteTable<ObjectID> = [:]
    private var ignores: ByteTable<ObjectID> = [:]
    private let root: FilePath
    /// Whether the ignore rules of a folder are a link, by folder: git follows none, and libgit2 does.
    private var links: ByteTable<Bool> = [:]

    /// Looks at the working tree as it is now.
    init(of repository: Repository) throws {
        root = repository.root
        let index = try repository.openIndex()
        defer { git_index_free(index) }
        for position in 0..<git_index_entrycount(index) {
            guard let entry = git_index_get_byindex(index, position), let path = entry.pointee.path,
                git_index_entry_stage(entry) == 0, entry.pointee.mode != GIT_FILEMODE_LINK.rawValue
            else { continue }
            let name = strrchr(path, 0x2F).map { $0 + 1 } ?? UnsafeMutablePointer(mutating: path)
            let isOfAttributes = strcmp(name, Self.attributesName) == 0
            guard isOfAttributes || strcmp(name, Self.ignoresName) == 0 && entry.pointee.isLeftOut else { continue }
            let file = repository.root.pushing(FilePath(String(cString: path)))
            guard try LocalFileSystem().standing(at: file)?.kind != .file else { continue }
            let folder = RepositoryPath.parents(of: String(cString: path)).last ?? ""
            let id = ObjectID(entry.pointee.id)
            if isOfAttributes { attributes[folder] = id } else { ignores[folder] = id }
        }
    }

    private static let attributesName = ".gitattributes"
    private static let ignoresName = ".gitignore"

    /// Whether some of the attributes are for a file of this path.
    func giveAttributes(to path: String) -> Bool { Self.areAbove(path, attributes) }

    /// Whether libgit2 does not know all of the rules for a file of this path, or knows some that do not count.
    func mayIgnore(_ path: String) -> Bool {
        Self.areAbove(path, ignores) || ([""] + RepositoryPath.parents(of: path)).contains(where: isLink)
    }

    private func isLink(_ folder: String) -> Bool {
        if let known = links[folder] { return known }
        let file = root.pushing(FilePath(folder)).appending(Self.ignoresName)
        let isLink = (try? LocalFileSystem().isLink(file)) == true
        links[folder] = isLink
        return isLink
    }

    private static func areAbove(_ path: String, _ folders: ByteTable<ObjectID>) -> Bool {
        !folders.isEmpty && ([""] + RepositoryPath.parents(of: path)).contains { folders[$0] != nil }
    }

    /// Those that are for some files, by path.
    ///
    /// - Parameter paths: of the files; `nil` for all that there are.
    func contents(for paths: [String]?, in repository: Repository) throws -> ByteTable<[UInt8]> {
        let wanted = paths.map { PathSet($0.flatMap(RepositoryPath.parents) + [""]) }
        var contents: ByteTable<[UInt8]> = [:]
        for (folders, name) in [(attributes, Self.attributesName), (ignores, Self.ignoresName)] {
            for (folder, id) in folders where wanted?.contains(folder) ?? true {
                contents[folder.isEmpty ? name : "\(folder)/\(name)"] = try Blob(id, in: repository).content
            }
        }
        return contents
    }
}
