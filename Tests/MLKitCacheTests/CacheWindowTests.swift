import MLKitCore
import MLKitFingerprints
import MLKitSpec
import Testing

@testable import MLKitCache

/// Which recorded runs a collection keeps.
@Suite struct CacheWindowTests {
    private static let second = 1_000_000_000

    private func run(_ stage: String, _ made: Int) -> CacheInventory.Run {
        let record = RunRecord(
            key: ContentHash(of: "\(stage) \(made)"), stage: stage, lock: .blank, objects: [:], log: nil)
        return CacheInventory.Run(record: record, made: made, size: 1)
    }

    @Test func aRunOfJustTheAgeIsKept() {
        let made = [10 * Self.second - 1, 10 * Self.second, 10 * Self.second + 1, 20 * Self.second]
        let runs = made.map { run("a", $0) }
        let kept = CacheWindow.younger(than: 5).keeps(runs, now: 15 * Self.second)
        #expect(kept.map(\.made) == Array(made.dropFirst()))
        #expect(CacheWindow.younger(than: 0).keeps(runs, now: 20 * Self.second).map(\.made) == [made[3]])
        guard case .younger(let seconds) = CacheWindow.standard else {
            Issue.record("the standard is no age")
            return
        }
        #expect(seconds == 2_592_000)
    }

    /// So many of each stage, the newest.
    @Test(arguments: [(0, []), (1, ["a 9", "b 5"]), (2, ["a 7", "a 9", "b 5"]), (9, ["a 3", "a 7", "a 9", "b 5"])])
    func theNewestOfEachStageAreKept(count: Int, names: [String]) {
        let runs = [run("a", 3), run("a", 9), run("b", 5), run("a", 7)]
        let kept = CacheWindow.newest(count).keeps(runs, now: 0)
        #expect(kept.map { "\($0.record.stage) \($0.made)" }.sorted() == names)
    }
}
