public import MLKitCore
public import SystemPackage

/// What evidence is bound to: the content of files and folders, without the `.git` of repositories in them. That is another in
/// each clone and worktree, and changes by looking at it.
public struct EvidenceHashes {
    private let files: any FileSystem
    private let hashes: HashCache

    private static let git = ".git"
    private static let deepest = 100

    public init(files: any FileSystem, hashes: HashCache) {
        self.files = files
        self.hashes = hashes
    }

    /// `nil` if nothing is there.
    public func hash(_ path: FilePath) throws -> ContentHash? { try hash(path, depth: 0) }

    private func hash(_ path: FilePath, depth: Int) throws -> ContentHash? {
        guard try holdsRepository(path, depth: depth) else { return try hashes.hash(path) }
        return ContentHash(
            ofFolder: try files.contents(path).filter { $0.name != Self.git }.map { name, _, isLink in
                let inner = path.appending(name)
                return (name, try isLink ? hashes.hash(inner) : hash(inner, depth: depth + 1))
            })
    }

    /// Whether a repository lies in a folder, or is it.
    public func holdsRepository(_ path: FilePath) throws -> Bool { try holdsRepository(path, depth: 0) }

    private func holdsRepository(_ path: FilePath, depth: Int) throws -> Bool {
        guard depth < Self.deepest, try files.information(at: path)?.kind == .directory else { return false }
        let entries = try files.entries(path)
        if entries.contains(where: { $0.name == Self.git }) { return true }
        return try entries.contains { try $0.kind == .directory && holdsRepository(path.appending($0.name), depth: depth + 1) }
    }

    /// Whether a folder has a hash that earlier versions of mlkit bound answers to: with all that is in it.
    func hold(_ hash: ContentHash?, at path: FilePath) throws -> Bool { try hash == hashes.hash(path) }
}
