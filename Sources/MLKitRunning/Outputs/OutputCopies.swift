internal import MLKitCache
internal import MLKitCore
internal import SystemPackage

/// The cache's copies of outputs, which stand in for these where a disk has no room for the old and the new ones.
struct OutputCopies: Sendable {
    let project: FilePath
    let files: any FileSystem
    let store: ObjectStore
    /// The hash of what stands at a path of the project.
    let hash: @Sendable (FilePath) throws -> ContentHash?
    /// Bytes that can still be written where a path is; `nil` if nobody knows.
    var space: @Sendable (FilePath) -> Int? = { DiskSpace.free(at: $0) }

    /// The copy that a file or folder at a path can be made again from, byte for byte, if it should make room: its disk
    /// could not take two more of it, the one that is to come and that one's copy in the cache.
    func standIn(for path: FilePath, _ kind: DirectoryEntry.Kind) throws -> CachedEntry? {
        let place = project.pushing(path)
        guard kind == .file || kind == .directory, let space = space(place.removingLastComponent()),
            let hash = try hash(path),
            let entry = try store.entry(hash, isExecutable: try files.information(at: place)?.isExecutable ?? false),
            (entry.kind == .folder) == (kind == .directory), try store.size(of: entry) > space / 2
        else { return nil }
        return try store.isIntact(entry) ? entry : nil
    }

    /// Whether what stands at a path is what the copy is of.
    func isInPlace(_ copy: CachedEntry, at path: FilePath) throws -> Bool { try hash(path) == copy.hash }

    /// Writes the copy to a path where nothing stands. One that was damaged meanwhile cannot be had: the stage makes it
    /// again.
    func restore(_ copy: CachedEntry, to path: FilePath) throws {
        let place = project.pushing(path)
        do {
            try OutputPlace(path.string, in: project, files: files).makeParent()
            try store.restore(copy, to: place, mayLink: false)
        } catch is ObjectProblem {
            try files.remove(place)
        }
    }
}
