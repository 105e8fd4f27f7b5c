internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// What somebody can come back to: the hashes in the lock files of the working tree, and of every branch, tag, stash
/// and worktree's `HEAD`.
///
/// Every `sha256:` in such a file counts, so that one that is in conflict, or of another version of mlkit, loses
/// nothing.
struct CacheRoots {
    private(set) var hashes: Set<ContentHash> = []

    /// - Throws: `Failure` if the repository cannot be read: then it is not known what is needed.
    init(project: FilePath, files: any FileSystem, git: GitEnvironment) throws {
        let folder = StageLock.folder(in: project)
        if try files.exists(folder) {
            for name in try files.list(folder) where name.hasSuffix(".json") {
                add(try files.read(folder.appending(name)))
            }
        }
        guard let repository = try Repository.discover(from: project, environment: git),
            let path = repository.path(of: folder)
        else { return }
        var seen = Set<ObjectID>()
        for commit in try repository.tips() {
            for (name, blob) in try repository.files(in: path, of: commit)
            where name.hasSuffix(".json") && seen.insert(blob).inserted {
                add(try repository.blob(blob) ?? [])
            }
        }
    }

    private mutating func add(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        var rest = text.utf8[...]
        let mark = Array("sha256:".utf8)
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            let isMark = rest[..<colon].suffix(mark.count - 1).elementsEqual(mark.dropLast())
            rest = rest[rest.index(after: colon)...]
            guard isMark, let hash = ContentHash(String(decoding: rest.prefix(64), as: UTF8.self)) else { continue }
            hashes.insert(hash)
        }
    }
}
