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
    /// Whether one of those has lines that git alone understands.
    private let isGitsAlone: Bool
    /// By folder.
    private var folders: ByteTable<Source> = [:]

    private static let name = ".gitattributes"

    /// A file of attributes.
    private enum Source {
        case none
        case usual
        /// With lines that libgit2 reads otherwise than git: patterns in quotes, those that begin with `!`, which git passes
        /// over, and lines that are too long for it. Or it is a link.
        case gitsAlone
    }

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
        let own = try settings.path("core.attributesFile", repository.environment).map { repository.root.pushing(FilePath($0)) }
        let sources = (Self.places(repository) + [own].compactMap(\.self)).map(Self.source)
        concernsAll =
            conversion.map { $0.lowercased() != "false" } ?? false || own != nil || sources.contains { $0 != .none }
        isGitsAlone = sources.contains(.gitsAlone)
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
        concernsAll || ([""] + RepositoryPath.parents(of: path)).contains { source(in: $0) != .none }
    }

    /// Whether it takes git to tell the attributes of a file.
    func areGitsAlone(_ path: String) -> Bool {
        isGitsAlone || ([""] + RepositoryPath.parents(of: path)).contains { source(in: $0) == .gitsAlone }
    }

    private func source(in folder: String) -> Source {
        let path = folder.isEmpty ? Self.name : "\(folder)/\(Self.name)"
        let onDisk = folders[folder] ?? Self.treeSource(root.pushing(FilePath(path)))
        folders[folder] = onDisk
        return onDisk == .none && git_index_find(nil, index, path) == 0 ? .usual : onDisk
    }

    /// One in the working tree, where git follows no link, as libgit2 does: it has none then, or those of the index.
    private static func treeSource(_ file: FilePath) -> Source {
        (try? LocalFileSystem().isLink(file)) == true ? .gitsAlone : source(file)
    }

    private static func source(_ file: FilePath) -> Source {
        guard access(file.string, F_OK) == 0 else { return .none }
        guard let text = try? LocalFileSystem().read(file, limit: sizeLimit) else { return .usual }
        return text.split(separator: UInt8(ascii: "\n")).contains(where: isStrange) ? .gitsAlone : .usual
    }

    private static func isStrange(_ line: ArraySlice<UInt8>) -> Bool {
        let first = line.first { !byteOrderMark.contains($0) && !" \t\r".utf8.contains($0) }
        return first == UInt8(ascii: "\"") || first == UInt8(ascii: "!") || line.count >= lineLimit
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    /// Git's own (attr.h).
    private static let lineLimit = 2048
    private static let sizeLimit = 100 << 20
}
