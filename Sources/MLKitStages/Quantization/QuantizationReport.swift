public import MLKitCore
internal import MLKitONNX
internal import MLKitSpec

/// What quantizing changed: the content of `reports/quantization.json`.
///
/// ```json
/// {
///   "size": {"before_bytes": 27104, "after_bytes": 9921, "ratio": 0.366},
///   "per_channel": true, "calibration_rows": 2000, "test_rows": 7326,
///   "metrics": {"accuracy": {"before": 0.8571, "after": 0.8568, "difference": -0.0003}},
///   "probability_difference": {"largest": 0.0121, "mean": 0.0012},
///   "allowed": {"metric": "accuracy", "drop": 0.0003, "max_drop": 0.005, "kept": true},
///   "quantized": ["hidden_1"], "left_in_float": [{"name": "scores", "reason": "its second factor is not constant"}]
/// }
/// ```
///
/// For regression `prediction_difference`, in the target's unit, stands in for `probability_difference`, and R²
/// for accuracy. A metric is null where it is undefined.
public struct QuantizationReport: Sendable {
    /// A model's file size in bytes, and its answers on the test rows.
    struct Side {
        let size: Int
        let predictions: Predictor.Predictions
    }

    public let json: JSON
    /// Of the file after and before.
    public let sizeRatio: Double
    /// The largest difference in any probability, or in the prediction.
    public let largestDifference: Double
    /// How far accuracy fell, or R² for regression; negative where it rose.
    public let drop: Double
    private let maxDrop: Double
    private let metric: Metric
    private let counts: (quantized: Int, skipped: Int)

    init(
        configuration: QuantizeConfiguration, schema: TableSchema, result: QuantizationResult, calibrationRows: Int,
        truth: TargetValues, before: Side, after: Side
    ) throws {
        let scores = (before: try Scores(truth, before.predictions), after: try Scores(truth, after.predictions))
        let differences = Self.differences(before.predictions, after.predictions)
        metric = schema.task == .regression ? .r2 : .accuracy
        maxDrop = configuration.maxAccuracyDrop
        drop = (scores.before[metric] ?? .nan) - (scores.after[metric] ?? .nan)
        sizeRatio = Double(after.size) / Double(before.size)
        largestDifference = differences.largest
        counts = (result.quantizedNodes.count, result.skipped.count)
        let subject = schema.task == .regression ? "prediction_difference" : "probability_difference"
        json = .object([
            .init(
                "size",
                [
                    "before_bytes": .int(before.size), "after_bytes": .int(after.size), "ratio": .double(sizeRatio),
                ]),
            .init("per_channel", .bool(configuration.perChannel)), .init("calibration_rows", .int(calibrationRows)),
            .init("test_rows", .int(truth.count)), .init("metrics", Self.metrics(scores.before, scores.after)),
            .init(subject, ["largest": .double(differences.largest), "mean": .double(differences.mean)]),
            .init("allowed", Self.allowed(metric, drop, maxDrop)),
            .init("quantized", .array(result.quantizedNodes.map { .string($0) })),
            .init(
                "left_in_float",
                .array(result.skipped.map { ["name": .string($0.name), "reason": .string($0.reason)] })),
        ])
    }

    /// One line: "3 matrix products quantized: 0.37 of the size, accuracy 0.0003 lower, …".
    public var summary: String {
        let skipped = counts.skipped == 0 ? "" : ", \(counts.skipped) left in float"
        return "\(plural(counts.quantized, "matrix product")) quantized\(skipped): \(sizeRatio.brief()) of the size, "
            + "\(metric.rawValue) \(abs(drop).brief()) \(drop < 0 ? "higher" : "lower"), "
            + "answers differ by at most \(largestDifference.brief())"
    }

    /// - Throws: `Failure` if the model lost more than is allowed.
    func check() throws {
        guard !(drop <= maxDrop) else { return }
        throw Failure(
            "quantized, the model loses \(drop.brief()) of \(metric.rawValue), and at most \(maxDrop.brief()) is allowed",
            hint: "calibrate on more rows, quantize per channel, or raise `max_accuracy_drop`")
    }

    private static func differences(
        _ before: Predictor.Predictions, _ after: Predictor.Predictions
    ) -> (largest: Double, mean: Double) {
        let differences = zip(before.values, after.values).map { abs($0 - $1) }
        return (differences.max() ?? 0, differences.reduce(0, +) / Double(max(differences.count, 1)))
    }

    private static func metrics(_ before: Scores, _ after: Scores) -> JSON {
        .object(
            Metric.allCases.compactMap { metric in
                guard let old = before[metric], let new = after[metric] else { return nil }
                let values: JSON = [
                    "before": .double(old), "after": .double(new), "difference": .double(new - old),
                ]
                return .init(metric.rawValue, values)
            })
    }

    private static func allowed(_ metric: Metric, _ drop: Double, _ maxDrop: Double) -> JSON {
        [
            "metric": .string(metric.rawValue), "drop": .double(drop), "max_drop": .double(maxDrop),
            "kept": .bool(drop <= maxDrop),
        ]
    }
}

extension Predictor.Predictions {
    /// All answers, row by row.
    var values: [Double] {
        switch self {
        case .probabilities(let values), .numbers(let values): values
        }
    }
}

extension TargetValues {
    /// How many rows there are.
    var count: Int {
        switch self {
        case .classes(let indices, _): indices.count
        case .numbers(let values): values.count
        }
    }
}
