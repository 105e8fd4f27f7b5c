import MLKitCore
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// How large and how small a target may be for trees, which have 32 bits for a number.
@Suite struct TreeTargetSizeTests {
    /// Whether trees learn numbers of which the largest is so far from zero.
    private func problem(_ largest: Double, inValid: Bool = false) -> String? {
        var problem = Training.problem(.regression, rows: 40)
        func targets(_ rows: Int, _ size: Double) -> Column { .numeric((0..<rows).map { $0 == 0 ? -size : size / 2 }) }
        for (table, size) in [(\Training.Problem.train, inValid ? min(largest, 1) : largest), (\.valid, largest)] {
            guard let place = problem[keyPath: table].columns.firstIndex(where: { $0.name == "target" }) else { return "no target" }
            problem[keyPath: table].columns[place].values = targets(problem[keyPath: table].rowCount, size)
        }
        do {
            _ = try Training.train(problem, .trees(.init(rounds: 1, maxDepth: 2)))
            return nil
        } catch { return "\(error)" }
    }

    @Test(arguments: [1e18, 1, 1e-30]) func numbersWithinAreLearned(largest: Double) {
        #expect(problem(largest) == nil)
    }

    @Test(arguments: [(1.1e18, "up to"), (9e-31, "no further than")]) func numbersBeyondAreRefused(largest: Double, words: String) {
        #expect(problem(largest)?.contains("the target's values go \(words)") == true, "\(problem(largest) ?? "learned")")
    }

    @Test func thoseOfTheOtherSplitCountToo() {
        #expect(problem(2e18, inValid: true)?.contains("up to") == true)
    }
}
