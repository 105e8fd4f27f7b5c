import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Finding and making repositories, and reading from them.
@Suite struct RepositoryTests {
    @Test func thereIsNoneOutsideGit() async throws {
        let scratch = try ScratchDirectory()
        let environment = GitEnvironment(variables: [:], time: GitSandbox.time)
        #expect(try Repository.discover(from: scratch.path, environment: environment) == nil)
    }

    @Test func itIsFoundFromAFolderBelow() async throws {
        let sandbox = try await GitSandbox()
        try sandbox.write("x", to: "a/b/c.txt")
        let repository = try sandbox.repository(in: sandbox.path.pushing("a/b"))
        #expect(repository.root.lastComponent == "repository")
        #expect(repository.path(of: sandbox.path.pushing("a/b/c.txt")) == "a/b/c.txt")
        #expect(repository.path(of: sandbox.path.pushing("a/new/./d.txt")) == "a/new/d.txt")
        #expect(repository.path(of: sandbox.path) == nil)
        #expect(repository.path(of: "/etc/passwd") == nil)
    }

    @Test func aPathThroughALinkIsTheSame() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("init", "--quiet", in: sandbox.path)
        let link = sandbox.scratch.path.appending("link")
        _ = try await Command("ln", ["-s", sandbox.path.string, link.string]).run()
        let repository = try sandbox.repository(in: link)
        #expect(repository.path(of: link.appending("a.txt")) == "a.txt")
    }

    @Test func aBareRepositoryIsRefused() async throws {
        let sandbox = try await GitSandbox()
        let bare = sandbox.scratch.path.appending("bare.git")
        try await sandbox.git("init", "--quiet", "--bare", bare.string)
        let failure = #expect(throws: Failure.self) { try sandbox.repository(in: bare) }
        #expect(failure?.description.contains("is a bare git repository: it has no working tree") == true)
    }

    @Test(arguments: [("", "main"), ("[init]\n\tdefaultBranch = trunk\n", "trunk")])
    func theFirstBranchIsTheConfiguredOne(settings: String, branch: String) async throws {
        let scratch = try ScratchDirectory()
        let global = try scratch.write(settings, to: "gitconfig")
        let variables = ["GIT_CONFIG_GLOBAL": global.string, "GIT_CONFIG_NOSYSTEM": "1"]
        let environment = GitEnvironment(variables: variables, time: GitSandbox.time)
        let repository = try Repository.initialise(at: scratch.path.pushing("new/project"), environment: environment)
        #expect(try repository.branch == branch)
        #expect(try repository.headCommit == nil)
        #expect(try scratch.read("new/project/.git/HEAD") == "ref: refs/heads/\(branch)\n")
    }

    @Test func aNewRepositoryIsWhatGitMakes() async throws {
        let sandbox = try await GitSandbox()
        let (ours, theirs) = (sandbox.scratch.path.appending("ours"), sandbox.scratch.path.appending("theirs"))
        _ = try Repository.initialise(at: ours, environment: sandbox.environment())
        try await sandbox.git("init", "--quiet", "--initial-branch=main", theirs.string)
        for command in [["config", "--list", "--local"], ["symbolic-ref", "HEAD"], ["status"], ["fsck"], ["rev-parse", "--git-dir"]] {
            var texts: [[Substring]] = []
            for folder in [ours, theirs] {
                let result = try await Command("git", command, directory: folder, environment: sandbox.variables).run()
                #expect(result.status == 0, "\(command)")
                texts.append(result.outputText.split(separator: "\n").sorted())
            }
            #expect(texts[0] == texts[1], "\(command)")
        }
        for folder in ["objects/info", "objects/pack", "refs/heads", "refs/tags", "hooks"] {
            #expect(try LocalFileSystem().information(at: ours.pushing(FilePath(".git/\(folder)")))?.kind == .directory)
        }
        // gitweb and people look there.
        let texts = try ["description", "info/exclude"].map { try LocalFileSystem().readText(ours.pushing(FilePath(".git/\($0)"))) }
        #expect(texts == ["Unnamed repository; edit this file to name it.\n",
            "# Patterns of files that git ignores here, and only here.\n"])
        // Made once more it stays what it is.
        #expect(try Repository.initialise(at: ours, environment: sandbox.environment()).branch == "main")
    }

    @Test func aNameThatNoBranchCanHaveIsRefused() throws {
        let scratch = try ScratchDirectory()
        let global = try scratch.write("[init]\n\tdefaultBranch = \"two words\"\n", to: "gitconfig")
        let environment = GitEnvironment(
            variables: ["GIT_CONFIG_GLOBAL": global.string, "GIT_CONFIG_NOSYSTEM": "1"], time: GitSandbox.time)
        let failure = #expect(throws: Failure.self) {
            try Repository.initialise(at: scratch.path.appending("project"), environment: environment)
        }
        #expect(failure?.description.hasPrefix("error: no branch can be called `two words`") == true)
        #expect(try !scratch.exists("project"))
    }

    @Test func openingAFolderThatIsNoRepositoryFails() async throws {
        let sandbox = try await GitSandbox()
        try sandbox.write("x", to: "a/b.txt")
        let failure = #expect(throws: Failure.self) {
            try Repository(at: sandbox.path.appending("a"), environment: sandbox.environment())
        }
        #expect(failure?.description.contains("is not a git repository") == true)
    }

    @Test func headIsRead() async throws {
        let sandbox = try await GitSandbox()
        #expect(try sandbox.repository().headCommit == nil)
        #expect(try sandbox.repository().branch == "main")
        try await sandbox.commit(["a.txt": "1\n"])
        let id = try await sandbox.git("rev-parse", "HEAD").dropLast()
        #expect(try sandbox.repository().headCommit?.hex == String(id))
        try await sandbox.git("checkout", "--quiet", "--detach")
        #expect(try sandbox.repository().branch == nil)
        #expect(try sandbox.repository().headCommit?.hex == String(id))
    }

    @Test func blobsAreRead() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a/b.txt": "one\n"])
        let first = try #require(try sandbox.repository().headCommit)
        try await sandbox.commit(["a/b.txt": "two\n"])
        let repository = try sandbox.repository()
        #expect(try repository.blob(at: "a/b.txt") == Array("two\n".utf8))
        #expect(try repository.blob(at: "a/b.txt", in: first) == Array("one\n".utf8))
        #expect(try repository.blob(at: "a") == nil)
        #expect(try repository.blob(at: "missing") == nil)
        let id = try ObjectID(blobOf: Array("one\n".utf8))
        #expect(try await sandbox.git("rev-parse", "\(first):a/b.txt") == id.hex + "\n")
        #expect(try repository.blob(id) == Array("one\n".utf8))
        #expect(try repository.blob(ObjectID(blobOf: [1, 2, 3])) == nil)
    }

    @Test func ignoredAndTrackedAreTold() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([".gitignore": "logs/\n*.tmp\n", "kept.tmp": "1", "staged-away.txt": "1"])
        try await sandbox.git("rm", "--quiet", "--cached", "staged-away.txt")
        let repository = try sandbox.repository()
        #expect(try repository.isIgnored("logs/run.log"))
        #expect(try repository.isIgnored("new.tmp"))
        #expect(try !repository.isIgnored("new.txt"))
        #expect(try repository.isTracked("kept.tmp"))
        #expect(try repository.isTracked("staged-away.txt"))
        #expect(try !repository.isTracked("new.txt"))
    }

    /// Rules that take files back count in no folder that is covered itself.
    @Test func aFileOfAnIgnoredFolderIsNotTakenBack() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([
            ".gitignore": "secrets/\n!*.txt\n/own/*\n!/own/kept/\n*.log\n", "secrets/.gitignore": "!*\n",
        ])
        let paths = [
            "secrets/a.txt", "secrets/deep/b.txt", "secrets/c.key", "a.txt", "own/a.txt", "own/b.key", "own/kept/b.key",
            "own/kept/a.log", "deep/secrets/a.txt", "x.log",
        ]
        for path in paths { try sandbox.write("1", to: path) }
        let told = try await sandbox.git("ls-files", "--others", "--ignored", "--exclude-standard")
        let repository = try sandbox.repository()
        let ignored = try paths.filter { try repository.isIgnored($0) }
        #expect(ignored.sorted() == told.split(separator: "\n").map(String.init).sorted())
        #expect(ignored.contains("secrets/a.txt") && !ignored.contains("own/kept/b.key"))
    }

    @Test func statusTellsStagedFromUnstaged() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1", "b": "1", "c": "1", "*": "1"])
        try sandbox.write("2", to: "a")
        try await sandbox.git("add", "a")
        try sandbox.write("2", to: "b")
        try sandbox.write("1", to: "new/d")
        try await sandbox.git("rm", "--quiet", "c")
        let repository = try sandbox.repository()
        let status = try repository.status()
        #expect(status.map(\.path) == ["a", "b", "c", "new/d"])
        #expect(status.map(\.staged) == [.modified, nil, .deleted, nil])
        #expect(status.map(\.unstaged) == [nil, .modified, nil, .added])
        #expect(try repository.status(of: ["b", "new"]).map(\.path) == ["b", "new/d"])
        #expect(try repository.status(of: ["*"]).isEmpty)
    }

    @Test func theAuthorIsTold() async throws {
        let sandbox = try await GitSandbox()
        let outside = sandbox.scratch.path
        let environment = sandbox.environment()
        #expect(try Repository.author(in: outside, environment: environment) == "Ada Example <ada@example.com>")
        try await sandbox.git("config", "user.name", "Local")
        #expect(try Repository.author(in: sandbox.path, environment: environment) == "Local <ada@example.com>")
        let other = sandbox.environment(["GIT_AUTHOR_NAME": "Bob <x>"])
        #expect(try Repository.author(in: sandbox.path, environment: other) == "Bob x <ada@example.com>")
        let nobody = GitEnvironment(variables: ["GIT_CONFIG_NOSYSTEM": "1"], time: GitSandbox.time)
        #expect(throws: Failure.self) { try Repository.author(in: outside, environment: nobody) }
    }

    @Test(arguments: [
        ("1700000000 +0130", 1_700_000_000, 90), ("@1700000000", 1_700_000_000, 0),
        ("2026-01-01T00:00:00Z", 1_767_225_600, 0), ("2026-01-01 01:00:00 +0100", 1_767_225_600, 60),
        ("2024-02-29T12:00:00-05:00", 1_709_226_000, -300), ("1970-01-01", 0, 0),
    ])
    func datesAreRead(text: String, seconds: Int, offset: Int) {
        #expect(GitTime(text) == GitTime(seconds: seconds, offset: offset))
    }

    @Test(arguments: ["", "yesterday", "2026-13-01T00:00:00Z", "17000000000000000000"])
    func whatIsNoDateIsNot(text: String) {
        #expect(GitTime(text) == nil)
    }
}
