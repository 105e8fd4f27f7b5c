/// What a request is for, as metrics count it: few, whatever paths clients make up.
enum Route: Int, CaseIterable, Sendable {
    case none, help, health, metadata, repository, metrics, infer, predict, tensorflow, mlflow

    var name: String {
        switch self {
        case .none: "other"
        case .help: "help"
        case .health: "health"
        case .metadata: "metadata"
        case .repository: "repository"
        case .metrics: "metrics"
        case .infer: "infer"
        case .predict: "predict"
        case .tensorflow: "tensorflow"
        case .mlflow: "mlflow"
        }
    }

    /// Whether a model answers.
    var isPrediction: Bool { rawValue >= Route.infer.rawValue }
}
