import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitTraining

extension TrainedModel {
    /// The content of `metrics.json`.
    var metrics: JSON { report.json }
}

extension EvaluationReport {
    var reason: String { selection.reason }
    /// The selected model's metrics, by name.
    var metrics: JSON { selected?.metrics.json ?? .null }
}
