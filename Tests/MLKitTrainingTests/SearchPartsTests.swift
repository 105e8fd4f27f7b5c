import MLKitCore
import MLKitReports
import Testing

@testable import MLKitTraining

/// What a search is made of, by itself.
@Suite struct SearchPartsTests {
    // MARK: Halving

    @Test func theBetterHalfGoesOnBeforeATrialBegins() {
        var halving = Halving(rungs: 2)
        #expect(halving.next(canBegin: true) == .begin)
        halving.take(0, rung: 0, loss: 3, isStandard: false)
        // A half of one is none.
        #expect(halving.next(canBegin: true) == .begin && halving.next(canBegin: false) == nil)
        halving.take(1, rung: 0, loss: 2, isStandard: false)
        #expect(halving.next(canBegin: true) == .goOn(trial: 1, rung: 1))
        halving.take(1, rung: 1, loss: 2, isStandard: false)
        #expect(halving.next(canBegin: true) == .begin)
        halving.take(2, rung: 0, loss: 1, isStandard: false)
        // One of three, but it has not gone on yet.
        #expect(halving.next(canBegin: true) == .goOn(trial: 2, rung: 1))
        halving.take(3, rung: 0, loss: 4, isStandard: false)
        #expect(halving.next(canBegin: false) == nil)
    }

    @Test func higherRungsComeFirst() {
        var halving = Halving(rungs: 3)
        for (trial, loss) in [4.0, 3, 2, 1].enumerated() { halving.take(trial, rung: 0, loss: loss, isStandard: false) }
        #expect(halving.next(canBegin: true) == .goOn(trial: 3, rung: 1))
        halving.take(3, rung: 1, loss: 9, isStandard: false)
        #expect(halving.next(canBegin: true) == .goOn(trial: 2, rung: 1))
        halving.take(2, rung: 1, loss: 8, isStandard: false)
        #expect(halving.next(canBegin: true) == .goOn(trial: 2, rung: 2))
        halving.take(2, rung: 2, loss: 8, isStandard: false)
        #expect(halving.next(canBegin: false) == nil)
    }

    @Test func standardSettingsGoOnUnlessTheyFailed() {
        var halving = Halving(rungs: 2)
        halving.take(0, rung: 0, loss: 7, isStandard: true)
        halving.take(1, rung: 0, loss: .nan, isStandard: true)
        #expect(halving.next(canBegin: true) == .goOn(trial: 0, rung: 1))
        #expect(halving.next(canBegin: true) == .begin)
    }

    // MARK: Rungs and budget

    @Test func trialsAreFittedOnAShareOfManyRowsFirst() {
        #expect(SearchRung.all(rows: 3999, folds: 5) == [.init(divisor: 1, folds: 1), .init(divisor: 1, folds: 5)])
        #expect(
            SearchRung.all(rows: 4000, folds: 3)
                == [.init(divisor: 4, folds: 1), .init(divisor: 1, folds: 1), .init(divisor: 1, folds: 3)])
        #expect(SearchRung.all(rows: 1_000_000, folds: 3)[0].divisor == 50)
        let rungs = SearchRung.all(rows: 6000, folds: 3)
        #expect(
            rungs.map { $0.report(rows: 6000, folds: 3) }
                == [.init(rows: 1000, folds: 1), .init(rows: 4000, folds: 1), .init(rows: 4000, folds: 3)])
        #expect(rungs[0].work(after: nil) == 0.25 && rungs[1].work(after: rungs[0]) == 1 && rungs[2].work(after: rungs[1]) == 2)
    }

    @Test func timeIsKeptForWhatHasToComeAfter() {
        final class Ticking { var now = 100.0 }
        let clock = Ticking()
        let budget = SearchBudget(seconds: 10, clock: { clock.now })
        #expect(budget.allows(10, keeping: 0) && !budget.allows(10.1, keeping: 0) && !budget.allows(5, keeping: 5.1))
        clock.now = 107
        #expect(budget.passed == 7 && budget.allows(2, keeping: 1) && !budget.allows(2.5, keeping: 1))
        clock.now = 110
        #expect(!budget.allows(0, keeping: 0))
        #expect(SearchBudget(seconds: nil, clock: { clock.now }).allows(.infinity, keeping: 1))
    }

    @Test func familiesTakeTurnsAndTheSameIsProposedForTheSameSeed() {
        let families: [any ModelFamily] = [LinearFamily(), LightGBMFamily()]
        func proposed(_ seed: Int, _ count: Int) -> [(String, String, Bool)] {
            var source = TrialSource(families, seed: seed)
            return (0..<count).compactMap { _ in source.next().map { ($0.settings.family, $0.settings.json.compact, $0.isStandard) } }
        }
        let first = proposed(1, 12)
        let turns = (0..<4).flatMap { _ in ["linear", "lightgbm"] }
        #expect(first.map(\.0) == turns + [String](repeating: "lightgbm", count: 4))
        #expect(first.map(\.2) == [true, true] + [Bool](repeating: false, count: 10))
        #expect(first.map(\.1) == proposed(1, 12).map(\.1))
        #expect(first[1].1 == proposed(2, 2)[1].1 && first[3].1 != proposed(2, 4)[3].1)
        #expect(Set(first.map(\.1)).count == 12)
        var source = TrialSource(families, seed: 1)
        source.close("lightgbm")
        #expect((0..<9).compactMap { _ in source.next()?.settings.family } == [String](repeating: "linear", count: 4))
    }

    // MARK: Selection

    /// Targets 0: candidates answer 1, -1 and 0.9. The best alone is the third; with the second beside it the error is 0.05. Then
    /// 0.267 with the third once more is the lowest, and 0.05 with the second, which is no lower than before.
    @Test func modelsAreAddedAsLongAsTheMeanGetsBetter() {
        let loss = EvidenceLoss(targets: [0, 0], loss: .squared)
        let candidates = [[1, 1], [-1, -1], [0.9, 0.9]].map { RowEvidence($0) }
        let selection = EnsembleSelection(candidates, by: loss, members: 3, most: 10)
        #expect(selection.steps == [2, 1] && selection.weights() == [1: 0.5, 2: 0.5])
        #expect(abs(selection.losses[0] - 0.405) < 1e-6 && abs(selection.losses[1] - 0.00125) < 1e-6)
        #expect(selection.weights(after: 1) == [2: 1])
        #expect(EnsembleSelection(candidates, by: loss, members: 1, most: 10).steps == [2])
        #expect(EnsembleSelection([], by: loss, members: 3).steps.isEmpty)
    }

    /// By numpy, all steps one by one: log-loss of the mean of the probabilities that are given to the true class.
    @Test func probabilitiesAreSelectedByTheLogLossOfTheirMean() {
        let loss = EvidenceLoss(targets: [0, 1, 1, 0, 1], loss: .logistic)
        let candidates: [[Float]] = [
            [0.5, 0.58, 0.86, 0.87, 0.36], [0.3, 0.57, 0.84, 0.79, 0.84], [0.79, 0.4, 0.89, 0.51, 0.3],
            [0.33, 0.32, 0.65, 0.65, 0.36], [0.71, 0.4, 0.55, 0.5, 0.81],
        ]
        let selection = EnsembleSelection(candidates.map { RowEvidence($0) }, by: loss, members: 4, most: 25)
        #expect(selection.steps == [1, 0, 1, 1, 0, 1, 1, 4, 1, 1, 0, 1])
        #expect(abs((selection.losses.last ?? 0) - 0.46198120189515857) < 1e-6)
        let two = EnsembleSelection(candidates.map { RowEvidence($0) }, by: loss, members: 2, most: 25)
        #expect(two.steps == [1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1])
    }

    @Test func evidenceIsOfTheTrueClassAndNoNumbersAreNone() {
        #expect(RowEvidence([0.25, 0.75, 0.5, 0.5], [1, 0], .logistic) == RowEvidence([0.75, 0.5]))
        #expect(RowEvidence([0.1, 0.2, 0.7], [2], .softmax(classes: 3)) == RowEvidence([0.7]))
        #expect(RowEvidence([3, 4], [1, 2], .squared) == RowEvidence([3, 4]))
        #expect(RowEvidence([.nan, 1], [1], .logistic) == nil && RowEvidence([.infinity], [1], .squared) == nil)
        #expect(RowEvidence([0.5], [1], .logistic) == nil)
        let loss = EvidenceLoss(targets: [3, 1], loss: .squared)
        #expect(loss.mean(RowEvidence([4, 1])) == 0.25 && loss.figure(0.25) == 0.5.squareRoot() && loss.metric == .rmse)
        #expect(EvidenceLoss(targets: [1], loss: .logistic).mean(RowEvidence([0])) < 17)
    }
}
