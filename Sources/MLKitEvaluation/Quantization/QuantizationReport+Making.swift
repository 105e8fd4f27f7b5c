internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables

extension QuantizationReport {
    /// A model's file size in bytes, and its answers on the rows of the validation split.
    struct Side {
        let size: Int
        let predictions: Predictor.Predictions
    }

    init(
        configuration: QuantizeConfiguration, schema: TableSchema, result: QuantizationResult, truth: TargetValues, before: Side,
        after: Side
    ) throws {
        self.init()
        let scores = (before: try Scores(truth, before.predictions), after: try Scores(truth, after.predictions))
        size = Size(before: before.size, after: after.size)
        perChannel = configuration.perChannel
        (split, rows) = (.valid, truth.count)
        metrics = Change.all(from: scores.before, to: scores.after)
        var difference = AnswerDifference()
        difference.add(before.predictions.values, after.predictions.values)
        let apart = Difference(largest: difference.largest, mean: difference.mean)
        if schema.task == .regression { predictionDifference = apart } else { probabilityDifference = apart }
        signalToNoise = difference.signalToNoise
        if schema.task != .regression { flippedRows = Self.flipped(before.predictions, after.predictions, schema.classes.count) }
        let drop = try PairedDrop(truth, before.predictions, after.predictions)
        allowed = Allowed(
            metric: schema.task == .regression ? .r2 : .accuracy, drop: drop.drop, maxDrop: configuration.maxAccuracyDrop,
            interval: Interval(drop.interval))
        let flipped = flippedRows.map { Double($0) / Double(max(rows, 1)) }
        bounds = AnswerCost(difference, flipped: flipped, sizeRatio: size.ratio).judged(by: configuration.bounds)
        quantized = result.quantizedNodes
        leftInFloat = result.skipped.map { LeftInFloat(name: $0.name, reason: $0.reason) }
        inBytes = result.inBytes.map { LeftInFloat(name: $0.name, reason: $0.reason) }
        zeroed = result.zeroed.map { LeftInFloat(name: $0.name, reason: $0.reason) }
    }

    /// Adds what was tried besides, and what each layer does.
    mutating func add(
        _ search: QuantizationSearch<QuantizedModelMeasuring.Outcome>, _ best: QuantizationTrial<QuantizedModelMeasuring.Outcome>,
        layers: [LayerError], _ configuration: QuantizeConfiguration
    ) {
        self.layers = layers.map { Layer($0, isQuantized: !best.options.kept.contains($0.name)) }
        failed = search.failed(configuration.ways)
        leftInFloat = best.outcome.result.skipped(by: best.options, keeping: configuration.keep)
            .map { .init(name: $0.name, reason: $0.reason) }
        guard search.trials.count > 1 else { return }
        attempts = search.trials.map { Attempt($0, configuration, isChosen: best.isFit && $0.options == best.options) }
    }

    private static func flipped(_ before: Predictor.Predictions, _ after: Predictor.Predictions, _ classes: Int) -> Int {
        zip(before.labels(classes: classes), after.labels(classes: classes)).count { $0 != $1 }
    }
}

extension QuantizationReport.Group {
    init(_ column: String, _ group: SliceMeasuring.RowGroup, _ drop: PairedDrop, maxDrop: Double) {
        self.init()
        (self.column, value, rows, self.drop) = (column, group.value, group.rows.count, drop.drop)
        interval = .init(drop.interval)
        // Of rows that all have the same number nobody can say.
        isKept = drop.interval.map { drop.drop <= maxDrop || $0.lowerBound <= 0 } ?? true
    }
}

extension QuantizationReport.Layer {
    init(_ layer: LayerError, isQuantized: Bool) {
        self.init(
            name: layer.name, op: layer.op, signalToNoise: layer.signalToNoise ?? .nan, answers: layer.answers,
            savedBytes: layer.savedBytes, isQuantized: isQuantized)
    }
}

extension QuantizationReport.Attempt {
    init(_ trial: QuantizationTrial<QuantizedModelMeasuring.Outcome>, _ configuration: QuantizeConfiguration, isChosen: Bool) {
        self.init()
        (method, sizeBytes) = (trial.options.mode.method.rawValue, trial.size)
        kept = trial.options.kept.subtracting(configuration.keep).sorted()
        (drop, signalToNoise) = (trial.outcome.report.allowed.drop, trial.signalToNoise)
        (isKept, isSmaller, self.isChosen) = (trial.isKept, trial.isSmaller, isChosen)
    }
}

extension Predictor.Predictions {
    /// All answers, row by row.
    var values: [Double] {
        switch self {
        case .probabilities(let values, _), .numbers(let values): values
        }
    }
}

extension QuantizationReport.Change {
    /// The metrics that both have.
    static func all(from before: Scores, to after: Scores) -> [QuantizationReport.Change] {
        before.values.all.compactMap { metric, value in
            after[metric].map { QuantizationReport.Change(metric, before: value, after: $0) }
        }
    }
}
