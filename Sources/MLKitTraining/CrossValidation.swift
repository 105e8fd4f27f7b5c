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
        /// For each row what was answered by the model that was not fitted on it; NaN for one that is in no part.
        var answers: [Float]
        var parts: FoldParts
    }

    /// The validation rows, which are in no part, say when to stop.
    ///
    /// - Throws: `Failure` if what is left beside a part cannot be learned from.
    func folds(_ parts: FoldParts, _ model: ModelChoice) throws -> Result {
        try result(parts) { part in
            let places = parts.learning(part)
            return try fit(model.settings, places.rows, stoppedBy: places.stops, as: "fold-\(part + 1)")
        }
    }

    /// No rows besides the parts are looked at: how far training goes is where the mean loss of all parts is lowest, and that is one
    /// figure for all of them, so that it hardly fits itself to the rows that it is measured on.
    ///
    /// - Returns: the settings that go so far by themselves, what is known of the rows with these, and the course of the loss.
    /// - Throws: `Failure` as `folds`.
    func settled(_ parts: FoldParts, _ model: ModelChoice) throws -> (settings: any ModelSettings, result: Result, curve: FoldCurve) {
        var curve = FoldCurve()
        let found = try result(parts) { part in
            let fitted = try fit(model.settings, parts.others(part), stoppedBy: parts.held(part), as: "fold-\(part + 1)")
            curve.add(fitted.history, rows: parts.held(part).count)
            return fitted
        }
        guard let step = curve.best, let settings = model.settings.settled(at: step) else { return (model.settings, found, curve) }
        context.log("over all folds, the loss is lowest after step \(step)")
        let settled = try result(parts) { part in
            try fit(settings, parts.others(part), stoppedBy: parts.held(part), as: "fold-\(part + 1)-again")
        }
        return (settings, settled, curve)
    }

    private func fit(_ settings: any ModelSettings, _ places: [Int], stoppedBy stops: [Int]?, as name: String) throws -> FittedModel {
        try settings.fit(on: rows.learning(from: places, stoppingBy: stops), seed: seed, context.part(name, told: name.split(separator: "-").prefix(2).joined(separator: " ")))
    }

    private func result(_ parts: FoldParts, _ fit: (Int) throws -> FittedModel) throws -> Result {
        let width = rows.isClassified ? rows.target.classes.count : 1
        var folds = [TrainingReport.Fold]()
        var answers = [Float](repeating: .nan, count: rows.count * width)
        for number in 0..<parts.count {
            let held = parts.held(number)
            let found = try fit(number).model.predict(rows.train.rows(held))
            for (place, row) in held.enumerated() {
                answers.replaceSubrange(row * width..<(row + 1) * width, with: found[place * width..<(place + 1) * width])
            }
            let scores = TrainingReport.scores(found, held.map { rows.targets[$0] }, rows.target)
            let values = scores.all.map { "\($0.metric.rawValue) \($0.value.briefFigure())" }.joined(separator: ", ")
            context.log("fold \(number + 1) of \(parts.count): \(values)")
            folds.append(TrainingReport.Fold(rows: held.count, metrics: scores))
        }
        return Result(folds: folds, answers: answers, parts: parts)
    }
}

extension TrainingReport {
    /// Takes the folds in, with the mean and the deviation of each metric that all of them have.
    mutating func take(_ folds: [Fold], by bond: FoldBond?) {
        self.folds = folds
        (foldGroup, foldTime) = (bond?.group, bond?.time)
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
