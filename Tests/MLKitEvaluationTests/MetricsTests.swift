import MLKitEvaluation
import MLKitReports
import MLKitSpec
import MLKitTables
import Testing

/// Expected values are scikit-learn 1.9's.
@Suite("Metrics")
struct MetricsTests {
    private let truth = [0, 1, 1, 0, 1, 0, 1, 1]
    private let positive = [0.1, 0.8, 0.4, 0.4, 0.9, 0.6, 0.4, 1.0]
    private var probabilities: [Double] { positive.flatMap { [1 - $0, $0] } }

    private let truth3 = [0, 1, 2, 2, 1, 0, 2]
    private let probabilities3 = [
        0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.2, 0.5, 0.3, 0.1, 0.2, 0.7, 0.5, 0.3, 0.2, 0.6, 0.3, 0.1, 0.3, 0.3, 0.4,
    ]

    /// The squares of such numbers are 0, or infinite.
    @Test(arguments: [1e-170, 1, 1e170]) func regressionHoldsForNumbersOfAnySize(unit: Double) throws {
        let (truth, predicted) = ([1.0, 2, 4, 5].map { $0 * unit }, [1.0, 3, 4, 3].map { $0 * unit })
        #expect(try close(RegressionMetrics.rmse(truth: truth, predicted: predicted) / unit, 1.118033988749895))
        #expect(try close(RegressionMetrics.r2(truth: truth, predicted: predicted), 0.5))
        #expect(RegressionMetrics.r2(truth: truth, predicted: truth) == 1)
    }

    @Test func twoClasses() throws {
        let scores = Scores(truth: truth, probabilities: probabilities, classes: 2)
        #expect(scores[.accuracy] == 0.625)
        #expect(scores[.precision] == 0.75)
        #expect(scores[.recall] == 0.6)
        #expect(try close(scores[.f1], 0.6666666666666666))
        #expect(try close(scores[.rocAUC], 0.8))
        #expect(try close(scores[.averagePrecision], 0.8857142857142857))
        #expect(try close(scores[.brier], 0.16249999999999998))
        #expect(try close(scores[.calibrationError], 0.22499999999999998))
        #expect(scores[.rmse] == nil)
        #expect(scores.confusion?.counts == [[2, 1], [2, 3]])
        #expect(scores.confusion?.support == [3, 5])
    }

    @Test func logLossClipsAtTheMachineEpsilon() throws {
        let loss = ProbabilityMetrics.logLoss(truth: truth, probabilities: probabilities, classes: 2)
        #expect(try close(loss, 0.4616953002522898))
        let certain = [0.0, 1, 0, 1]
        #expect(
            try close(ProbabilityMetrics.logLoss(truth: [0, 1], probabilities: certain, classes: 2), 18.021826694558577)
        )
        let scores = Scores(truth: [0, 1], probabilities: certain, classes: 2)
        #expect(try close(scores[.logLoss], 7.971192359924316, within: 1e-6))
    }

    @Test func threeClassesAreAveraged() throws {
        let scores = Scores(truth: truth3, probabilities: probabilities3, classes: 3)
        #expect(try close(scores[.accuracy], 0.7142857142857143))
        #expect(try close(scores[.precision], 0.7222222222222222))
        #expect(try close(scores[.recall], 0.7222222222222222))
        #expect(try close(scores[.f1], 0.7))
        #expect(try close(scores[.rocAUC], 0.9333333333333332))
        #expect(try close(scores[.logLoss], 0.6816507719262417))
        #expect(try close(scores[.averagePrecision], 0.9))
        #expect(try close(scores[.brier], 0.38571428571428573))
        #expect(try close(scores[.calibrationError], 0.4))
        #expect(scores.confusion?.counts == [[2, 0, 0], [1, 1, 0], [0, 1, 2]])
    }

    @Test func aClassThatIsNeverPredictedHasPrecisionZero() throws {
        let matrix = ConfusionMatrix(truth: truth3, predicted: [0, 1, 1, 1, 1, 0, 1], classes: 3)
        #expect(try close(matrix.precision, 0.4666666666666666))
        #expect(try close(matrix.recall, 0.6666666666666666))
        #expect(try close(matrix.f1, 0.5238095238095238))
        #expect(matrix.precision(of: 2) == 0)
    }

    @Test func aClassThatDoesNotOccurIsLeftOutOfTheMean() {
        let matrix = ConfusionMatrix(truth: [0, 1], predicted: [0, 1], classes: 3)
        #expect(matrix.f1 == 1)
    }

    @Test func rocAUCCountsTiesHalf() {
        #expect(ProbabilityMetrics.rocAUC(truth: [false, true], scores: [0.5, 0.5]) == 0.5)
        #expect(ProbabilityMetrics.rocAUC(truth: [true, false, true, false], scores: [4, 1, 3, 2]) == 1)
        #expect(ProbabilityMetrics.rocAUC(truth: [true, true], scores: [1, 2]).isNaN)
    }

    @Test func averagePrecisionNeedsPositiveRows() {
        #expect(ProbabilityMetrics.averagePrecision(truth: [0, 0], probabilities: [0.5, 0.5, 0.1, 0.9], classes: 2).isNaN)
        #expect(ProbabilityMetrics.averagePrecision(truth: [1, 0], probabilities: [0.5, 0.5, 0.5, 0.5], classes: 2) == 0.5)
    }

    @Test func theMostProbableClassIsTheFirstOfEquals() {
        #expect(Scores.mostProbable([0.5, 0.5, 0.2, 0.8], classes: 2) == [0, 1])
    }

    @Test func regression() throws {
        let scores = Scores(truth: [3, -0.5, 2, 7], predicted: [2.5, 0, 2, 8])
        #expect(try close(scores[.rmse], 0.6123724356957945))
        #expect(scores[.mae] == 0.5)
        #expect(try close(scores[.r2], 0.9486081370449679))
        #expect(scores[.accuracy] == nil)
        #expect(scores.confusion == nil)
    }

    @Test func r2OfAConstantTarget() {
        #expect(RegressionMetrics.r2(truth: [2, 2], predicted: [2, 2]) == 1)
        #expect(RegressionMetrics.r2(truth: [2, 2], predicted: [2, 3]) == 0)
        #expect(RegressionMetrics.r2(truth: [2], predicted: [2]).isNaN)
    }

    private func close(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-12) throws -> Bool {
        abs(try #require(value) - expected) < tolerance
    }
}
