internal import MLKitCore
internal import MLKitGit

/// The versions of records, read once each.
struct AnswerVersions {
    struct Key: Hashable {
        var item: String
        var blob: ObjectID
    }

    private(set) var known: [Key: AnswerVersion] = [:]
    /// Records as they stand in the working tree, by item: most are what the newest commit on them has.
    private let standing: [String: StoredRecord]
    let repository: Repository
    /// The project's folder in the repository, ended by `/`; empty for the root.
    private let prefix: String

    init(_ known: [Key: AnswerVersion] = [:], standing: [String: StoredRecord] = [:], in folder: RecordFolder) {
        self.known = known
        self.standing = standing
        repository = folder.repository
        prefix = folder.prefix
    }

    mutating func version(of item: String, _ blob: ObjectID) throws -> AnswerVersion {
        let key = Key(item: item, blob: blob)
        if let version = known[key] { return version }
        let version = try standing(blob, of: item) ?? repository.blob(blob).map { try read($0, of: item) } ?? .absent
        known[key] = version
        return version
    }

    private func standing(_ blob: ObjectID, of item: String) throws -> AnswerVersion? {
        guard let stored = standing[item], try ObjectID(blobOf: stored.text.bytes) == blob else { return nil }
        return .record(stored.record)
    }

    /// Those that could be read: what a program or a clone has to give may be there the next time.
    var lasting: [Key: AnswerVersion] { known.filter { $0.value.record != nil } }

    /// A record may be stored in a form that only a program can read, by the attributes as they are now; what was stored
    /// before there were such is in plain form all the same.
    private func read(_ blob: [UInt8], of item: String) throws -> AnswerVersion {
        let plain = AnswerVersion(blob, item: item)
        let path = prefix + RecordStore.path(of: item)
        guard plain.record == nil, try repository.filters.havePrograms(path) else { return plain }
        do { return AnswerVersion(try repository.filters.readable(blob, at: path), item: item) } catch let failure as Failure {
            return .broken(failure.diagnostics.first?.message ?? "it cannot be read")
        }
    }

    /// The answers in a tree of records.
    mutating func versions(_ files: ByteTable<ObjectID>) throws -> [String: AnswerVersion] {
        var versions: [String: AnswerVersion] = [:]
        for (path, blob) in files {
            guard let item = RecordFolder.item(at: path) else { continue }
            versions[item] = try version(of: item, blob)
        }
        return versions
    }
}
