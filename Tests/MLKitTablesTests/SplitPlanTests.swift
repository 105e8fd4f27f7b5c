import MLKitSpec
import MLKitStagesTestSupport
import MLKitTestSupport
import Testing

@testable import MLKitTables

@Suite("Split plan")
struct SplitPlanTests {
    private let split = DataConfiguration.Split(train: 0.7, valid: 0.15, test: 0.15)

    @Test func oneStratum() throws {
        #expect(try SplitPlan(sizes: [48842], split: split).counts == [.init(valid: 7327, test: 7326)])
        #expect(try SplitPlan(sizes: [20], split: split).counts == [.init(valid: 3, test: 3)])
    }

    @Test(arguments: [[1000, 10], [33, 33, 34], [7, 7, 7, 7, 7, 7, 7, 7, 7, 7], [2, 3, 500, 4, 90, 1, 1, 1]])
    func sharesAreExactOverallAndWithinTwoRowsPerStratum(sizes: [Int]) throws {
        let plan = try SplitPlan(sizes: sizes, split: split)
        let divided = sizes.filter { $0 > 1 }.reduce(0, +)
        let away = plan.counts.reduce(0) { $0 + $1.valid + $1.test }
        #expect(abs(Double(away) - Double(divided) * 0.3) <= 0.5)
        #expect(abs(Double(plan.counts.reduce(0) { $0 + $1.valid }) - Double(divided) * 0.15) <= 1)
        for (size, counts) in zip(sizes, plan.counts) {
            #expect(counts.valid >= 0 && counts.test >= 0 && counts.valid + counts.test < size)
            #expect(size == 1 || abs(Double(counts.valid) - Double(size) * 0.15) <= 2)
            #expect(size == 1 || abs(Double(counts.test) - Double(size) * 0.15) <= 2)
        }
    }

    @Test func aStratumOfOneRowStaysInTraining() throws {
        #expect(try SplitPlan(sizes: [1, 100], split: split).counts[0] == .init(valid: 0, test: 0))
    }

    @Test func sharesMustBeAboveZero() async {
        let none = DataConfiguration.Split(train: 0.8, valid: 0, test: 0.2)
        #expect(
            await failureText { try SplitPlan.check(none) }
                == "error: the share of `valid` is 0.0, and must be above 0\n")
    }

    @Test(arguments: [
        (0.7, 0.15, 0.15, true), (0.7, 0.15, 0.15 + 1e-10, true), (0.7, 0.15, 0.15 + 2e-9, false),
        (0.7, 0.2, 0.15, false), (1.1, -0.05, -0.05, false), (0, 0.5, 0.5, false), (0.5, 0.5, 0, false),
    ])
    func sharesAddUpToOne(train: Double, valid: Double, test: Double, isSound: Bool) {
        let split = DataConfiguration.Split(train: train, valid: valid, test: test)
        #expect(((try? SplitPlan.check(split)) != nil) == isSound)
    }

    /// Two rows leave one, which has to be enough for both parts somewhere; a class never leaves the training rows.
    @Test func aPartWithoutRowsIsAFailure() async throws {
        for sizes in [[], [1], [2], [1, 1, 1], [3]] {
            let text = await failureText { _ = try SplitPlan(sizes: sizes, split: split) }
            #expect(text.contains("too few to be split"), "\(sizes)")
        }
        let text = await failureText { _ = try SplitPlan(sizes: Array(repeating: 1, count: 9), split: split) }
        #expect(text.contains("hint: it takes values to stratify by that several rows share"))
        // The largest stratum gives up a row before a part is left without any.
        #expect(try SplitPlan(sizes: [4, 1, 1], split: split).counts
            == [.init(valid: 1, test: 1), .init(valid: 0, test: 0), .init(valid: 0, test: 0)])
        let half = DataConfiguration.Split(train: 0.2, valid: 0.4, test: 0.4)
        #expect(try SplitPlan(sizes: [3], split: half).counts == [.init(valid: 1, test: 1)])
        #expect(try SplitPlan(sizes: [2, 2], split: half).counts == [.init(valid: 1, test: 0), .init(valid: 0, test: 1)])
        let most = DataConfiguration.Split(train: 0.01, valid: 0.5, test: 0.49)
        for counts in try SplitPlan(sizes: [5, 5, 2], split: most).counts { #expect(counts.valid + counts.test <= 4) }
    }
}
