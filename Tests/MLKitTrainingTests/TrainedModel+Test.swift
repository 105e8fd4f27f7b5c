import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitTraining

extension TrainedModel {
    /// The content of `metrics.json`.
    var metrics: JSON { report.json }
}
