public import MLKitCore
public import MLKitFingerprints
public import MLKitSpec
public import SystemPackage

/// The cache of a project: what its stages made, by what they made it from.
///
/// `.mlkit/cache/runs/<key>.json` for each success, and the objects of all in `.mlkit/cache/objects`; or the same in a
/// folder that several projects share. A run's key is
/// the hash of its fingerprint and of the outputs that the stage reads again (`data/schema.yaml`), as they were after
/// it: with these as they are, it would do the same again.
public struct RunCache: Sendable {
    let project: FilePath
    public let folder: FilePath
    let files: any FileSystem
    public let store: ObjectStore
    /// Whether other projects use it too.
    let isShared: Bool
    /// By which the `mlkit.yaml` of a commit is read.
    let kinds: StageKinds

    /// - Parameters:
    ///   - kinds: by which the `mlkit.yaml` of a commit is read.
    ///   - shared: the folder of a cache that several projects share.
    public init(
        project: FilePath, files: any FileSystem, links: [CacheLink], threads: Int, kinds: StageKinds = StageKinds([]),
        shared: FilePath? = nil
    ) {
        self.kinds = kinds
        isShared = shared != nil
        self.project = project
        folder = shared ?? project.pushing(".mlkit/cache")
        self.files = files.unsynchronised
        store = ObjectStore(folder.appending("objects"), files: files, links: links, threads: threads)
    }

    var runs: FilePath { folder.appending("runs") }

    /// Where fetched files wait to be checked.
    var incoming: FilePath { folder.appending("incoming") }

    /// Removes what fetches that were killed have left, once nobody can be at work on it any more.
    ///
    /// - Parameter now: nanoseconds since 1970.
    public func tidy(now: Int) throws {
        for folder in try fetches() {
            guard let modified = try files.information(at: folder)?.modified, modified < now - longestSend else { continue }
            try files.remove(folder)
        }
    }

    /// The folders that fetches were or are at work in.
    func fetches() throws -> [FilePath] {
        guard try files.information(at: incoming)?.kind == .directory else { return [] }
        return try files.list(incoming).filter(OwnNames.isFetch).map { incoming.appending($0) }
    }

    func path(_ key: ContentHash) -> FilePath { runs.appending(key.hex + Self.ending) }

    static let ending = ".json"

    /// The key of a run.
    ///
    /// - Parameter kept: the outputs that the stage reads again, by path.
    public static func key(_ fingerprint: StageFingerprint, kept: ByteTable<ContentHash?>) -> ContentHash {
        let hashes = kept.sorted.map { path, hash in
            JSON.Member(path, hash.map { .string($0.description) } ?? .null)
        }
        return ContentHash(of: JSON.object(fingerprint.keyMembers + [JSON.Member("kept", .object(hashes))]).compact)
    }

    /// The record of a run; `nil` if there is none. One that is damaged is removed.
    public func record(_ key: ContentHash) throws -> RunRecord? {
        guard let information = try files.information(at: path(key)) else { return nil }
        if information.kind == .file, information.size <= RunRecord.sizeLimit,
            let record = try RunRecord(files.read(path(key), limit: RunRecord.sizeLimit), key: key)
        {
            return record
        }
        try files.remove(path(key))
        return nil
    }

    /// The cache's folder has to be one that git ignores by then.
    public func write(_ record: RunRecord) throws {
        if isShared { try CacheUsers(folder, files: files).add(project) }
        try files.write(record.bytes, to: path(record.key))
    }
}
