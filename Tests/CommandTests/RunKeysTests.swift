import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Keys and options of `mlkit run` that say whether a stage runs at all, and what is shown of it.
@Suite struct RunKeysTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "in")
    }

    private func write(_ stages: String...) throws {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n" + stages.map { "  \($0)\n" }.joined()
        try scratch.write(text, to: "mlkit.yaml")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    private func timeless(_ text: String) -> String { text.replacing(#/ +\d+\.\d s/#, with: " TIME") }

    // MARK: frozen, always

    @Test func aFrozenStageIsLeftAsItIs() async throws {
        try write("a: {run: 'cp in out', inputs: [in], outputs: [out]}")
        try SampleProject.expectSuccess(try await mlkit("run"))
        try scratch.write("2\n", to: "in")
        try write("a: {run: 'cp in out; exit 1', inputs: [in], outputs: [out], frozen: true}")
        #expect(try await mlkit("run", "--force").error == "nothing to do: 1 stage up to date\n")
        #expect(try await mlkit("why", "a").output.hasSuffix("it is left as it is, whatever changes (`frozen: true`)\n"))
        try LocalFileSystem().remove(scratch.path.appending("out"))
        #expect(try await mlkit("status").output.hasPrefix("from cache  a  its output `out` is missing"))
        #expect(try await mlkit("run").status == 0)
        #expect(try scratch.read("out") == "1\n")
        for gone in ["out", ".mlkit/cache"] { try LocalFileSystem().remove(scratch.path.pushing(FilePath(gone))) }
        // What would be done is the same to all three.
        #expect(try await mlkit("status").output.hasPrefix("cannot run  a  its output `out` is missing"))
        #expect(try await mlkit("why", "a").output.hasPrefix("a cannot run:\n  its output `out` is missing\n"))
        let outcome = try await mlkit("run")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("error: the outputs of stage `a` are missing, and it is frozen\n"))
    }

    @Test func aStageThatAlwaysRunsDoes() async throws {
        try write(
            "a: {run: 'cat in > out; echo x >> count', inputs: [in], outputs: [out], always: true}",
            "b: {run: 'cp out end', inputs: [out], outputs: [end]}")
        for _ in 1...2 { try SampleProject.expectSuccess(try await mlkit("run")) }
        let third = try await mlkit("run")
        #expect(third.error.hasPrefix("run  a  it has `always: true`\n"))
        #expect(third.error.contains("1 stage run, 1 up to date in"))
        #expect(try scratch.read("count") == "x\nx\nx\n")
    }

    // MARK: --accept

    @Test func outputsAreTakenAsTheyAre() async throws {
        try write("a: {run: 'cp in out', inputs: [in], outputs: [out]}", "b: {run: 'cp out end', inputs: [out], outputs: [end]}")
        try SampleProject.expectSuccess(try await mlkit("run"))
        try scratch.write("mended\n", to: "out")
        let accepted = try await mlkit("run", "--accept", "a")
        #expect(accepted.status == 0)
        #expect(accepted.error == "took a  its outputs as they are\n")
        #expect(timeless(try await mlkit("run").error).hasSuffix("1 stage run, 1 up to date in TIME\n"))
        #expect(try scratch.read("end") == "mended\n")
        // The cache has it too.
        try LocalFileSystem().remove(scratch.path.appending("out"))
        try SampleProject.expectSuccess(try await mlkit("run"))
        #expect(try scratch.read("out") == "mended\n")
    }

    @Test func whatIsNotThereCannotBeTaken() async throws {
        try write("a: {run: 'cp in out', inputs: [in, other], outputs: [out]}")
        let outcome = try await mlkit("run", "--accept", "a")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("error: the input `other` of stage `a` is not there\n"))
        #expect(outcome.error.contains("error: the output `out` of stage `a` is not there\n"))
        #expect(try !scratch.exists(".mlkit/lock"))
        #expect(try await mlkit("run", "--accept").status == 64)
        #expect(try await mlkit("run", "--accept", "a", "--force").status == 64)
    }

    // MARK: A run in a run

    @Test(arguments: ["run b", "run", "cache gc", "run --watch"]) func aStageCannotWaitForItsOwnRun(command: String) async throws {
        let tool = BuiltTool.folder.appending("mlkit").string
        try write(
            "a: {run: 'timeout 5 \(tool) \(command) 2> said; echo $? > out', outputs: [out, said]}", "b: {run: 'echo > b', outputs: [b]}")
        let outcome = try await mlkit("run", "a")
        #expect(outcome.status == 0, "\(outcome.error)")
        let said = try scratch.read("said")
        #expect(
            said.contains("error: this would wait for ever: the stage `a` of `mlkit run a` runs it, and both are about the same project"),
            "\(said)")
        if command != "run --watch" { #expect(try scratch.read("out") == "1\n") }
    }

    @Test func aStageMayRunAnotherProject() async throws {
        let tool = BuiltTool.folder.appending("mlkit").string
        try scratch.write("mlkit: 1\nproject: {name: q}\nstages:\n  c: {run: 'echo > c', outputs: [c]}\n", to: "q/mlkit.yaml")
        try write("a: {run: 'cd q && \(tool) run', outputs: [q/c]}")
        try SampleProject.expectSuccess(try await mlkit("run"))
    }

    // MARK: Logs

    @Test func logsAreShown() async throws {
        try write("a: {run: 'printf \"\\033[31mred\\033[0m\\nnext\"'}", "b: {run: 'true'}")
        #expect(try await mlkit("logs", "a").error == """
            error: the stage `a` has no log: it has not run here

            hint: `mlkit run a` makes one

            """)
        let verbose = try await mlkit("run", "-j1", "--verbose")
        #expect(verbose.error.contains("a | red\na | next\n"), "\(verbose.error)")
        for arguments in [["logs", "a"], ["logs", "a", "-f"]] {
            #expect(try await BuiltTool.mlkit(arguments, in: scratch.path).output == "red\nnext\n")
        }
        #expect(try await mlkit("logs", "c").error.hasPrefix("error: unknown stage `c`"))
    }

    @Test func aLogIsFollowedUntilTheRunEnds() async throws {
        try write("a: {run: 'for n in 1 2 3 4 5; do echo $n; sleep 0.2; done'}")
        let tool = BuiltTool.folder.appending("mlkit").string
        let script = "\(tool) run > /dev/null 2>&1 & while [ ! -s logs/a.log ]; do sleep 0.05; done; \(tool) logs -f a; wait"
        #expect(try await BuiltTool.run("sh", ["-c", script], in: scratch.path).output == "1\n2\n3\n4\n5\n")
    }

    /// A log, a name and a terminal that can do nothing.
    @Test func nothingThatOthersWroteReachesTheTerminalAsItIs() async throws {
        try write("a: {run: 'printf \"\\033]0;T\\007\\033[31mred\\n\"; exit 1'}")
        let outcome = try await mlkit("run")
        #expect(outcome.error.contains("     | red\n"))
        #expect(!outcome.error.contains("\u{1B}"))
        #expect(!(try await mlkit("why", "a").output.contains("\u{1B}")))
        let terminal = "TERM=dumb script -qec '\(BuiltTool.folder.appending("mlkit").string) run' /dev/null"
        #expect(!(try await BuiltTool.run("sh", ["-c", terminal], in: scratch.path).output.contains("\u{1B}")))
    }
}
