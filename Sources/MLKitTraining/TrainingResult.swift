package import MLKitReports

/// What a trainer hands over.
package struct TrainingResult {
    package let estimator: any Estimator
    package var history: [HistoryEntry]
    /// How training went on; part of the metrics.
    package var course: TrainingReport.Course
    /// What the model answers for the rows of both splits, where its trainer knows that without asking it; `nil` where it does not.
    package var answers: TrainingAnswers?

    package init(
        estimator: any Estimator, history: [HistoryEntry] = [], course: TrainingReport.Course = .init(), answers: TrainingAnswers? = nil
    ) {
        self.answers = answers
        self.estimator = estimator
        self.history = history
        self.course = course
    }
}

/// What a model answers for the rows that it was trained on and stopped by, as `Estimator.predict` has it, number by number.
package struct TrainingAnswers {
    package let train: [Float]
    package let valid: [Float]
}
