import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A project with a checklist in a repository where its user is in the middle of something.
struct DirtyProject {
    enum Situation: String, CaseIterable, Sendable {
        case ordinary, unborn, detached, linkedWorktree, subfolder, merge, rebase, outsideGit

        /// Whether git is in the middle of something.
        var isUnfinished: Bool { self == .merge || self == .rebase }
    }

    let sandbox: GitSandbox
    let situation: Situation
    /// The project's folder.
    let path: FilePath

    private static let files = [
        ".gitignore": "/.mlkit/cache/\n*.log\n",
        "mlkit.yaml": "mlkit: 1\nproject: {name: p}\nchecklists: [lists/small.yaml]\n",
        "lists/small.yaml": """
            checklist: 1
            title: A small list
            sections:
              - id: scoping
                title: Scoping
                items:
                  - {id: scoping.baseline, title: Establish a baseline, why: w, how: h, maturity: poc}
                  - {id: scoping.budget, title: Agree on a budget, why: w, how: h, maturity: mvp}
                  - id: scoping.inference
                    title: Online or batch?
                    why: w
                    how: h
                    maturity: poc
                    kind: choice
                    options: {online: {when: someone waits}, batch: {when: nobody does}}
              - id: data
                title: Data
                items:
                  - id: data.labels
                    title: Are the labels right?
                    why: w
                    how: h
                    maturity: poc
                    kind: question
                    answers: {yes: Say who looked., no: Correct them first.}

            """,
        "reports/evaluation.json": "{}\n", "both.txt": "1\n", "unstaged.txt": "1\n", "gone.txt": "1\n",
        "assumed.txt": "1\n", "skipped.txt": "1\n", "script.sh": "true\n", "conflict.txt": "1\n",
    ]

    init(_ situation: Situation) async throws {
        sandbox = try await GitSandbox()
        self.situation = situation
        let folder = situation == .subfolder ? "projects/census/" : ""
        for (name, text) in Self.files { try sandbox.write(text, to: folder + name) }
        try await sandbox.git("add", "--all")
        try await sandbox.git("commit", "--quiet", "--message", "The project")
        let linked = sandbox.scratch.path.appending("linked")
        switch situation {
        case .subfolder: path = sandbox.path.pushing("projects/census")
        case .linkedWorktree: path = linked
        default: path = sandbox.path
        }
        try await arrange()
        try await change()
    }

    private func arrange() async throws {
        switch situation {
        case .ordinary, .subfolder: break
        case .unborn: try await sandbox.git("checkout", "--quiet", "--orphan", "fresh")
        case .detached: try await sandbox.git("checkout", "--quiet", "--detach")
        case .linkedWorktree: try await sandbox.git("worktree", "add", "--quiet", "-b", "side", path.string)
        case .merge: try await conflict { try await sandbox.git("merge", "side") }
        case .rebase: try await conflict { try await sandbox.git("rebase", "side") }
        case .outsideGit: try LocalFileSystem().remove(sandbox.path.appending(".git"))
        }
    }

    private func conflict(_ meet: () async throws -> Void) async throws {
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try await sandbox.commit(["conflict.txt": "theirs\n"])
        try await sandbox.git("checkout", "--quiet", "main")
        try await sandbox.commit(["conflict.txt": "ours\n"])
        do { try await meet() } catch { return }
        throw Failure("git meets no conflict")
    }

    /// One change of every sort that git knows.
    private func change() async throws {
        try write("2\n", "both.txt")
        try write("new\n", "added.txt")
        try await git("add", "both.txt", "added.txt")
        try write("3\n", "both.txt")
        try write("2\n", "unstaged.txt")
        try write("later\n", "intended.txt")
        try await git("add", "--intent-to-add", "intended.txt")
        try await git("rm", "--quiet", "--force", "gone.txt")
        try await git("update-index", "--assume-unchanged", "assumed.txt")
        try write("2\n", "assumed.txt")
        try await git("update-index", "--skip-worktree", "skipped.txt")
        try write("2\n", "skipped.txt")
        try await git("update-index", "--chmod=+x", "script.sh")
        try write("x\r\n", "untracked e\u{301} \u{1F600}.txt")
        try write("x", "checklist/scoping/notes.txt")
        try write("x", "ignored.log")
    }

    private func write(_ text: String, _ name: String) throws {
        try LocalFileSystem().write(text, to: path.pushing(FilePath(name)))
    }

    /// Runs git in the project; outside git nothing.
    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        guard situation != .outsideGit else { return "" }
        var variables = sandbox.variables
        // A look must not write the index anew.
        variables["GIT_OPTIONAL_LOCKS"] = "0"
        let result = try await Command("git", arguments, directory: path, environment: variables).run()
        guard result.status == 0 else { throw Failure("git \(arguments): \(result.errorText)") }
        return result.outputText
    }

    func check(_ arguments: [String], as person: String = "Ada") async throws -> BuiltTool.Outcome {
        var variables = sandbox.variables
        for who in ["AUTHOR", "COMMITTER"] {
            variables["GIT_\(who)_NAME"] = person
            variables["GIT_\(who)_EMAIL"] = "\(person)@example.com"
        }
        return try await BuiltTool.mlkit(["check"] + arguments, in: path, environment: variables)
    }

    /// All that the user has: what git says of every change, and every byte of the working tree, but for one record.
    func state(except record: String) async throws -> [String] {
        let exclude = ":(exclude)\(record)"
        let cache = ":(exclude).mlkit"
        let told = [
            try await git("status", "--porcelain=v2", "--untracked-files=all", "--ignored", "--", ".", exclude, cache),
            try await git("diff", "--cached", "--full-index", "--", ".", exclude),
            try await git("diff", "--full-index", "--", ".", exclude),
            try await git("ls-files", "--stage", "-v", "--", ".", exclude),
            try await git("stash", "list"),
        ]
        return told.flatMap { $0.split(separator: "\n").map(String.init) } + (try bytes(path, except: record))
    }

    private func bytes(_ folder: FilePath, except record: String) throws -> [String] {
        let files = LocalFileSystem()
        return try files.list(folder).filter { $0 != ".git" && $0 != ".mlkit" }.flatMap { name in
            let file = folder.appending(name)
            if try files.information(at: file)?.kind == .directory { return try bytes(file, except: record) }
            guard file != path.pushing(FilePath(record)) else { return [] }
            return ["\(file) \(try files.hash(file).hex) \(try files.information(at: file)?.modified ?? 0)"]
        }
    }

    /// The bytes of git's index; empty outside git.
    func index() async throws -> [UInt8] {
        guard situation != .outsideGit else { return [] }
        return try LocalFileSystem().read(FilePath(try await git("rev-parse", "--git-path", "index").trimmed, in: path))
    }
}

extension FilePath {
    /// A path that may be relative to a folder.
    fileprivate init(_ text: String, in folder: FilePath) { self = folder.pushing(FilePath(text)) }
}
