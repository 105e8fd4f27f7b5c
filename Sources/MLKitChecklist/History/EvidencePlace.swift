internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Where the files are that answers rest on. Paths are relative to the project.
enum EvidencePlace {
    case nowhere
    /// In a commit, in which the project's folder has this prefix. Files that are not tracked are not there.
    case commit(ObjectID, Repository, prefix: String)
    case workingTree(project: FilePath, HashCache, GitForms)

    /// The file's blob in a commit; `nil` where it has none.
    func blob(_ path: String) throws -> ObjectID? {
        guard case .commit(let commit, let repository, let prefix) = self else { return nil }
        return try repository.blobID(at: prefix + path, in: commit)
    }

    /// Whether a file has some bytes, in any form that git gives them; `nil` if it is not there, as where git ignores it.
    func has(_ path: String, _ wanted: ContentHash) throws -> Bool? {
        switch self {
        case .nowhere: return nil
        case .workingTree(let project, _, let forms):
            return try hash(path).map { try $0 == wanted || forms.hold(wanted, at: project.pushing(FilePath(path))) }
        case .commit(let commit, let repository, let prefix):
            // A program that git has for the file is asked only where nothing else tells.
            return try repository.blob(at: prefix + path, in: commit).map { blob in
                try GitForms.forms(of: blob).contains(wanted) || hash(path) == wanted
            }
        }
    }

    /// The hash of the file as it is in a working tree; `nil` if it is not there.
    func hash(_ path: String) throws -> ContentHash? {
        switch self {
        case .nowhere: return nil
        case .workingTree(let project, let hashes, _): return try hashes.hash(project.pushing(FilePath(path)))
        case .commit(let commit, let repository, let prefix):
            guard let blob = try repository.blob(at: prefix + path, in: commit) else { return nil }
            return ContentHash(of: try repository.smudged(blob, path: prefix + path))
        }
    }
}
