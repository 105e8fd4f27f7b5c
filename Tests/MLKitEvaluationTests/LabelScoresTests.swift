import MLKitEvaluation
import MLKitReports
import MLKitSignature
import Testing

/// Scores of several labels, beside scikit-learn's.
@Suite("Scores of several labels") struct LabelScoresTests {
    private static let truth = [
        [true, false, true], [false, false, true], [true, true, false], [false, false, false],
        [true, false, true], [false, true, false], [true, true, true], [false, false, true],
    ].flatMap { $0 }
    private static let probabilities = [
        [0.9, 0.7, 0.7], [0.1, 0.6, 0.8], [0.4, 0.8, 0.3], [0.2, 0.1, 0.6],
        [0.7, 0.3, 0.9], [0.5, 0.9, 0.2], [0.8, 0.4, 0.55], [0.3, 0.55, 0.1],
    ].flatMap { $0 }

    /// `f1_score`, `roc_auc_score` and so on with `average="macro"` or `"micro"`; log-loss and Brier's score are the mean over labels.
    @Test(arguments: [
        (Metric.f1, 0.7190476190476192), (.f1Micro, 0.72), (.precision, 0.7333333333333334), (.recall, 0.7388888888888889),
        (.hammingLoss, 0.2916666666666667), (.subsetAccuracy, 0.25), (.rocAUC, 0.8236111111111111),
        (.averagePrecision, 0.8894444444444444), (.logLoss, 0.5286294898709909), (.brier, 0.17479166666666668),
    ])
    func everyMetricIsAsScikitLearnHasIt(_ metric: Metric, _ value: Double) throws {
        let scores = Scores(truth: Self.truth, probabilities: Self.probabilities, labels: 3)
        #expect(abs(try #require(scores[metric]) - value) < 1e-7)
        #expect(metric.fits(.multilabel))
    }

    @Test func eachMetricFitsItsTargets() {
        #expect(Metric.fitting(.multilabel).count == 10)
        #expect(!Metric.accuracy.fits(.multilabel) && Metric.accuracy.fits(.binary))
        for metric in [Metric.f1Micro, .hammingLoss, .subsetAccuracy] {
            #expect(!metric.fits(.binary) && !metric.fits(.multiclass) && !metric.fits(.regression))
        }
        #expect(!Metric.hammingLoss.higherIsBetter && Metric.subsetAccuracy.higherIsBetter)
    }

    /// What a model answers counts, and not which side of a half its probabilities are on.
    @Test func answersMayBeOthersThanProbabilitiesSay() throws {
        let answered = Self.truth.map { $0 ? 1 : 0 }
        let scores = Scores(truth: Self.truth, probabilities: Self.probabilities, labels: 3, answered: answered)
        #expect(scores[.subsetAccuracy] == 1 && scores[.hammingLoss] == 0 && scores[.f1] == 1)
        #expect(abs(try #require(scores[.rocAUC]) - 0.8236111111111111) < 1e-9)
    }

    /// A label is answered above a half, not at it.
    @Test func aHalfIsNoLabel() {
        let scores = Scores(truth: [false, true], probabilities: [0.5, 0.5.nextUp], labels: 2)
        #expect(scores[.subsetAccuracy] == 1)
    }
}
