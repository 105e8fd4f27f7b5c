internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Where the files are that answers rest on. Paths are relative to the project.
enum EvidencePlace {
    case nowhere
    /// In a commit, in which the project's folder has this prefix. Files that are not tracked are not there.
    case commit(ObjectID, Repository, prefix: String)
    case workingTree(project: FilePath, HashCache)

    /// The file's blob in a commit; `nil` where it has none.
    func blob(_ path: String) throws -> ObjectID? {
        guard case .commit(let commit, let repository, let prefix) = self else { return nil }
        return try repository.blobID(at: prefix + path, in: commit)
    }

    /// The hash of the file as it is in a working tree; `nil` if it is not there.
    func hash(_ path: String) throws -> ContentHash? {
        switch self {
        case .nowhere: return nil
        case .workingTree(let project, let hashes): return try hashes.hash(project.pushing(FilePath(path)))
        case .commit(let commit, let repository, let prefix):
            guard let blob = try repository.blob(at: prefix + path, in: commit) else { return nil }
            return ContentHash(of: try repository.smudged(blob, path: prefix + path))
        }
    }
}
