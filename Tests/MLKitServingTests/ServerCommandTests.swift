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
        for i in $(seq 100); do grep -qs listening out && break; sleep 0.1; done
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
        #expect(outcome.error.hasPrefix("warning: the columns and classes of `.` are not verified\n"))
    }

    /// Readiness fails at once; what is asked meanwhile is answered; then the server ends.
    @Test func failsReadinessBeforeItEnds() async throws {
        let outcome = try await run(
            """
            $SERVER . --port 0 --limit drain_delay=2 > out 2> err & SERVER_ID=$!
            for i in $(seq 100); do grep -qs listening out && break; sleep 0.1; done
            address=$(sed 's/listening on //' out)
            ask() { curl -s --noproxy '*' -o /dev/null -w '%{http_code}\n' "$address$1"; }
            ask /v2/health/ready; kill -TERM $SERVER_ID; sleep 0.5; ask /v2/health/ready; ask /v2/health/live
            curl -s --noproxy '*' -o /dev/null -w '%{http_code}\n' "$address/predict" -d '{"x": 1}'
            wait $SERVER_ID; echo status $?
            """)
        #expect(outcome.output == "200\n503\n200\n200\nstatus 0\n")
    }

    @Test func aSecondSignalEndsItAtOnce() async throws {
        let outcome = try await run(
            """
            $SERVER . --port 0 --limit drain_delay=60 > out 2> err & SERVER_ID=$!
            for i in $(seq 100); do grep -qs listening out && break; sleep 0.1; done
            kill -TERM $SERVER_ID; sleep 0.5; kill -TERM $SERVER_ID; wait $SERVER_ID; echo status $?
            """)
        #expect(outcome.output == "status 143\n")
    }

    /// Descriptors are asked for as far as the system grants them, and there are no more connections than that.
    @Test func takesAllDescriptorsThereAre() async throws {
        let outcome = try await run(
            """
            ulimit -Sn 100; ulimit -Hn 300
            \(start)
            awk '/Max open files/ { print $4, $5 }' /proc/$SERVER_ID/limits
            kill $SERVER_ID; wait $SERVER_ID
            """)
        #expect(outcome.output == "300 300\n")
    }

    /// A file that does not come is not waited for.
    @Test func aSignalEndsItWhileItStarts() async throws {
        let outcome = try await run(
            "mkfifo keys; $SERVER . --keys keys --port 0 & SERVER_ID=$!; sleep 1; kill -TERM $SERVER_ID; wait $SERVER_ID; echo status $?")
        #expect(outcome.output == "status 143\n")
    }

    /// Nor does it keep a server that follows it from ending.
    @Test func aSignalIsHeededWhileItReads() async throws {
        let outcome = try await run(
            """
            echo "web predict sha256:\(ContentHash(of: "one").hex)" > keys
            $SERVER . --port 0 --keys keys > out 2> err & SERVER_ID=$!
            for i in $(seq 100); do grep -qs listening out && break; sleep 0.1; done
            rm keys; mkfifo keys; sleep 1.2; kill -TERM $SERVER_ID; sleep 0.3
            curl -s --noproxy '*' -o /dev/null -w '%{http_code}\n' "$(sed 's/listening on //' out)/v2/health/ready"
            wait $SERVER_ID; echo status $?
            """)
        #expect(outcome.output == "503\nstatus 0\n", "\(outcome.error)")
    }

    @Test func aPipeIsNoModel() async throws {
        let outcome = try await run("mkfifo m.onnx; $SERVER m.onnx --port 0; echo status $?")
        #expect(outcome.output == "status 1\n")
        #expect(outcome.error.hasPrefix("error: cannot read `m.onnx`: it is no file\n"))
    }

    /// What rotates logs at that moment must not end what is in flight.
    @Test func aHangupDoesNotEndTheDrain() async throws {
        let outcome = try await run(
            """
            $SERVER . --port 0 --limit drain_delay=1.5 > out 2> err < /dev/null & SERVER_ID=$!
            for i in $(seq 100); do grep -qs listening out && break; sleep 0.1; done
            kill -TERM $SERVER_ID; sleep 0.3; kill -HUP $SERVER_ID; sleep 0.3
            curl -s --noproxy '*' -o /dev/null -w '%{http_code}\n' "$(sed 's/listening on //' out)/v2/health/live"
            wait $SERVER_ID; echo status $?
            """)
        #expect(outcome.output == "200\nstatus 0\n")
    }

    @Test func logsAnswersAndChecksKeys() async throws {
        let hash = ContentHash(of: "secret").hex
        let outcome = try await run(
            """
            echo "web predict sha256:\(hash)" > keys
            $SERVER . --port 0 --keys keys --access-log log 2> err > out & SERVER_ID=$!
            for i in $(seq 100); do grep -qs listening out && break; sleep 0.1; done
            address=$(sed 's/listening on //' out)
            ask() { curl -s --noproxy '*' -o /dev/null -w '%{http_code}\n' "$address/predict" -d '{"x": 1}' "$@"; }
            ask; ask -H 'Authorization: Bearer secret'
            kill -INT $SERVER_ID; wait $SERVER_ID; grep -o '"status":[0-9]*' log | cut -d: -f2
            """)
        #expect(outcome.output == "401\n200\n401\n200\n")
    }

    /// Rows and answers are kept as they are told to be, for their owner alone, and can be read as a table.
    @Test func keepsWhatIsAskedAndAnswered() async throws {
        let outcome = try await run(
            """
            $SERVER . --port 0 --prediction-log rows.jsonl 2> err > out & SERVER_ID=$!
            for i in $(seq 100); do grep -qs listening out && break; sleep 0.1; done
            address=$(sed 's/listening on //' out)
            ask() { curl -s --noproxy '*' -o /dev/null "$address/predict" -d "$1"; }
            ask '{"rows": [{"x": 1, "t": "a\\"b"}, {"x": 2.5}]}'; ask '{"x": "many"}'
            kill -INT $SERVER_ID; wait $SERVER_ID
            sed 's/"_time":"[0-9-]*T[0-9:]*Z"/TIME/' rows.jsonl; stat -c %a rows.jsonl
            """)
        #expect(
            outcome.output == """
                {TIME,"_model":"double","_version":"1","x":1,"t":"a\\"b","_prediction":2}
                {TIME,"_model":"double","_version":"1","x":2.5,"t":null,"_prediction":5}
                600

                """, "\(outcome.error)")
    }

    /// Keys are followed; SIGHUP has them read at once, and a log that was moved away begun anew.
    @Test func followsKeysAndBeginsTheLogAnew() async throws {
        let (one, two) = (ContentHash(of: "one").hex, ContentHash(of: "two").hex)
        let outcome = try await run(
            """
            echo "web predict sha256:\(one)" > keys
            $SERVER . --port 0 --keys keys --access-log log 2> err > out < /dev/null & SERVER_ID=$!
            for i in $(seq 100); do grep -qs listening out && break; sleep 0.1; done
            address=$(sed 's/listening on //' out)
            ask() { curl -s --noproxy '*' -o /dev/null -w '%{http_code}\n' "$address/predict" -d '{"x": 1}' -H "Authorization: Bearer $1"; }
            lines() { for i in $(seq 100); do [ "$(grep -c . "$1" 2> /dev/null)" = "$2" ] && break; sleep 0.1; done; grep -c . "$1"; }
            ask one; lines log 1
            echo "web predict sha256:\(two)" > keys
            for i in $(seq 100); do [ "$(ask one)" = 401 ] && break; sleep 0.1; done; ask one; ask two
            for i in $(seq 100); do tail -n 1 log | grep -q '"status":200' && break; sleep 0.1; done
            mv log old; kill -HUP $SERVER_ID
            for i in $(seq 100); do [ -e log ] && break; sleep 0.1; done
            ask two; lines log 1
            kill -INT $SERVER_ID; wait $SERVER_ID; echo status $?
            """)
        #expect(outcome.output == "200\n1\n401\n200\n200\n1\nstatus 0\n", "\(outcome.error)")
    }

    @Test func checksWithoutServing() async throws {
        let outcome = try await run(
            "$SERVER . --check; echo status $?; echo x >> model.onnx; $SERVER . --check 2> /dev/null; echo status $?")
        #expect(outcome.output == "`double` 1 can be served\nstatus 0\nstatus 1\n")
    }

    @Test func probesForContainers() async throws {
        let outcome = try await run(
            """
            \(start)
            $SERVER --probe "$(sed 's/.*://' out)"; echo status $?
            kill -INT $SERVER_ID; wait $SERVER_ID
            $SERVER --probe "$(sed 's/.*://' out)"; echo status $?
            """)
        #expect(outcome.output == "status 0\nstatus 1\n")
    }

    /// One that answers, but not with 200, is not ready.
    @Test(arguments: [(200, 0), (204, 1), (503, 1), (500, 1)]) func onlyAReadyServerIsReady(answer: Int, status: Int) async throws {
        let server = """
            import http.server
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(\(answer) if self.path == "/v2/health/ready" else 404)
                    self.end_headers()
                def log_message(self, *_): pass
            Handler.protocol_version = "HTTP/1.1"
            server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
            print(server.server_port, flush=True)
            server.handle_request()

            """
        try scratch.write(server, to: "answer.py")
        let outcome = try await run(
            """
            python3 answer.py > port & PEER=$!
            for i in $(seq 100); do [ -s port ] && break; sleep 0.1; done
            $SERVER --probe "$(cat port)"; echo status $?
            kill $PEER 2> /dev/null; wait $PEER 2> /dev/null
            """)
        #expect(outcome.output == "status \(status)\n", "\(outcome.error)")
    }

    @Test func namesAPortInUse() async throws {
        let outcome = try await run(
            """
            \(start)
            $SERVER . --port "$(sed 's/.*://' out)" 2>&1 | sed -n '/error/,$p' | sed 's/port [0-9]*/port PORT/'
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
