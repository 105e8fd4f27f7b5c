public import MLKitSignature

/// What a model is measured by. `precision`, `recall` and `f1` are those of the positive class for two
/// classes, and the mean over classes (macro) for more. Of several labels all that are not said to be otherwise are the mean over labels of
/// what they are for each.
public enum Metric: String, CaseIterable, Sendable {
    case accuracy
    case precision
    case recall
    case f1
    case rocAUC = "roc_auc"
    case logLoss = "log_loss"
    /// The area under the curve of precision over recall.
    case averagePrecision = "average_precision"
    /// The mean squared distance of probabilities from what was true.
    case brier
    /// How far probabilities are from how often they come true: the expected calibration error, over ten ranges.
    case calibrationError = "calibration_error"
    /// Of several labels: F1 over all of them at once, how many of all are wrong, and in how many rows all are right.
    case f1Micro = "f1_micro"
    case hammingLoss = "hamming_loss"
    case subsetAccuracy = "subset_accuracy"
    case rmse
    case mae
    case r2

    public var isForRegression: Bool {
        switch self {
        case .rmse, .mae, .r2: true
        case .accuracy, .precision, .recall, .f1, .rocAUC, .logLoss, .averagePrecision, .brier, .calibrationError, .f1Micro, .hammingLoss,
            .subsetAccuracy: false
        }
    }

    public var higherIsBetter: Bool {
        switch self {
        case .logLoss, .brier, .calibrationError, .hammingLoss, .rmse, .mae: false
        case .accuracy, .precision, .recall, .f1, .rocAUC, .averagePrecision, .f1Micro, .subsetAccuracy, .r2: true
        }
    }

    /// Whether it lies between 0 and 1.
    public var isShare: Bool {
        switch self {
        case .accuracy, .precision, .recall, .f1, .rocAUC, .averagePrecision, .calibrationError, .f1Micro, .hammingLoss,
            .subsetAccuracy: true
        case .logLoss, .brier, .rmse, .mae, .r2: false
        }
    }

    /// Whether models of a task have it.
    public func fits(_ task: ModelTask) -> Bool {
        switch self {
        case .rmse, .mae, .r2: task == .regression
        case .f1Micro, .hammingLoss, .subsetAccuracy: task == .multilabel
        case .accuracy, .calibrationError: task == .binary || task == .multiclass
        case .precision, .recall, .f1, .rocAUC, .logLoss, .averagePrecision, .brier: task != .regression
        }
    }

    /// The metrics that models of a task have.
    public static func fitting(_ task: ModelTask) -> [Metric] { allCases.filter { $0.fits(task) } }
}
