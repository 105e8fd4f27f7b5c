internal import CLibGit2
internal import MLKitCore

/// Git's ignore rules, asked for many files: a folder is looked at once. Good for as long as the rules stay as they are.
public final class IgnoreRules {
    private let repository: Repository
    private var folders: ByteTable<Bool> = [:]

    public init(of repository: Repository) { self.repository = repository }

    /// Whether the rules cover a path. A tracked file can be covered and stays tracked.
    ///
    /// Of a folder that is covered all is, whatever rules say of files in it (gitignore(5)); libgit2 would heed them.
    public func cover(_ path: String) throws -> Bool {
        if try repository.indexedRules.mayIgnore(path), let answer = try answerOfGit(path) { return answer }
        return try RepositoryPath.parents(of: path).contains(where: coverFolder) || name(path)
    }

    private func coverFolder(_ path: String) throws -> Bool {
        if let known = folders[path] { return known }
        let isCovered = try name(path + "/")
        folders[path] = isCovered
        return isCovered
    }

    /// Whether they have the path itself.
    private func name(_ path: String) throws -> Bool {
        var ignored: Int32 = 0
        try check(
            git_ignore_path_is_ignored(&ignored, repository.pointer, path), "read git's ignore rules for `\(path)`")
        return ignored == 1
    }

    /// What the `git` program says, which knows rules that are in the index alone; `nil` if it says nothing.
    private func answerOfGit(_ path: String) throws -> Bool? {
        // The command knows no literal paths: in front of a colon, `./` keeps it from being magic.
        let arguments = ["check-ignore", "--quiet", "--", "./\(path)"]
        switch try GitCommand(repository).run(arguments).status {
        case 0: return true
        case 1: return false
        default: return nil
        }
    }
}
