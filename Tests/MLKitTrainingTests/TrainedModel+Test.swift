import MLKitCore
import MLKitReports
import MLKitSpec

@testable import MLKitTraining

extension TrainedModel {
    /// The content of `metrics.json`.
    var metrics: JSON { report.json }
    /// Of a model behind features of one sort.
    var estimator: (any Estimator)? { (fitted.model as? EncodedModel)?.estimator }
    var encoder: FeatureEncoder? { (fitted.model as? EncodedModel)?.encoder }
}
