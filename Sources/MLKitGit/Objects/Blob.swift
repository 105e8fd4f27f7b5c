internal import CLibGit2

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
        try content.withUnsafeBytes {
            let code = git_blob_create_from_buffer(&id, repository.pointer, $0.baseAddress, $0.count)
            try check(code, "write the content of `\(path)`")
        }
        return ObjectID(id)
    }
}
