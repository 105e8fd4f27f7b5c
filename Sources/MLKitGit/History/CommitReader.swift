internal import CLibGit2
public import MLKitCore

/// Reads messages and files of many commits, of which neighbours mostly have the same folders.
///
/// It is quickest with the newest commit first: git keeps a tree as what differs from that of a later commit, so that each
/// is made from the one that was read before.
public final class CommitReader {
    private let reader: ObjectReader
    private let repository: Repository
    /// The trees of folders on the way to files, by the tree they stand in and the folder's name.
    private var folders: [Place: ObjectID?] = [:]
    /// The tree that a file was last looked for in: several of one commit often stand together.
    private var last: (tree: ObjectID, bytes: [UInt8])?
    /// Of the contents of blobs.
    private var hashes: [ObjectID: ContentHash] = [:]

    private struct Place: Hashable {
        var tree: ObjectID
        var name: [UInt8]
    }

    public init(_ repository: Repository) throws {
        self.repository = repository
        reader = try ObjectReader(repository)
    }

    /// The message of a commit, and whether it is signed; `nil` if it is not here.
    public func words(of id: ObjectID) throws -> CommitWords? {
        try reader.read(id, GIT_OBJECT_COMMIT) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
            let header = parts[0]
            let message = parts.count > 1 ? parts[1].drop { $0 == "\n" } : ""
            return CommitWords(message: String(message), isSigned: header.contains("\ngpgsig"))
        }
    }

    /// The blob of a file in a commit; `nil` if there is no regular file at the path.
    public func blobID(at path: String, in commit: ObjectID) throws -> ObjectID? {
        guard var tree = try reader.commit(commit)?.tree else { return nil }
        let names = path.split(separator: "/").map { Array($0.utf8) }
        for name in names.dropLast() {
            guard let next = try folder(name, in: tree) else { return nil }
            tree = next
        }
        guard let name = names.last, let bytes = try bytes(of: tree) else { return nil }
        return bytes.withUnsafeBytes { TreeEntries.file(name, in: $0) }
    }

    private func bytes(of tree: ObjectID) throws -> [UInt8]? {
        if let last, last.tree == tree { return last.bytes }
        last = try reader.tree(tree).map { (tree, $0) }
        return last?.bytes
    }

    /// The hash of a file's content in a commit, as git has it; `nil` if there is none.
    public func contentHash(at path: String, in commit: ObjectID) throws -> ContentHash? {
        guard let id = try blobID(at: path, in: commit) else { return nil }
        if let known = hashes[id] { return known }
        let hash = try blob(at: path, in: commit).map { ContentHash(of: $0) }
        hashes[id] = hash
        return hash
    }

    /// The content of a file in a commit; `nil` if there is none.
    public func blob(at path: String, in commit: ObjectID) throws -> [UInt8]? {
        guard let id = try blobID(at: path, in: commit) else { return nil }
        // One that a partial clone lacks is fetched.
        return try reader.read(id, GIT_OBJECT_BLOB) { Array($0) } ?? repository.blob(at: path, in: commit)
    }

    private func folder(_ name: [UInt8], in tree: ObjectID) throws -> ObjectID? {
        let place = Place(tree: tree, name: name)
        if let known = folders[place] { return known }
        let found = try reader.read(tree, GIT_OBJECT_TREE) { TreeEntries.folder(name, in: $0) }
        folders[place] = .some(found)
        return found
    }
}
