internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// What was read of git's history, in `.mlkit/cache/checklist-history`, so that only new commits are read again.
///
/// All in it goes by ids of commits and blobs, which never change what they stand for: after a rebase, a reset or on
/// another branch it is right, only not complete. It holds, after the mark of `CacheSeal` on all that follows: a number for the
/// form, the folder of the records, the commits at which a shallow clone ends, the commits (`FolderHistory`), and the
/// records. What does not fit is ignored; losing it costs time only.
struct AnswerIndex {
    let project: FilePath
    let folder: RecordFolder
    let files: any FileSystem
    /// `nil` for no index: it could be somebody else's.
    let seal: CacheSeal?

    /// Raised when the file has another form, or records are read differently.
    private static let form = 4
    /// So many new commits are quicker read again than written down.
    static let tolerance = 100
    /// Larger ones are no index of ours.
    private static let sizeLimit = 1 << 28

    struct Content {
        var history: FolderHistory
        var versions: [AnswerVersions.Key: AnswerVersion]
    }

    private var path: FilePath { project.pushing(".mlkit/cache/checklist-history") }

    /// `nil` if there is none, or none of this project as it is.
    func load() -> Content? {
        guard let seal, (try? files.exists(path)) == true, let bytes = try? files.read(path, limit: Self.sizeLimit) else {
            return nil
        }
        var reader = ByteReader(bytes, from: ContentHash.byteCount)
        guard bytes.starts(with: Self.mark(on: bytes, seal).bytes), (try? reader.int()) == Self.form,
            (try? reader.text()) == folder.path, (try? reader.text()) == shallow
        else { return nil }
        return try? Content(from: &reader)
    }

    /// Where it cannot be written, nothing is said.
    func save(_ history: FolderHistory, _ versions: [AnswerVersions.Key: AnswerVersion]) {
        guard let seal else { return }
        var writer = ByteWriter()
        writer.append(repeatElement(0, count: ContentHash.byteCount))
        writer.write(Self.form)
        writer.write(folder.path)
        writer.write(shallow)
        Content(history: history, versions: versions).write(to: &writer)
        var bytes = writer.bytes
        bytes.replaceSubrange(..<ContentHash.byteCount, with: Self.mark(on: bytes, seal).bytes)
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.write(bytes, to: path)
    }

    private static func mark(on bytes: [UInt8], _ seal: CacheSeal) -> ContentHash {
        seal.mark(of: Array(bytes.dropFirst(ContentHash.byteCount)))
    }

    /// When a shallow clone gets more of the history, commits turn out to have parents.
    private var shallow: String { folder.repository.shallowCommits }
}

extension AnswerIndex.Content {
    fileprivate init(from reader: inout ByteReader) throws {
        history = try FolderHistory(from: &reader)
        versions = [:]
        let count = try reader.count(ofAtLeast: AnswerVersion.leastSize)
        versions.reserveCapacity(count)
        for _ in 0..<count {
            let item = try reader.text()
            guard let blob = ObjectID(raw: try reader.content()) else { throw ByteReader.Malformed() }
            versions[AnswerVersions.Key(item: item, blob: blob)] = try AnswerVersion(from: &reader)
        }
        guard reader.isAtEnd else { throw ByteReader.Malformed() }
    }

    fileprivate func write(to writer: inout ByteWriter) {
        history.write(to: &writer)
        writer.write(versions.count)
        for (key, version) in versions {
            writer.write(key.item)
            writer.write(key.blob.raw)
            version.write(to: &writer)
        }
    }
}
