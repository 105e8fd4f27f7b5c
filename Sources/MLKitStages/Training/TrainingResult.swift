internal import MLKitCore

/// What a trainer hands over.
struct TrainingResult {
    let estimator: any Estimator
    var history: [HistoryEntry] = []
    /// What else is worth knowing, such as how long training went on; part of the metrics.
    var facts: [JSON.Member] = []
}
