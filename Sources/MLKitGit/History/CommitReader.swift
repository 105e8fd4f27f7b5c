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
    /// How often files were looked for in a tree, and the files of those in which many were, by name.
    private var asked: [ObjectID: Int] = [:]
    private var listings: [ObjectID: [[UInt8]: ObjectID]] = [:]
    /// A tree is quicker passed through so often than listed.
    private static let tolerance = 8
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
            var (rest, isSigned) = (bytes[...], false)
            // The header's lines, up to an empty one.
            while let end = rest.firstIndex(of: 0x0A), end > rest.startIndex {
                isSigned = isSigned || rest.starts(with: Self.signature)
                rest = rest[(end + 1)...]
            }
            let message = rest.first == 0x0A ? rest.drop { $0 == 0x0A } : rest[rest.endIndex...]
            return CommitWords(message: String(decoding: message, as: UTF8.self), isSigned: isSigned)
        }
    }

    private static let signature = Array("gpgsig".utf8)

    /// The blob of a file in a commit; `nil` if there is no regular file at the path.
    public func blobID(at path: String, in commit: ObjectID) throws -> ObjectID? {
        guard var tree = try reader.commit(commit)?.tree else { return nil }
        let names = path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
        for name in names.dropLast() {
            guard let next = try folder(name, in: tree) else { return nil }
            tree = next
        }
        return try names.last.flatMap { try file($0, in: tree) }
    }

    private func file(_ name: [UInt8], in tree: ObjectID) throws -> ObjectID? {
        if let listing = listings[tree] { return listing[name] }
        guard let bytes = try bytes(of: tree) else { return nil }
        asked[tree, default: 0] += 1
        guard asked[tree, default: 0] > Self.tolerance else { return bytes.withUnsafeBytes { TreeEntries.file(name, in: $0) } }
        let listing = bytes.withUnsafeBytes { TreeEntries.files(in: $0) }
        listings[tree] = listing
        return listing[name]
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
        let hash = try content(id, at: path, in: commit).map { ContentHash(of: $0) }
        hashes[id] = hash
        return hash
    }

    /// The content of a file in a commit; `nil` if there is none.
    public func blob(at path: String, in commit: ObjectID) throws -> [UInt8]? {
        try blobID(at: path, in: commit).flatMap { try content($0, at: path, in: commit) }
    }

    /// One that a partial clone lacks is fetched.
    private func content(_ id: ObjectID, at path: String, in commit: ObjectID) throws -> [UInt8]? {
        try reader.read(id, GIT_OBJECT_BLOB) { Array($0) } ?? repository.blob(at: path, in: commit)
    }

    private func folder(_ name: [UInt8], in tree: ObjectID) throws -> ObjectID? {
        let place = Place(tree: tree, name: name)
        if let known = folders[place] { return known }
        let found = try reader.read(tree, GIT_OBJECT_TREE) { TreeEntries.folder(name, in: $0) }
        folders[place] = .some(found)
        return found
    }
}
