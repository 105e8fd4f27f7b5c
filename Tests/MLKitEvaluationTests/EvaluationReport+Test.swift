import MLKitCore
import MLKitReports
import MLKitSpec

extension EvaluationReport {
    var reason: String { selection.reason }
    /// The selected model's metrics, by name.
    var metrics: JSON { selected?.metrics.json ?? .null }
}
