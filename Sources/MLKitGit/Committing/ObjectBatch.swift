internal import CLibGit2
internal import MLKitCore

/// Holds the objects that are written to a repository in memory, and then writes them as one pack.
///
/// A commit of many files is one pack and its index, rather than a loose file and often a folder for each: what
/// a disk is slow at.
final class ObjectBatch {
    private let repository: Repository
    private let database: OpaquePointer
    private let backend: UnsafeMutablePointer<git_odb_backend>

    /// From this many files on, a pack is the quicker way.
    static let threshold = 8
    /// Above the priorities of libgit2's own backends, so that writes come here first.
    private static let priority: Int32 = 1000
    /// Bytes of a pack without objects: what is left if the repository has all of them already.
    private static let emptyPack = 32

    init(of repository: Repository) throws {
        self.repository = repository
        database = try acquire("open the object database") { git_repository_odb(&$0, repository.pointer) }
        var made: UnsafeMutablePointer<git_odb_backend>?
        try check(git_mempack_new(&made), "hold objects in memory")
        guard let made else { throw Failure("git cannot hold objects in memory") }
        backend = made
        // From here on the database owns the backend.
        try check(git_odb_add_backend(database, made, Self.priority), "hold objects in memory")
    }

    deinit { git_odb_free(database) }

    /// Writes what is held as a pack.
    func write() throws {
        var buffer = git_buf()
        try check(git_mempack_dump(&buffer, repository.pointer, backend), "pack objects")
        defer { git_buf_dispose(&buffer) }
        guard buffer.size > Self.emptyPack else { return }
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
