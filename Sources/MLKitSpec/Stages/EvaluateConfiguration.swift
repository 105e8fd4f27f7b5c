/// `kind: evaluate`: measure models on the test split, beside the baseline, and select one.
public struct EvaluateConfiguration: Hashable, Sendable {
    /// Names from `Metric`; empty means all that fit the target.
    public var metrics: [Metric]
    public var select: Selection?

    public init(metrics: [Metric] = [], select: Selection? = nil) {
        self.metrics = metrics
        self.select = select
    }

    /// One optimizing metric under satisficing bounds.
    public struct Selection: Hashable, Sendable {
        public var metric: Metric
        public var maximize: Bool
        public var subjectTo: [Bound]

        public init(metric: Metric, maximize: Bool, subjectTo: [Bound] = []) {
            self.metric = metric
            self.maximize = maximize
            self.subjectTo = subjectTo
        }
    }

    /// `size_mb < 5`: what a model must keep to be selected.
    public struct Bound: Hashable, Sendable {
        public enum Comparison: String, CaseIterable, Sendable {
            case less = "<"
            case atMost = "<="
            case greater = ">"
            case atLeast = ">="
        }

        /// A metric's name, or `size_mb`.
        public var quantity: String
        public var comparison: Comparison
        public var limit: Double

        public init(quantity: String, comparison: Comparison, limit: Double) {
            self.quantity = quantity
            self.comparison = comparison
            self.limit = limit
        }
    }
}

/// What a model is measured by. `precision`, `recall` and `f1` are those of the positive class for two
/// classes, and the mean over classes (macro) for more.
public enum Metric: String, CaseIterable, Sendable {
    case accuracy
    case precision
    case recall
    case f1
    case rocAUC = "roc_auc"
    case logLoss = "log_loss"
    case rmse
    case mae
    case r2

    public var isForRegression: Bool {
        switch self {
        case .rmse, .mae, .r2: true
        default: false
        }
    }

    public var higherIsBetter: Bool {
        switch self {
        case .logLoss, .rmse, .mae: false
        default: true
        }
    }
}
