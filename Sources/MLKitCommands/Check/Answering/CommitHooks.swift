internal import Glibc
internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// The hooks that `git commit` would run, and that the commit of a record does not: it has the record alone in it,
/// whatever is staged, while a hook looks at the index and may change files (githooks(5)).
struct CommitHooks {
    /// Those that there are, in the order in which git would run them.
    let names: [String]

    private static let known = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"]

    init(in root: FilePath, _ git: GitEnvironment) throws {
        guard let repository = try Repository.discover(from: root, environment: git) else {
            names = []
            return
        }
        let folder = try Self.folder(of: repository)
        names = Self.known.filter { access(folder.appending($0).string, X_OK) == 0 }
    }

    /// `core.hooksPath`, from the top of the working tree; else `hooks` in the folder that all working trees share.
    private static func folder(of repository: Repository) throws -> FilePath {
        if let path = try repository.setting("core.hooksPath") { return repository.root.pushing(FilePath(path)) }
        let files = LocalFileSystem()
        let link = repository.gitFolder.appending("commondir")
        guard try files.exists(link) else { return repository.gitFolder.appending("hooks") }
        return repository.gitFolder.pushing(FilePath(try files.readText(link).trimmed)).appending("hooks")
    }
}
