import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitEvaluation

/// Whether two models differ beyond chance. Expected values are statsmodels 0.15's, and for ROC AUC those of DeLong's formulas in NumPy.
@Suite struct ComparisonTests {
    /// With 25 rows of which one model is right alone, the approximation begins.
    @Test(arguments: [
        (3, 10, true, 0.09228515625), (10, 3, true, 0.09228515625), (0, 5, true, 0.0625), (12, 12, true, 1), (12, 13, false, 1),
        (30, 50, false, 0.03364802587476163), (7, 40, false, 3.046202480042495e-06), (0, 0, true, 1),
    ])
    func mcNemar(one: Int, other: Int, isExact: Bool, chance: Double) {
        let test = McNemarTest(one: one, other: other)
        #expect(test.isExact == isExact && abs(test.chance - chance) < 1e-12, "\(test)")
    }

    private static let rows = Array(0..<200)
    private static let truth = rows.map { ($0 * 7) % 10 < 4 ? 1 : 0 }
    private static let first = rows.map { min(max(Double(($0 * 37) % 101) / 101 * 0.6 + Double(truth[$0]) * 0.3 + 0.03, 0), 1) }
    /// Rounded, so that there are ties.
    private static let second = rows.map { row in
        (min(max(Double((row * 59) % 97) / 97 * 0.7 + Double(truth[row]) * 0.2 + 0.05, 0), 1) * 100).rounded(.toNearestOrEven) / 100
    }

    @Test func deLong() throws {
        let truth = Self.truth.map { $0 == 1 }
        let test = try #require(DeLongTest(truth: truth, one: Self.first, other: Self.second))
        #expect(abs(test.difference - 0.13848958333333328) < 1e-12 && abs(test.error - 0.03851135680038726) < 1e-12)
        #expect(abs(test.chance - 0.00032305933808988546) < 1e-10)
        let interval = test.interval(0.95)
        #expect(abs(interval.lowerBound - 0.06300871100880255) < 1e-10 && abs(interval.upperBound - 0.213970455657864) < 1e-10)
        let same = try #require(DeLongTest(truth: truth, one: Self.first, other: Self.first.map { $0 * 2 }))
        #expect(same.difference == 0 && same.chance == 1)
        #expect(DeLongTest(truth: [true, false, false], one: [1, 2, 3], other: [1, 2, 3]) == nil)
        #expect(DeLongTest(truth: [true, true, false, false], one: [1, 2, 3, 4], other: [1, 2, 3, 4]) != nil)
    }

    @Test func holm() {
        let found = HolmCorrection.corrected([0.01, 0.04, 0.03, 0.5])
        #expect(zip(found, [0.04, 0.09, 0.09, 0.5]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(HolmCorrection.corrected([0.6, 0.7]) == [1, 1] && HolmCorrection.corrected([]) == [])
    }

    private static let classes = TargetValues.classes(indices: truth, classes: ["no", "yes"])

    private func model(
        _ name: String, _ truth: TargetValues, _ predictions: Predictor.Predictions, size: Int = 10
    ) throws -> EvaluatedModel {
        let scores = try Scores(truth, predictions)
        var model = EvaluatedModel(name: name, kind: "network", path: FilePath(name), size: size, scores: scores)
        model.predictions = predictions
        model.found = IntervalMeasuring(truth, .init(resamples: 4000)).find(Metric.allCases, predictions, scores)
        return model
    }

    private func classifier(_ name: String, _ positive: [Double]) throws -> EvaluatedModel {
        try model(name, Self.classes, .probabilities(positive.flatMap { [1 - $0, $0] }))
    }

    @Test func eachMetricHasItsTest() throws {
        let measuring = IntervalMeasuring(Self.classes, .init(resamples: 4000))
        let (one, other) = (try classifier("one", Self.first), try classifier("other", Self.second))
        let area = try #require(measuring.compare(one, with: [other], by: .rocAUC).first)
        #expect(area.test == .deLong && area.verdict == .better && area.other == "other" && area.chance == area.corrected)
        let loss = try #require(measuring.compare(one, with: [other], by: .logLoss).first)
        // 20,000 samples in NumPy: -0.1759 to -0.0549.
        #expect(loss.test == .bootstrap && abs(loss.difference + 0.11512382651714413) < 1e-5 && loss.verdict == .better)
        #expect(abs(loss.interval.lower + 0.17592709) < 0.006 && abs(loss.interval.upper + 0.05485122) < 0.006, "\(loss.interval)")
        #expect(measuring.compare(other, with: [one], by: .logLoss).first?.verdict == .worse)
        let accuracy = try #require(measuring.compare(one, with: [other], by: .accuracy).first)
        #expect(accuracy.test == .mcNemar && accuracy.difference == (one.scores[.accuracy] ?? 0) - (other.scores[.accuracy] ?? 0))
        #expect(measuring.compare(one, with: [other], by: .rmse).isEmpty)
        for metric in Metric.fitting(.binary) {
            let same = try #require(measuring.compare(one, with: [one], by: metric).first)
            #expect(same.difference == 0 && same.chance == 1 && same.verdict == .unclear, "\(metric)")
        }
    }

    /// Chances of comparisons that are made together are corrected together.
    @Test func whatIsComparedTogetherIsCorrected() throws {
        let truth = TargetValues.numbers((0..<40).map(Double.init))
        let noise = (0..<40).map { Double(($0 * 17) % 11 - 5) }
        func regressor(_ name: String, _ factor: Double) throws -> EvaluatedModel {
            try model(name, truth, .numbers((0..<40).map { Double($0) + noise[($0 * 7) % 40] * factor }))
        }
        let measuring = IntervalMeasuring(truth, .init(resamples: 4000))
        let others = try [1.1, 1.2, 1.3, 4].enumerated().map { try regressor("m\($0)", $1) }
        let found = measuring.compare(try regressor("own", 1), with: others, by: .mae)
        #expect(found.map(\.other) == ["m0", "m1", "m2", "m3"] && found.allSatisfy { $0.corrected >= $0.chance })
        #expect(found.last?.verdict == .better)
        #expect(HolmCorrection.corrected(found.map(\.chance)) == found.map(\.corrected))
    }

    // MARK: What is preferred

    private func selection(_ models: [EvaluatedModel], _ prefer: EvaluationReport.Preference) throws -> ModelSelection {
        let measuring = IntervalMeasuring(Self.classes, .init(resamples: 4000))
        let rule = EvaluateConfiguration.Selection(metric: .rocAUC, maximize: true, prefer: prefer)
        return try ModelSelection(models, rule, on: .valid, level: 0.95) { model in
            measuring.compare(model, with: models.filter { $0.name != model.name }, by: .rocAUC)
        }
    }

    @Test func theSimplestOfThoseThatCannotBeToldApartIsTaken() throws {
        // A touch worse than the first, and much smaller; the second is smaller still, and clearly worse.
        let near = Self.first.enumerated().map { row, value in row % 50 == 0 ? 1 - value : value }
        func sized(_ name: String, _ values: [Double], _ size: Int) throws -> EvaluatedModel {
            try model(name, Self.classes, .probabilities(values.flatMap { [1 - $0, $0] }), size: size)
        }
        let models = [try sized("best", Self.first, 900), try sized("near", near, 100), try sized("far", Self.second, 10)]
        let plain = try selection(models, .best)
        #expect(plain.selected.name == "best" && plain.equals.map(\.name) == ["near"] && plain.runnerUp?.name == "near")
        #expect(
            plain.words.hasSuffix(", which may be chance; `prefer: simplest` would take `near`, whose file is smaller"),
            "\(plain.words)")
        let simple = try selection(models, .simplest)
        #expect(simple.selected.name == "near" && simple.best.name == "best" && simple.runnerUp?.name == "best")
        #expect(
            simple.words.hasPrefix("`near` has the smallest file of the models that cannot be told from the best by roc_auc on"),
            "\(simple.words)")
        #expect(simple.words.contains("; the best is `best` with 0.8974"), "\(simple.words)")
        // Where the best is the simplest, nothing else is said.
        let alone = try selection([models[0], models[2]], .simplest)
        #expect(alone.selected.name == "best" && alone.equals.isEmpty && alone.words.hasPrefix("`best` has the highest roc_auc"))
        #expect(!alone.words.contains("chance"))
    }
}
