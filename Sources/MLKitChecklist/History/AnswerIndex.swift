internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// What was read of the history of the records and of them, in `.mlkit/cache/checklist-history` (`FolderIndex`), so that only
/// new commits are read again.
struct AnswerIndex {
    private let index: FolderIndex

    /// So many new commits are quicker read again than written down.
    static let tolerance = 100

    struct Content {
        var history: FolderHistory
        var versions: [AnswerVersions.Key: AnswerVersion]
    }

    init(project: FilePath, folder: RecordFolder, files: any FileSystem, seal: CacheSeal?) {
        // The form is raised when records are read differently.
        let file = SealedFile("checklist-history", project: project, files: files, seal: seal, form: 4)
        index = FolderIndex(file, of: folder.path, in: folder.repository)
    }

    /// `nil` if there is none, or none of this project as it is.
    func load() -> Content? { index.read { try Content(from: &$0) } }

    func save(_ history: FolderHistory, _ versions: [AnswerVersions.Key: AnswerVersion]) {
        index.write { Content(history: history, versions: versions).write(to: &$0) }
    }
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
