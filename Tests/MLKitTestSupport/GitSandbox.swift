internal import MLKitCore
public import SystemPackage

/// A git repository in a fresh folder, driven by the `git` program and cut off from the machine's own settings:
/// what a test compares our own git with.
public final class GitSandbox: Sendable {
    public let scratch: ScratchDirectory
    /// The repository's folder.
    public let path: FilePath

    /// Makes a repository on branch `main`, without a commit.
    public init() async throws {
        scratch = try ScratchDirectory()
        path = scratch.path.appending("repository")
        try scratch.write("[user]\n\tname = Ada Example\n\temail = ada@example.com\n", to: "gitconfig")
        try LocalFileSystem().makeDirectory(path)
        try await git("init", "--quiet", "--initial-branch=main")
    }

    /// The variables that cut git off from the machine.
    public var variables: [String: String] {
        [
            "HOME": scratch.path.string, "XDG_CONFIG_HOME": scratch.path.appending("xdg").string,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": scratch.path.appending("gitconfig").string,
        ]
    }

    /// Runs git in the repository, or in a folder below the sandbox, and returns what it prints.
    ///
    /// - Throws: `Failure` with git's own words if it fails.
    @discardableResult
    public func git(_ arguments: String..., in folder: FilePath? = nil) async throws -> String {
        let command = Command("git", arguments, directory: folder ?? path, environment: variables)
        let result = try await command.run()
        guard result.status == 0 else {
            throw Failure("git \(arguments.joined(separator: " ")) exits with \(result.status): \(result.errorText)")
        }
        return result.outputText
    }

    /// Writes a file below the repository.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> FilePath {
        try scratch.write(text, to: "repository/\(name)")
    }

    public func read(_ name: String) throws -> String {
        try scratch.read("repository/\(name)")
    }

    public func exists(_ name: String) throws -> Bool {
        try scratch.exists("repository/\(name)")
    }

    /// Writes files and commits them with the `git` program.
    public func commit(_ files: [String: String], message: String = "A commit") async throws {
        for (name, text) in files {
            try write(text, to: name)
            try await git("add", "--force", "--", name)
        }
        try await git("commit", "--quiet", "--message", message)
    }

    /// All that git knows of staged, unstaged, untracked and unmerged changes, but for `path`.
    public func changes(except excluded: String = "none") async throws -> [String] {
        let parts = [
            try await git("status", "--porcelain=v2", "--untracked-files=all"),
            try await git("diff", "--cached", "--full-index", "--", ".", ":(exclude)\(excluded)"),
            try await git("diff", "--full-index", "--", ".", ":(exclude)\(excluded)"),
            try await git("ls-files", "--stage", "-v"),
        ]
        return parts.flatMap { $0.split(separator: "\n").map(String.init) }.filter { !$0.hasSuffix(excluded) }
    }
}
