import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// Inputs that are missing, optional, or become programs, and values that are not in the file, on a disk in memory.
@Suite struct InputStalenessTests {
    private let files = InMemoryFileSystem(["/p/in.txt": "1", "/p/mlkit.yaml": "any"])

    private func pipeline(_ stages: String, params: String = "{lr: 1}", set: [String] = []) throws -> Pipeline {
        let text = "mlkit: 1\nproject: {name: p}\nparams: \(params)\nstages:\n\(stages)"
        let overrides = try set.map { try ParameterOverride(argument: $0, option: "--set") }
        return Pipeline(
            spec: try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn, overriding: overrides), project: "/p",
            worker: "/none", files: files, environment: [:], now: TestClock(seconds: 4_000_000_000).now,
            launcher: PlayedProcesses(files))
    }

    private func run(_ pipeline: Pipeline, keepsGoing: Bool = false) async throws -> [String] {
        var events = [String]()
        _ = try await pipeline.run(.init(jobs: 1, keepsGoing: keepsGoing)) { event in
            switch event {
            case .finished(let stage, _, _): events.append("ran \(stage)")
            case .restored(let stage, _, _): events.append("restored \(stage)")
            case .skipped(let stage): events.append("skipped \(stage)")
            case .failed(let stage, let failure, _):
                events.append("failed \(stage): \(failure.diagnostics.map(\.message).joined(separator: "; "))")
            default: break
            }
        }
        return events
    }

    @Test func aMissingInputKeepsARunFromBeginning() async throws {
        let stages = """
              a: {run: [mix, a, a.txt], outputs: [a.txt]}
              b: {run: [mix, b, b.txt], inputs: [nn.txt], outputs: [b.txt]}
              c: {run: [mix, c, c.txt], inputs: [{path: maybe.txt, optional: true}], outputs: [c.txt]}

            """
        let failure = await #expect(throws: Failure.self) { try await run(pipeline(stages)) }
        let message = "the input `nn.txt` of stage `b` is not there, and no stage makes it"
        #expect(failure?.diagnostics.map(\.message) == [message])
        #expect(failure?.diagnostics.first?.hint == "did you mean `in.txt`?")
        #expect(try await run(pipeline(stages), keepsGoing: true) == ["ran a", "failed b: \(message)", "ran c"])
        let statuses = try pipeline(stages).status()
        #expect(statuses.map { $0.problems.count } == [0, 1, 0])
        #expect(statuses[1].reasons == [.neverSucceeded, .inputMissing(path: "nn.txt")])
        // It is up to date without, and not with it.
        #expect(statuses[2].reasons == [])
        try files.write("now", to: "/p/maybe.txt")
        #expect(try pipeline(stages).status()[2].reasons == [.inputAdded(path: "maybe.txt")])
    }

    /// Earlier versions took what was not there for nothing, and the stage for done.
    @Test func aLockOfAStageWithoutItsInputDoesNotHideThatItIsMissing() async throws {
        let stages = "  a: {run: [mix, a, a.txt], inputs: [{path: gone.txt, optional: true}], outputs: [a.txt]}\n"
        #expect(try await run(pipeline(stages)) == ["ran a"])
        let strict = stages.replacing("{path: gone.txt, optional: true}", with: "gone.txt")
        let status = try pipeline(strict).status()[0]
        #expect(status.reasons == [.inputMissing(path: "gone.txt")])
        #expect(status.problems.count == 1)
    }

    @Test func aProgramIsAnotherInput() async throws {
        let stages = "  a: {run: [mix, a, a.txt, in.txt], inputs: [in.txt], outputs: [a.txt]}\n"
        #expect(try await run(pipeline(stages)) == ["ran a"])
        try files.write(Array("1".utf8), to: "/p/in.txt", executable: true)
        #expect(try pipeline(stages).status()[0].reasons == [.inputExecutable(path: "in.txt")])
        #expect(try await run(pipeline(stages)) == ["ran a"])
        try files.write("1", to: "/p/in.txt")
        #expect(try await run(pipeline(stages)) == ["restored a"])
    }

    @Test func otherSpellingsInALockAreTheSamePaths() async throws {
        let stages = "  a: {run: [mix, a, a.txt, in.txt], inputs: [in.txt], outputs: [a.txt]}\n"
        #expect(try await run(pipeline(stages)) == ["ran a"])
        let lock = try files.readText("/p/.mlkit/lock/a.json")
        let other = lock.replacing("\"in.txt\": \"sha256", with: "\"./in.txt\": \"sha256")
            .replacing("\"a.txt\": \"sha256", with: "\"x/../a.txt\": \"sha256")
        #expect(other != lock)
        try files.write(other, to: "/p/.mlkit/lock/a.json")
        #expect(try pipeline(stages).status()[0].reasons == [])
    }

    @Test func aValueThatIsNotInTheFileIsNotThatOfTheFile() async throws {
        let stages = "  a: {run: [mix, a, a.txt, in.txt], params: [lr], inputs: [in.txt], outputs: [a.txt]}\n"
        #expect(try await run(pipeline(stages)) == ["ran a"])
        #expect(try await run(pipeline(stages, set: ["params.lr=5"])) == ["ran a"])
        let five = try pipeline(stages, params: "{lr: 5}")
        #expect(try five.status()[0].reasons == [.overrideChanged(name: "lr", isNow: false)])
        #expect(try await run(five) == ["ran a"])
        #expect(try await run(pipeline(stages)) == ["restored a"])
        #expect(try await run(pipeline(stages, set: ["params.lr=5"])) == ["restored a"])
    }
}
