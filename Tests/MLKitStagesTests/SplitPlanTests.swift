import MLKitSpec
import MLKitTestSupport
import Testing

@testable import MLKitDeployment
@testable import MLKitEvaluation
@testable import MLKitTables
@testable import MLKitTraining

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
}
