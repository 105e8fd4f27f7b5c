internal import MLKitEvaluation
internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables

extension TrainingReport {
    /// Name, family and size of a model, how training went, and its metrics on both splits.
    init(
        _ choice: ModelChoice, _ encoder: FeatureEncoder, _ target: Target, _ result: TrainingResult,
        _ data: TrainingData, _ weighting: RowWeighting
    ) throws {
        self.init()
        (model, kind) = (choice.name, choice.settings.family)
        algorithm = choice.settings.algorithm(for: target.task)
        (task, self.target) = (target.task, target.column.name)
        (columns, features) = (encoder.columns.count, encoder.width)
        preparation = encoder.preparation
        course = result.course
        weight = weighting.column
        classWeight = weighting.classes.map { zip(target.classes, $0).map { ClassWeight(name: $0, weight: $1) } }
        train = try Self.scores(result, data.train, target)
        valid = try Self.scores(result, data.valid, target)
    }

    /// Every metric that is defined for the split's rows.
    static func scores(
        _ result: TrainingResult, _ split: TrainingData.Split, _ target: Target
    ) throws -> MetricValues {
        let answers = try result.estimator.predict(split.features).map { Double($0) }
        let scores =
            target.task == .regression
            ? Scores(truth: split.targets, predicted: answers)
            : Scores(
                truth: split.targets.map { Int($0) }, probabilities: answers, classes: target.classes.count)
        let defined = scores.values.all.filter { !$0.value.isNaN }
        return MetricValues(Dictionary(defined.map { ($0.metric, $0.value) }) { first, _ in first })
    }
}
