import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Names as long as a command line takes: of a stage that there is not, and of one that there is.
@Suite struct LongNameTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    /// Of a target that fills the screen the beginning is quoted.
    @Test(arguments: [
        (["run"], 1), (["run", "--only"], 1), (["run", "--from"], 1), (["why"], 1), (["metrics"], 1), (["logs"], 1),
        (["check", "gate", "--stage"], 3), (["cache", "pull"], 1),
    ])
    func aHugeTargetIsQuotedInShort(command: [String], status: Int) async throws {
        try scratch.write("mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: echo 1 > a.txt, outputs: [a.txt]}\n", to: "mlkit.yaml")
        let target = String(repeating: "x", count: 100_000)
        let outcome = try await BuiltTool.mlkit(command + [target], in: scratch.path)
        #expect(outcome.status == status)
        #expect(outcome.error == "error: unknown stage `\(String(repeating: "x", count: 100))…`\n\nhint: known are `a`\n")
    }

    @Test func aHugePlotIsQuotedInShort() async throws {
        try scratch.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
        let outcome = try await mlkit("plots", String(repeating: "é", count: 50_000))
        #expect(outcome.status == 1)
        #expect(outcome.error == "error: `\(String(repeating: "é", count: 100))…` is neither a stage nor a file of the project\n")
    }

    /// The longest name that is let in does for all files that are called after it: locks, logs, what stands aside.
    @Test func aStageOfTheLongestNameGoesThroughAll() async throws {
        let name = String(repeating: "n", count: 230)
        try scratch.write("1\n", to: "in.txt")
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            params: {word: one}
            stages:
              \(name): {run: "cat in.txt > out.txt; echo ${params.word} >> out.txt; test -e fine", inputs: [in.txt], outputs: [out.txt]}
            sweeps:
              \(name): {method: grid, parameters: {word: [a, b]}, metric: \(name).x, goal: minimize}

            """, to: "mlkit.yaml")
        let failed = try await mlkit("run")
        #expect(failed.status == 1 && failed.error.contains("ended with exit code 1"), "\(failed)")
        try scratch.write("", to: "fine")
        for _ in 0..<2 {
            #expect(try await mlkit("run", "--force").status == 0)
            #expect(try scratch.read("out.txt") == "1\none\n")
        }
        #expect(try await mlkit("run", "--sandbox", "--force").status == 1)
        #expect(try await mlkit("logs", name).status == 0)
        #expect(try await mlkit("run").error == "nothing to do: 1 stage up to date\n")
        try LocalFileSystem().remove(scratch.path.appending("out.txt"))
        #expect(try await mlkit("run").error.contains("0 stages run, 1 restored"))
        // Trials have no `fine`, which is not among the inputs.
        #expect(try await mlkit("sweep").output.contains("2 failed"))
    }
}
