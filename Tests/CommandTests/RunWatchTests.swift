import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit run --watch`, from its start to Ctrl-C.
@Suite struct RunWatchTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "in.txt")
        try scratch.write(Self.spec, to: "mlkit.yaml")
    }

    private static let spec = """
        mlkit: 1
        project: {name: p}
        params: {word: hello}
        stages:
          copy: {run: cp in.txt a.txt, inputs: [in.txt], outputs: [a.txt]}
          say: {run: 'echo ${params.word} > b.txt', outputs: [b.txt]}

        """

    /// Starts a watch as `watch`, with what it writes line by line from `upto(TEXT)`, and goes through Python code. A
    /// shell in the background would have the watch ignore Ctrl-C.
    private func play(_ script: String, _ arguments: String = "'-j', '1'") async throws -> BuiltTool.Outcome {
        let start = """
            import fcntl, os, pathlib, signal, subprocess, sys
            watch = subprocess.Popen([sys.argv[1], 'run', '--watch', \(arguments)], stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, text=True)
            def upto(word):
                for line in watch.stdout:
                    print(line, end='', flush=True)
                    if word in line:
                        return
            # As editors do, so that no half of it is seen.
            def write(name, text):
                pathlib.Path(name + '~').write_text(text)
                os.replace(name + '~', name)
            def end(number):
                watch.send_signal(number)
                print('status', watch.wait(), watch.stdout.read())

            """
        let mlkit = BuiltTool.folder.appending("mlkit").string
        return try await BuiltTool.run("python3", ["-c", start + script, mlkit], in: scratch.path)
    }

    /// Times as the word TIME.
    private func timeless(_ text: String) -> String {
        text.replacing(/[ ]+[0-9]+\.[0-9] s/, with: " TIME")
    }

    @Test func itRunsAgainWhatAChangeTouches() async throws {
        let outcome = try await play(
            """
            upto('watching')
            write('in.txt', '2\\n')
            upto('watching')
            write('mlkit.yaml', 'mlkit: 1\\n  project')
            upto('watching')
            write('mlkit.yaml', \"\"\"\(Self.spec.replacing("hello", with: "bye"))\"\"\")
            upto('watching')
            with open('.mlkit/tmp/run.lock') as lock: fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            end(signal.SIGINT)
            """)
        #expect(
            timeless(outcome.output) == """
                run  copy  it has not run yet
                done copy TIME
                run  say   it has not run yet
                done say TIME
                2 stages run in TIME
                watching 2 files; Ctrl-C ends

                changed: `in.txt`
                run  copy  `in.txt` changed
                done copy TIME
                1 stage run, 1 up to date in TIME
                watching 2 files; Ctrl-C ends

                changed: `mlkit.yaml`
                error: mlkit.yaml needs the key `project`
                 --> mlkit.yaml:1:1
                  |
                1 | mlkit: 1
                  | ^^^^^^^^

                hint: `project`: what the project is

                error: `mlkit` must be a whole number, not text
                 --> mlkit.yaml:1:8
                  |
                1 | mlkit: 1
                  |        ^
                watching 1 file; Ctrl-C ends

                changed: `mlkit.yaml`
                run  say   parameter `word` changed: "hello" -> "bye"
                done say TIME
                1 stage run, 1 up to date in TIME
                watching 2 files; Ctrl-C ends
                status 130 

                """, "\(outcome.error)")
    }

    @Test func aChangeDuringARunIsRunAfterwards() async throws {
        try scratch.write(
            Self.spec.replacing(
                "cp in.txt a.txt", with: "'cp in.txt a.txt; touch at-work; until [ -e go ]; do sleep 0.02; done'"),
            to: "mlkit.yaml")
        let outcome = try await play(
            """
            while not os.path.exists('at-work'): pass
            write('in.txt', '2\\n')
            write('go', '')
            upto('watching')
            print(pathlib.Path('a.txt').read_text())
            end(signal.SIGTERM)
            """, "'copy', '--only', '--keep-going', '--format', 'json'")
        let events = outcome.output.split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }
        #expect(
            events.compactMap { $0["event"]?.string } == [
                "started", "finished", "summary", "changed", "started", "finished", "summary", "watching",
            ], "\(outcome.output)")
        #expect(events[3] == ["event": "changed", "paths": ["in.txt"]])
        #expect(events[7] == ["event": "watching", "files": 2])
        #expect(outcome.output.hasSuffix("\n2\n\nstatus 143 \n"))
    }

    @Test func aStageThatWritesWhatItReadsDoesNotRunForEver() async throws {
        try scratch.write(
            "mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: 'echo x >> in.txt', inputs: [in.txt]}\n", to: "mlkit.yaml")
        let outcome = try await play("upto('watching')\nend(signal.SIGINT)")
        #expect(outcome.output.contains("warning: `in.txt` changed during each of the last 4 runs; "))
        #expect(try scratch.read("in.txt") == "1\nx\nx\nx\nx\n")
    }

    @Test func itGoesOnAfterAFailureAndAnUnknownStage() async throws {
        let outcome = try await play(
            """
            upto('watching')
            write('mlkit.yaml', \"\"\"\(Self.spec.replacing("say:", with: "tell:").replacing("cp", with: "false"))\"\"\")
            upto('watching')
            write('mlkit.yaml', \"\"\"\(Self.spec.replacing("cp", with: "false"))\"\"\")
            upto('watching')
            write('mlkit.yaml', \"\"\"\(Self.spec)\"\"\")
            upto('watching')
            end(signal.SIGINT)
            """, "'--until', 'say', 'copy'")
        #expect(outcome.output.contains("error: unknown stage `say`\n"))
        #expect(outcome.output.contains("FAIL copy"))
        #expect(outcome.output.hasSuffix("nothing to do: 2 stages up to date\nwatching 2 files; Ctrl-C ends\nstatus 130 \n"))
    }

    @Test func aDryRunIsNotWatched() async throws {
        let outcome = try await BuiltTool.mlkit(["run", "--watch", "--dry-run"], in: scratch.path)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains("--watch does not go with --dry-run"))
    }
}
