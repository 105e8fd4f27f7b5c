import Glibc
import MLKitCore
import MLKitEvaluation
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// Probabilities that come true as often as they say.
@Suite struct CalibrationTests {
    private static let scores = (0..<60).map { (Double($0 * 37 % 101) + 0.5) / 102 }
    private static let truth = (0..<60).map { Double($0 * 53 % 97) / 97 < scores[$0] * scores[$0] }

    private func fitting(_ probabilities: [Double], _ truth: [Bool]) -> CalibrationFitting {
        CalibrationFitting(probabilities: probabilities.flatMap { [1 - $0, $0] }, truth: truth.map { $0 ? 1 : 0 }, classes: 2)
    }

    /// scikit-learn 1.9's `_sigmoid_calibration`, minimised to the end by scipy.
    @Test func plattIsThatOfScikitLearn() {
        let line = CalibrationFitting.line(Self.scores, Self.truth)
        #expect(Self.truth.count { $0 } == 23)
        #expect(abs(line.slope - 0.9034326944153208) < 1e-6 && abs(line.offset + 0.6128673563697775) < 1e-6)
        let mapped = ProbabilityCalibrator.platt([line]).apply([0.3, 0.7], classes: 2)
        let expected = 1 / (1 + exp(-(0.9034326944 * log(0.7 / 0.3) - 0.6128673564)))
        #expect(abs(mapped[1] - expected) < 1e-6 && abs(mapped[0] + mapped[1] - 1) < 1e-15)
    }

    @Test func theTemperatureIsTheBest() {
        guard case .temperature(let temperature) = fitting(Self.scores, Self.truth).fitted(.temperature) else { return }
        #expect(abs(temperature - 1.0345285983291233) < 1e-6)
        // Of two classes by log-odds, of several by logarithms: the same thing.
        let two = ProbabilityCalibrator.temperature(2).apply([0.2, 0.8], classes: 2)
        #expect(abs(two[1] - 2 / 3.0) < 1e-12)
        let three = ProbabilityCalibrator.temperature(2).apply([0.16, 0.36, 0.48], classes: 3)
        let sum = 0.4 + 0.6 + 0.48.squareRoot()
        #expect(zip(three, [0.4 / sum, 0.6 / sum, 0.48.squareRoot() / sum]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    /// A line that is too steep, or too low, is put right again.
    @Test func whatIsDoneIsUndone() {
        var random = RandomSource(seed: 2)
        let chances = (0..<8000).map { _ in random.unit() }
        let truth = chances.map { random.unit() < $0 }
        let sharp = chances.map { ProbabilityCalibrator.logistic(2 * ProbabilityCalibrator.logOdds($0)) }
        guard case .temperature(let temperature) = fitting(sharp, truth).fitted(.temperature) else { return }
        #expect(abs(temperature - 2) < 0.1)
        let shifted = chances.map { ProbabilityCalibrator.logistic(ProbabilityCalibrator.logOdds($0) + 1) }
        let line = CalibrationFitting.line(shifted, truth)
        #expect(abs(line.slope - 1) < 0.06 && abs(line.offset + 1) < 0.08)
        let bent = chances.map { $0 * $0 }
        let curve = IsotonicCurve(bent, truth.map { $0 ? 1 : 0 })
        for chance in stride(from: 0.1, through: 0.9, by: 0.1) { #expect(abs(curve.value(at: chance * chance) - chance) < 0.06) }
        // Nothing is to be done for chances that are true.
        let left = fitting(chances, truth).fit(.auto, seed: 1)
        #expect(left.after <= left.before && left.before - left.after < 0.002)
        let found = fitting(shifted, truth).fit(.auto, seed: 1)
        #expect(found.method == .platt && found.after < found.before - 0.03)
        #expect(fitting(bent, truth).fit(.isotonic, seed: 1).method == .isotonic)
    }

    @Test func curvesNeverFallAndRuleNothingOut() {
        let curve = IsotonicCurve([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0, 1, 0, 0, 1, 1])
        #expect(zip(curve.values, curve.values.dropFirst()).allSatisfy { $0 < $1 }
            && zip(curve.places, curve.places.dropFirst()).allSatisfy { $0 < $1 })
        #expect(curve.values == [0.125, 1 / 3.0, 0.875] && zip(curve.places, [0.1, 0.3, 0.55]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(curve.value(at: 0) == 0.125 && curve.value(at: 1) == 0.875 && abs(curve.value(at: 0.2) - (0.125 + 1 / 3.0) / 2) < 1e-12)
        // Rows of one probability are one point, and no stretch is steeper than what rounding would show.
        let steep = IsotonicCurve([0.3, 0.3, 0.3001, 0.9], [0, 1, 1, 1])
        #expect(steep.places.count == 2 && zip(steep.places, steep.places.dropFirst()).allSatisfy { $1 - $0 > 0.01 })
        #expect(IsotonicCurve([0.5, 0.5], [0, 1]).value(at: 0.2) == 0.5)
    }

    private func train(
        _ problem: Training.Problem, _ algorithm: Training.Algorithm, _ method: ProbabilityCalibrationMethod?, folds: Int? = nil
    ) throws -> TrainedModel {
        try TrainStage.run(
            configuration: TrainConfiguration(
                model: ModelChoice(name: "m", algorithm.settings), seed: 3, crossValidation: folds.map { .parts($0) }, calibrate: method),
            schema: problem.schema, train: problem.train, valid: problem.valid, context: Training.context)
    }

    /// The graph answers as the trainer does, whatever the family: training fails where it does not.
    @Test(arguments: [ProbabilityCalibrationMethod.platt, .isotonic, .temperature], [ModelTask.binary, .multiclass])
    func theGraphHasIt(method: ProbabilityCalibrationMethod, task: ModelTask) throws {
        let problem = Training.problem(task)
        for algorithm in [Training.lightGBM, Training.network, Training.ridge, Training.forest] {
            let plain = try train(problem, algorithm, nil)
            let trained = try train(problem, algorithm, method)
            let calibration = try #require(trained.report.calibration)
            #expect(calibration.method == method.rawValue && calibration.rows == problem.valid.rowCount && !calibration.isOfFolds)
            #expect((trained.report.exportDifference ?? 1) <= 1e-5)
            let (before, after) = (try plain.predict(problem.valid), try trained.predict(problem.valid))
            #expect(before != after && after.allSatisfy { $0 >= 0 && $0 <= 1 })
            let width = trained.classes.count
            for start in stride(from: 0, to: after.count, by: width) { #expect(abs(after[start..<start + width].reduce(0, +) - 1) < 1e-5) }
            #expect(try TrainingReport(trained.report.json, file: "m").json == trained.report.json)
        }
    }

    /// With folds, the validation rows are not looked at for it.
    @Test func foldsAreWhatItIsFittedOn() throws {
        let problem = Training.problem(.binary)
        let trained = try train(problem, Training.trees, .platt, folds: 4)
        #expect(trained.report.calibration?.rows == problem.train.rowCount && trained.report.calibration?.isOfFolds == true)
        #expect(trained.report.folds?.count == 4)
        let other = Training.problem(.binary, rows: 200)
        var swapped = problem
        swapped.valid = other.valid
        #expect(try train(swapped, Training.trees, .platt, folds: 4).report.calibration == trained.report.calibration)
    }

    @Test func whatHasNoProbabilitiesIsRefused() throws {
        let text = #expect(throws: Failure.self) { try train(Training.problem(.regression), Training.ridge, .auto) }
        #expect(text.map { "\($0)" }?.contains("`calibrate` is for probabilities, and the target `target` is a number") == true)
        // A model that answers all the same is as it was.
        let constant = try train(Training.problem(.binary), .baseline, .platt)
        #expect(constant.report.calibration?.method == nil && constant.report.calibration?.rows == 200)
        #expect(try constant.predict(Training.problem(.binary).valid)
            == train(Training.problem(.binary), .baseline, nil).predict(Training.problem(.binary).valid))
    }
}
