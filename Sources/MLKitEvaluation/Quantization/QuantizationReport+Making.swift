internal import MLKitCore
internal import MLKitONNX
public import MLKitReports
internal import MLKitSignature
internal import MLKitTables

extension QuantizationReport {
    /// A model's file size in bytes, and its answers on the rows of the validation split.
    struct Side {
        let size: Int
        let predictions: Predictor.Predictions
    }

    init(
        configuration: QuantizeConfiguration, schema: TableSchema, result: QuantizationResult, calibrationRows: Int,
        truth: TargetValues, before: Side, after: Side
    ) throws {
        self.init()
        let scores = (before: try Scores(truth, before.predictions), after: try Scores(truth, after.predictions))
        let metric: Metric = schema.task == .regression ? .r2 : .accuracy
        size = Size(before: before.size, after: after.size)
        perChannel = configuration.perChannel
        self.calibrationRows = calibrationRows
        (split, rows) = (.valid, truth.count)
        metrics = Change.all(from: scores.before, to: scores.after)
        let difference = Self.difference(before.predictions, after.predictions)
        if schema.task == .regression { predictionDifference = difference } else { probabilityDifference = difference }
        allowed = Allowed(
            metric: metric, drop: (scores.before[metric] ?? .nan) - (scores.after[metric] ?? .nan),
            maxDrop: configuration.maxAccuracyDrop)
        quantized = result.quantizedNodes
        leftInFloat = result.skipped.map { LeftInFloat(name: $0.name, reason: $0.reason) }
    }

    private static func difference(
        _ before: Predictor.Predictions, _ after: Predictor.Predictions
    ) -> Difference {
        let differences = zip(before.values, after.values).map { abs($0 - $1) }
        return Difference(
            largest: differences.max() ?? 0, mean: differences.reduce(0, +) / Double(max(differences.count, 1)))
    }

    /// One line: "3 matrix products quantized: 0.37 of the size, accuracy 0.0003 lower, …".
    public var summary: String {
        let skipped = leftInFloat.isEmpty ? "" : ", \(leftInFloat.count) left in float"
        return "\(plural(quantized.count, "matrix product")) quantized\(skipped): \(size.ratio.brief()) of the size, "
            + "\(allowed.metric.rawValue) \(abs(allowed.drop).brief()) \(allowed.drop < 0 ? "higher" : "lower") on \(split.words), "
            + "answers differ by at most \(difference.largest.brief())"
    }

    /// - Throws: `Failure` if the model lost more than is allowed, or it is not known what it lost.
    func check() throws {
        guard !allowed.kept else { return }
        guard allowed.drop.isFinite else {
            throw Failure(
                "\(allowed.metric.rawValue) is undefined on \(plural(rows, "row")) of \(split.words), so nobody can tell what "
                    + "quantization costs", hint: "give the split more rows")
        }
        throw Failure(
            "quantized, the model loses \(allowed.drop.brief()) of \(allowed.metric.rawValue) on \(split.words), and at most "
                + "\(allowed.maxDrop.brief()) is allowed",
            hint: "calibrate on more rows, quantize per channel, or raise `max_accuracy_drop`")
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
