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
    /// Git's index: in `gitFolder`, unless `GIT_INDEX_FILE` names another, as in a hook.
    let indexPath: FilePath
    /// Whether objects may be missing that git fetches when they are needed.
    let isPartialClone: Bool
    /// What has to live as long as this does: temporary files that libgit2 reads.
    var held: [PrivateFolder] = []
    /// The folder in which programs of git's settings run: `root`, if `nil`.
    var programFolder: FilePath?
    /// Made when first needed.
    var filterMemory: FilterMemory?
    /// Made when first needed.
    var knownRules: IndexedRules?
    /// Of a partial clone.
    let misses = FetchMisses()

    /// Opens the repository whose `.git` stands in `folder`.
    public convenience init(at folder: FilePath, environment: GitEnvironment) throws {
        try GitLibrary.start()
        guard let pointer = try RepositoryFinder(environment).open(folder, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue) else {
            throw Failure("`\(folder)` is not a git repository", hint: "run `git init` there")
        }
        try self.init(owning: pointer, environment)
        try refuseForeignTree(for: folder)
    }

    /// The repository that `folder` belongs to: its own or that of a folder above it, or the one that `GIT_DIR` names.
    /// `nil` outside git.
    ///
    /// - Throws: `Failure` if it is bare, broken, owned by somebody else, or kept in a way that we cannot read.
    public static func discover(from folder: FilePath, environment: GitEnvironment) throws -> Repository? {
        try GitLibrary.start()
        let finder = RepositoryFinder(environment)
        try finder.refuseForeignStores()
        if environment["GIT_DIR"] != nil { return try named(finder, for: folder) }
        if let pointer = try finder.open(folder, GIT_REPOSITORY_OPEN_CROSS_FS.rawValue) {
            let repository = try Repository(owning: pointer, environment)
            try repository.refuseForeignTree(for: folder)
            return repository
        }
        try RepositoryAccess.refuseClosed(above: folder)
        return nil
    }

    /// The same, where a project has to be in git to go on.
    ///
    /// - Throws: `Failure` also where a `.git` stands that names or makes no repository, or one whose history does not begin:
    ///   `git init` is no help there.
    public static func discoverWhole(from folder: FilePath, environment: GitEnvironment) throws -> Repository? {
        if let repository = try discover(from: folder, environment: environment) {
            try repository.refuseBrokenHead()
            return repository
        }
        if let problem = RepositoryAccess.lost(above: folder) { throw problem }
        return nil
    }

    /// The repository that the environment names, if its working tree holds the folder.
    private static func named(_ finder: RepositoryFinder, for folder: FilePath) throws -> Repository {
        let repository = try Repository(owning: finder.openNamed(for: folder), finder.environment, isNamed: true)
        guard repository.path(of: folder) == nil, !repository.isRoot(folder) else { return repository }
        throw Failure(
            "the variable GIT_DIR names the repository of `\(repository.root)`, which does not hold `\(folder)`",
            hint: "run `unset GIT_DIR GIT_WORK_TREE`, and try again")
    }

    /// Makes `folder` a repository, as `git init` does. The first branch is git's `init.defaultBranch`, or `main`; what
    /// `init.templateDir` holds is put into `.git`.
    public static func initialise(at folder: FilePath, environment: GitEnvironment) throws -> Repository {
        try GitLibrary.start()
        if let form = environment["GIT_DEFAULT_HASH"], form.lowercased() != "sha1" {
            throw Failure(
                "the variable GIT_DEFAULT_HASH asks for names by \(form.uppercased()), which mlkit cannot read",
                hint: "run `unset GIT_DEFAULT_HASH`, and try again; `mlkit new --no-git` makes a project without git")
        }
        let settings = try Configuration(environment)
        let branch = try settings.string("init.defaultBranch") ?? "main"
        let template = try environment["GIT_TEMPLATE_DIR"] ?? settings.path("init.templateDir", environment)
        if try template == nil && !LocalFileSystem().exists(folder.appending(".git")) {
            try NewRepository(at: folder.appending(".git")).make(branch: branch, SharedAccess(settings))
            return try Repository(at: folder, environment: environment)
        }
        var options = git_repository_init_options()
        git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
        options.flags = GIT_REPOSITORY_INIT_MKDIR.rawValue | GIT_REPOSITORY_INIT_MKPATH.rawValue
        if template != nil { options.flags |= GIT_REPOSITORY_INIT_EXTERNAL_TEMPLATE.rawValue }
        let pointer = try CTexts.with([branch, template ?? ""]) { texts in
            options.initial_head = UnsafePointer(texts.pointers[0])
            if template != nil { options.template_path = UnsafePointer(texts.pointers[1]) }
            return try acquire("make `\(folder)` a git repository") {
                git_repository_init_ext(&$0, folder.string, &options)
            }
        }
        return try Repository(owning: pointer, environment)
    }

    /// - Parameter isNamed: whether the environment names it: then git does not ask whose it is.
    init(owning pointer: OpaquePointer, _ environment: GitEnvironment, isNamed: Bool = false) throws {
        self.pointer = pointer
        self.environment = environment
        gitFolder = git_repository_path(pointer).map { FilePath(String(cString: $0)) } ?? FilePath()
        root = git_repository_workdir(pointer).map { FilePath(String(cString: $0)) } ?? FilePath()
        indexPath = environment.path("GIT_INDEX_FILE", from: root) ?? gitFolder.appending("index")
        guard git_repository_is_bare(pointer) == 0, !root.isEmpty else {
            throw Failure(
                "`\(gitFolder)` is a bare git repository: it has no working tree",
                hint: "clone it, and work in the clone")
        }
        if !isNamed { try RepositoryOwnership(environment: environment).check(root: root, gitFolder: gitFolder) }
        let shared = git_repository_commondir(pointer).map { FilePath(String(cString: $0)) } ?? gitFolder
        try RepositoryAccess(gitFolder: gitFolder, shared: shared).check()
        var configuration = try Configuration(environment, for: pointer)
        try configuration.add(shared.appending("config"), .repository, pointer)
        let format = try RepositoryFormat(configuration)
        if let problem = format.problem(in: root) { throw problem }
        if format.hasWorktreeSettings {
            try configuration.add(gitFolder.appending("config.worktree"), .worktree, pointer)
        }
        if try configuration.asksForRemotes {
            configuration = try Configuration(readBy: GitCommand(gitFolder, tree: root, environment))
        }
        try check(git_repository_set_config(pointer, configuration.pointer), "configure git")
        isPartialClone = try format.isPartialClone || configuration.values(of: "^remote\\..*\\.promisor$").contains {
            ["true", "yes", "on", "1"].contains($0.value.lowercased())
        }
        guard hasStores else { return }
        let database = try acquire("open git's objects") { git_repository_odb(&$0, pointer) }
        defer { git_odb_free(database) }
        try addStores(to: database)
    }

    deinit { git_repository_free(pointer) }

    private var alternates: [String] {
        environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"]?.split(separator: ":").map(String.init) ?? []
    }

    private var hasStores: Bool { isPartialClone || !alternates.isEmpty }

    /// Adds where objects are looked for besides the repository's own folder.
    func addStores(to database: OpaquePointer) throws {
        for folder in alternates { try check(git_odb_add_disk_alternate(database, folder), "read `\(folder)`") }
        if isPartialClone { try PromisedObjects(GitCommand(self), misses).join(database) }
    }

    /// - Throws: `Failure` if git looks for the working tree elsewhere (`core.worktree`): what is committed of the folder would be
    ///   missing there, and git would take it for deleted.
    private func refuseForeignTree(for folder: FilePath) throws {
        if let tree = environment.path("GIT_WORK_TREE", from: folder), !isRoot(tree) {
            throw Failure(
                "the variable GIT_WORK_TREE names `\(tree)`, which is not the working tree of `\(gitFolder)`",
                hint: "run `unset GIT_WORK_TREE`, and try again")
        }
        guard path(of: folder) == nil, !isRoot(folder) else { return }
        throw Failure(
            "the git repository in `\(gitFolder)` has its working tree in `\(root)` (`core.worktree`), not in `\(folder)`",
            hint: "`git config --unset core.worktree` has it beside `.git`; or work in `\(root)`, with the variable "
                + "GIT_DIR=\(gitFolder)")
    }

    private func isRoot(_ folder: FilePath) -> Bool { path(of: folder.appending("x")) == "x" }
}
