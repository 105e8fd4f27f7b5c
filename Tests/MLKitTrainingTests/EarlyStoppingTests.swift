import MLKitReports
import Testing

@testable import MLKitTraining

@Suite struct EarlyStoppingTests {
    private func run(_ losses: [Double], most: Int? = nil, patience: Int?, last: Int? = nil) -> BoostingRounds.Result {
        BoostingRounds(most: most ?? losses.count, patience: patience, log: { _ in }).run { round in
            guard losses.indices.contains(round) else { return nil }
            return (HistoryEntry(step: round + 1, trainLoss: 0, validLoss: losses[round]), isLast: round + 1 == last)
        }
    }

    @Test func stopsSoManyStepsBehindTheBest() {
        let result = run([5, 3, 4, 4, 3, 1], patience: 3)
        // The third step behind the second is the fifth; 3 again is not lower than 3.
        #expect(result.history.count == 5 && result.kept == 2)
        #expect(result.course.rounds == 5 && result.course.bestRound == 2)
        #expect(run([5, 3, 4, 4, 3, 1], patience: 4).kept == 6)
    }

    @Test func withoutPatienceAllAreMadeAndKept() {
        let result = run([1, 2, 3, 4], patience: nil)
        #expect(result.history.count == 4 && result.kept == 4 && result.course.bestRound == 1)
    }

    @Test func endsWhereThereIsNothingLeftToLearn() {
        #expect(run([3, 2, 1], most: 9, patience: nil).history.count == 3)
        #expect(run([3, 2, 1], patience: nil, last: 2).history.count == 2)
        #expect(run([], most: 4, patience: 2).kept == 1)
    }

    @Test func aLossThatIsNoNumberIsNeverTheBest() {
        let result = run([.nan, 2, .nan, .nan], patience: 2)
        #expect(result.history.count == 4 && result.kept == 2)
        #expect(run([.nan, .nan, 1], patience: 2).history.count == 2)
    }
}
