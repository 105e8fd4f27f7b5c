internal import MLKitReports

/// A family with settings, and what is known of it.
struct Trial {
    let settings: any ModelSettings
    /// Whether they are its family's first.
    let isStandard: Bool
    /// By rung, the mean loss over the rows that it was measured on: the log-loss, or half the squared error.
    var losses: [Double] = []
    /// By fold, what is known of the rows of that part when all others are learned from.
    var folds: [RowEvidence] = []
    /// The loss of each fold of the last rung.
    var foldLosses: [Double] = []
    /// That all took, and what was done last.
    var seconds = 0.0
    var lastSeconds = 0.0
    var weight = 0.0
    var problem: String?

    var kind: String { settings.family }

    init(_ settings: any ModelSettings, isStandard: Bool) {
        self.settings = settings
        self.isStandard = isStandard
    }

    /// - Parameter figure: the metric for a mean loss.
    func report(number: Int, figure: (Double) -> Double) -> TrialsReport.Trial {
        var report = TrialsReport.Trial()
        (report.number, report.kind, report.settings) = (number, kind, settings.json)
        (report.rung, report.value) = (losses.count, losses.last.map(figure) ?? .nan)
        report.folds = foldLosses.map(figure)
        (report.seconds, report.weight, report.problem) = (seconds, weight, problem)
        return report
    }
}
