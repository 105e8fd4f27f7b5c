import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// Stages that do not run although something changed or is missing, and what is said of them beforehand.
@Suite struct SparedStagesTests: OutputRoomTesting {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "in")
    }

    private func remove(_ path: String) throws { try files.remove(scratch.path.pushing(FilePath(path))) }

    private func stale(_ stages: String) throws -> [String] {
        try pipeline(stages).status().filter { !$0.reasons.isEmpty || !$0.problems.isEmpty }.map(\.stage)
    }

    @Test func aFrozenStageWaitsForNobody() async throws {
        try scratch.write("by hand\n", to: "f")
        let stages = """
              a: {run: 'cp in a', inputs: [in], outputs: [a]}
              f: {run: 'cp a f', inputs: [a], outputs: [f], frozen: true}
              g: {run: 'cp f g', inputs: [f], outputs: [g]}
            """
        _ = try await run(stages)
        try scratch.write("2\n", to: "in")
        #expect(try stale(stages) == ["a"])
        #expect(try await run(stages) == ["ran a", "skipped f", "skipped g"])
    }

    private static let onTheWay = """
          a: {run: 'cp in a', inputs: [in], outputs: [{path: a, cache: false}]}
          b: {run: 'cat a > b', inputs: [a], outputs: [b]}
        """

    @Test func whatNoCacheHasIsNotMadeForNobody() async throws {
        #expect(try await run(Self.onTheWay) == ["ran a", "ran b"])
        try remove("a")
        #expect(try stale(Self.onTheWay).isEmpty)
        #expect(try await run(Self.onTheWay) == ["skipped a", "skipped b"])
        // As after a pull into a clone.
        try remove("b")
        #expect(try pipeline(Self.onTheWay).status().map(\.isInCache) == [false, true])
        #expect(try await run(Self.onTheWay) == ["restored b", "skipped a"])
        #expect(try !scratch.exists("a"))
        // Who is asked for it makes it, as does a change.
        #expect(try await run(Self.onTheWay, only: ["a"]) == ["ran a"])
        try remove("a")
        try scratch.write("2\n", to: "in")
        #expect(try stale(Self.onTheWay) == ["a", "b"])
        #expect(try await run(Self.onTheWay) == ["ran a", "ran b"])
    }

    @Test func whatNobodyReadsIsMade() async throws {
        let stages = "  a: {run: 'cp in a', inputs: [in], outputs: [{path: a, cache: false}]}"
        #expect(try await run(stages) == ["ran a"])
        try remove("a")
        #expect(try stale(stages) == ["a"])
        #expect(try await run(stages) == ["ran a"])
    }
}
