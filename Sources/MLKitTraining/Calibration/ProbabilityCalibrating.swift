internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

/// Brings a classifier's probabilities in line with how often they come true, by rows that it was not fitted on: training rows as the
/// models of other folds answered them, or, without folds, the validation rows. Those of the test split are never looked at.
struct ProbabilityCalibrating {
    private let method: ProbabilityCalibrationMethod?
    private let rows: TrainingRows
    private let seed: Int

    /// - Parameter method: `nil` to leave probabilities as they are.
    /// - Throws: `Failure` where there are no probabilities.
    init(_ method: ProbabilityCalibrationMethod?, _ rows: TrainingRows, seed: Int) throws {
        (self.method, self.rows, self.seed) = (method, rows, seed)
        guard method != nil, !rows.isClassified else { return }
        throw Failure(
            "`calibrate` is for probabilities, and the target `\(rows.target.column.name)` is a number", hint: "leave `calibrate` out")
    }

    /// - Parameter folds: what was answered for training rows by models that were not fitted on them; `nil` without folds.
    /// - Returns: what was done; `nil` where nobody asks.
    func apply(to fitted: inout FittedModel, folds: CrossValidation.Result?) throws -> TrainingReport.Calibration? {
        guard let method else { return nil }
        let classes = rows.target.classes.count
        let measured = folds?.parts.measured
        let answers = try folds.map { Self.answers($0.answers, of: measured ?? [], classes) } ?? fitted.answers?.valid ?? fitted.model.predict(rows.valid)
        let truth = measured?.map { rows.targets[$0] } ?? rows.validTargets
        let found = CalibrationFitting(probabilities: answers.map(Double.init), truth: truth.map { Int($0) }, classes: classes)
            .fit(method, seed: seed)
        if let calibrator = found.calibrator {
            fitted.answers = nil
            fitted.model = CalibratedModel(base: fitted.model, calibrator: calibrator, classes: classes)
        }
        return TrainingReport.Calibration(
            method: found.method?.rawValue, rows: truth.count, isOfFolds: folds != nil, before: found.before, after: found.after)
    }

    private static func answers(_ all: [Float], of places: [Int], _ classes: Int) -> [Float] {
        places.flatMap { all[$0 * classes..<($0 + 1) * classes] }
    }

    /// What models of folds answered, each brought in line by the rows of all other parts, as the model is by those of all; by time by
    /// those of earlier parts, so that the first part stays as it is.
    func crossFitted(_ done: TrainingReport.Calibration?, _ folds: CrossValidation.Result) -> [Float] {
        guard let name = done?.method, let method = ProbabilityCalibrationMethod(rawValue: name) else { return folds.answers }
        let classes = rows.target.classes.count
        let probabilities = folds.answers.map(Double.init)
        func fitting(_ places: [Int]) -> CalibrationFitting {
            CalibrationFitting(
                probabilities: places.flatMap { probabilities[$0 * classes..<($0 + 1) * classes] },
                truth: places.map { Int(rows.targets[$0]) }, classes: classes)
        }
        var answers = folds.answers
        for part in 0..<folds.parts.count {
            let held = folds.parts.held(part)
            let others = folds.parts.others(part).filter { folds.parts.parts[$0] >= 0 }
            guard !others.isEmpty else { continue }
            let calibrator = fitting(others).fitted(method)
            let found = calibrator.apply(fitting(held).probabilities, classes: classes)
            for (place, row) in held.enumerated() {
                for index in 0..<classes { answers[row * classes + index] = Float(found[place * classes + index]) }
            }
        }
        return answers
    }
}
