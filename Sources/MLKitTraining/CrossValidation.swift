internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables

/// Measures how a model does on rows that it was not fitted on: they are cut into parts, and on each part is measured what was fitted on
/// the others, features and all.
struct CrossValidation {
    let rows: TrainingRows
    let seed: Int
    let context: StageContext

    /// What is known of the rows of all parts.
    struct Result {
        var folds: [TrainingReport.Fold]
        /// For each row what was answered by the model that was not fitted on it.
        var answers: [Float]
        /// The part of each row, from 0.
        var parts: [Int]
    }

    /// The validation rows, which are in no part, say when to stop.
    ///
    /// - Throws: `Failure` if there are fewer rows than parts, or what is left beside a part cannot be learned from.
    func folds(_ count: Int, _ model: ModelChoice) throws -> Result {
        try result(count) { part, parts in try fit(model.settings, part, parts) }
    }

    /// No rows besides the parts are looked at: how far training goes is where the mean loss of all parts is lowest, and that is one
    /// figure for all of them, so that it hardly fits itself to the rows that it is measured on.
    ///
    /// - Returns: the settings that go so far by themselves, what is known of the rows with these, and the course of the loss.
    /// - Throws: `Failure` as `folds`.
    func settled(_ count: Int, _ model: ModelChoice) throws -> (settings: any ModelSettings, result: Result, curve: FoldCurve) {
        var curve = FoldCurve()
        let found = try result(count) { part, parts in
            let fitted = try fit(model.settings, part, parts, isStoppedByHeld: true)
            curve.add(fitted.history, rows: parts.held(part).count)
            return fitted
        }
        guard let step = curve.best, let settings = model.settings.settled(at: step) else { return (model.settings, found, curve) }
        context.log("over all folds, the loss is lowest after step \(step)")
        let settled = try result(count) { part, parts in try fit(settings, part, parts, isStoppedByHeld: true) }
        return (settings, settled, curve)
    }

    private func fit(
        _ settings: any ModelSettings, _ part: Int, _ parts: FoldParts, isStoppedByHeld: Bool = false
    ) throws -> FittedModel {
        let learned = try rows.learning(from: parts.others(part), stoppingBy: isStoppedByHeld ? parts.held(part) : nil)
        return try settings.fit(on: learned, seed: seed, context)
    }

    private func result(_ count: Int, _ fit: (Int, FoldParts) throws -> FittedModel) throws -> Result {
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
            let found = try fit(number, parts).model.predict(rows.train.rows(held))
            let width = found.count / max(held.count, 1)
            for (place, row) in held.enumerated() { answers[row] = Array(found[place * width..<(place + 1) * width]) }
            let scores = TrainingReport.scores(found, held.map { rows.targets[$0] }, rows.target)
            let values = scores.all.map { "\($0.metric.rawValue) \($0.value.briefFigure())" }.joined(separator: ", ")
            context.log("fold \(number + 1) of \(count): \(values)")
            folds.append(TrainingReport.Fold(rows: held.count, metrics: scores))
        }
        return Result(folds: folds, answers: answers.flatMap { $0 }, parts: parts.parts)
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
