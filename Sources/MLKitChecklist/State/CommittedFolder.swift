public import MLKitCore
public import MLKitGit

/// A folder as a commit has it: what evidence that is one can be held against, and made of again.
public struct CommittedFolder {
    private let repository: Repository
    private let path: String
    /// By their paths in the folder.
    private let blobs: ByteTable<ObjectID>

    /// - Parameter path: from the root of the repository.
    /// - Returns: `nil` if the commit has no such folder.
    public init?(_ path: String, in commit: ObjectID, _ repository: Repository) throws {
        self.path = path
        self.repository = repository
        blobs = try repository.files(below: path, in: commit)
        guard !blobs.isEmpty else { return nil }
    }

    /// The names of the files in it.
    var names: PathSet { PathSet(blobs.keys) }

    /// The files by their paths in the folder, in the form in which they have a hash together; `nil` if they have it in none.
    public func contents(bound hash: ContentHash) throws -> ByteTable<[UInt8]>? {
        var stored: ByteTable<[UInt8]> = [:]
        for (name, id) in blobs {
            guard let content = try repository.blob(id) else { return nil }
            stored[name] = content
        }
        let handedOut = try ByteTable(stored.map { ($0.key, try repository.smudged($0.value, path: "\(path)/\($0.key)")) }) { $1 }
        let forms = [stored, handedOut, stored.mapValues(GitForms.withLineFeeds), stored.mapValues(GitForms.withCarriageReturns)]
        return forms.first { form in
            Self.hash(form.map { (RepositoryPath.names($0.key).map { ByteText($0) }, ContentHash(of: $0.value)) }) == hash
        }
    }

    /// See `HashCache`.
    private static func hash(_ files: [(way: [ByteText], hash: ContentHash)]) -> ContentHash {
        let entries = Dictionary(grouping: files) { $0.way[0] }.map { name, files -> (name: String, hash: ContentHash?) in
            let isFolder = (files.first?.way.count ?? 1) > 1
            return (name.text, isFolder ? hash(files.map { (Array($0.way.dropFirst()), $0.hash) }) : files.first?.hash)
        }
        return ContentHash(ofFolder: entries.sorted { ByteText($0.name) < ByteText($1.name) })
    }
}
