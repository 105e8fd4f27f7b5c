package import MLKitReports

/// What fitting gives: a model, and how it came about.
package struct FittedModel {
    package var model: any TableModel
    package var history: [HistoryEntry]
    /// How training went on; part of the metrics.
    package var course: TrainingReport.Course
    /// What people call this very model; `nil` where its settings say it.
    package var algorithm: String?
    /// What was tried, of a family that tries several models.
    package var trials: TrialsReport?
    /// What the user should know of, besides what there is to say of features.
    package var warnings: [String] = []
    /// What it answers for the rows of both splits, where that is known without asking; whoever changes the model takes them away.
    var answers: TrainingAnswers?

    package init(
        _ model: any TableModel, history: [HistoryEntry] = [], course: TrainingReport.Course = .init(),
        algorithm: String? = nil, trials: TrialsReport? = nil, warnings: [String] = []
    ) {
        self.model = model
        self.history = history
        self.course = course
        self.algorithm = algorithm
        self.trials = trials
        self.warnings = warnings
    }
}
