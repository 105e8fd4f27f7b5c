internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// Holds the objects that are written to a repository in memory, and then writes them as one pack.
///
/// A commit of many files is one pack and its index, rather than a loose file and often a folder for each: what
/// a disk is slow at.
final class ObjectBatch {
    private let repository: Repository
    /// The repository's own database, which is put back at the end: libgit2 cannot take a store out again, and what
    /// is written later must not be held in memory too.
    private let original: OpaquePointer
    private let database: OpaquePointer
    private let folder: FilePath
    private let held = HeldObjects()
    private let access: SharedAccess?

    /// From this many files on, a pack is the quicker way.
    private static let threshold = 8
    /// Above the priorities of libgit2's own stores, so that writes come here first.
    private static let priority: Int32 = 1000

    /// Whether changes of this number, with this many bytes, are better written as one pack: where others write too, so
    /// that no folder of objects is closed to them.
    static func isWorthwhile(_ count: Int, size: Int, _ access: SharedAccess?) -> Bool {
        (count >= threshold || access != nil) && size < PackFile.sizeLimit
    }

    /// - Parameter readsDisk: whether objects that are there already are needed. Without them libgit2 does not look
    ///   through the store on disk for every new object.
    init(of repository: Repository, readsDisk: Bool, _ access: SharedAccess?) throws {
        self.repository = repository
        self.access = access
        original = try acquire("open the object database") { git_repository_odb(&$0, repository.pointer) }
        let folder = try Self.folder(of: repository)
        self.folder = FilePath(folder)
        database = try acquire("open the object database") {
            readsDisk ? git_odb_open(&$0, folder) : git_odb_new(&$0)
        }
        try held.join(database, priority: Self.priority)
        if readsDisk { try repository.addStores(to: database) }
        try check(git_repository_set_odb(repository.pointer, database), "hold objects in memory")
    }

    deinit {
        git_repository_set_odb(repository.pointer, original)
        git_odb_free(original)
        git_odb_free(database)
    }

    private static func folder(of repository: Repository) throws -> String {
        var path = git_buf()
        defer { git_buf_dispose(&path) }
        try check(
            git_repository_item_path(&path, repository.pointer, GIT_REPOSITORY_ITEM_OBJECTS), "find git's objects")
        return path.ptr.map { String(cString: $0) } ?? ""
    }

    /// Writes what is held as a pack.
    func write() throws {
        let files = try PackFile(held.objects).write(into: folder.appending("pack"))
        for file in files { access?.grant(file) }
        try check(git_odb_refresh(original), "find the new pack")
    }
}
