internal import MLKitReports
internal import MLKitTables

extension IntervalMeasuring {
    /// How far one model is from another by a metric, before others are taken into account.
    private struct Pair {
        var difference: Double
        var interval: ClosedRange<Double>?
        var test: EvaluationReport.PairedTest
        var chance: Double
    }

    /// A model beside each other one: accuracy by McNemar's test, ROC AUC of two classes by DeLong's, all else by the same samples of
    /// rows. Where a metric is undefined for one of them, they are not compared.
    func compare(
        _ model: EvaluatedModel, with others: [EvaluatedModel], by metric: Metric
    ) -> [EvaluationReport.Comparison] {
        let pairs = others.compactMap { other in pair(model, other, metric).map { (other.name, $0) } }
        let corrected = HolmCorrection.corrected(pairs.map(\.1.chance))
        return zip(pairs, corrected).map { named, corrected in
            let (other, pair) = named
            let isHigher = pair.difference > 0
            return EvaluationReport.Comparison(
                model: model.name, other: other, metric: metric, difference: pair.difference, interval: Interval(pair.interval),
                test: pair.test, chance: pair.chance, corrected: corrected,
                verdict: corrected > 1 - level ? .unclear : isHigher == metric.higherIsBetter ? .better : .worse)
        }
    }

    private func pair(_ one: EvaluatedModel, _ other: EvaluatedModel, _ metric: Metric) -> Pair? {
        guard let first = one.scores[metric], let second = other.scores[metric], first.isFinite, second.isFinite else { return nil }
        if metric == .accuracy { return accuracy(one.predictions, other.predictions) }
        if metric == .rocAUC, let pair = area(one.predictions, other.predictions) { return pair }
        return sampled(one.found, other.found, metric, difference: first - second)
    }

    private func accuracy(_ one: Predictor.Predictions, _ other: Predictor.Predictions) -> Pair? {
        guard case .classes(let truth, let classes) = truth else { return nil }
        let (first, second) = (one.labels(classes: classes.count), other.labels(classes: classes.count))
        let won = truth.indices.count { first[$0] == truth[$0] && second[$0] != truth[$0] }
        let lost = truth.indices.count { first[$0] != truth[$0] && second[$0] == truth[$0] }
        let test = McNemarTest(one: won, other: lost)
        let (difference, interval) = PairedDrop.shares(
            lost: won, won: lost, rows: truth.count, NormalDistribution.deviations(holding: level))
        return Pair(
            difference: difference, interval: interval, test: test.isExact ? .exactMcNemar : .mcNemar, chance: test.chance)
    }

    private func area(_ one: Predictor.Predictions, _ other: Predictor.Predictions) -> Pair? {
        guard case .classes(let truth, let classes) = truth, classes.count == 2, case .probabilities(let first, _) = one,
            case .probabilities(let second, _) = other,
            let test = DeLongTest(
                truth: truth.map { $0 == 1 }, one: truth.indices.map { first[$0 * 2 + 1] }, other: truth.indices.map { second[$0 * 2 + 1] })
        else { return nil }
        return Pair(difference: test.difference, interval: test.interval(level), test: .deLong, chance: test.chance)
    }

    /// Of samples of the same rows: twice the share of them in which the difference is none or of the other sign, the one that was seen
    /// counted too (A. C. Davison and D. V. Hinkley, "Bootstrap methods and their application", 1997, 4.2).
    private func sampled(_ one: Found, _ other: Found, _ metric: Metric, difference: Double) -> Pair? {
        guard let first = one.samples[metric], let second = other.samples[metric] else { return nil }
        let here = first.here - second.here
        let differences = zip(first.values, second.values).map { $0 - $1 }
        guard let interval = resamples.interval(difference, differences, here: here, level: level) else { return nil }
        let known = differences.filter(\.isFinite).map { difference + ($0 - here) * resamples.scale }
        let rare = min(known.count { $0 <= 0 }, known.count { $0 >= 0 })
        let chance = min(2 * Double(rare + 1) / Double(known.count + 1), 1)
        return Pair(difference: difference, interval: interval, test: .bootstrap, chance: chance)
    }
}
