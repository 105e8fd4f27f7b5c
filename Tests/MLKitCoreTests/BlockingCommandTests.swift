import MLKitCore
import Testing

/// Programs run while the thread waits.
@Suite struct BlockingCommandTests {
    private func run(_ script: String, input: [UInt8] = [], _ environment: [String: String] = [:]) throws
        -> Command.Result
    {
        try BlockingCommand("sh", ["-c", script], environment: environment, input: input).run()
    }

    @Test func outputErrorAndStatusAreKeptApart() throws {
        let result = try run("echo out; echo error >&2; exit 3")
        #expect(result.outputText == "out\n")
        #expect(result.errorText == "error\n")
        #expect(result.status == 3)
    }

    @Test func aSignalCountsAsInAShell() throws {
        #expect(try run("kill -9 $$").status == 137)
    }

    /// More than a pipe holds, both ways at once.
    @Test func muchGoesInAndOut() throws {
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
        #expect(try run("cat; echo end >&2", input: bytes).output == bytes)
    }

    @Test func noVariableIsInherited() throws {
        #expect(try run("echo $HOME-$GIVEN", ["GIVEN": "it"]).outputText == "-it\n")
    }

    @Test func aMissingProgramIsAFailure() {
        let failure = #expect(throws: Failure.self) {
            try BlockingCommand("/nonexistent/program", [], environment: [:]).run()
        }
        #expect(
            failure?.description == "error: cannot run `/nonexistent/program`\nnote: No such file or directory\n")
    }
}
