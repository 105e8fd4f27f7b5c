import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// When stages start beside others that end, and what a look at a project keeps.
@Suite struct RunOrderTests: OutputRoomTesting {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "in")
    }

    private func events(_ stages: String, jobs: Int, keepsGoing: Bool = false) async throws -> [String] {
        var events = [String]()
        _ = try await pipeline(stages).run(.init(jobs: jobs, keepsGoing: keepsGoing)) { event in
            switch event {
            case .started(let stage, _): events.append("start \(stage)")
            case .finished(let stage, _, _): events.append("end \(stage)")
            case .failed(let stage, _, _): events.append("fail \(stage)")
            case .skipped(let stage): events.append("skip \(stage)")
            case .cancelled(let stage): events.append("cancel \(stage)")
            default: break
            }
        }
        return events
    }

    /// While what one has made is hashed, another runs in its place: `c` starts when `a` has ended, before that is told.
    @Test func aPlaceIsGivenBackBeforeOutputsAreKept() async throws {
        let signal = scratch.path.appending("c.now")
        let waits = "n=0; while [ ! -e \(signal) ] && [ $n -lt 200 ]; do sleep 0.05; n=$((n+1)); done; echo > b"
        let stages = """
              a: {run: 'echo > a', outputs: [a]}
              b: {run: '\(waits)', outputs: [b]}
              c: {run: 'echo > \(signal); echo > c', outputs: [c]}
            """
        let events = try await events(stages, jobs: 2)
        let (start, end) = (try #require(events.firstIndex(of: "start c")), try #require(events.firstIndex(of: "end a")))
        #expect(start < end, "\(events)")
        #expect(events.firstIndex(of: "end b").map { $0 > start } == true)
    }

    /// Alone, one stage is done before the next begins.
    @Test func oneAtATimeIsToldInOrder() async throws {
        let stages = "  a: {run: 'echo > a', outputs: [a]}\n  b: {run: 'echo > b', outputs: [b]}"
        #expect(try await events(stages, jobs: 1) == ["start a", "end a", "start b", "end b"])
    }

    /// After a failure what is up to date all the same is told so, and the rest is cancelled.
    @Test func afterAFailureTheRestIsLookedAt() async throws {
        let stages = """
              a: {run: 'cp in a', inputs: [in], outputs: [a]}
              b: {run: 'echo > b', outputs: [b]}
              c: {run: 'cat a > c', inputs: [a], outputs: [c]}
            """
        _ = try await run(stages)
        try scratch.write("2\n", to: "in")
        let broken = stages.replacing("cp in a", with: "exit 3")
        #expect(try await events(broken, jobs: 1) == ["start a", "fail a", "skip b", "cancel c"])
        #expect(try await events(broken, jobs: 1, keepsGoing: true) == ["start a", "fail a", "skip b", "cancel c"])
    }

    /// What a status has hashed need not be hashed again.
    @Test func aStatusKeepsItsHashes() throws {
        let stages = "  a: {run: 'cp in a', inputs: [in], outputs: [a]}"
        let place = scratch.path.pushing(".mlkit/cache/hashes")
        #expect(try !files.exists(place))
        #expect(try pipeline(stages).status()[0].reasons == [.neverSucceeded])
        #expect(try files.exists(place))
    }

    /// What would run if it were forced: all but what is frozen, without asking whether the cache has it.
    @Test func aForcedStatus() async throws {
        try scratch.write("by hand\n", to: "f")
        let stages = """
              a: {run: 'cp in a', inputs: [in], outputs: [a]}
              f: {run: 'cp a f', inputs: [a], outputs: [f], frozen: true}
              c: {run: 'cat a > c', inputs: [a], outputs: [c]}
            """
        _ = try await run(stages)
        let forced = try pipeline(stages).status(force: true)
        #expect(forced.map(\.reasons) == [[.forced], [], [.forced]] && forced.allSatisfy { !$0.isInCache && $0.problems.isEmpty })
        // What waits for another is not said to be in the cache, nor is what is up to date.
        try scratch.write("2\n", to: "in")
        let changed = try pipeline(stages).status()
        #expect(changed.map(\.isInCache) == [false, false, false])
        _ = try await run(stages)
        try scratch.write("1\n", to: "in")
        #expect(try pipeline(stages).status().map(\.isInCache) == [true, false, false])
    }
}
