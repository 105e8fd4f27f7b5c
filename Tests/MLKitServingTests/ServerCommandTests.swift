import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// The executable `mlkit-server`, as a user runs it.
struct ServerCommandTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try writeDoublingBundle(to: scratch.path)
    }

    private func run(_ script: String, engines: String = "\(BuiltTool.sourceRoot)/engines") async throws -> BuiltTool.Outcome {
        try await BuiltTool.run(
            "/bin/sh", ["-c", script], in: scratch.path,
            environment: [
                "SERVER": "\(BuiltTool.folder)/mlkit-server", "MLKIT_ENGINES": engines, "XDG_DATA_HOME": "/nonexistent",
            ])
    }

    /// Starts the server in the background and waits for its line.
    private let start = """
        $SERVER . --port 0 > out & SERVER_ID=$!
        for i in $(seq 100); do grep -q listening out && break; sleep 0.1; done
        """

    @Test(arguments: ["TERM", "INT"])
    func servesUntilItIsStopped(_ signal: String) async throws {
        let outcome = try await run(
            """
            \(start)
            curl -s --noproxy '*' "$(sed 's/listening on //' out)/predict" -d '{"x": 4}'; echo
            kill -\(signal) $SERVER_ID; wait $SERVER_ID; echo status $?; sed 's/[0-9]*$/PORT/' out
            """)
        #expect(
            outcome.output == """
                {"model":{"name":"double","version":"1"},"predictions":[{"prediction":8.0}]}
                status 0
                listening on http://127.0.0.1:PORT

                """)
        #expect(outcome.error == "")
    }

    @Test func namesAPortInUse() async throws {
        let outcome = try await run(
            """
            \(start)
            $SERVER . --port "$(sed 's/.*://' out)" 2>&1 | sed 's/port [0-9]*/port PORT/'
            kill $SERVER_ID; wait $SERVER_ID
            """)
        #expect(
            outcome.output == """
                error: port PORT on 127.0.0.1 is in use

                hint: give another with --port, or 0 for a free one

                """)
    }

    @Test func stopsWithTheProgramThatStartedIt() async throws {
        let outcome = try await run("echo | $SERVER . --port 0 --supervised | sed 's/[0-9]*$/PORT/'; echo done")
        #expect(outcome.output == "listening on http://127.0.0.1:PORT\ndone\n")
    }

    @Test func explainsWhatIsMissing() async throws {
        let missing = try await run("$SERVER nothing")
        #expect(missing.status == 1)
        #expect(
            missing.error == """
                error: `nothing` is not a bundle
                note: it has no `bundle.json`

                hint: give the folder of a deployed model, such as `deploy/<version>`

                """)
        let usage = try await run("$SERVER")
        #expect(usage.status == 64)
        #expect(usage.output == "")
    }
}
