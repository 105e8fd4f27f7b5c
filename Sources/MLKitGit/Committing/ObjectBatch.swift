internal import CLibGit2
internal import MLKitCore

/// Holds the objects that are written to a repository in memory, and then writes them as one pack.
///
/// A commit of many files is one pack and its index, rather than a loose file and often a folder for each: what
/// a disk is slow at. Only objects that a commit leads to are written.
final class ObjectBatch {
    private let repository: Repository
    /// The repository's own database, which is put back at the end: libgit2 cannot take a backend out again, and what
    /// is written later must not be held in memory too.
    private let original: OpaquePointer
    private let database: OpaquePointer
    private let backend: UnsafeMutablePointer<git_odb_backend>

    /// From this many files on, a pack is the quicker way.
    static let threshold = 8
    /// Above the priorities of libgit2's own backends, so that writes come here first.
    private static let priority: Int32 = 1000

    init(of repository: Repository) throws {
        self.repository = repository
        original = try acquire("open the object database") { git_repository_odb(&$0, repository.pointer) }
        let folder = try Self.folder(of: repository)
        database = try acquire("open the object database") { git_odb_open(&$0, folder) }
        var made: UnsafeMutablePointer<git_odb_backend>?
        try check(git_mempack_new(&made), "hold objects in memory")
        guard let made else { throw Failure("git cannot hold objects in memory") }
        backend = made
        // From here on the database owns the backend.
        try check(git_odb_add_backend(database, made, Self.priority), "hold objects in memory")
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
        var buffer = git_buf()
        try check(git_mempack_dump(&buffer, repository.pointer, backend), "pack objects")
        defer { git_buf_dispose(&buffer) }
        var pack: UnsafeMutablePointer<git_odb_writepack>?
        try check(git_odb_write_pack(&pack, database, nil, nil), "write a pack")
        guard let pack else { throw Failure("git cannot write a pack") }
        defer { pack.pointee.free(pack) }
        var progress = git_indexer_progress()
        try check(pack.pointee.append(pack, buffer.ptr, buffer.size, &progress), "write a pack")
        try check(pack.pointee.commit(pack, &progress), "write a pack")
        try check(git_mempack_reset(backend), "let go of objects")
    }
}
