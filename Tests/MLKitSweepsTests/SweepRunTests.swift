import MLKitCore
import MLKitRunning
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitSweeps

/// Sweeps over a project of commands.
@Suite struct SweepRunTests {
    let scratch: ScratchDirectory
    let files = LocalFileSystem()

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "raw.txt")
        try scratch.write("echo $1 >> \(scratch.path)/calls; [ $1 != 13 ] || { echo unlucky; exit 3; }\n", to: "fit.sh")
    }

    /// `fit` makes a model of the depth, `test` measures its distance from 4; both depend on it, `prepare` does not.
    private static let spec = """
        mlkit: 1
        project: {name: p}
        params: {depth: 6, seed: 1}
        stages:
          prepare: {run: 'echo prepared >> prepared; cp raw.txt data.txt', inputs: [raw.txt], outputs: [data.txt]}
          fit:
            run: sh fit.sh ${params.depth} && { cat data.txt; echo ${params.depth}; } > model.txt
            inputs: [data.txt, fit.sh]
            outputs: [model.txt]
          test:
            run: 'd=$(tail -n 1 model.txt); echo "{\\"loss\\": $(( (d - 4) * (d - 4) )), \\"text\\": \\"x\\"}" > m.json'
            inputs: [model.txt]
            metrics: [m.json]
        sweeps:
          s: {method: grid, parameters: {depth: [2, 4, 13, 9]}, metric: test.loss, goal: minimize}

        """

    private func sweep(_ text: String = spec) throws -> Sweep {
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        let pipeline = Pipeline(
            spec: spec, project: scratch.path, worker: BuiltTool.folder.appending("mlkit"), environment: [:],
            now: TestClock(seconds: 4_000_000_000).now)
        return Sweep(try #require(spec.sweeps.first), of: pipeline) {
            try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn, overriding: $0)
        }
    }

    private func run(_ text: String = spec, jobs: Int = 1, retriesFailed: Bool = false) async throws -> SweepResults {
        try await sweep(text).run(.init(jobs: jobs), retriesFailed: retriesFailed) { _ in }
    }

    /// The depths that were really fitted since this was last asked, sorted.
    private func calls() throws -> [String] {
        guard try scratch.exists("calls") else { return [] }
        defer { try? files.remove(scratch.path.appending("calls")) }
        return try scratch.read("calls").split(separator: "\n").map(String.init).sorted()
    }

    private static func brief(_ results: SweepResults) -> [String] {
        results.ranked.map { trial in
            "\(trial.values.map(\.compact).joined()) \(trial.metric.map { "\(Int($0))" } ?? trial.state.rawValue)"
        }
    }

    @Test(arguments: [1, 3]) func allTrialsAreMadeAndTheBestIsFirst(jobs: Int) async throws {
        let results = try await run(jobs: jobs)
        #expect(Self.brief(results) == ["4 0", "2 4", "9 25", "13 failed"])
        #expect(try calls() == ["13", "2", "4", "9"])
        #expect(try scratch.read("prepared") == "prepared\n")
        let failed = try #require(results.trials.first { $0.state == .failed })
        #expect(failed.reasons.prefix(2) == ["the command of stage `fit` ended with exit code 3", "| unlucky"])
        #expect(failed.reasons.last?.hasSuffix("0003.log`") == true)
        // The project has nothing of the trials, and their folders are gone.
        #expect(try !scratch.exists("model.txt") && !scratch.exists("m.json"))
        #expect(try files.list(scratch.path.pushing(".mlkit/tmp")) == [".gitignore", "run.lock"])
    }

    @Test func nothingIsMadeTwice() async throws {
        let first = try await run()
        _ = try calls()
        let second = try await run()
        #expect(Self.brief(first) == Self.brief(second))
        #expect(try calls() == [])
        // Even when all is forgotten but the cache; what failed is not in it.
        try files.remove(scratch.path.pushing(".mlkit/sweeps"))
        let third = try await run()
        #expect(Self.brief(third) == Self.brief(first))
        #expect(try calls() == ["13"])
        #expect(third.trials.count { $0.isFromCache } == 3)
    }

    @Test func theBestValuesNeedNoRun() async throws {
        let results = try await run()
        let sweep = try sweep()
        let applied = try sweep.applying(try #require(results.best), to: Array(Self.spec.utf8))
        #expect(String(decoding: applied, as: UTF8.self) == Self.spec.replacing("depth: 6", with: "depth: 4"))
        let pipeline = try self.sweep(String(decoding: applied, as: UTF8.self)).pipeline
        let summary = try await pipeline.run(.init(jobs: 1)) { _ in }
        #expect(summary.ran == 0 && summary.restored == 2 && summary.skipped == 1)
        #expect(try scratch.read("model.txt") == "1\n4\n")
        // The sweep is the same as before.
        #expect(try self.sweep(String(decoding: applied, as: UTF8.self)).results().trials.count == 4)
    }

    /// 2 and 6 are as far from 4.
    @Test func equallyGoodTrialsAreTold() async throws {
        let flat = try await run(Self.spec.replacing("[2, 4, 13, 9]", with: "[2, 6]"))
        #expect(flat.isFlat && flat.tied.map(\.number) == [0, 1])
        let some = try await run(Self.spec.replacing("[2, 4, 13, 9]", with: "[9, 2, 6]"))
        #expect(!some.isFlat && some.tied.map(\.number) == [1, 2])
        // The project has 6.
        let sweep = try sweep(Self.spec.replacing("[2, 4, 13, 9]", with: "[9, 2, 6]"))
        #expect(some.trials.map { sweep.isApplied($0) } == [false, false, true])
        let clear = try await run()
        #expect(!clear.isFlat && clear.tied.map(\.number) == [1])
        // One trial alone depends on nothing that anyone could see.
        #expect(try await !run(Self.spec.replacing("[2, 4, 13, 9]", with: "[2]")).isFlat)
    }

    @Test func otherDataAreOtherTrials() async throws {
        _ = try await run()
        _ = try calls()
        try scratch.write("2\n", to: "raw.txt")
        let results = try await run()
        #expect(try calls() == ["13", "2", "4", "9"])
        #expect(results.trials.count == 4 && results.others == 4)
        try scratch.write("1\n", to: "raw.txt")
        _ = try await run()
        #expect(try calls() == [])
    }

    @Test func moreValuesAndAnotherMetricUseWhatIsThere() async throws {
        _ = try await run()
        _ = try calls()
        _ = try await run(Self.spec.replacing("[2, 4, 13, 9]", with: "[2, 4, 9, 5]"))
        #expect(try calls() == ["5"])
        let results = try await run(Self.spec.replacing("test.loss", with: "test.text"))
        #expect(try calls() == ["13"])
        #expect(
            results.trials[0].reasons == ["the metric `text` is x, not a finite number"])
        let unknown = try await run(Self.spec.replacing("test.loss", with: "test.los"))
        #expect(unknown.trials[0].reasons == ["`test` has no metric `los`", "did you mean `loss`?"])
    }

    @Test func whatFailedIsMadeAgainIfAsked() async throws {
        _ = try await run()
        _ = try calls()
        _ = try await run(retriesFailed: true)
        #expect(try calls() == ["13"])
    }

    /// A trial that was cut off is in its file as running; what its stages had finished is in the cache.
    @Test func whatWasInterruptedIsMadeAgainWithTheSameValues() async throws {
        let whole = try await run(Self.spec.replacing("grid", with: "random"))
        let study = try sweep(Self.spec.replacing("grid", with: "random")).study()
        for number in [1, 3] {
            var trial = whole.trials[number]
            (trial.state, trial.metric) = (.running, nil)
            try study.write(trial)
        }
        _ = try calls()
        let again = try await run(Self.spec.replacing("grid", with: "random"))
        #expect(again.trials.map(\.values) == whole.trials.map(\.values))
        #expect(again.trials.map(\.metric) == whole.trials.map(\.metric))
        #expect(Set(try calls()).isSubset(of: ["13"]))
    }

    @Test func aTrialThatIsNoTextIsMadeAgain() async throws {
        _ = try await run()
        let home = scratch.path.pushing(".mlkit/sweeps/s")
        let folder = home.appending(try #require(try files.list(home).first { $0 != ".gitignore" }))
        try files.write("{\"trial\": 2, \"state\"", to: folder.appending("0002.json"))
        #expect(Self.brief(try await run()) == ["4 0", "2 4", "9 25", "13 failed"])
    }

    /// Trials had no format number at first.
    @Test func aTrialOfALaterFormatIsRefusedAndOneWithoutIsRead() async throws {
        _ = try await run()
        let home = scratch.path.pushing(".mlkit/sweeps/s")
        let folder = home.appending(try #require(try files.list(home).first { $0 != ".gitignore" }))
        let text = String(decoding: try files.read(folder.appending("0002.json")), as: UTF8.self)
        #expect(text.hasPrefix("{\n  \"format\": 1,\n"))
        _ = try calls()
        try files.write(text.replacing("  \"format\": 1,\n", with: ""), to: folder.appending("0002.json"))
        #expect(Self.brief(try await run()) == ["4 0", "2 4", "9 25", "13 failed"])
        #expect(try calls() == [])
        try files.write(
            text.replacing("\"format\": 1,", with: "\"format\": 2,"), to: folder.appending("0002.json"))
        let name = folder.appending("0002.json").name(in: scratch.path)
        let failure = try await #require(throws: Failure.self) { try await run() }
        #expect(failure.diagnostics.map(\.message) == ["`\(name)` has format 2, and this mlkit reads format 1"])
        #expect(
            failure.diagnostics[0].hint
                == "use a newer mlkit than this one, \(Version.current), or remove the file, and the trial is made again")
        #expect(throws: Failure.self) { try sweep(Self.spec).results() }
        try files.remove(folder.appending("0002.json"))
        #expect(Self.brief(try await run()) == ["4 0", "2 4", "9 25", "13 failed"])
    }

    /// The last five lines that the stage wrote, and where the rest is.
    @Test func aTrialThatFailsShowsTheEndOfItsLog() async throws {
        try scratch.write("for i in 1 2 3 4 5 6 7; do echo line $i; done; exit 3\n", to: "fit.sh")
        let results = try await run(Self.spec.replacing("[2, 4, 13, 9]", with: "[2]"))
        let reasons = results.trials[0].reasons
        #expect(reasons.filter { $0.hasPrefix("| ") } == (3...7).map { "| line \($0)" })
        #expect(reasons.last?.hasPrefix("its log is `.mlkit/sweeps/s/") == true)
    }

    @Test func aFileThatIsNoInputIsNamed() async throws {
        let text = Self.spec.replacing("inputs: [data.txt, fit.sh]", with: "inputs: [data.txt]")
        let results = try await run(text)
        #expect(results.best == nil)
        #expect(
            results.trials[0].reasons.contains("the log of `fit` names `fit.sh`, which is not among its inputs"))
    }

    @Test func valuesThatAStageRefusesFail() async throws {
        let text = Self.spec.replacing("fit:\n", with: "fit:\n    retries: ${params.depth}\n")
            .replacing("[2, 4, 13, 9]", with: "[0, many]")
        let results = try await run(text)
        #expect(results.trials[1].reasons == ["`retries` must be a whole number, not text"])
        #expect(results.trials[0].state == .done)
    }

    @Test func aFolderIsTheUsersAndTheTrials() async throws {
        let text = Self.spec.replacing("outputs: [model.txt]", with: "outputs: [all/model.txt]")
            .replacing("> model.txt", with: "> all/model.txt").replacing("inputs: [model.txt]", with: "inputs: [all]")
            .replacing("tail -n 1 model.txt", with: "cat all/model.txt all/shift.txt | tail -n 1")
        try scratch.write("7\n", to: "all/shift.txt")
        try scratch.write("stale", to: "all/model.txt")
        #expect(Self.brief(try await run(text)).first == "2 9")
        #expect(try scratch.read("all/model.txt") == "stale")
        try scratch.write("stale too", to: "all/model.txt")
        _ = try calls()
        _ = try await run(text)
        #expect(try calls() == [])
        try scratch.write("5\n", to: "all/shift.txt")
        let shifted = try await run(text)
        #expect(Self.brief(shifted).first == "2 1" && shifted.others == 4)
    }
}
