internal import MLKitCore
internal import MLKitReports

/// Picks one of several models: the best by one metric among those that keep all bounds; of equals the smaller
/// file, of these the one named first. Where the simplest is preferred, models count as equals of the best that cannot be told
/// from it beyond chance.
struct ModelSelection {
    let selected: EvaluatedModel
    /// The best by the metric.
    let best: EvaluatedModel
    /// Of those that were not selected, the best.
    let runnerUp: EvaluatedModel?
    /// Those that keep all bounds and that cannot be told from the best beyond chance, in the order of the metric.
    let equals: [EvaluatedModel]
    /// Why each model that could not be chosen was left out, by name.
    let leftOut: [(name: String, reason: String)]
    let rule: EvaluateConfiguration.Selection
    /// What models are compared on.
    let split: MeasuredSplit
    /// Of the intervals of metrics; `nil` where there are none.
    let level: Double?

    /// - Parameter compare: a model beside all others; nothing where there are no intervals.
    /// - Throws: `Failure` if no model keeps the bounds, or one names an unknown quantity.
    init(
        _ models: [EvaluatedModel], _ rule: EvaluateConfiguration.Selection, on split: MeasuredSplit, level: Double? = nil,
        comparing compare: (EvaluatedModel) -> [EvaluationReport.Comparison] = { _ in [] }
    ) throws {
        try Self.check(rule, models)
        try Self.checkMetric(rule.metric, models, split)
        self.rule = rule
        self.split = split
        self.level = level
        let reasons = models.map { Self.reason(against: $0, rule) }
        leftOut = zip(models, reasons).compactMap { model, reason in reason.map { (model.name, $0) } }
        let candidates = zip(models, reasons).filter { $0.1 == nil }.map(\.0)
        let ranked = candidates.enumerated().sorted { lhs, rhs in
            let (left, right) = (Self.rank(lhs.element, rule), Self.rank(rhs.element, rule))
            return (left, lhs.element.size, lhs.offset) < (right, rhs.element.size, rhs.offset)
        }.map(\.element)
        guard let best = ranked.first else {
            throw Failure(
                "no model keeps the bounds of `select`" + (models.contains { $0.gap != nil } ? " and `fairness`" : ""),
                notes: leftOut.map { "`\($0.name)`: \($0.reason)" },
                hint: "loosen the bounds, or train other models")
        }
        let unclear = Set(compare(best).filter { $0.verdict == .unclear }.map(\.other))
        equals = ranked.dropFirst().filter { unclear.contains($0.name) }
        let simplest = ([best] + equals).min { $0.size < $1.size } ?? best
        let selected = rule.prefer == .simplest ? simplest : best
        (self.best, self.selected) = (best, selected)
        runnerUp = ranked.first { $0.name != selected.name }
    }

    /// Less is better.
    private static func rank(_ model: EvaluatedModel, _ rule: EvaluateConfiguration.Selection) -> Double {
        let value = model.scores[rule.metric] ?? .nan
        return rule.maximize ? -value : value
    }

    private static func check(_ rule: EvaluateConfiguration.Selection, _ models: [EvaluatedModel]) throws {
        guard let model = models.first else { throw Failure("there is no model to evaluate") }
        let known = Metric.allCases.filter { model.scores[$0] != nil }.map(\.rawValue) + [Bound.sizeName, Bound.latencyName]
        let unknown = rule.subjectTo.map(\.quantity).filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw Failure(
                unknown.map { name in
                    .error("`\(name)` cannot be bounded here", hint: "known are \(Suggestion.list(known))")
                })
        }
    }

    /// - Throws: `Failure` if the metric has a value for no model, which says something of the rows, not of models.
    private static func checkMetric(_ metric: Metric, _ models: [EvaluatedModel], _ split: MeasuredSplit) throws {
        guard models.allSatisfy({ $0.scores[metric]?.isNaN ?? true }) else { return }
        throw Failure(
            "\(metric.rawValue) is undefined on \(split.words), so no model can be selected by it",
            notes: metric == .rocAUC ? ["it needs rows of every class, and rows of others"] : [],
            hint: "select by another metric, for example `\(metric.isForRegression ? "minimize: rmse" : "minimize: log_loss")`")
    }

    /// Why a model cannot be chosen; `nil` if it can.
    private static func reason(against model: EvaluatedModel, _ rule: EvaluateConfiguration.Selection) -> String? {
        if model.scores[rule.metric]?.isNaN ?? true { return "\(rule.metric.rawValue) is undefined" }
        let broken = rule.subjectTo.filter { bound in
            model.quantity(bound.quantity).map { !bound.keeps($0) } ?? true
        }
        let words = broken.map { bound in
            let value = (model.quantity(bound.quantity) ?? .nan).brief()
            return "\(bound.quantity) is \(value), not \(bound.comparison.rawValue) \(bound.limit.brief())"
        }
        let all = [model.problem].compactMap { $0 } + words + [model.gap?.reason].compactMap { $0 }
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }
}

extension ModelSelection {
    /// The choice in words, one sentence or more.
    var words: String {
        (best.name == selected.name ? asBest : asSimplest)
            + (selected.threshold.map { "; its threshold is \($0.briefFigure())" } ?? "")
            + leftOut.map { "; `\($0.name)` was left out: \($0.reason)" }.joined()
    }

    private var asBest: String {
        let end = rule.maximize ? "highest" : "lowest"
        let text = "`\(selected.name)` has the \(end) \(rule.metric.rawValue) on \(split.words), \(sureValue)"
        guard let runnerUp else { return text }
        if tied(runnerUp) { return text + ", as has `\(runnerUp.name)`, whose file is not smaller" }
        let isUnclear = equals.contains { $0.name == runnerUp.name }
        return text + "; next is `\(runnerUp.name)` with \(value(runnerUp))\(isUnclear ? ", which may be chance" : "")\(simpler)"
    }

    /// What another preference would do.
    private var simpler: String {
        guard let other = equals.min(by: { $0.size < $1.size }), other.size < selected.size else { return "" }
        let key = "\(EvaluateConfiguration.Selection.preferName): \(EvaluationReport.Preference.simplest.rawValue)"
        return "; `\(key)` would take `\(other.name)`, whose file is smaller"
    }

    private var asSimplest: String {
        "`\(selected.name)` has the smallest file of the models that cannot be told from the best by \(rule.metric.rawValue) on "
            + "\(split.words), \(sureValue); the best is `\(best.name)` with \(value(best))"
    }

    private func value(_ model: EvaluatedModel) -> String { (model.scores[rule.metric] ?? .nan).briefFigure() }

    /// The value of the selected model, and what it is between for all rows to come.
    private var sureValue: String {
        guard let level, let interval = selected.intervals[rule.metric] else { return value(selected) }
        return "\(value(selected)) (\(interval.words(level)))"
    }

    private func tied(_ other: EvaluatedModel) -> Bool {
        other.scores[rule.metric] == selected.scores[rule.metric]
    }
}
