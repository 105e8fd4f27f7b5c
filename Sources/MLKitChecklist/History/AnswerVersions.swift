internal import MLKitGit

/// The versions of records, read once each.
struct AnswerVersions {
    struct Key: Hashable {
        var item: String
        var blob: ObjectID
    }

    private(set) var known: [Key: AnswerVersion] = [:]
    let repository: Repository

    init(_ known: [Key: AnswerVersion] = [:], in repository: Repository) {
        self.known = known
        self.repository = repository
    }

    mutating func version(of item: String, _ blob: ObjectID) throws -> AnswerVersion {
        let key = Key(item: item, blob: blob)
        if let version = known[key] { return version }
        let version = try repository.blob(blob).map { AnswerVersion($0, item: item) } ?? .absent
        known[key] = version
        return version
    }

    /// The answers in a tree of records.
    mutating func versions(_ files: [String: ObjectID]) throws -> [String: AnswerVersion] {
        var versions: [String: AnswerVersion] = [:]
        for (path, blob) in files {
            guard let item = RecordFolder.item(at: path) else { continue }
            versions[item] = try version(of: item, blob)
        }
        return versions
    }
}
