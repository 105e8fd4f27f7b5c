public import MLKitCore
public import MLKitFingerprints
public import MLKitSpec
public import SystemPackage

/// The cache of a project: what its stages made, by what they made it from.
///
/// `.mlkit/cache/runs/<key>.json` for each success, and the objects of all in `.mlkit/cache/objects`. A run's key is
/// the hash of its fingerprint and of the outputs that the stage reads again (`data/schema.yaml`), as they were after
/// it: with these as they are, it would do the same again.
public struct RunCache: Sendable {
    let project: FilePath
    public let folder: FilePath
    let files: any FileSystem
    public let store: ObjectStore

    public init(project: FilePath, files: any FileSystem, links: [CacheLink], threads: Int) {
        self.project = project
        folder = project.pushing(".mlkit/cache")
        self.files = files.unsynchronised
        store = ObjectStore(folder.appending("objects"), files: files, links: links, threads: threads)
    }

    var runs: FilePath { folder.appending("runs") }

    /// Where fetched files wait to be checked.
    var incoming: FilePath { folder.appending("incoming") }

    func path(_ key: ContentHash) -> FilePath { runs.appending(key.hex + Self.ending) }

    static let ending = ".json"

    /// The key of a run.
    ///
    /// - Parameter kept: the outputs that the stage reads again, by path.
    public static func key(_ fingerprint: StageFingerprint, kept: [String: ContentHash?]) -> ContentHash {
        let hashes = kept.sorted { $0.key < $1.key }.map { path, hash in
            JSON.Member(path, hash.map { .string($0.description) } ?? .null)
        }
        return ContentHash(of: JSON.object(fingerprint.keyMembers + [JSON.Member("kept", .object(hashes))]).compact)
    }

    /// The record of a run; `nil` if there is none. One that is damaged is removed.
    public func record(_ key: ContentHash) throws -> RunRecord? {
        guard let information = try files.information(at: path(key)) else { return nil }
        if information.kind == .file, let record = RunRecord(try files.read(path(key)), key: key) { return record }
        try files.remove(path(key))
        return nil
    }

    /// The cache's folder has to be one that git ignores by then.
    public func write(_ record: RunRecord) throws {
        try files.write(record.bytes, to: path(record.key))
    }
}
