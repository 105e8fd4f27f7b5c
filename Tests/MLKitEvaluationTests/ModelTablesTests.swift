import MLKitReports
import MLKitTables
import Testing

@testable import MLKitEvaluation

/// What a model's answers show beyond metrics, counted by hand.
@Suite struct ModelTablesTests {
    private let classes = TargetValues.classes(indices: [0, 1, 1, 0, 1, 0, 1, 1], classes: ["no", "yes"])
    private let answers = Predictor.Predictions.probabilities([0.1, 0.8, 0.4, 0.4, 0.9, 0.6, 0.4, 1.0].flatMap { [1 - $0, $0] })

    @Test func reliability() throws {
        let table = try #require(ModelTables(truth: classes, predictions: answers, level: 0.95).reliability)
        #expect(table.map(\.rows) == [0, 1, 0, 0, 3, 0, 1, 0, 1, 2])
        #expect(table[4].lower == 0.4 && table[4].upper == 0.5 && abs(table[4].predicted - 0.4) < 1e-12)
        #expect(table[4].observed == 2.0 / 3 && table[0].observed.isNaN && !table[0].interval.isKnown)
        #expect(table[9].interval == Interval(ShareInterval.wilson(2, of: 2, level: 0.95)))
    }

    /// Of three rows with 0.4, two are positive: one of them counts for two thirds.
    @Test func gains() throws {
        let table = try #require(ModelTables(truth: classes, predictions: answers, level: 0.95).gains)
        #expect(table.map(\.share) == [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
        #expect(table.map(\.rows) == [1, 1, 1, 2, 2, 3, 4, 5, 6, 6, 7, 8])
        let half = table[6]
        // 1.0, 0.9 and 0.8 are positive, 0.6 is not.
        #expect(half.positives == 3 && half.found == 0.6 && abs(half.lift - 1.2) < 1e-12)
        #expect(abs(table[7].found - (3 + 2.0 / 3) / 5) < 1e-12)
        #expect(table[11].found == 1 && table[11].lift == 1)
    }

    @Test func residuals() throws {
        let tables = ModelTables(truth: .numbers([1, 2, 3, 4, 5]), predictions: .numbers([1, 4, 2, 4, 6]), level: 0.95)
        let table = try #require(tables.residuals)
        // -1, 0, 0, 1, 2
        #expect(table.map(\.share) == [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1])
        #expect(table.first?.value == -1 && table[4].value == 0 && table[5].value == 0 && table[6].value == 1 && table.last?.value == 2)
        #expect(abs(table[7].value - 1.6) < 1e-12)
        #expect(tables.gains == nil && tables.reliability == nil)
        #expect(ModelTables(truth: classes, predictions: answers, level: 0.95).residuals == nil)
    }
}
