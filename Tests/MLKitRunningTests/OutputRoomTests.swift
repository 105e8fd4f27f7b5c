import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// What stands in the places of outputs before a stage runs, and what becomes of it.
@Suite struct OutputRoomTests: OutputRoomTesting {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "in")
    }

    var edited: [String] {
        get throws {
            try files.exists(scratch.path.pushing(".mlkit/edited")) ? try tree(".mlkit/edited").filter { !$0.hasSuffix(".gitignore") } : []
        }
    }

    // MARK: Gone before the command runs

    /// Each writes otherwise where something of the last run stands.
    @Test(arguments: [
        "cp -r src out", "mkdir -p out; for n in $(cat src/names); do echo $n > out/$n; done",
        "mkdir -p out; cat src/names >> out/all", "mkdir out && cp src/names out/n",
    ], [false, true])
    func theOutputIsWhatACleanCheckoutGives(command: String, isSandboxed: Bool) async throws {
        let stages = "  a: {run: '\(command)', inputs: [src], outputs: [out]}"
        for names in ["a\nb\nc\n", "a\nb\n"] {
            try scratch.write(names, to: "src/names")
            #expect(try await run(stages, isSandboxed: isSandboxed) == ["ran a"])
        }
        let again = try tree("out")
        try files.remove(scratch.path.appending("out"))
        try files.remove(scratch.path.appending(".mlkit"))
        #expect(try await run(stages) == ["ran a"])
        #expect(try tree("out") == again)
    }

    @Test func aSecondAttemptBeginsWithNothingToo() async throws {
        let stages = "  a: {run: 'echo x >> out; [ -f second ] || { touch second; exit 1; }', outputs: [out], retries: 1}"
        #expect(try await run(stages) == ["again a", "ran a"])
        #expect(try scratch.read("out") == "x\n")
    }

    @Test func whatIsToBeKeptIsThereForTheNextRun() async throws {
        let stages = "  a: {run: 'mkdir -p steps; cp in steps/$(ls steps | wc -l); ls steps > out', inputs: [in], outputs: [{path: "
            + "steps, keep: true}, out]}"
        #expect(try await run(stages) == ["ran a"])
        try scratch.write("2\n", to: "in")
        #expect(try await run(stages) == ["ran a"])
        #expect(try scratch.read("out") == "0\n1\n")
        // What it goes on from is another thing now, so that nothing of the first run fits.
        try scratch.write("1\n", to: "in")
        #expect(try await run(stages, isSandboxed: true) == ["ran a"])
        #expect(try scratch.read("out") == "0\n1\n2\n")
        #expect(try await run(stages) == ["skipped a"])
    }

    @Test(arguments: [false, true]) func rulesOfGitInAFolderStay(isSandboxed: Bool) async throws {
        try scratch.write("*\n", to: "out/.gitignore")
        let stages = "  a: {run: 'cp in out/x', inputs: [in], outputs: [out]}"
        for number in 1...2 {
            try scratch.write("\(number)\n", to: "in")
            #expect(try await run(stages, isSandboxed: isSandboxed) == ["ran a"])
            #expect(try tree("out") == ["out/.gitignore", "out/x"])
        }
    }

    // MARK: Back again

    @Test func whatStoodThereIsBackAfterAFailure() async throws {
        #expect(try await run("  a: {run: 'cp in out', inputs: [in], outputs: [out]}") == ["ran a"])
        try scratch.write("2\n", to: "in")
        let failing = "  a: {run: 'echo half > out; exit 1', inputs: [in], outputs: [out]}"
        #expect(
            try await run(failing) == [
                "failed a", "the command of stage `a` ended with exit code 1", "what it had written is in `.mlkit/failed/a`",
            ])
        #expect(try scratch.read("out") == "1\n")
        #expect(try scratch.read(".mlkit/failed/a/out") == "half\n")
        #expect(try await run("  a: {run: 'cp in out', inputs: [in], outputs: [out]}") == ["ran a"])
        #expect(try !scratch.exists(".mlkit/failed/a"))
        #expect(try edited.isEmpty)
    }

    @Test func whatWasHalfWrittenWhereNothingStoodIsOutOfTheWay() async throws {
        _ = try await run("  a: {run: 'mkdir out; echo half > out/x; exit 1', outputs: [out]}")
        #expect(try !scratch.exists("out"))
        #expect(try scratch.read(".mlkit/failed/a/out/x") == "half\n")
    }

    /// As after a run that was killed: the journal says what had begun.
    @Test func whatAKilledRunMovedAsideIsPutBackByTheNext() async throws {
        let stages = "  a: {run: 'cp in out', inputs: [in], outputs: [out, new]}"
        try scratch.write("mine\n", to: "out")
        _ = try await run("  b: {run: 'true'}")
        let pipeline = try pipeline(stages)
        let stage = try #require(pipeline.spec.stage("a"))
        var room = pipeline.room(for: stage)
        try room.clear()
        #expect(try !scratch.exists("out"))
        for name in ["out", "new"] { try scratch.write("half\n", to: name) }
        #expect(try await run("  b: {run: 'true'}") == ["skipped b"])
        #expect(try scratch.read("out") == "mine\n")
        #expect(try !scratch.exists("new"))
        #expect(try files.list(scratch.path.pushing(".mlkit/tmp")) == [".gitignore", "run.lock"])
    }

    /// A journal that came with a clone names what it likes.
    @Test func aJournalFromElsewhereIsNotObeyed() async throws {
        try scratch.write("mine\n", to: "notes")
        try scratch.write("{\"begun\":\"a\",\"home\":\"1\",\"aside\":[],\"fresh\":[\"notes\"]}\n", to: ".mlkit/tmp/unfinished")
        _ = try await run("  b: {run: 'true'}")
        #expect(try scratch.read("notes") == "mine\n")
    }

    // MARK: What a person wrote

    private func expectKept(_ events: [String], _ content: String, _ path: String = "out") throws {
        let kept = #/`(.+)` was not as a run of `a` left it; what stood there is kept as `(.mlkit/edited/.+)`/#
        let note = try #require(events.last.flatMap { $0.wholeMatch(of: kept) }, "\(events)")
        #expect(note.1 == path)
        #expect(try scratch.read(String(note.2)) == content)
    }

    @Test func anEditedOutputIsKeptBeforeTheStageRuns() async throws {
        let stages = "  a: {run: 'cp in out', inputs: [in], outputs: [out]}"
        _ = try await run(stages)
        try scratch.write("mine\n", to: "out")
        try scratch.write("2\n", to: "in")
        try expectKept(try await run(stages), "mine\n")
        #expect(try scratch.read("out") == "2\n")
    }

    @Test func anEditedOutputIsKeptBeforeItIsRestored() async throws {
        let stages = "  a: {run: 'cp in out', inputs: [in], outputs: [out]}"
        _ = try await run(stages)
        try scratch.write("mine\n", to: "out")
        let events = try await run(stages)
        #expect(events.first == "restored a")
        try expectKept(events, "mine\n")
    }

    @Test func whatStoodThereBeforeTheFirstRunIsKept() async throws {
        try scratch.write("mine\n", to: "out")
        try expectKept(try await run("  a: {run: 'cp in out', inputs: [in], outputs: [out]}", isSandboxed: true), "mine\n")
    }

    /// Whatever a run made is in the cache, and need not be kept twice.
    @Test func whatAnotherRunMadeIsNotKept() async throws {
        let stages = "  a: {run: 'cp in out', inputs: [in], outputs: [out]}"
        for text in ["1\n", "2\n", "1\n"] {
            try scratch.write(text, to: "in")
            _ = try await run(stages)
        }
        try files.remove(StageLock.path(of: "a", in: scratch.path))
        try scratch.write("2\n", to: "out")
        try scratch.write("3\n", to: "in")
        #expect(try await run(stages) == ["ran a"])
        #expect(try edited.isEmpty)
    }

    @Test func anEditIsBackAfterAFailure() async throws {
        _ = try await run("  a: {run: 'cp in out', inputs: [in], outputs: [out]}")
        try scratch.write("mine\n", to: "out")
        _ = try await run("  a: {run: 'exit 1', inputs: [in], outputs: [out]}")
        #expect(try scratch.read("out") == "mine\n")
        #expect(try edited.isEmpty)
    }
}
