internal import CLibGit2
internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// The folder `.git` of a new repository (gitrepository-layout(5)), with what `git init` finds out about the disk.
/// libgit2 locks and writes the settings anew for each of these answers, and looks for `HEAD` among references.
struct NewRepository {
    let folder: FilePath
    private let files = LocalFileSystem(.draft)

    init(at folder: FilePath) {
        self.folder = folder
    }

    /// - Throws: `Failure` if the branch cannot be called so, or something cannot be written.
    func make(branch: String, _ access: SharedAccess? = nil) throws {
        let reference = "refs/heads/\(branch)"
        var isName: Int32 = 0
        try check(git_reference_name_is_valid(&isName, reference), "look at the name of a branch")
        guard isName == 1 else {
            throw Failure(
                "no branch can be called `\(branch)`, as git's setting `init.defaultBranch` has it",
                hint: "run `git config --global init.defaultBranch main`")
        }
        for name in ["objects/info", "objects/pack", "refs/heads", "refs/tags", "hooks"] {
            try files.makeDirectory(folder.pushing(FilePath(name)))
        }
        try files.write("ref: \(reference)\n", to: folder.appending("HEAD"))
        try files.write("Unnamed repository; edit this file to name it.\n", to: folder.appending("description"))
        try files.write("# Patterns of files that git ignores here, and only here.\n", to: folder.pushing("info/exclude"))
        try files.write(settings, to: folder.appending("config"))
        if let access { try share(folder, access) }
    }

    private func share(_ folder: FilePath, _ access: SharedAccess) throws {
        access.grant(folder)
        for entry in try files.entries(folder) {
            let path = folder.appending(entry.name)
            if entry.kind == .directory { try share(path, access) } else { access.grant(path) }
        }
    }

    private var settings: String {
        var lines = [
            "repositoryformatversion = 0", "filemode = \(keepsModes)", "bare = false", "logallrefupdates = true",
        ]
        if !makesLinks { lines.append("symlinks = false") }
        // The names of a disk that does not tell large from small letters.
        if access(folder.appending("hEaD").string, F_OK) == 0 { lines.append("ignorecase = true") }
        return "[core]\n" + lines.map { "\t\($0)\n" }.joined()
    }

    /// Whether the disk remembers which files are programs.
    private var keepsModes: Bool {
        let path = folder.appending("HEAD").string
        var (before, after) = (stat(), stat())
        guard lstat(path, &before) == 0, chmod(path, before.st_mode ^ S_IXUSR) == 0 else { return false }
        defer { chmod(path, before.st_mode) }
        return lstat(path, &after) == 0 && after.st_mode != before.st_mode
    }

    private var makesLinks: Bool {
        let path = folder.appending("link").string
        defer { unlink(path) }
        var status = stat()
        return symlink("HEAD", path) == 0 && lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
