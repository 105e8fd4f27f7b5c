import Glibc
import MLKitCore
import MLKitFingerprints
import MLKitRunning
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Runs of command stages in a scratch project.
@Suite struct PipelineTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private static let chain = """
        mlkit: 1
        project: {name: p}
        params: {word: hello}
        stages:
          copy: {run: cp in.txt a.txt, inputs: [in.txt], outputs: [a.txt]}
          upper: {run: tr a-z A-Z < a.txt > b.txt, inputs: [a.txt], outputs: [b.txt]}
          add: {run: '(cat b.txt; echo ${params.word}) > out/c.txt', inputs: [b.txt], outputs: [out/c.txt]}
          lines: {run: wc -l < in.txt > n.txt, inputs: [in.txt], outputs: [n.txt]}

        """

    private func pipeline(_ text: String = chain) throws -> Pipeline {
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        let clock = TestClock(seconds: 4_000_000_000)
        return Pipeline(
            spec: spec, project: scratch.path, worker: BuiltTool.folder.appending("mlkit"), environment: ["A": "1"], now: clock.now)
    }

    /// Runs everything and says what happened, in a fixed order.
    private func run(
        _ text: String = chain, stages: [String] = [], jobs: Int = 1, force: Bool = false, gate: StageGate? = nil
    ) async throws -> [String] {
        var events = [String]()
        let options = Pipeline.Options(
            selection: StageSelection(names: stages), jobs: jobs, force: force, gate: gate)
        _ = try await pipeline(text).run(options) { event in
            switch event {
            case .waiting: events.append("waiting")
            case .accepted(let stage): events.append("took \(stage)")
            case .resumed(let stage, let progress): events.append("resumed \(stage) at \(progress)")
            case .recovered(let stage, let note): events.append("recovered \(stage): \(note)")
            case .retried(let stage, _, let attempt, _): events.append("attempt \(attempt) of \(stage)")
            case .skipped(let stage): events.append("skipped \(stage)")
            case .started: break
            case .overridden(let stage, let override):
                events.append("overridden \(stage): \(override.because), \(override.open)")
            case .restored(let stage, _, _): events.append("restored \(stage)")
            case .finished(let stage, _, _): events.append("ran \(stage)")
            case .failed(let stage, let failure, _):
                events.append("failed \(stage): \(failure.diagnostics.map(\.message)) \(failure.logTail)")
            case .interrupted(let stage): events.append("interrupted \(stage)")
            case .cancelled(let stage): events.append("cancelled \(stage)")
            }
        }
        return events.sorted()
    }

    private static let gated = """
        mlkit: 1
        project: {name: p}
        stages:
          copy: {run: cp in.txt a.txt, inputs: [in.txt], outputs: [a.txt]}
          ship: {run: cp a.txt b.txt, inputs: [a.txt], outputs: [b.txt], gate: mvp}

        """

    @Test func aStageDoesNotRunBeforeItsGateIsMet() async throws {
        try scratch.write("x\n", to: "in.txt")
        let shut = StageGate { [$0.name + " is not audited"] }
        let held = try await run(Self.gated, gate: shut)
        #expect(held == ["failed ship: [\"the gate `mvp` of stage `ship` is not met: 1 item open\"] []", "ran copy"])
        #expect(try !scratch.exists("b.txt"))
        #expect(try await run(Self.gated, gate: StageGate { _ in [] }) == ["ran ship", "skipped copy"])
        // A stage that is up to date does not run, so that nothing is asked.
        #expect(try await run(Self.gated, gate: shut) == ["skipped copy", "skipped ship"])
    }

    @Test func anOverriddenGateIsOnRecord() async throws {
        try scratch.write("x\n", to: "in.txt")
        let gate = StageGate(override: "a demo") { _ in ["open a.b"] }
        let events = try await run(Self.gated, gate: gate)
        #expect(events == ["overridden ship: a demo, [\"open a.b\"]", "ran copy", "ran ship"])
        let lock = try JSON(parsing: scratch.read(".mlkit/lock/ship.json"))
        #expect(lock["gate_override"] == ["because": "a demo", "open": ["open a.b"]])
        #expect(lock["configuration"]?["gate"] == nil)
        #expect(try JSON(parsing: scratch.read(".mlkit/lock/copy.json"))["gate_override"] == nil)
        #expect(try pipeline(Self.gated).status().last?.lock?.gateOverride?.because == "a demo")
    }

    private func reasons(_ text: String = chain) throws -> [String: [String]] {
        let stale = try pipeline(text).status().filter { !$0.reasons.isEmpty }
        return Dictionary(uniqueKeysWithValues: stale.map { ($0.stage, $0.reasons.map(\.description)) })
    }

    @Test func runsInOrderAndThenNotAgain() async throws {
        try scratch.write("hi\n", to: "in.txt")
        let events1 = try await run()
        #expect(events1 == ["ran add", "ran copy", "ran lines", "ran upper"])
        #expect(try scratch.read("out/c.txt") == "HI\nhello\n")
        let events2 = try await run(jobs: 2)
        #expect(events2 == ["skipped add", "skipped copy", "skipped lines", "skipped upper"])
        #expect(try reasons() == [:])
    }

    @Test func statusSaysWhy() async throws {
        #expect(try reasons()["upper"] == ["it has not run yet", "`copy` runs first"])
        try scratch.write("hi\n", to: "in.txt")
        _ = try await run()
        try scratch.write("ho\n", to: "in.txt")
        #expect(
            try reasons() == [
                "copy": ["`in.txt` changed"], "upper": ["`copy` runs first"], "add": ["`upper` runs first"],
                "lines": ["`in.txt` changed"],
            ])
        try scratch.write("hi\n", to: "in.txt")
        #expect(try reasons() == [:])
        #expect(
            try reasons(Self.chain.replacing("word: hello", with: "word: bye")) == [
                "add": ["parameter `word` changed: \"hello\" -> \"bye\""]
            ])
    }

    @Test func anEqualResultStopsTheRest() async throws {
        try scratch.write("hi\n", to: "in.txt")
        _ = try await run()
        try scratch.write("HI\n", to: "in.txt")
        let events3 = try await run()
        #expect(events3 == ["ran copy", "ran lines", "ran upper", "skipped add"])
    }

    @Test func aMissingOrChangedOutputIsMadeAgain() async throws {
        try scratch.write("hi\n", to: "in.txt")
        _ = try await run()
        try LocalFileSystem().remove(scratch.path.appending("b.txt"))
        try scratch.write("other", to: "n.txt")
        #expect(
            try reasons() == [
                "upper": ["its output `b.txt` is missing"], "add": ["`b.txt` is gone", "`upper` runs first"],
                "lines": ["its output `n.txt` was changed by something else"],
            ])
        let events4 = try await run()
        #expect(events4 == ["restored lines", "restored upper", "skipped add", "skipped copy"])
        #expect(try scratch.read("n.txt").contains("1"))
    }

    @Test func aFailureStopsWhatFollows() async throws {
        let text = Self.chain.replacing("tr a-z A-Z < a.txt > b.txt", with: "echo broken; exit 3")
        try scratch.write("hi\n", to: "in.txt")
        let events9 = try await run(text, stages: ["add"])
        #expect(events9 == [
                "cancelled add", "failed upper: [\"the command of stage `upper` ended with exit code 3\"] [\"broken\"]",
                "ran copy",
            ])
        let events5 = try await run(stages: ["add"])
        #expect(events5 == ["ran add", "ran upper", "skipped copy"])
    }

    @Test func anOutputThatWasNotWrittenIsAFailure() async throws {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: 'true', outputs: [x]}\n"
        let events6 = try await run(text)
        #expect(events6 == ["failed a: [\"the stage `a` did not write its output `x`\"] []"])
    }

    @Test func onlyTheNamedStagesAndTheirSourcesRun() async throws {
        try scratch.write("hi\n", to: "in.txt")
        let events7 = try await run(stages: ["upper"])
        #expect(events7 == ["ran copy", "ran upper"])
        let events8 = try await run(stages: ["upper"], force: true)
        #expect(events8 == ["ran copy", "ran upper"])
        await #expect { try await run(stages: ["uper"]) } throws: {
            "\($0)" == "error: unknown stage `uper`\n\nhint: did you mean `upper`?\n"
        }
    }

    @Test func aProgramThatDoesNotExistIsNamed() async throws {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: [no-such-program, x]}\n"
        #expect(try await run(text) == ["failed a: [\"cannot start `no-such-program`\"] []"])
    }

    @Test func aProgramThatDoesNotExistLetsTheOthersEnd() async throws {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              a: {run: 'sleep 0.5; echo 1 > a.txt', outputs: [a.txt]}
              b: {run: [no-such-program]}

            """
        #expect(try await run(text, jobs: 2).last == "ran a")
        #expect(try scratch.read("a.txt") == "1\n")
    }

    @Test func aCancelledRunEndsAllThatItsStagesStarted() async throws {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              a: {run: 'trap "" INT TERM; (sleep 60; touch late) & echo $! > child; wait; touch late', outputs: [late]}

            """
        let task = Task { try await run(text) }
        while try !scratch.exists("child") { try await Task.sleep(for: .milliseconds(20)) }
        task.cancel()
        #expect(try await task.value == ["interrupted a"])
        #expect(try !scratch.exists("late"))
        let child = try #require(pid_t(scratch.read("child").filter { !$0.isWhitespace }))
        while kill(child, 0) == 0 { try await Task.sleep(for: .milliseconds(20)) }
    }

    @Test func anEnvironmentVariableMatters() async throws {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: 'true', env: [A]}\n"
        _ = try await run(text)
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        let other = Pipeline(
            spec: spec, project: scratch.path, worker: "/nonexistent", environment: ["A": "2"], now: { 0 })
        #expect(try other.status().map(\.reasons) == [[.environmentChanged(name: "A")]])
    }
}
