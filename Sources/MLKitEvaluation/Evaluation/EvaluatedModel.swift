internal import MLKitCore
internal import MLKitReports
internal import SystemPackage

/// A model with its measurements on the split that models are selected on.
struct EvaluatedModel {
    let name: String
    let kind: String
    let path: FilePath
    /// Of the ONNX file, in bytes.
    let size: Int
    let scores: Scores
    /// How long the answer for one row takes, in milliseconds; `nil` where nothing is bounded by it.
    var latency: Double?
    /// Rows for which its label is not the most probable class.
    var relabelled = 0
    /// With labels by the threshold, where there is one.
    var predictions = Predictor.Predictions.numbers([])
    /// From what probability of the second class on rows are given it; `nil` for the label that the model answers.
    var threshold: Double?
    /// That no threshold keeps what is asked of it, in words.
    var problem: String?
    var tables: ModelTables?
    /// What its metrics of all rows to come are between, and what they are of samples of the rows.
    var found = IntervalMeasuring.Found()
    /// Of the scores of each class, in their order; none of a regression.
    var classIntervals: [MetricIntervals] = []
    /// How it fares on groups of rows.
    var slices: [EvaluationReport.Slice] = []
    /// How it treats groups of rows, where that is asked for.
    var parity: [EvaluationReport.Parity] = []
    /// How far its groups are apart, where that matters, and in which column.
    var gap: FairnessGap?

    var intervals: MetricIntervals { found.intervals }

    /// Of 1,000,000 bytes each.
    var megabytes: Double { Double(size) / 1e6 }

    /// The value of a metric, of `size_mb` or `latency_ms`; `nil` for another name, NaN where it is undefined.
    func quantity(_ name: String) -> Double? {
        switch name {
        case Bound.sizeName: megabytes
        case Bound.latencyName: latency
        default: Metric(rawValue: name).flatMap { scores[$0] }
        }
    }
}

/// The largest distance between groups of rows, over all slices.
struct FairnessGap {
    let metric: Metric
    /// What groups are compared by in place of the metric.
    let criterion: FairnessCriterion?
    let limit: Double
    /// NaN where no column has two groups to compare.
    let value: Double
    let column: String?
    let all: [EvaluationReport.ColumnGap]

    /// - Parameter slices: with the groups that `fairness` compares.
    init(_ slices: [EvaluationReport.Slice], metric: Metric, _ fairness: EvaluateConfiguration.Fairness) {
        let gaps = slices.map { slice in
            let large = slice.groups.filter { $0.rows >= fairness.minRows }
            return EvaluationReport.ColumnGap(column: slice.column, gap: large.gap(metric))
        }
        self.init(gaps, metric: metric, nil, limit: fairness.maxGap)
    }

    init(_ gaps: [EvaluationReport.ColumnGap], metric: Metric, _ criterion: FairnessCriterion?, limit: Double) {
        (self.metric, self.criterion, self.limit) = (metric, criterion, limit)
        let widest = gaps.filter { !$0.gap.isNaN }.max { $0.gap < $1.gap }
        all = gaps
        value = widest?.gap ?? .nan
        column = widest?.column
    }

    /// Why a model with this gap cannot be selected; `nil` if it can. What is not known is not kept.
    var reason: String? {
        guard !(value <= limit) else { return nil }
        let measure = criterion?.rawValue ?? metric.rawValue
        guard let column else { return "no column has two groups with \(measure) to compare" }
        return "\(measure) of the groups of `\(column)` differs by \(value.brief()), more than \(limit.brief())"
    }

    var report: EvaluationReport.Fairness {
        var report = EvaluationReport.Fairness()
        (report.metric, report.maxGap, report.gap, report.column) = (metric, limit, value, column)
        report.gaps = all
        report.criterion = criterion
        return report
    }
}

extension [EvaluationReport.Group] {
    /// How far the best and the worst are apart by a metric; NaN unless two have it.
    func gap(_ metric: Metric) -> Double {
        let values = compactMap { $0.metrics[metric] }.filter { !$0.isNaN }
        guard values.count > 1, let least = values.min(), let most = values.max() else { return .nan }
        return most - least
    }
}
