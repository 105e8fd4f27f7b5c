import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Outputs that the cache does not have: links, and those that it is told to leave out.
@Suite struct UncachedOutputsTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func write(_ stages: String) throws {
        try scratch.write("mlkit: 1\nproject: {name: p}\nstages:\n\(stages)", to: "p/mlkit.yaml")
    }

    private func mlkit(_ arguments: String..., in folder: String = "p") async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path.appending(folder))
    }

    /// The stage that reads it has the old content in the cache, as an output of its own.
    @Test func aLinkIsNotRestoredAsWhatItLedTo() async throws {
        try write(
            """
              a: {run: "ln -sf src.txt out.txt", outputs: [out.txt]}
              b: {run: "cat out.txt > b.txt", inputs: [out.txt], outputs: [b.txt]}

            """)
        try scratch.write("old\n", to: "p/src.txt")
        try SampleProject.expectSuccess(try await mlkit("run"))
        try scratch.write("new\n", to: "p/src.txt")
        try SampleProject.expectSuccess(try await mlkit("run"))
        #expect(try LocalFileSystem().isLink(scratch.path.pushing("p/out.txt")))
        #expect(try scratch.read("p/b.txt") == "new\n")
        #expect(try await mlkit("run").error.hasPrefix("nothing to do"))
        let pushed = try await mlkit("cache", "push", "--remote", scratch.path.appending("remote").string)
        #expect(pushed.status == 1 && pushed.output.contains("missing: `out.txt`"), "\(pushed)")
    }

    @Test func aPullBringsWhatStandsBesideOneThatIsLeftOut() async throws {
        try write(
            """
              a: {run: "date +%N > big.bin; echo s > small.txt", outputs: [{path: big.bin, cache: false}, small.txt]}
              c: {run: "cat big.bin > c.txt", inputs: [big.bin], outputs: [c.txt]}

            """)
        try scratch.write("*.txt\n*.bin\nlogs\n.mlkit/cache\n.mlkit/tmp\n", to: "p/.gitignore")
        func git(_ arguments: String...) async throws {
            let author = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
            try SampleProject.expectSuccess(try await BuiltTool.run("git", author + arguments, in: scratch.path.appending("p")))
        }
        try await git("init", "--quiet")
        try SampleProject.expectSuccess(try await mlkit("run"))
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", "x")
        let remote = scratch.path.appending("remote").string
        try SampleProject.expectSuccess(try await mlkit("cache", "push", "--remote", remote))
        try await git("clone", "--quiet", ".", "../clone")
        let pulled = try await mlkit("cache", "pull", "--remote", remote, in: "clone")
        #expect(pulled.status == 0, "\(pulled)")
        #expect(try scratch.read("clone/small.txt") == "s\n" && scratch.exists("clone/c.txt") && !scratch.exists("clone/big.bin"))
        #expect(try await mlkit("run", in: "clone").error.hasPrefix("nothing to do"))
        #expect(try await mlkit("cache", "pull", "--remote", remote, in: "clone").status == 0)
        // Who names it has it made.
        try SampleProject.expectSuccess(try await mlkit("run", "a", in: "clone"))
        #expect(try scratch.exists("clone/big.bin"))
    }

    /// `/proc/self/pagemap` has no end, and says that it has no size.
    @Test func aLinkToWhatTheSystemMakesUpIsNotRead() async throws {
        try write("  a: {run: 'echo 1 > a.txt', outputs: [a.txt]}\n")
        try SampleProject.expectSuccess(try await mlkit("run"))
        let place = scratch.path.pushing("p/a.txt")
        try LocalFileSystem().remove(place)
        #expect(symlink("/proc/self/pagemap", place.string) == 0)
        let status = try await mlkit("status")
        #expect(status.output.contains("its output `a.txt` was changed"), "\(status)")
        #expect(throws: Failure.self) { try LocalFileSystem().hash("/proc/self/pagemap") }
        #expect(throws: Failure.self) { try LocalFileSystem().read("/proc/self/pagemap", limit: 1 << 20) }
    }

    /// A path has at most 4096 bytes.
    @Test func whatLiesTooDeepIsInNobodysWay() async throws {
        try write(
            """
              a: {run: "for i in $(seq 60); do mkdir -p d; cd d; mkdir $(printf 'y%.0s' $(seq 100)); cd y*; done", outputs: [d]}

            """)
        for _ in 0..<3 { #expect(try await mlkit("run").status == 1) }
        try write("  a: {run: mkdir d, outputs: [d]}\n")
        try SampleProject.expectSuccess(try await mlkit("run"))
    }

    @Test func aNameWithBracketsIsAFileBeforeItIsAPattern() async throws {
        try write(
            """
              a: {run: 'cat "data [v2]/x.csv" > a.txt', inputs: ["data [v2]/x.csv"], outputs: [a.txt]}
              b: {run: 'cat "data [v2]/x.csv" > b.txt', inputs: [{path: "data [v2]/x.csv", optional: true}], outputs: [b.txt]}

            """)
        for content in ["1\n", "2\n"] {
            try scratch.write(content, to: "p/data [v2]/x.csv")
            try SampleProject.expectSuccess(try await mlkit("run"))
            for output in ["a.txt", "b.txt"] { #expect(try scratch.read("p/\(output)") == content) }
        }
    }

    /// A clone may come from anybody.
    @Test(arguments: ["reports", "reports/plots"]) func picturesAreNotWrittenThroughALinkInGit(link: String) async throws {
        try write("  a: {run: echo x, outputs: [s.csv], plots: [s.csv]}\n")
        try scratch.write("x,y\n1,2\n2,3\n", to: "p/s.csv")
        let victim = link == "reports" ? "victim/plots/a.s.csv.svg" : "victim/a.s.csv.svg"
        try scratch.write("precious", to: victim)
        try LocalFileSystem().makeDirectory(scratch.path.pushing(FilePath("p/\(link)")).removingLastComponent())
        #expect(symlink(scratch.path.appending("victim").string, scratch.path.pushing(FilePath("p/\(link)")).string) == 0)
        for arguments in [["init", "--quiet"], ["add", "--all"]] {
            try SampleProject.expectSuccess(try await BuiltTool.run("git", arguments, in: scratch.path.appending("p")))
        }
        let plots = try await mlkit("plots")
        #expect(plots.status == 1)
        #expect(plots.error.contains("`\(link)` is a link that leads out of the project, and may have come with it"), "\(plots)")
        #expect(try scratch.read(victim) == "precious")
        // What somebody names outright is theirs.
        #expect(try await mlkit("plots", "--output", "elsewhere").status == 0)
    }
}
