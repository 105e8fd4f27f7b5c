internal import CLibGit2
internal import MLKitCore
public import SystemPackage

/// What an index file says of each path, without what it remembers of the files on disk.
public struct IndexSnapshot: Equatable, Sendable {
    /// One entry.
    public struct Entry: Hashable, Sendable {
        private let name: ByteText
        /// 0, or for an unmerged file 1 for the base, 2 for yours, 3 for theirs.
        public let stage: Int
        public let blob: ObjectID
        let mode: UInt32
        let isLeftOut: Bool

        init(_ path: String, stage: Int, blob: ObjectID, mode: UInt32, isLeftOut: Bool) {
            name = ByteText(path)
            (self.stage, self.blob, self.mode, self.isLeftOut) = (stage, blob, mode, isLeftOut)
        }

        public var path: String { name.text }
        public var isExecutable: Bool { mode == GIT_FILEMODE_BLOB_EXECUTABLE.rawValue }
    }

    public let entries: [Entry]

    /// Reads the bytes of an index file; none for one that is not there.
    public init(of bytes: [UInt8]?) throws {
        let folder = try PrivateFolder()
        try self.init(at: bytes.map { try folder.write($0, to: "index") } ?? folder.path.appending("index"))
    }

    /// Reads an index file; one that is not there has no entries.
    public init(at file: FilePath) throws {
        try GitLibrary.start()
        let index = try acquire("read git's index") { git_index_open(&$0, file.string) }
        defer { git_index_free(index) }
        entries = (0..<git_index_entrycount(index)).compactMap { position in
            guard let entry = git_index_get_byindex(index, position), let path = entry.pointee.path else { return nil }
            return Entry(
                String(cString: path), stage: Int(git_index_entry_stage(entry)),
                blob: ObjectID(entry.pointee.id), mode: entry.pointee.mode, isLeftOut: entry.pointee.isLeftOut)
        }
    }

    /// The entries of some paths.
    public func entries(of paths: PathSet) -> [Entry] {
        entries.filter { paths.contains($0.path) }
    }

    /// The paths that are unmerged.
    public var unmerged: PathSet { PathSet(entries.filter { $0.stage > 0 }.map(\.path)) }

    /// The paths that this and another do not agree on.
    public func differing(from other: IndexSnapshot) -> PathSet {
        PathSet(Set(entries).symmetricDifference(other.entries).map(\.path))
    }

    /// The changes that give some paths the entries they have here.
    public func restoring(_ paths: PathSet) -> [IndexChange] {
        let here = Dictionary(grouping: entries(of: paths)) { ByteText($0.path) }
        return paths.sorted().map { path in
            here[ByteText(path)].map { .restore(path: path, entries: $0) } ?? .remove(path: path)
        }
    }
}
