package import MLKitReports

/// What a trainer hands over.
package struct TrainingResult {
    package let estimator: any Estimator
    package var history: [HistoryEntry]
    /// How training went on; part of the metrics.
    package var course: TrainingReport.Course

    package init(
        estimator: any Estimator, history: [HistoryEntry] = [], course: TrainingReport.Course = .init()
    ) {
        self.estimator = estimator
        self.history = history
        self.course = course
    }
}
