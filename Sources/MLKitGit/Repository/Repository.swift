internal import CLibGit2
internal import MLKitCore
public import SystemPackage

/// A git repository with a working tree.
///
/// Paths inside it are text with `/` between the components, relative to `root`; `path(of:)` gives them.
/// An object of this class belongs to one task at a time.
public final class Repository {
    let pointer: OpaquePointer
    let environment: GitEnvironment
    /// The top folder of the working tree, with symbolic links resolved.
    public let root: FilePath
    /// The folder with this working tree's `HEAD` and `index`: `.git`, or a linked worktree's part of it.
    public let gitFolder: FilePath

    /// Opens the repository whose `.git` stands in `folder`.
    public convenience init(at folder: FilePath, environment: GitEnvironment) throws {
        try GitLibrary.start()
        guard let pointer = try Self.open(folder, GIT_REPOSITORY_OPEN_NO_SEARCH) else {
            throw Failure("`\(folder)` is not a git repository", hint: "run `git init` there")
        }
        try self.init(owning: pointer, environment)
    }

    /// The repository that `folder` belongs to: its own or that of a folder above it. `nil` outside git.
    ///
    /// - Throws: `Failure` if it is bare, broken, or owned by somebody else.
    public static func discover(from folder: FilePath, environment: GitEnvironment) throws -> Repository? {
        try GitLibrary.start()
        guard let pointer = try open(folder, GIT_REPOSITORY_OPEN_CROSS_FS) else { return nil }
        return try Repository(owning: pointer, environment)
    }

    /// Makes `folder` a repository, as `git init` does. The first branch is git's `init.defaultBranch`, or `main`.
    public static func initialise(at folder: FilePath, environment: GitEnvironment) throws -> Repository {
        try GitLibrary.start()
        let branch = try Configuration(environment).string("init.defaultBranch") ?? "main"
        var options = git_repository_init_options()
        git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
        options.flags = GIT_REPOSITORY_INIT_MKDIR.rawValue | GIT_REPOSITORY_INIT_MKPATH.rawValue
        let pointer = try branch.withCString { name in
            options.initial_head = name
            return try acquire("make `\(folder)` a git repository") {
                git_repository_init_ext(&$0, folder.string, &options)
            }
        }
        return try Repository(owning: pointer, environment)
    }

    private init(owning pointer: OpaquePointer, _ environment: GitEnvironment) throws {
        self.pointer = pointer
        self.environment = environment
        gitFolder = git_repository_path(pointer).map { FilePath(String(cString: $0)) } ?? FilePath()
        root = git_repository_workdir(pointer).map { FilePath(String(cString: $0)) } ?? FilePath()
        guard git_repository_is_bare(pointer) == 0, !root.isEmpty else {
            throw Failure(
                "`\(gitFolder)` is a bare git repository: it has no working tree",
                hint: "clone it, and work in the clone")
        }
        let shared = git_repository_commondir(pointer).map { FilePath(String(cString: $0)) } ?? gitFolder
        let configuration = try Configuration(environment)
        try configuration.add(shared.appending("config"), GIT_CONFIG_LEVEL_LOCAL, pointer)
        try check(git_repository_set_config(pointer, configuration.pointer), "configure git")
    }

    deinit { git_repository_free(pointer) }

    private static func open(
        _ folder: FilePath, _ flags: git_repository_open_flag_t
    ) throws -> OpaquePointer? {
        var pointer: OpaquePointer?
        let code = git_repository_open_ext(&pointer, folder.string, flags.rawValue, nil)
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        guard code != GIT_EOWNER.rawValue else { throw foreign(folder) }
        try check(code, "open the git repository of `\(folder)`")
        return pointer
    }

    private static func foreign(_ folder: FilePath) -> Failure {
        Failure(
            "the git repository of `\(folder)` belongs to another user",
            hint: "if you trust it, run `git config --global --add safe.directory \(folder)`")
    }
}
