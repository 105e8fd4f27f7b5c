internal import CLibGit2
internal import MLKitCore

/// A blob, read: the content of a file.
final class Blob {
    private let pointer: OpaquePointer

    init(_ id: ObjectID, in repository: Repository) throws {
        var oid = id.oid
        pointer = try repository.acquireObject("read blob \(id.short)") { git_blob_lookup(&$0, repository.pointer, &oid) }
    }

    deinit { git_blob_free(pointer) }

    var content: [UInt8] {
        Array(UnsafeRawBufferPointer(start: git_blob_rawcontent(pointer), count: Int(git_blob_rawsize(pointer))))
    }

    /// Writes bytes as they are.
    ///
    /// - Parameter path: of the file whose content they are, for messages.
    static func write(_ content: [UInt8], asContentOf path: String, in repository: Repository) throws -> ObjectID {
        var id = git_oid()
        try content.withUnsafeBytes { bytes in
            try repository.write("the content of `\(path)`", bytes: bytes.count) {
                git_blob_create_from_buffer(&id, repository.pointer, bytes.baseAddress, bytes.count)
            }
        }
        return ObjectID(id)
    }
}

extension Repository {
    /// Writes an object. Of a full disk libgit2 mostly says nothing: what it then says is of an earlier call.
    func write(_ what: String, bytes: Int = 0, _ body: () -> Int32) throws {
        git_error_clear()
        let code = body()
        guard code < 0 else { return }
        let isFull = DiskSpace.isFull(at: gitFolder) || DiskSpace.free(at: gitFolder).map { $0 < bytes } ?? false
        guard isFull else { throw GitLibrary.failure(code, "write \(what)") }
        throw Failure("cannot write \(what): no space left on device", hint: DiskSpace.hint)
    }
}
