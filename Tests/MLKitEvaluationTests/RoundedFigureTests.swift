import Foundation
import MLKitReports
import MLKitTables
import Testing

@testable import MLKitEvaluation

/// Figures that are rounded, and not cut off.
@Suite struct RoundedFigureTests {
    /// Settings that are drawn have two digits, the nearest ones.
    @Test(arguments: [(0.001, 0.9), (1, 9), (10, 900), (2000, 90_000), (1e-7, 1e-5)])
    func drawnNumbersHaveTwoDigits(low: Double, high: Double) {
        var random = RandomSource(seed: 11)
        for _ in 0..<50 {
            var copy = random
            let exact = low * pow(high / low, copy.unit())
            let unit = pow(10, floor(log10(exact)) - 1)
            let drawn = random.number(from: low, to: high)
            #expect(abs(drawn - exact) <= unit * 0.5000001, "\(drawn) for \(exact)")
            #expect(abs(drawn / unit - (drawn / unit).rounded()) < 1e-6)
        }
    }

    /// A share of rows is the nearest number of them, one at least, and so are positive ones among rows of equal scores.
    @Test func sharesOfRowsAreRounded() throws {
        let truth = TargetValues.classes(indices: [1, 1, 0] + [Int](repeating: 0, count: 12), classes: ["no", "yes"])
        let scores = [0.9, 0.9, 0.9] + (0..<12).map { 0.5 - Double($0) / 100 }
        let answers = Predictor.Predictions.probabilities(scores.flatMap { [1 - $0, $0] })
        let table = try #require(ModelTables(truth: truth, predictions: answers, level: 0.95).gains)
        #expect(table.map(\.rows) == [1, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15])
        // Of three rows of which two are positive, one counts for 0.67, two for 1.33.
        #expect(table.prefix(4).map(\.positives) == [1, 1, 1, 2])
    }

    /// How many rows could tell: more than two digits would promise too much.
    @Test(arguments: [(0.023, "170"), (0.0226, "160"), (0.0233, "170"), (0.0971, "2500")])
    func neededRowsHaveTwoDigits(upper: Double, rows: String) throws {
        var report = QuantizationReport()
        report.rows = 100
        report.allowed = .init(metric: .accuracy, drop: 0.02, maxDrop: 0.01, interval: Interval(lower: -0.003, upper: upper))
        #expect(try #require(report.warnings.first).hasSuffix("; about \(rows) rows could"))
    }
}
