internal import MLKitCore
internal import SystemPackage

/// A pack that is being written, and so has no name yet.
final class PackDraft {
    let path: FilePath
    /// Bytes.
    private(set) var written = 0
    private var writer: any FileWriter
    private var hasher: ContentHasher? = ContentHasher()

    init(_ store: ObjectStore) throws {
        path = store.temporaryPath()
        writer = try store.files.writer(of: path)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        hasher?.update(bytes)
        try writer.write(bytes)
        written += bytes.count
    }

    /// - Returns: the hash of all that was written.
    func finish() throws -> ContentHash {
        try writer.finish()
        return hasher.take()?.finish() ?? ContentHash(of: "")
    }
}
