internal import MLKitEvaluation
internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables

extension TrainingReport {
    /// Name, family and size of a model, how training went, and its metrics on both splits.
    init(
        _ choice: ModelChoice, _ fitted: FittedModel, _ rows: TrainingRows
    ) throws {
        self.init()
        (model, kind) = (choice.name, choice.settings.family)
        algorithm = fitted.algorithm ?? choice.settings.algorithm(for: rows.target.task)
        (task, target) = (rows.target.task, rows.target.column.name)
        (columns, features) = (fitted.model.columns.count, fitted.model.featureNames.count)
        preparation = fitted.model.preparation
        course = fitted.course
        leftOut = rows.choices.select.map { _ in rows.leftOut }
        weight = rows.weighting.column
        classWeight = rows.weighting.classes.map { zip(rows.target.classes, $0).map { ClassWeight(name: $0, weight: $1) } }
        train = Self.scores(try fitted.answers?.train ?? fitted.model.predict(rows.train), rows.targets, rows.target)
        valid = Self.scores(try fitted.answers?.valid ?? fitted.model.predict(rows.valid), rows.validTargets, rows.target)
    }

    /// Takes in what a model was fitted on at last. If that is validation rows too, its figures for these are of what others answered.
    ///
    /// - Parameters:
    ///   - answers: for the training rows and the validation rows.
    ///   - rows: both splits as they were.
    mutating func take(_ refit: Refit?, _ answers: [Float], _ rows: TrainingRows) {
        self.refit = refit
        guard refit != nil else { return }
        let width = rows.isClassified ? rows.target.classes.count : 1
        valid = Self.scores(Array(answers[(rows.count * width)...]), rows.validTargets, rows.target)
    }

    /// Every metric that is defined for the rows.
    ///
    /// - Parameters:
    ///   - answers: what a model answers for each.
    ///   - truth: a class index or value for each.
    static func scores(_ answers: [Float], _ truth: [Double], _ target: Target) -> MetricValues {
        let answers = answers.map { Double($0) }
        let scores =
            target.task == .regression
            ? Scores(truth: truth, predicted: answers)
            : Scores(truth: truth.map { Int($0) }, probabilities: answers, classes: target.classes.count)
        let defined = scores.values.all.filter { !$0.value.isNaN }
        return MetricValues(Dictionary(defined.map { ($0.metric, $0.value) }) { first, _ in first })
    }
}
