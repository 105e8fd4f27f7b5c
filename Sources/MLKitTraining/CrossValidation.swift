internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables

/// Measures how a model does on training rows that it was not fitted on: they are cut into parts, and on each part is
/// measured what was fitted on the others, features and all. The validation rows, which are in no part, say when to stop.
struct CrossValidation {
    let rows: TrainingRows
    let seed: Int
    let context: StageContext

    /// - Returns: the figures of each part, and for each training row what was answered by the model that was not fitted on it.
    /// - Throws: `Failure` if there are fewer rows than parts, or what is left beside a part cannot be learned from.
    func folds(_ count: Int, _ model: ModelChoice) throws -> (folds: [TrainingReport.Fold], answers: [Float]) {
        guard rows.count >= 2 * count else {
            throw Failure(
                "\(plural(rows.count, "training row")) cannot be cut into \(count) parts of some rows each",
                hint: "lower `cross_validation`")
        }
        let parts = FoldParts(count, of: rows.targets, isClassified: rows.isClassified, seed: seed)
        var folds = [TrainingReport.Fold]()
        var answers = [[Float]](repeating: [], count: rows.count)
        for number in 0..<count {
            let held = parts.held(number)
            let fitted = try model.settings.fit(on: rows.learning(from: parts.others(number)), seed: seed, context)
            let found = try fitted.model.predict(rows.train.rows(held))
            let width = found.count / max(held.count, 1)
            for (place, row) in held.enumerated() { answers[row] = Array(found[place * width..<(place + 1) * width]) }
            let scores = TrainingReport.scores(found, held.map { rows.targets[$0] }, rows.target)
            let values = scores.all.map { "\($0.metric.rawValue) \($0.value.briefFigure())" }.joined(separator: ", ")
            context.log("fold \(number + 1) of \(count): \(values)")
            folds.append(TrainingReport.Fold(rows: held.count, metrics: scores))
        }
        return (folds, answers.flatMap { $0 })
    }
}

extension TrainingReport {
    /// Takes the folds in, with the mean and the deviation of each metric that all of them have.
    mutating func take(_ folds: [Fold]) {
        self.folds = folds
        var (mean, deviation) = (MetricValues(), MetricValues())
        for metric in Metric.allCases {
            let values = folds.compactMap { $0.metrics[metric] }.filter { !$0.isNaN }
            guard values.count == folds.count, values.count > 1 else { continue }
            let middle = values.reduce(0, +) / Double(values.count)
            mean[metric] = middle
            let squares = values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
            deviation[metric] = (squares / Double(values.count - 1)).squareRoot()
        }
        (foldMean, foldDeviation) = (mean, deviation)
    }
}
