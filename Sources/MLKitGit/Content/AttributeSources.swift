internal import CLibGit2
internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Where attributes of files come from (gitattributes(5)). Most repositories have none, and libgit2 looks at a dozen
/// places for every file; this looks once at each.
public final class AttributeSources {
    private let root: FilePath
    /// Where git looks for a file of attributes that the working tree does not have.
    private let index: OpaquePointer
    /// Whether a source speaks for the whole repository.
    private let concernsAll: Bool
    /// By folder, whether it has a file of attributes.
    private var folders: [String: Bool] = [:]

    private static let name = ".gitattributes"

    /// Looks at the sources as they are now; what is added later is not seen.
    ///
    /// - Throws: `Failure` if git's settings say of line ends what git itself does not take.
    public init(of repository: Repository) throws {
        root = repository.root
        index = try repository.openIndex()
        let settings = try Configuration(of: repository)
        let conversion = try settings.string("core.autocrlf")
        try settings.refuseUnlessFlag("core.autocrlf", or: "input")
        try settings.refuseUnlessFlag("core.safecrlf", or: "warn")
        let own = try settings.string("core.attributesFile")
        concernsAll =
            conversion.map { $0.lowercased() != "false" } ?? false || own != nil
            || Self.places(repository).contains { access($0.string, F_OK) == 0 }
    }

    deinit { git_index_free(index) }

    private static func places(_ repository: Repository) -> [FilePath] {
        let environment = repository.environment
        let homes = [environment["XDG_CONFIG_HOME"], environment["HOME"].map { $0 + "/.config" }].compactMap(\.self)
        var info = git_buf()
        defer { git_buf_dispose(&info) }
        git_repository_item_path(&info, repository.pointer, GIT_REPOSITORY_ITEM_INFO)
        return homes.map { FilePath($0).pushing("git/attributes") } + ["/etc/gitattributes"]
            + (info.ptr.map { [FilePath(String(cString: $0)).appending("attributes")] } ?? [])
    }

    /// Whether a file may have attributes, and with them filters; by its path in the repository.
    public func mayConcern(_ path: String) -> Bool {
        concernsAll || ([""] + RepositoryPath.parents(of: path)).contains(where: hasFile)
    }

    private func hasFile(_ folder: String) -> Bool {
        let path = folder.isEmpty ? Self.name : "\(folder)/\(Self.name)"
        let onDisk = folders[folder] ?? (access(root.pushing(FilePath(path)).string, F_OK) == 0)
        folders[folder] = onDisk
        return onDisk || git_index_find(nil, index, path) == 0
    }
}
