import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Outputs that a stage made once and that none declares any more.
@Suite struct LeftoverTests {
    let scratch: ScratchDirectory

    init() async throws {
        scratch = try ScratchDirectory()
        try write("[1, 2]")
        try scratch.write("/g\n/h.txt\n/logs\n.mlkit/cache\n.mlkit/tmp\n.mlkit/edited\n", to: "p/.gitignore")
        try await git("init", "--quiet", "--initial-branch=main")
        try await run()
        try await commit()
    }

    private func write(_ items: String, inputs: String = #""g/*.csv""#) throws {
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            stages:
              g: {foreach: \(items), run: "mkdir -p g; echo ${item} > g/${key}.csv", outputs: ["g/${key}.csv"]}
              h: {run: "cat g/*.csv > h.txt", inputs: [\(inputs)], outputs: [h.txt]}

            """, to: "p/mlkit.yaml")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path.appending("p"))
    }

    @discardableResult private func run() async throws -> BuiltTool.Outcome {
        try await SampleProject.expectSuccess(mlkit("run"))
    }

    private func git(_ arguments: String...) async throws {
        let author = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        try SampleProject.expectSuccess(try await BuiltTool.run("git", author + arguments, in: scratch.path.appending("p")))
    }

    private func commit() async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", "x")
    }

    @Test func whatIsTakenOutOfForeachIsReadNoMore() async throws {
        try write("[1]")
        #expect(try await mlkit("status").output.contains("would run   h"))
        let run = try await run()
        #expect(run.error.contains("warning: `g/2.csv`, which `h` would read, is an output that no stage makes any more"), "\(run)")
        #expect(try scratch.read("p/h.txt") == "1\n")
        #expect(try !scratch.exists("p/g/2.csv"))
        let edited = scratch.path.pushing("p/.mlkit/edited")
        let kept = try LocalFileSystem().list(edited).filter { $0 != ".gitignore" }
        #expect(try kept.map { try LocalFileSystem().readText(edited.appending($0).pushing("g/2.csv")) } == ["2\n"])
    }

    /// git takes the lock of the other branch along.
    @Test func whatABranchMadeIsReadByNoOther() async throws {
        try await git("checkout", "--quiet", "-b", "less")
        try write("[1]")
        try await run()
        try await commit()
        try await git("checkout", "--quiet", "main")
        try await run()
        #expect(try scratch.read("p/h.txt") == "1\n2\n")
        try await git("checkout", "--quiet", "less")
        try await run()
        #expect(try scratch.read("p/h.txt") == "1\n")
        let changes = try await BuiltTool.run("git", ["status", "--short", ".mlkit/lock"], in: scratch.path.appending("p"))
        #expect(changes.output.isEmpty, "\(changes)")
    }

    enum Keeper: CaseIterable { case name, git, edit }

    @Test(arguments: Keeper.allCases) func whatIsWantedStays(by keeper: Keeper) async throws {
        try write("[1]", inputs: keeper == .name ? #""g/*.csv", g/2.csv"# : #""g/*.csv""#)
        switch keeper {
        case .name: break
        case .git: try await git("add", "--force", "g/2.csv")
        case .edit: try scratch.write("mine\n", to: "p/g/2.csv")
        }
        try await run()
        #expect(try scratch.read("p/h.txt") == (keeper == .edit ? "1\nmine\n" : "1\n2\n"))
    }
}
