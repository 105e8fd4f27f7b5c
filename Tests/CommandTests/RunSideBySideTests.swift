import MLKitTestSupport
import SystemPackage
import Testing

/// Many stages at once, and what waits for its turn, with real processes.
@Suite struct RunSideBySideTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func run(_ stages: [String], _ arguments: String...) async throws -> BuiltTool.Outcome {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n" + stages.map { "  \($0)\n" }.joined()
        try scratch.write(text, to: "mlkit.yaml")
        return try await BuiltTool.mlkit(["run"] + arguments, in: scratch.path)
    }

    @Test(arguments: [2, 3]) func noMoreRunAtOnceThanMay(jobs: Int) async throws {
        try scratch.write("", to: "running/.keep")
        let command = "n=$(mktemp -d running/XXXXXX); ls running | wc -l >> counts.txt; sleep 0.03; rmdir $n"
        let outcome = try await run((0..<24).map { "s\($0): {run: '\(command)'}" }, "-j", "\(jobs)")
        #expect(outcome.status == 0, "\(outcome.error)")
        let counts = try scratch.read("counts.txt").split(separator: "\n").compactMap { Int($0.filter(\.isNumber)) }
        #expect(counts.count == 24)
        #expect(counts.max() == jobs)
    }

    /// Hundreds end while others are still being handed over: neither side may wait for the other to listen.
    @Test func hundredsMayRunAtOnce() async throws {
        let outcome = try await run((0..<600).map { "s\($0): {run: 'true'}" }, "-j600")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.error.contains("600 stages run in "))
    }

    private static let failing = [
        "a: {run: 'sleep 0.4; exit 3'}", "b: {run: 'sleep 0.8; echo > b.txt', outputs: [b.txt]}",
        "c: {run: 'echo > c.txt', outputs: [c.txt]}", "d: {run: 'echo > d.txt', outputs: [d.txt]}",
        "e: {run: 'echo > e.txt', outputs: [e.txt]}",
    ]

    @Test func afterAFailureWhatWaitsDoesNotRun() async throws {
        let outcome = try await run(Self.failing, "-j", "2")
        #expect(outcome.status == 1)
        #expect(try ["b", "c", "d", "e"].map { try scratch.exists("\($0).txt") } == [true, false, false, false])
        let lines = outcome.error.split(separator: "\n").map { $0.prefix(6) }
        #expect(["run  c", "run  d", "done c"].allSatisfy { !lines.contains($0[...]) }, "\(outcome.error)")
        for stage in ["c", "d", "e"] {
            #expect(outcome.error.contains("wait \(stage)  not run, because another stage failed\n"))
        }
        #expect(outcome.error.contains("1 stage run, 1 failed, 3 not run in "), "\(outcome.error)")
    }

    @Test func itRunsInItsTurnIfTheRunGoesOn() async throws {
        let outcome = try await run(Self.failing, "-j", "2", "--keep-going")
        #expect(outcome.status == 1)
        #expect(try ["b", "c", "d", "e"].allSatisfy { try scratch.exists("\($0).txt") })
        for stage in ["a", "b", "c", "d", "e"] {
            #expect(outcome.error.split(separator: "\n").count { $0.hasPrefix("run  \(stage)") } == 1, "\(outcome.error)")
        }
    }

    /// What waits for its turn when the run is told to stop has not begun.
    @Test func whatWaitsIsGivenUpWhenTheRunIsStopped() async throws {
        let script = "\(BuiltTool.folder.appending("mlkit").string) run -j 2 & sleep 0.5; kill -TERM $!; wait $!"
        let stages = ["a: {run: sleep 20}", "b: {run: sleep 20}", "c: {run: 'echo > c.txt', outputs: [c.txt]}"]
        try scratch.write(
            "mlkit: 1\nproject: {name: p}\nstages:\n" + stages.map { "  \($0)\n" }.joined(), to: "mlkit.yaml")
        let outcome = try await BuiltTool.run("sh", ["-c", script], in: scratch.path)
        #expect(outcome.status == 143, "\(outcome.error)")
        #expect(try !scratch.exists("c.txt"))
        #expect(!outcome.error.contains("run  c"), "\(outcome.error)")
    }
}
