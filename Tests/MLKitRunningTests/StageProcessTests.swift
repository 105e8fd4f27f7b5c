import Glibc
import MLKitCore
import MLKitRunning
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Processes that do what they should not.
@Suite struct StageProcessTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    /// Runs stages, written one per line as in `mlkit.yaml`, and says what happened.
    private func run(
        _ stages: String, head: String = "", jobs: Int = 2, keepsGoing: Bool = false, isSandboxed: Bool = false
    ) async throws -> [String] {
        let text = "mlkit: 1\nproject: {name: p}\n\(head)\nstages:\n\(stages)\n"
        let pipeline = Pipeline(
            spec: try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn), project: scratch.path,
            worker: BuiltTool.folder.appending("mlkit"), environment: [:],
            now: TestClock(seconds: 4_000_000_000).now)
        var events = [String]()
        let options = Pipeline.Options(jobs: jobs, keepsGoing: keepsGoing, isSandboxed: isSandboxed)
        _ = try await pipeline.run(options) { event in
            switch event {
            case .finished(let stage, let result, _): events.append("ran \(stage) \(result.warnings)")
            case .failed(let stage, let failure, _):
                events.append("failed \(stage) \(failure.diagnostics.map(\.message))")
            case .retried(let stage, _, let attempt, let after):
                events.append("attempt \(attempt) of \(stage) after \(Int(after)) s")
            case .skipped(let stage): events.append("skipped \(stage)")
            case .cancelled(let stage): events.append("cancelled \(stage)")
            default: break
            }
        }
        return events
    }

    private func isAlive(_ file: String) throws -> Bool {
        let process = try #require(pid_t(scratch.read(file).filter { !$0.isWhitespace }))
        return kill(process, 0) == 0
    }

    @Test func standardInputIsEmpty() async throws {
        #expect(try await run("  a: {run: cat > a.txt, outputs: [a.txt]}") == ["ran a []"])
        #expect(try scratch.read("a.txt") == "")
    }

    @Test func aStageKnowsItsNameAndLeadsAGroup() async throws {
        _ = try await run("  a: {run: 'echo $MLKIT_STAGE $$; ps -o pgid= -p $$'}")
        let words = try scratch.read("logs/a.log").split(whereSeparator: \.isWhitespace)
        #expect(words[0] == "a")
        #expect(words[1] == words[2])
    }

    @Test func whatAStageLeavesRunningIsEnded() async throws {
        let stages = """
              a: {run: 'sleep 300 & echo $! > group; setsid sh -c "echo \\$\\$ > daemon; exec sleep 301" & while [ ! -s daemon ]; do :; \
            done'}
            """
        #expect(try await run(stages) == ["ran a [\"it left processes running, which were ended\"]"])
        #expect(try !isAlive("group"))
        #expect(try !isAlive("daemon"))
    }

    @Test func aStageThatTakesTooLongIsEndedThoughItIgnoresSignals() async throws {
        let stages = """
              a: {run: 'trap "" INT TERM; echo $$ > leader; while :; do sleep 1; done', resources: {time: 200ms}}
            """
        #expect(
            try await run(stages) == ["failed a [\"the command of stage `a` was ended: it took longer than 0.2 s\"]"])
        #expect(try !isAlive("leader"))
    }

    @Test func aStageThatTakesTooMuchMemoryIsEnded() async throws {
        let stages = """
              a: {run: [python3, -c, "import time; a = bytearray(200_000_000); time.sleep(60)"], resources: {memory: 90MiB}}
            """
        #expect(
            try await run(stages) == [
                "failed a [\"the command of stage `a` was ended: it held more than 90 MiB of memory\"]"
            ])
    }

    @Test func aFailedStageIsTriedAgain() async throws {
        let flaky = "  a: {run: 'echo try; [ -f first ] || { touch first; exit 1; }', retries: 2}"
        #expect(try await run(flaky) == ["attempt 2 of a after 1 s", "ran a []"])
        #expect(try scratch.read("logs/a.log") == "try\ntry\n")
        #expect(
            try await run("  b: {run: exit 1, retries: 2}") == [
                "attempt 2 of b after 1 s", "attempt 3 of b after 2 s",
                "failed b [\"the command of stage `b` ended with exit code 1\"]",
            ])
    }

    @Test func aFloodedLogIsKeptAndItsEndShown() async throws {
        let stages = "  a: {run: 'head -c 30000000 /dev/zero | tr \"\\0\" x; echo; echo last; exit 1'}"
        #expect(try await run(stages) == ["failed a [\"the command of stage `a` ended with exit code 1\"]"])
        let log = scratch.path.pushing("logs/a.log")
        #expect(try LocalFileSystem().information(at: log)?.size == 30_000_006)
        #expect(try LocalFileSystem().readEnd(log, limit: 5) == Array("last\n".utf8))
    }

    @Test func aStageThatChangesItsInputIsTold() async throws {
        try scratch.write("1\n", to: "in.txt")
        #expect(
            try await run("  a: {run: echo 2 >> in.txt, inputs: [in.txt]}") == [
                "ran a [\"`in.txt` changed while the stage ran, so that it will run again\"]"
            ])
    }

    /// The content is the same before and after, and what the stage read of it is not.
    @Test(arguments: ["sh -c 'cp in.txt old; echo 2 > in.txt; cp in.txt out.txt; cp old in.txt'",
        "sh -c 'cp in.txt out.txt; cat out.txt > in.txt'"])
    func anInputThatIsChangedAndChangedBackIsTold(command: String) async throws {
        try scratch.write("1\n", to: "in.txt")
        let stages = "  a: {run: \"\(command)\", inputs: [in.txt], outputs: [out.txt]}"
        for _ in 0..<2 {
            #expect(
                try await run(stages) == [
                    "ran a [\"`in.txt` changed while the stage ran, so that it will run again\"]"
                ])
            #expect(try scratch.read("in.txt") == "1\n")
        }
    }

    /// Though what was changed is put back later: the output was made from who knows what.
    @Test func anInputThatIsPutBackLaterIsNotTakenForTheOneThatWasRead() async throws {
        try scratch.write("1\n", to: "in.txt")
        let stages = "  a: {run: 'cp in.txt out.txt; [ -e once ] || { touch once; echo 2 > in.txt; }', inputs: [in.txt], outputs: "
            + "[out.txt]}"
        #expect(
            try await run(stages) == ["ran a [\"`in.txt` changed while the stage ran, so that it will run again\"]"])
        try scratch.write("1\n", to: "in.txt")
        #expect(try await run(stages) == ["ran a []"])
        #expect(try await run(stages) == ["skipped a"])
    }

    @Test func aFloodedLogIsNotKeptInTheCache() async throws {
        let stages = "  a: {run: 'head -c 20000000 /dev/zero; echo x > out.txt', outputs: [out.txt]}"
        #expect(try await run(stages) == ["ran a []"])
        let objects = scratch.path.pushing(".mlkit/cache/objects")
        let sizes = try LocalFileSystem().list(objects).flatMap { folder in
            try LocalFileSystem().list(objects.appending(folder)).compactMap {
                try LocalFileSystem().information(at: objects.appending(folder).appending($0))?.size
            }
        }
        #expect(sizes == [2])
    }

    /// What a stage writes where it should not is found out by the stage whose it is.
    @Test func aStageThatWritesIntoAnothersOutputIsUndone() async throws {
        let stages = """
              a: {run: echo 1 > a.txt, outputs: [a.txt]}
              b: {run: 'echo 2 > a.txt; echo 3 > b.txt', outputs: [b.txt]}
            """
        #expect(try await run(stages, jobs: 1) == ["ran a []", "ran b []"])
        _ = try await run(stages, jobs: 1)
        #expect(try scratch.read("a.txt") == "1\n")
        #expect(try await run(stages, jobs: 1) == ["skipped a", "skipped b"])
    }

    @Test func whileAStageWaitsToBeTriedAgainOthersHaveWhatItTakes() async throws {
        let stages = """
              a: {run: '[ -e b.txt ]', retries: 1, mutex: [m]}
              b: {run: touch b.txt, mutex: [m], outputs: [b.txt]}
            """
        #expect(try await run(stages, jobs: 1, keepsGoing: true) == ["attempt 2 of a after 1 s", "ran b []", "ran a []"])
    }

    @Test func aStageThatWaitsToBeTriedAgainIsGivenUpWithTheRun() async throws {
        let stages = """
              a: {run: exit 1, retries: 9}
              b: {run: 'sleep 0.2; exit 2'}
            """
        #expect(
            try await run(stages, jobs: 2) == [
                "attempt 2 of a after 1 s", "failed b [\"the command of stage `b` ended with exit code 2\"]",
                "failed a [\"the command of stage `a` ended with exit code 1\"]",
            ])
    }

    @Test func aLinkIsWhatItLeadsTo() async throws {
        try scratch.write("1\n", to: "in.txt")
        let stages = "  a: {run: ln -sf in.txt out.txt, outputs: [out.txt], cache: false}"
        #expect(try await run(stages) == ["ran a []"])
        #expect(try await run(stages) == ["skipped a"])
        try scratch.write("2\n", to: "in.txt")
        #expect(try await run(stages) == ["ran a []"])
        #expect(
            try await run("  b: {run: ln -s nowhere gone.txt, outputs: [gone.txt]}") == [
                "failed b [\"the stage `b` did not write its output `gone.txt`\"]"
            ])
    }

    @Test func stagesThatShareAMutexOrAResourceTakeTurns() async throws {
        let turn = "'mkdir busy && sleep 0.2 && rmdir busy'"
        #expect(
            try await run("  a: {run: \(turn), mutex: [m]}\n  b: {run: \(turn), mutex: [m, n]}") == [
                "ran a []", "ran b []",
            ])
        let gpu = "{run: \(turn), resources: {gpu: 1}}"
        #expect(
            try await run("  c: \(gpu)\n  d: \(gpu)", head: "resources: {gpu: 1}") == ["ran c []", "ran d []"])
    }

    @Test func aRunCanKeepGoing() async throws {
        let stages = """
              a: {run: 'exit 1', outputs: [a.txt]}
              b: {run: cp a.txt b.txt, inputs: [a.txt], outputs: [b.txt]}
              c: {run: 'true'}
            """
        #expect(
            try await run(stages, jobs: 1, keepsGoing: true) == [
                "failed a [\"the command of stage `a` ended with exit code 1\"]", "ran c []", "cancelled b",
            ])
    }

    @Test func aSandboxHoldsTheInputsAlone() async throws {
        try scratch.write("1\n", to: "data/in.txt")
        try scratch.write("2\n", to: "lib/secret.txt")
        try scratch.write("old\n", to: "out/old.txt")
        let stages = """
              a: {run: 'mkdir out; cat data/in.txt > out/a.txt; echo x > data/in.txt; echo y > stray.txt', inputs: [data, data/in.txt], \
            outputs: [out]}
            """
        let events = try await run(stages, isSandboxed: true)
        #expect(events.count == 1)
        #expect(
            events[0].hasPrefix(
                "ran a [\"it also wrote `stray.txt`, which is not among its outputs and was dropped\", "
                    + "\"`out` was not as a run of `a` left it; "), "\(events)")
        #expect(try scratch.read("out/a.txt") == "1\n")
        #expect(try !scratch.exists("out/old.txt"))
        #expect(try scratch.read("data/in.txt") == "1\n")
        #expect(try !scratch.exists("stray.txt"))
        #expect(
            try await run("  b: {run: cat lib/secret.txt > b.txt, outputs: [b.txt]}", isSandboxed: true) == [
                "failed b [\"the command of stage `b` ended with exit code 1\", "
                    + "\"the log of `b` names `lib/secret.txt`, which is not among its inputs\"]"
            ])
    }
}
