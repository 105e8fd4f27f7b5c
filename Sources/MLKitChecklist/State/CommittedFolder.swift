public import MLKitCore
public import MLKitGit

/// A folder as a commit has it: what evidence that is one can be held against, and made of again.
public struct CommittedFolder {
    private let repository: Repository
    private let path: String
    /// By their paths in the folder.
    private let blobs: [String: ObjectID]

    /// - Parameter path: from the root of the repository.
    /// - Returns: `nil` if the commit has no such folder.
    public init?(_ path: String, in commit: ObjectID, _ repository: Repository) throws {
        self.path = path
        self.repository = repository
        blobs = try repository.files(below: path, in: commit)
        guard !blobs.isEmpty else { return nil }
    }

    /// The names of the files in it.
    var names: Set<String> { Set(blobs.keys) }

    /// The files by their paths in the folder, in the form in which they have a hash together; `nil` if they have it in none.
    public func contents(bound hash: ContentHash) throws -> [String: [UInt8]]? {
        var stored: [String: [UInt8]] = [:]
        for (name, id) in blobs {
            guard let content = try repository.blob(id) else { return nil }
            stored[name] = content
        }
        let handedOut = try Dictionary(uniqueKeysWithValues: stored.map { ($0, try repository.smudged($1, path: "\(path)/\($0)")) })
        let forms = [stored, handedOut, stored.mapValues(GitForms.withLineFeeds), stored.mapValues(GitForms.withCarriageReturns)]
        return forms.first { Self.hash($0.map { (Array($0.split(separator: "/")), ContentHash(of: $1)) }) == hash }
    }

    /// See `HashCache`.
    private static func hash(_ files: [(way: [Substring], hash: ContentHash)]) -> ContentHash {
        let entries = Dictionary(grouping: files) { $0.way[0] }.map { name, files -> (name: String, hash: ContentHash?) in
            let isFolder = (files.first?.way.count ?? 1) > 1
            return (String(name), isFolder ? hash(files.map { (Array($0.way.dropFirst()), $0.hash) }) : files.first?.hash)
        }
        return ContentHash(ofFolder: entries.sorted { ByteText($0.name) < ByteText($1.name) })
    }
}
