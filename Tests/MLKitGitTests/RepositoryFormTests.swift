import Glibc
import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Repositories as people really set them up: read as git reads them, or refused with the way on.
@Suite struct RepositoryFormTests {
    private static let files = Dictionary(
        (0..<12).map { ("d\($0 % 3)/f\($0)", "\($0)\n") } + [("top", "1\n")]) { $1 }

    private func sandbox() async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(Self.files)
        return sandbox
    }

    /// What each form of the index is made by.
    static let forms: [[[String]]] = [
        [["update-index", "--split-index"]], [["update-index", "--index-version", "4"]],
        [["config", "index.skipHash", "true"], ["update-index", "--force-write-index"]],
        [["update-index", "--untracked-cache"]],
        [["sparse-checkout", "init", "--cone", "--sparse-index"], ["sparse-checkout", "set", "d1"]],
        [["sparse-checkout", "init", "--cone"], ["sparse-checkout", "set", "d1"], ["config", "core.splitIndex", "true"],
            ["update-index", "--split-index"]],
    ]

    @Test(arguments: forms)
    func anIndexOfAnyFormIsReadAndWritten(_ commands: [[String]]) async throws {
        let sandbox = try await sandbox()
        for command in commands {
            _ = try await Command("git", command, directory: sandbox.path, environment: sandbox.variables).run()
        }
        let before = try LocalFileSystem().read(sandbox.path.pushing(".git/index"))
        #expect(try sandbox.repository().indexedFiles() == Self.files.keys.sorted())
        #expect(try sandbox.repository().status().isEmpty)
        #expect(try LocalFileSystem().read(sandbox.path.pushing(".git/index")) == before)
        try sandbox.write("2\n", to: "d1/f1")
        try sandbox.repository().commit(files: ["d1/f1"], message: "ours")
        let stage = IndexChange.stage(path: "new", file: [65], stored: [65], isExecutable: false)
        try sandbox.write("A", to: "new")
        try sandbox.repository().prepareIndex([stage]).publish()
        #expect(try await sandbox.git("status", "--porcelain") == "A  new\n")
        #expect(try await sandbox.git("ls-files").split(separator: "\n").count == Self.files.count + 1)
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    @Test func anIndexThatIsReadCanBeUnfolded() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("update-index", "--split-index")
        let index = sandbox.path.pushing(".git/index")
        #expect(IndexScan.hasConflicts(try LocalFileSystem().read(index)) == nil)
        try sandbox.repository().unfoldIndex()
        #expect(IndexScan.hasConflicts(try LocalFileSystem().read(index)) == false)
        #expect(try await sandbox.git("status", "--porcelain").isEmpty)
    }

    @Test func whatASparseCheckoutLeavesOutIsThere() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("sparse-checkout", "set", "--cone", "d1/inner", "d2")
        let repository = try sandbox.repository()
        let sparse = try #require(try SparseCheckout(of: repository))
        #expect(try sparse.file(at: "d0/f0").map { String(decoding: $0.content, as: UTF8.self) } == "0\n")
        #expect(try sparse.file(at: "d2/f2") == nil)
        #expect(try sparse.file(at: "d0/none") == nil)
        let outside = ["d0/new", "d1/other/new", "d9/new"].map { sparse.leavesOut($0) }
        #expect(outside == [true, true, true])
        let inside = ["new", "d1/new", "d1/inner/a/b", "d2/new", "d2/f2"].map { sparse.leavesOut($0) }
        #expect(inside == [false, false, false, false, false])
        #expect(try repository.status().isEmpty)
        try await sandbox.git("sparse-checkout", "disable")
        #expect(try SparseCheckout(of: sandbox.repository()) == nil)
    }

    /// Git writes such an index, and cannot read it.
    @Test func anIndexThatIsSplitAndSparseIsRefusedWithTheWayOn() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("sparse-checkout", "set", "--cone", "--sparse-index", "d1")
        try await sandbox.git("config", "core.splitIndex", "true")
        let before = try LocalFileSystem().read(sandbox.path.pushing(".git/index"))
        let failure = #expect(throws: Failure.self) { try sandbox.repository().indexedFiles() }
        #expect(failure?.description.contains("both split and sparse, which git itself cannot read") == true)
        #expect(try LocalFileSystem().read(sandbox.path.pushing(".git/index")) == before)
        // What the hint says.
        try await sandbox.git("config", "core.splitIndex", "false")
        try await sandbox.git("-c", "index.sparse=false", "update-index", "--no-split-index", "--force-write-index")
        #expect(try sandbox.repository().indexedFiles() == Self.files.keys.sorted())
        #expect(try await sandbox.git("status", "--porcelain").isEmpty)
    }

    @Test func anObjectThatWasPromisedIsFetched() async throws {
        let sandbox = try await sandbox()
        let old = try await sandbox.git("rev-parse", "HEAD:top").trimmed
        try await sandbox.commit(["top": "2\n"])
        try await sandbox.git("config", "uploadpack.allowFilter", "true")
        let clone = sandbox.scratch.path.appending("clone")
        try await sandbox.git("clone", "--quiet", "--filter=blob:none", "file://\(sandbox.path)", clone.string)
        let repository = try sandbox.repository(in: clone)
        #expect(try repository.blob(#require(ObjectID(old))) == Array("1\n".utf8))
        #expect(try repository.blob(#require(ObjectID(String(repeating: "1", count: 40)))) == nil)
        #expect(try repository.headCommit.map { try repository.blob(at: "top", in: $0) } == Array("2\n".utf8))
    }

    @Test func anObjectBeyondTheEndOfAShallowCloneCanBeFetched() async throws {
        let sandbox = try await sandbox()
        try await sandbox.commit(["top": "old\n"])
        let old = try #require(ObjectID(try await sandbox.git("rev-parse", "HEAD:top").trimmed))
        try await sandbox.commit(["top": "2\n"])
        let clone = sandbox.scratch.path.appending("clone")
        try await sandbox.git("clone", "--quiet", "--depth=1", "file://\(sandbox.path)", clone.string)
        let repository = try sandbox.repository(in: clone)
        #expect(try repository.blob(old) == nil)
        try repository.fetch(old)
        #expect(try repository.blob(old) == Array("old\n".utf8))
    }

    @Test func otherFormatsAreRefusedWithTheWayOn() async throws {
        let sandbox = try await GitSandbox()
        let other = sandbox.scratch.path.appending("other")
        try await sandbox.git("init", "--quiet", "--object-format=sha256", other.string)
        let failure = #expect(throws: Failure.self) { try sandbox.repository(in: other) }
        #expect(failure?.description.contains("names its objects by SHA256") == true)
        #expect(failure?.diagnostics.first?.hint?.contains("git init --object-format=sha1") == true)
        for (name, words) in [("refStorage", "git refs migrate"), ("compactMap", "mlkit new --no-git")] {
            let one = try await GitSandbox()
            try await one.git("config", "core.repositoryFormatVersion", "1")
            try await one.git("config", "extensions.\(name)", "reftable")
            let failure = #expect(throws: Failure.self) { try one.repository() }
            #expect(failure?.diagnostics.first?.hint?.contains(words) == true)
        }
    }

    @Test func aWorktreeHasSettingsOfItsOwn() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("config", "extensions.worktreeConfig", "true")
        try await sandbox.git("config", "user.name", "All")
        try await sandbox.git("config", "--worktree", "user.name", "Only")
        #expect(try Repository.author(in: sandbox.path, environment: sandbox.environment()).hasPrefix("Only <"))
        let linked = sandbox.scratch.path.appending("linked")
        try await sandbox.git("worktree", "add", "--quiet", linked.string)
        try await sandbox.git("config", "--worktree", "user.name", "Linked", in: linked)
        #expect(try Repository.author(in: linked, environment: sandbox.environment()).hasPrefix("Linked <"))
        #expect(try Repository.author(in: sandbox.path, environment: sandbox.environment()).hasPrefix("Only <"))
    }

    @Test func settingsThatComeWithTheEnvironmentCount() async throws {
        let sandbox = try await sandbox()
        let given = [
            "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "It \"is\" \\me",
            "GIT_CONFIG_KEY_1": "filter.a b.clean", "GIT_CONFIG_VALUE_1": "x\ny",
        ]
        #expect(try sandbox.repository(given).setting("user.name") == "It \"is\" \\me")
        #expect(try sandbox.repository(given).setting("filter.a b.clean") == "x\ny")
        let parameters = ["GIT_CONFIG_PARAMETERS": "'user.name=Old way' 'user.email'='new=way'"]
        #expect(try sandbox.repository(parameters).setting("user.name") == "Old way")
        #expect(try sandbox.repository(parameters).setting("user.email") == "new=way")
    }

    @Test func settingsForCertainRemotesAreFollowed() async throws {
        let sandbox = try await GitSandbox()
        try sandbox.scratch.write(
            "[user]\n\temail = ada@corp.example\n[filter \"a b\"]\n\tclean = x \"y\" \\\\z\n[commit]\n\tgpgSign\n", to: "corp")
        try await sandbox.git(
            "config", "--global", "includeIf.hasconfig:remote.*.url:https://git.corp.example/**.path",
            sandbox.scratch.path.appending("corp").string)
        #expect(try sandbox.repository().setting("user.email") == "ada@example.com")
        try await sandbox.git("remote", "add", "origin", "https://git.corp.example/x")
        let repository = try sandbox.repository()
        #expect(try repository.setting("user.email") == "ada@corp.example")
        #expect(try repository.setting("user.name") == "Ada Example")
        let git = try await sandbox.git("config", "filter.a b.clean").trimmed
        #expect(try repository.setting("filter.a b.clean") == git)
        #expect(try repository.setting("commit.gpgSign") == "true")
    }

    @Test func nothingIsCommittedByAnotherIndex() async throws {
        let sandbox = try await sandbox()
        try LocalFileSystem().write(
            LocalFileSystem().read(sandbox.path.pushing(".git/index")), to: sandbox.scratch.path.appending("index"))
        let head = try await sandbox.git("rev-parse", "HEAD")
        let other = ["GIT_INDEX_FILE": sandbox.scratch.path.appending("index").string]
        let failure = #expect(throws: Failure.self) {
            try sandbox.repository(other).commit(file: "x", content: .bytes([1]), message: "x")
        }
        #expect(failure?.diagnostics.first?.hint?.contains("unset GIT_INDEX_FILE") == true)
        #expect(try await sandbox.git("rev-parse", "HEAD") == head)
        let own = ["GIT_INDEX_FILE": sandbox.path.pushing(".git/index").string]
        #expect(try sandbox.repository(own).commit(file: "x", content: .bytes([1]), message: "x") != nil)
    }

    @Test func variablesThatNameARepositoryAreFollowedOrRefused() async throws {
        let sandbox = try await sandbox()
        let work = sandbox.scratch.path.appending("work")
        try LocalFileSystem().makeDirectory(work.appending("inner"))
        let names = ["GIT_DIR": sandbox.path.appending(".git").string, "GIT_WORK_TREE": work.string]
        let named = try sandbox.repository(names, in: work.appending("inner"))
        #expect(named.path(of: work.pushing("inner/a")) == "inner/a")
        #expect(throws: Failure.self) { try sandbox.repository(names, in: sandbox.path) }
        let hook = try sandbox.repository(["GIT_DIR": ".git", "PWD": sandbox.path.string, "GIT_INDEX_FILE": ".git/other"])
        #expect(try hook.indexedFiles().isEmpty)
        let alone = #expect(throws: Failure.self) { try sandbox.repository(["GIT_WORK_TREE": work.string]) }
        #expect(
            alone?.description == """
                error: the variable GIT_WORK_TREE names `\(work)`, which is not the working tree of `\(sandbox.path)/.git`

                hint: run `unset GIT_WORK_TREE`, and try again

                """)
        #expect(try sandbox.repository(["GIT_WORK_TREE": sandbox.path.string]).root == sandbox.repository().root)
        for name in ["GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE"] {
            let failure = #expect(throws: Failure.self) { try sandbox.repository([name: "/x"]) }
            #expect(failure?.diagnostics.first?.hint?.contains("unset \(name)") == true)
        }
        let ceiling = ["GIT_CEILING_DIRECTORIES": sandbox.path.string]
        let folder = sandbox.path.appending("d1")
        #expect(try Repository.discover(from: folder, environment: sandbox.environment(ceiling)) == nil)
    }

    @Test func objectsMayStandInAnotherRepository() async throws {
        let sandbox = try await sandbox()
        let id = try #require(ObjectID(try await sandbox.git("rev-parse", "HEAD:top").trimmed))
        let other = sandbox.scratch.path.appending("other")
        try await sandbox.git("clone", "--quiet", "--shared", sandbox.path.string, other.string)
        #expect(try sandbox.repository(in: other).blob(id) != nil)
        let empty = sandbox.scratch.path.appending("empty")
        try await sandbox.git("init", "--quiet", empty.string)
        let objects = sandbox.path.pushing(".git/objects").string
        #expect(try sandbox.repository(in: empty).blob(id) == nil)
        #expect(try sandbox.repository(["GIT_ALTERNATE_OBJECT_DIRECTORIES": objects], in: empty).blob(id) != nil)
    }

    /// Needs root, to give a repository away.
    @Test(.enabled(if: geteuid() == 0))
    func otherPeoplesRepositoriesHaveToBeNamedAsSafe() async throws {
        let sandbox = try await sandbox()
        #expect(chown(sandbox.path.string, 1234, 1234) == 0)
        let failure = #expect(throws: Failure.self) { try sandbox.repository() }
        #expect(failure?.description.contains("belongs to another user") == true)
        func isRead(_ values: [String]) -> Bool {
            let given = values.enumerated().map { [("GIT_CONFIG_KEY_\($0)", "safe.directory"), ("GIT_CONFIG_VALUE_\($0)", $1)] }
            let all = Dictionary(given.joined().map { ($0.0, $0.1) } + [("GIT_CONFIG_COUNT", "\(values.count)")]) { $1 }
            return (try? sandbox.repository(all)) != nil
        }
        #expect(isRead(["*"]))
        #expect(isRead([sandbox.path.string]))
        #expect(isRead(["\(sandbox.scratch.path)/*"]))
        #expect(!isRead(["*", ""]))
        #expect(!isRead(["/elsewhere"]))
        #expect((try? sandbox.repository(["SUDO_UID": "1234"])) != nil)
    }

    /// As git takes it where nothing is said (`git help config`).
    @Test func whatThePermissionsSayIsBelievedUnlessItIsSaidNotTo() async throws {
        let sandbox = try await GitSandbox()
        for (value, isHeeded) in [("true", true), ("false", false), (nil, true)] as [(String?, Bool)] {
            if let value {
                try await sandbox.git("config", "core.fileMode", value)
            } else {
                try await sandbox.git("config", "--unset-all", "core.fileMode")
            }
            #expect(try sandbox.repository().heedsFileMode == isHeeded, "\(value ?? "unset")")
        }
    }
}
