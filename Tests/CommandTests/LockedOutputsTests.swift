import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What the lock files in git name is what stands after a checkout, a clone and a pull, and nothing else.
@Suite struct LockedOutputsTests {
    let scratch: ScratchDirectory
    private var remote: String { scratch.path.appending("remote").string }

    /// A stage that makes something else each time, and one that reads it.
    private static let spec = """
        mlkit: 1
        project: {name: p}
        stages:
          a: {run: 'mkdir o; date +%s%N > o/x; date +%s%N > t; chmod +x t', inputs: [in], outputs: [o, t]}
          b: {run: 'cat o/x t > end', inputs: [o, t], outputs: [end]}

        """

    init() async throws {
        scratch = try ScratchDirectory()
        try scratch.write(Self.spec, to: "p/mlkit.yaml")
        try scratch.write("1\n", to: "p/in")
        try scratch.write("/o\n/t\nend\nlogs/\n", to: "p/.gitignore")
        try await git("init", "--quiet", "--initial-branch=main")
        try await run()
        try await commit()
    }

    private func git(_ arguments: String..., in folder: String = "p") async throws {
        let author = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        try SampleProject.expectSuccess(
            try await BuiltTool.run("git", author + arguments, in: scratch.path.appending(folder)))
    }

    private func commit(in folder: String = "p") async throws {
        try await git("add", "--all", in: folder)
        try await git("commit", "--quiet", "--message", "x", in: folder)
    }

    private func mlkit(_ arguments: String..., in folder: String = "p") async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path.appending(folder))
    }

    private func run(in folder: String = "p") async throws {
        try SampleProject.expectSuccess(try await mlkit("run", in: folder))
    }

    private func made(_ folder: String = "p") throws -> [String] {
        try ["o/x", "t", "end"].map { try scratch.read("\(folder)/\($0)") }
    }

    private func changes(_ folder: String = "p") async throws -> String {
        try await BuiltTool.run("git", ["status", "--short"], in: scratch.path.appending(folder)).output
    }

    @Test func aBranchHasItsOwnOutputsBack() async throws {
        let main = try made()
        try await git("checkout", "--quiet", "-b", "other")
        try SampleProject.expectSuccess(try await mlkit("run", "--force"))
        try await commit()
        let other = try made()
        #expect(main != other)
        for (branch, outputs) in [("main", main), ("other", other), ("main", main)] {
            try await git("checkout", "--quiet", branch)
            try await run()
            #expect(try made() == outputs)
            #expect(try await changes() == "")
        }
        #expect(try LocalFileSystem().information(at: scratch.path.pushing("p/t"))?.isExecutable == true)
        #expect(try !scratch.exists("p/.mlkit/edited"))
    }

    @Test func aCloneHasWhatItsLocksNameThoughOthersRanTheSame() async throws {
        let main = try made()
        try SampleProject.expectSuccess(try await mlkit("cache", "push", "--remote", remote))
        try await git("clone", "--quiet", ".", "../clone")
        // Another run of the same, which takes the place of the first in the cache and at the remote.
        try SampleProject.expectSuccess(try await mlkit("run", "--force"))
        try SampleProject.expectSuccess(try await mlkit("cache", "push", "--remote", remote))
        let pulled = try await mlkit("cache", "pull", "--remote", remote, in: "clone")
        #expect(pulled.status == 0, "\(pulled)")
        #expect(try made("clone") == main)
        #expect(try LocalFileSystem().information(at: scratch.path.pushing("clone/t"))?.isExecutable == true)
        #expect(try await changes("clone") == "")
        #expect(try await mlkit("run", in: "clone").error == "nothing to do: 2 stages up to date\n")
    }

    @Test func whatTheLocksNameIsSentThoughTheCacheWasLost() async throws {
        let main = try made()
        try LocalFileSystem().remove(scratch.path.pushing("p/.mlkit/cache"))
        let pushed = try await mlkit("cache", "push", "--remote", remote)
        #expect(pushed.status == 0, "\(pushed)")
        try await git("clone", "--quiet", ".", "../clone")
        try SampleProject.expectSuccess(try await mlkit("cache", "pull", "--remote", remote, in: "clone"))
        #expect(try made("clone") == main)
    }

    @Test func whatIsNowhereToBeHadIsNamed() async throws {
        for gone in ["p/.mlkit/cache", "p/t"] { try LocalFileSystem().remove(scratch.path.pushing(FilePath(gone))) }
        let pushed = try await mlkit("cache", "push", "--remote", remote)
        #expect(pushed.status == 1)
        #expect(pushed.output.contains("missing: `t`, which the lock of `a` names; `mlkit run a` makes it again\n"), "\(pushed)")
        try await git("clone", "--quiet", ".", "../clone")
        let pulled = try await mlkit("cache", "pull", "--remote", remote, in: "clone")
        #expect(pulled.status == 1)
        #expect(pulled.output.contains("missing   a"), "\(pulled)")
    }

    @Test func aRunMayAskTheRemote() async throws {
        let main = try made()
        try scratch.write(Self.spec + "cache: {remote: ../remote}\n", to: "p/mlkit.yaml")
        try await commit()
        try SampleProject.expectSuccess(try await mlkit("cache", "push"))
        try await git("clone", "--quiet", ".", "../clone")
        let outcome = try await mlkit("run", "--pull", in: "clone")
        #expect(outcome.error.contains("0 stages run, 2 restored in"), "\(outcome)")
        #expect(try made("clone") == main)
        #expect(try await changes("clone") == "")
    }

    @Test func whatIsOnlyOnTheWayIsNotMadeAgain() async throws {
        try await git("add", "--force", "end")
        try await commit()
        try await git("clone", "--quiet", ".", "../clone")
        // `end` is there, and nothing else is asked for.
        #expect(
            try await mlkit("run", "b", "--dry-run", in: "clone").output.split(separator: "\n").allSatisfy { $0.hasPrefix("up to date") })
        #expect(try await mlkit("run", "b", in: "clone").error == "nothing to do: 2 stages up to date\n")
        #expect(try !scratch.exists("clone/o"))
        // What is asked for, and what is needed for something that changed, is made.
        let changed = Self.spec.replacing("cat o/x t > end", with: "cat t o/x > end")
        try scratch.write(changed, to: "clone/mlkit.yaml")
        #expect(try await mlkit("run", "b", in: "clone").error.contains("2 stages run in"))
        #expect(try scratch.exists("clone/o"))
    }

    @Test func onlyWhatIsNeededIsPulledByARun() async throws {
        let main = try made()
        try scratch.write(Self.spec + "cache: {remote: ../remote}\n", to: "p/mlkit.yaml")
        try await commit()
        try SampleProject.expectSuccess(try await mlkit("cache", "push"))
        try await git("clone", "--quiet", ".", "../clone")
        #expect(try await mlkit("run", "b", "--pull", in: "clone").error.contains("0 stages run, 1 restored, 1 up to date in"))
        #expect(try scratch.read("clone/end") == main[2])
        #expect(try !scratch.exists("clone/o"))
    }

    @Test func clonesShareACache() async throws {
        let main = try made()
        try await git("clone", "--quiet", ".", "../clone")
        let variables = ["MLKIT_CACHE": scratch.path.appending("shared").string]
        func shared(_ arguments: String..., in folder: String) async throws -> BuiltTool.Outcome {
            try await BuiltTool.mlkit(arguments, in: scratch.path.appending(folder), environment: variables)
        }
        try SampleProject.expectSuccess(try await shared("run", "--accept", "a", "b", in: "p"))
        #expect(try await shared("run", in: "clone").error.contains("0 stages run, 2 restored in"))
        #expect(try made("clone") == main)
        // What one of them needs is kept, whoever collects.
        try SampleProject.expectSuccess(try await shared("run", "--force", in: "clone"))
        let newer = try made("clone")
        try SampleProject.expectSuccess(try await shared("cache", "gc", "--older-than", "0h", in: "p"))
        for (folder, outputs) in [("clone", newer), ("p", main)] {
            for output in ["o", "t", "end"] { try LocalFileSystem().remove(scratch.path.appending(folder).appending(output)) }
            #expect(try await shared("run", in: folder).error.contains("0 stages run, 2 restored in"), "\(folder)")
            #expect(try made(folder) == outputs)
        }
        #expect(try !scratch.exists("clone/.mlkit/cache/objects"))
    }

    /// A stage that is no more in `mlkit.yaml`, neither here nor in any branch.
    @Test func theLockOfARemovedStageKeepsNothing() async throws {
        let objects = scratch.path.pushing("p/.mlkit/cache/objects")
        func count() throws -> Int { try LocalFileSystem().list(objects).count }
        let all = try count()
        let without = Self.spec.replacing(#/  a: .+\n/#, with: "").replacing(
            "o/x t > end', inputs: [o, t]", with: "in > end', inputs: [in]")
        try scratch.write(without, to: "p/mlkit.yaml")
        try await run()
        // The branch has it.
        try SampleProject.expectSuccess(try await mlkit("cache", "gc", "--older-than", "0h"))
        #expect(try count() >= all)
        try await commit()
        try await git("checkout", "--quiet", "--orphan", "alone")
        try await commit()
        try await git("branch", "--quiet", "-D", "main")
        #expect(try scratch.exists("p/.mlkit/lock/a.json"))
        try SampleProject.expectSuccess(try await mlkit("cache", "gc", "--older-than", "0h"))
        try LocalFileSystem().remove(scratch.path.pushing("p/end"))
        #expect(try await mlkit("run").error.contains("1 restored"))
        #expect(try await mlkit("cache", "status", "--format", "json").output.contains("\"runs\": 1"))
    }

    // MARK: What came from a stranger

    @Test func nothingIsPutThroughALinkThatCameWithTheClone() async throws {
        try SampleProject.expectSuccess(try await mlkit("cache", "push", "--remote", remote))
        try scratch.write("mine\n", to: "victim/x")
        try LocalFileSystem().remove(scratch.path.pushing("p/o"))
        symlink(scratch.path.appending("victim").string, scratch.path.pushing("p/deep").string)
        let spec = Self.spec.replacing("outputs: [o, t]", with: "outputs: [deep/x, t]").replacing("inputs: [o, t]", with: "inputs: [t]")
        try scratch.write(spec, to: "p/mlkit.yaml")
        let lock = try scratch.read("p/.mlkit/lock/a.json")
        try scratch.write(lock.replacing("\"o\"", with: "\"deep/x\""), to: "p/.mlkit/lock/a.json")
        try await commit()
        try await git("clone", "--quiet", ".", "../clone")
        let pulled = try await mlkit("cache", "pull", "--remote", remote, in: "clone")
        #expect(try scratch.read("victim/x") == "mine\n")
        #expect(pulled.status == 1)
        #expect(try LocalFileSystem().list(scratch.path.appending("victim")) == ["x"])
    }

    @Test(arguments: [".mlkit/cache", ".mlkit/cache/objects", ".mlkit/lock", "logs"])
    func nothingIsFetchedThroughAFolderThatIsALink(folder: String) async throws {
        try SampleProject.expectSuccess(try await mlkit("cache", "push", "--remote", remote))
        try await git("clone", "--quiet", ".", "../clone")
        try scratch.write("", to: "victim/.keep")
        let place = scratch.path.appending("clone").pushing(FilePath(folder))
        try LocalFileSystem().remove(place)
        try LocalFileSystem().makeDirectory(place.removingLastComponent())
        symlink(scratch.path.appending("victim").string, place.string)
        // One of the user's own is followed.
        #expect(try await !mlkit("cache", "pull", "--remote", remote, in: "clone").error.contains("may have come with it"))
        try LocalFileSystem().remove(scratch.path.appending("victim"))
        try scratch.write("", to: "victim/.keep")
        try await git("add", "--force", folder, in: "clone")
        let pulled = try await mlkit("cache", "pull", "--remote", remote, in: "clone")
        #expect(pulled.error.contains("error: `\(folder)` is a link that leads out of the project, and may have come with it"), "\(pulled)")
        #expect(try LocalFileSystem().list(scratch.path.appending("victim")) == [".keep"])
    }

    @Test(arguments: [":webdav,bearer_token_command=\"touch x\":y", "mine,ssh=\"touch x\":y", ":local:/tmp"])
    func aRemoteWithSettingsIsOnlyTakenFromWhoSitsHere(text: String) async throws {
        try scratch.write(Self.spec + "cache: {remote: '\(text)'}\n", to: "p/mlkit.yaml")
        for command in [["cache", "pull"], ["cache", "push"], ["run", "--pull", "--force"]] {
            let outcome = try await BuiltTool.mlkit(command, in: scratch.path.appending("p"))
            #expect(outcome.status == 1)
            #expect(outcome.error.hasPrefix(
                "error: `cache.remote` in mlkit.yaml has settings of rclone's, which can make it run any command: `"), "\(outcome)")
            #expect(!outcome.error.contains("touch"))
        }
        #expect(try !scratch.exists("p/x"))
    }

    @Test func aLockThatIsNoFileIsNone() async throws {
        let lock = scratch.path.pushing("p/.mlkit/lock/a.json")
        try LocalFileSystem().remove(lock)
        #expect(mkfifo(lock.string, 0o600) == 0)
        #expect(try await mlkit("status").output.contains("it has not run yet"))
        try LocalFileSystem().remove(lock)
        symlink("/dev/zero", lock.string)
        #expect(try await mlkit("status").output.contains("it has not run yet"))
    }

    @Test func aLockOfALaterFormatIsRefused() async throws {
        let lock = try scratch.read("p/.mlkit/lock/a.json")
        #expect(lock.hasPrefix("{\n  \"format\": 3,"))
        try scratch.write(lock.replacing("\"format\": 3", with: "\"format\": 4"), to: "p/.mlkit/lock/a.json")
        for command in [["run"], ["status"], ["cache", "pull", "--remote", remote], ["cache", "push", "--remote", remote]] {
            let outcome = try await BuiltTool.mlkit(command, in: scratch.path.appending("p"))
            #expect(outcome.status == 1, "\(command)")
            #expect(
                outcome.error.hasPrefix("error: `.mlkit/lock/a.json` has format 4, and this mlkit reads format 3\n"),
                "\(command): \(outcome.error)")
        }
        // One without a number is of the first format.
        try scratch.write(lock.replacing("  \"format\": 3,\n", with: ""), to: "p/.mlkit/lock/a.json")
        #expect(try await mlkit("run").error == "nothing to do: 2 stages up to date\n")
    }

    @Test func whatABrokenPushHasLeftIsRemovedByALaterOne() async throws {
        try SampleProject.expectSuccess(try await mlkit("cache", "push", "--remote", remote))
        let old = FilePath(remote).pushing("objects/ab/.cd.1.tmp")
        let new = FilePath(remote).pushing("runs/.cd.2.tmp")
        for path in [old, new] { try LocalFileSystem().write("half", to: path) }
        var times = [timeval(tv_sec: 1_000_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000_000, tv_usec: 0)]
        utimes(old.string, &times)
        try SampleProject.expectSuccess(try await mlkit("cache", "push", "--remote", remote))
        #expect(try !LocalFileSystem().exists(old))
        #expect(try LocalFileSystem().exists(new))
    }
}
