import MLKitCore
import MLKitFingerprints
import MLKitProcesses
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// That nothing is to do is known without reading the spec, for as long as all that says so is as it was.
@Suite struct UpToDateTests {
    private static let text = """
        mlkit: 1
        project: {name: p}
        stages:
          a: {run: [write, a.txt], inputs: [in.txt], outputs: [a.txt], env: [LANG]}
          b: {run: [write, b.txt], inputs: [a.txt, tree, 'src/*.py'], outputs: [b.txt]}
          c: {run: [write, c.txt], inputs: [{path: later.txt, optional: true}], outputs: [c.txt]}

        """

    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write(Self.text, to: "mlkit.yaml")
        for name in ["in.txt", "tree/deep/1", "src/1.py"] { try scratch.write("1", to: name) }
    }

    /// Writes its name into its output.
    private struct Writer: StageLauncher {
        func run(_ launch: StageLaunch) async throws -> StageEnding {
            let output = FilePath(launch.directory).appending(launch.arguments[1])
            try LocalFileSystem().write(launch.stage, to: output)
            return StageEnding(status: .exited(0))
        }
    }

    /// Runs once, as `mlkit run` does.
    ///
    /// - Parameter now: seconds since 1970.
    private func run(now: Int = 4_000_000_000) async throws -> Pipeline.Summary {
        let clock = TestClock(seconds: now)
        let looks = LookRecorder(LocalFileSystem(), project: scratch.path, now: clock.now())
        let spec = try ProjectSpec(parsing: looks.read(scratch.path.appending("mlkit.yaml")), kinds: .builtIn)
        let pipeline = Pipeline(
            spec: spec, project: scratch.path, worker: "/none", files: looks, environment: ["LANG": "C"],
            engines: { _ in ["duckdb": "1"] }, now: clock.now, launcher: Writer())
        let summary = try await pipeline.run(.init(jobs: 1)) { _ in }
        if summary.skipped == spec.stages.count { pipeline.noteUpToDate(looks) { _ in ["duckdb", "curl"] } }
        return summary
    }

    private func stages(
        _ environment: [String: String] = ["LANG": "C"], engines: [String: String] = ["duckdb": "1"]
    ) -> [String]? {
        Pipeline.upToDateStages(scratch.path, files: LocalFileSystem(), environment: environment) { engines[$0] }
    }

    @Test func isKnownAfterARunThatFoundNothingToDo() async throws {
        #expect(stages() == nil)
        #expect(try await run().ran == 3)
        #expect(stages() == nil)
        #expect(try await run().skipped == 3)
        #expect(stages() == ["a", "b", "c"])
    }

    @Test func theStatusOfWhatIsKnownIsThatOfTheLocks() async throws {
        for _ in 0..<2 { _ = try await run() }
        let names = try #require(stages())
        let known = try #require(try Pipeline.upToDateStatuses(of: names, in: scratch.path))
        #expect(known.map(\.stage) == ["a", "b", "c"])
        #expect(known.allSatisfy { $0.kind == "command" && $0.reasons.isEmpty && $0.lock?.outputs["\($0.stage).txt"] != nil })
        try LocalFileSystem().remove(scratch.path.pushing(".mlkit/lock/b.json"))
        #expect(try Pipeline.upToDateStatuses(of: names, in: scratch.path) == nil)
    }

    @Test(arguments: [
        "mlkit.yaml", "in.txt", "a.txt", "tree/deep/1", "tree/deep/2", "src/1.py", "src/2.py", "later.txt",
        ".mlkit/lock/b.json",
    ])
    func endsWhenAFileIsWritten(name: String) async throws {
        for _ in 0..<2 { _ = try await run() }
        #expect(stages() != nil)
        try scratch.write("changed", to: name)
        #expect(stages() == nil)
    }

    @Test(arguments: ["in.txt", "b.txt", "tree/deep", "src/1.py", ".mlkit/lock/a.json"])
    func endsWhenAFileIsRemoved(name: String) async throws {
        for _ in 0..<2 { _ = try await run() }
        try LocalFileSystem().remove(scratch.path.pushing(FilePath(name)))
        #expect(stages() == nil)
    }

    @Test func endsWithAnotherEnvironmentOrEngine() async throws {
        for _ in 0..<2 { _ = try await run() }
        #expect(stages(["LANG": "C", "OTHER": "1"]) != nil)
        #expect(stages(["LANG": "de"]) == nil)
        #expect(stages([:]) == nil)
        #expect(stages(engines: ["duckdb": "2"]) == nil)
        #expect(stages(engines: ["duckdb": "1", "curl": "8"]) == nil)
    }

    @Test func isNotNotedOfFilesThatMayStillBeWrittenInTheSameTick() async throws {
        for _ in 0..<2 { _ = try await run(now: 1_000_000) }
        #expect(stages() == nil)
    }

    @Test func aDamagedRecordIsNone() async throws {
        for _ in 0..<2 { _ = try await run() }
        let record = scratch.path.pushing(".mlkit/cache/up-to-date")
        let bytes = try LocalFileSystem().read(record)
        for place in stride(from: 0, to: bytes.count, by: 7) {
            var damaged = bytes
            damaged[place] ^= 1
            try LocalFileSystem(.whole).write(damaged, to: record)
            #expect(stages() == nil, "\(place)")
        }
        try LocalFileSystem().write(Array(bytes.dropLast(9)), to: record)
        #expect(stages() == nil)
    }
}
