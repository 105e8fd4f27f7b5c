public import MLKitCore
public import MLKitEvaluation
public import MLKitONNX
public import MLKitReports
internal import MLKitSignature
public import MLKitTables

/// What training gives: a model in one ONNX file, and what is worth keeping of how it came about.
public struct TrainedModel {
    /// Preprocessing and model in one graph whose inputs are the raw columns. `Model.bytes` is the file.
    public let model: Model
    /// The content of `metrics.json`.
    public internal(set) var report: TrainingReport
    /// The content of `history.json`: one entry per epoch, round or iteration.
    public let history: JSON
    /// One name per input behind the preprocessing.
    public let featureNames: [String]
    /// The classes in the order of the probabilities; empty for regression.
    public let classes: [String]
    /// What is known of rows by models that were not fitted on them; `nil` where nobody asked, or the validation rows are enough.
    public internal(set) var folds: FoldAnswers?
    let fitted: FittedModel

    /// What the trainer's own code answers, without ONNX: for each row the probability of every class
    /// [rows, classes], or the value [rows, 1].
    ///
    /// - Throws: `Failure` if a column is absent or of another type than in training.
    public func predict(_ table: Table) throws -> [Float] {
        try fitted.model.predict(table)
    }

    /// What the user should know of.
    var warnings: [String] { fitted.model.warnings + fitted.warnings }

    /// What came of it, in one line.
    public var summary: String { report.summary }
}

extension TrainingReport {
    /// One line: "logistic regression, 103 features: validation accuracy 0.8508, roc_auc 0.907, log_loss 0.3191".
    var summary: String {
        let shown: [Metric] =
            switch task {
            case .regression: [.rmse, .r2]
            case .multilabel: [.f1, .hammingLoss, .rocAUC]
            case .binary, .multiclass: [.accuracy, .rocAUC, .logLoss]
            }
        let scores = shown.compactMap { metric in valid[metric].map { "\(metric.rawValue) \($0.briefFigure())" } }
        let inputs = features > 0 ? plural(features, "feature") : plural(columns, "column")
        return "\(algorithm), \(inputs): validation " + scores.joined(separator: ", ")
    }
}
