internal import MLKitReports
internal import MLKitTables

/// Finds what metrics of all rows to come are between, by the rows of a split or of a group of them: Wilson's intervals for shares of
/// rows, the bootstrap for all else.
struct IntervalMeasuring {
    let level: Double
    let resamples: Resamples
    let truth: TargetValues
    /// Of the rows that are drawn from.
    private let sampled: TargetValues

    /// What was found of one model.
    struct Found {
        var intervals = MetricIntervals()
        /// Of each metric but accuracy: what it is of each sample, and of the rows that are drawn from.
        var samples: [Metric: (values: [Double], here: Double)] = [:]
    }

    /// - Parameter threads: the most that it may use; what it finds is the same on any number.
    init(_ truth: TargetValues, _ configuration: EvaluateConfiguration.Intervals, threads: Int = 1) {
        level = configuration.level
        resamples = Resamples(of: truth.count, wanted: configuration.resamples, threads: threads)
        self.truth = truth
        sampled = resamples.isWhole ? truth : truth.rows(resamples.rows)
    }

    var method: IntervalMethod {
        IntervalMethod(level: level, resamples: resamples.count, sample: resamples.isWhole ? nil : resamples.rows.count)
    }

    /// Of some metrics of a model's answers.
    func find(_ metrics: [Metric], _ predictions: Predictor.Predictions, _ scores: Scores) -> Found {
        let drawn = self.drawn(predictions)
        var (intervals, found) = ([Metric: Interval](), Found())
        for metric in metrics where intervals[metric] == nil {
            let share = scores.confusion?.share(metric)
            if let share { intervals[metric] = Interval(ShareInterval.wilson(share.part, of: share.whole, level: level)) }
            guard metric != .accuracy, let weighted = WeightedMetric(metric, sampled, drawn) else { continue }
            let samples = (values: resamples.values(weighted.value), here: resamples.whole(weighted.value))
            found.samples[metric] = samples
            guard share == nil else { continue }
            intervals[metric] = Interval(
                resamples.interval(scores[metric] ?? .nan, samples.values, here: samples.here, level: level, within: metric.bounds))
        }
        found.intervals = MetricIntervals(intervals)
        return found
    }

    /// Of precision, recall and F1 of each class; none for a regression.
    func classes(_ predictions: Predictor.Predictions, _ scores: Scores) -> [MetricIntervals] {
        if case .labels(let truth, let names) = sampled, case .probabilities(let values, let answered) = drawn(predictions) {
            let answers = LabelAnswers(truth: truth, probabilities: values, labels: names.count, answered: answered)
            return zip(names.indices, scores.labels ?? []).map { self.label(answers, $0, $1) }
        }
        guard let confusion = scores.confusion, case .classes(let truth, let classes) = sampled else { return [] }
        let counting = WeightedConfusion(truth: truth, predicted: drawn(predictions).labels(classes: classes.count), classes: classes.count)
        let f1: @Sendable (WeightedMetric.Weights) -> [Double] = { counting.counts($0).map(\.f1) }
        let (samples, here) = (resamples.values(f1, count: classes.count), resamples.whole(f1))
        return classes.indices.map { index in
            let found = confusion.counts[index][index]
            let interval = resamples.interval(
                confusion.f1(of: index), samples[index], here: here[index], level: level, within: 0...1)
            return MetricIntervals([
                .precision: Interval(ShareInterval.wilson(found, of: confusion.predictions[index], level: level)),
                .recall: Interval(ShareInterval.wilson(found, of: confusion.support[index], level: level)),
                .f1: Interval(interval),
            ])
        }
    }

    /// Of one label among several.
    private func label(_ answers: LabelAnswers, _ place: Int, _ confusion: ConfusionMatrix) -> MetricIntervals {
        let (truth, predictions) = answers.target(place)
        guard let f1 = WeightedMetric(.f1, truth, predictions) else { return MetricIntervals([:]) }
        let found = confusion.counts[1][1]
        let interval = resamples.interval(
            confusion.f1(of: 1), resamples.values(f1.value), here: resamples.whole(f1.value), level: level, within: 0...1)
        return MetricIntervals([
            .precision: Interval(ShareInterval.wilson(found, of: confusion.predictions[1], level: level)),
            .recall: Interval(ShareInterval.wilson(found, of: confusion.support[1], level: level)),
            .f1: Interval(interval),
        ])
    }

    /// The answers for the rows that are drawn from.
    private func drawn(_ predictions: Predictor.Predictions) -> Predictor.Predictions {
        resamples.isWhole ? predictions : predictions.rows(resamples.rows, of: truth.count)
    }
}

extension ConfusionMatrix {
    /// The rows that a metric is a share of, and those that it counts; `nil` for a metric that is none, as the mean over classes.
    fileprivate func share(_ metric: Metric) -> (part: Int, whole: Int)? {
        switch metric {
        case .accuracy: (counts.indices.reduce(0) { $0 + counts[$1][$1] }, total)
        case .precision where counts.count == 2: (counts[1][1], predictions[1])
        case .recall where counts.count == 2: (counts[1][1], support[1])
        default: nil
        }
    }
}

extension Metric {
    /// What it cannot be beyond.
    fileprivate var bounds: ClosedRange<Double> {
        isShare ? 0...1 : self == .r2 ? -.infinity...1 : 0 ... .infinity
    }
}
