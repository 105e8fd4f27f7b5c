internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables

/// Measures how a model does on training rows that it was not fitted on: they are cut into parts, and on each part is
/// measured what was fitted on the others, features and all.
struct CrossValidation {
    let configuration: TrainConfiguration
    let schema: TableSchema
    let target: Target
    let context: StageContext

    /// - Parameters:
    ///   - targets: a class index or value for each training row.
    ///   - valid: the rows that say when to stop, which are in no part.
    /// - Throws: `Failure` if there are fewer rows than parts, or what is left beside a part cannot be learned from.
    func folds(
        _ count: Int, _ model: ModelChoice, of train: Table, _ targets: [Double], stoppingOn valid: Table
    ) throws -> [TrainingReport.Fold] {
        guard train.rowCount >= 2 * count else {
            throw Failure(
                "\(plural(train.rowCount, "training row")) cannot be cut into \(count) parts of some rows each",
                hint: "lower `cross_validation`")
        }
        let parts = parts(count, targets)
        return try (0..<count).map { number in
            let held = parts.indices.filter { parts[$0] == number }
            let rest = train.rows(parts.indices.filter { parts[$0] != number })
            let fold = try fold(model, fittedOn: rest, measuredOn: train.rows(held), stoppingOn: valid)
            let values = fold.metrics.all.map { "\($0.metric.rawValue) \($0.value.briefFigure())" }.joined(separator: ", ")
            context.log("fold \(number + 1) of \(count): \(values)")
            return fold
        }
    }

    private func fold(
        _ model: ModelChoice, fittedOn rest: Table, measuredOn held: Table, stoppingOn valid: Table
    ) throws -> TrainingReport.Fold {
        let targets = try target.trainingValues(in: rest)
        let validTargets = try target.values(in: valid)
        let weighting = try RowWeighting(configuration, target, rest, targets)
        let encoder = try FeatureEncoder(
            fitting: rest, schema: schema, to: configuration.features.over(model.settings.features),
            target: EncodingTarget(targets, of: target, seed: configuration.seed))
        let data = TrainingData(
            train: .init(
                features: try encoder.encode(rest, isFitted: true), targets: targets,
                weights: try weighting.weights(of: rest, targets, target)),
            valid: .init(
                features: try encoder.encode(valid), targets: validTargets,
                weights: try weighting.weights(of: valid, validTargets, target)),
            loss: Loss(task: target.task, classes: target.classes.count), inputs: encoder.inputs)
        let result = try model.settings.train(on: data, seed: configuration.seed, context)
        let split = TrainingData.Split(features: try encoder.encode(held), targets: try target.values(in: held))
        return TrainingReport.Fold(rows: split.rows, metrics: try TrainingReport.scores(result, split, target))
    }

    /// The part of each row. Every part has about the same share of each class; of numbers, rows are dealt at random.
    private func parts(_ count: Int, _ targets: [Double]) -> [Int] {
        var random = RandomSource(seed: configuration.seed)
        var order = Array(targets.indices)
        random.shuffle(&order)
        if target.task != .regression { order = Self.sorted(order, by: targets) }
        var parts = [Int](repeating: 0, count: targets.count)
        for (place, row) in order.enumerated() { parts[row] = place % count }
        return parts
    }

    /// In the order of classes, and where these are the same in the order that they had.
    private static func sorted(_ order: [Int], by targets: [Double]) -> [Int] {
        order.enumerated().sorted { (targets[$0.element], $0.offset) < (targets[$1.element], $1.offset) }.map(\.element)
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
