public import MLKitSignature

/// What a model is measured by. `precision`, `recall` and `f1` are those of the positive class for two
/// classes, and the mean over classes (macro) for more.
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
    case rmse
    case mae
    case r2

    public var isForRegression: Bool {
        switch self {
        case .rmse, .mae, .r2: true
        case .accuracy, .precision, .recall, .f1, .rocAUC, .logLoss, .averagePrecision, .brier, .calibrationError: false
        }
    }

    public var higherIsBetter: Bool {
        switch self {
        case .logLoss, .brier, .calibrationError, .rmse, .mae: false
        case .accuracy, .precision, .recall, .f1, .rocAUC, .averagePrecision, .r2: true
        }
    }

    /// Whether it lies between 0 and 1.
    public var isShare: Bool {
        switch self {
        case .accuracy, .precision, .recall, .f1, .rocAUC, .averagePrecision, .calibrationError: true
        case .logLoss, .brier, .rmse, .mae, .r2: false
        }
    }

    /// Whether models of a task have it.
    public func fits(_ task: ModelTask) -> Bool { isForRegression == (task == .regression) }

    /// The metrics that models of a task have.
    public static func fitting(_ task: ModelTask) -> [Metric] { allCases.filter { $0.fits(task) } }
}
