import MLKitTables
import Testing

@testable import MLKitEvaluation

/// Curves over all thresholds. Expected values are those of scikit-learn's `roc_curve` and `precision_recall_curve`.
@Suite struct CurveTests {
    private func curves(_ truth: [Int], _ scores: [Double], classes: [String] = ["no", "yes"]) -> ModelCurves? {
        ModelCurves(.classes(indices: truth, classes: classes), .probabilities(scores.flatMap { [1 - $0, $0] }))
    }

    @Test func rowsOfOneScoreArePassedTogether() throws {
        let found = try #require(curves([0, 1, 1, 0, 1, 0, 0, 1], [0.1, 0.4, 0.4, 0.4, 0.8, 0.8, 0.05, 0.95]))
        #expect(found.roc.map(\.x) == [0, 0, 0.25, 0.5, 0.75, 1] && found.roc.map(\.y) == [0, 0.25, 0.5, 1, 1, 1])
        #expect(found.precision.map(\.x) == [0.25, 0.5, 1, 1, 1] && found.precision.map(\.y) == [1, 2.0 / 3, 4.0 / 6, 4.0 / 7, 0.5])
    }

    @Test func bothOfTwoClassesHaveRows() {
        #expect(curves([0, 0], [0.1, 0.2]) == nil && curves([1, 1], [0.1, 0.2]) == nil && curves([0, 1], [0.1, 0.2]) != nil)
        #expect(ModelCurves(.classes(indices: [0, 1, 2], classes: ["a", "b", "c"]), .probabilities([Double](repeating: 1.0 / 3, count: 9)))
            == nil)
        #expect(ModelCurves(.numbers([1, 2]), .numbers([1, 2])) == nil)
    }

    /// Points that nobody would see are left out, and the last one never.
    @Test(arguments: [(400, 401), (799, 800), (800, 402), (1000, 502)]) func curvesHaveFewPoints(rows: Int, points: Int) throws {
        let found = try #require(curves((0..<rows).map { $0 % 2 }, (0..<rows).map { Double($0) / Double(rows) }))
        #expect(found.roc.count == points && found.roc.last?.x == 1 && found.roc.last?.y == 1
            && found.precision.last?.y == Double(rows / 2) / Double(rows))
    }
}
