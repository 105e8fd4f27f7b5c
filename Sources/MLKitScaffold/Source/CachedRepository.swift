internal import MLKitCore
internal import SystemPackage

/// What was fetched from one repository.
///
/// ```
/// <name>-<hash of the URL>/
///   lock             held by who fetches
///   mirror.git/      bare; what was fetched, under refs/mlkit/
///   trees/<commit>/  checked out, whole
///   tmp-…/           of a process at work, or of one that was killed
/// ```
///
/// Mirror and trees are made in a temporary folder and renamed, so that what is there is whole.
struct CachedRepository {
    let address: GitAddress
    let folder: FilePath
    let git: GitProgram
    private let files = LocalFileSystem(.whole)

    init(_ address: GitAddress, cache: FilePath, git: GitProgram) {
        self.address = address
        self.git = git
        let name = address.url.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" }.last { $0 != "git" }
        let hash = ContentHash(of: address.url).hex.prefix(16)
        folder = cache.appending("\(name.map { $0.prefix(40) } ?? "template")-\(hash)")
    }

    private var mirror: FilePath { folder.appending("mirror.git") }

    /// The commit of the first of some revisions that is in the cache.
    func commit(_ revisions: [String]) throws -> String? {
        guard !revisions.isEmpty, try files.exists(mirror) else { return nil }
        let input = revisions.map { "\($0)^{commit}\n" }.joined()
        let result = try git.run(inMirror(["cat-file", "--batch-check"]), in: folder, input: input)
        // A line is `<id> commit <size>`, or the revision and why there is none.
        let found = result.outputText.split(separator: "\n").map { $0.split(separator: " ") }
        return found.first { $0.count == 3 && $0[1] == "commit" }.map { String($0[0]) }
    }

    /// Works on the cache alone: clears away what a killed process left, makes the mirror if there is none.
    func locked<Result>(_ body: () throws -> Result) throws -> Result {
        try files.makeDirectory(folder)
        let lock = try FileLock(folder.appending("lock"))
        return try withExtendedLifetime(lock) {
            for name in try files.list(folder) where name.hasPrefix(Self.temporary) {
                try files.remove(folder.appending(name))
            }
            try prepareMirror()
            return try body()
        }
    }

    /// Fetches some references; `isWhole` with all of the history that leads to them.
    ///
    /// - Returns: git's words if it cannot.
    func fetch(_ specification: [String], isWhole: Bool) throws -> [String]? {
        let options = [
            "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--force", "--prune",
            isWhole ? "--depth=\(Int32.max)" : "--depth=1",
        ]
        let result = try git.run(inMirror(options + ["--", address.url] + specification), in: folder)
        return result.status == 0 ? nil : GitProgram.words(of: result)
    }

    /// The folder with a commit's files.
    func tree(_ commit: String) throws -> FilePath {
        let tree = folder.pushing(FilePath("trees/\(commit)"))
        if try files.exists(tree) { return tree }
        return try locked {
            if try files.exists(tree) { return tree }
            try withTemporaryFolder { draft in
                try checkOut(commit, to: draft)
                try files.rename(draft.appending("tree"), to: tree)
            }
            return tree
        }
    }

    private func checkOut(_ commit: String, to draft: FilePath) throws {
        let tree = draft.appending("tree")
        try files.makeDirectory(tree)
        let arguments = { inMirror(["--work-tree=\(tree)", "-c", "core.bare=false"] + $0) }
        let index = draft.appending("index")
        // The lower commands: they run no hooks, and heed no settings.
        for step in [["read-tree", commit], ["checkout-index", "--all", "--quiet"]] {
            let result = try git.run(arguments(step), in: tree, index: index)
            guard result.status == 0 else { throw damaged(result) }
        }
        try FetchedFolder(tree, description: "\(address)").check()
    }

    /// One that was damaged is begun anew: all that is lost is what can be fetched again.
    private func prepareMirror() throws {
        if try files.exists(mirror) {
            try removeLocks(below: mirror)
            if try git.run(inMirror(["rev-parse", "--git-dir"]), in: folder).status == 0 { return }
            try files.remove(mirror)
        }
        try withTemporaryFolder { draft in
            let made = draft.appending("mirror.git")
            let result = try git.run(["init", "--quiet", "--bare", "--template=", "--", made.string], in: draft)
            guard result.status == 0 else { throw damaged(result) }
            try files.rename(made, to: mirror)
        }
    }

    private func damaged(_ result: Command.Result) -> Failure {
        Failure(
            "git cannot unpack `\(address)`", notes: GitProgram.words(of: result),
            hint: "remove `\(folder)`, which may be damaged, and try again")
    }

    private func inMirror(_ arguments: [String]) -> [String] { ["--git-dir=\(mirror)"] + arguments }

    private static let temporary = "tmp-"

    private func withTemporaryFolder(_ body: (FilePath) throws -> Void) throws {
        let draft = folder.appending("\(Self.temporary)\(String(UInt64.random(in: 0 ... .max), radix: 36))")
        try files.makeDirectory(draft)
        defer { try? files.remove(draft) }
        try body(draft)
    }

    /// A git that was killed leaves lock files, which would stop every later one.
    private func removeLocks(below folder: FilePath) throws {
        for name in try files.list(folder) where name != "objects" {
            let path = folder.appending(name)
            if name.hasSuffix(".lock") {
                try files.remove(path)
            } else if try files.information(at: path)?.kind == .directory {
                try removeLocks(below: path)
            }
        }
    }
}
