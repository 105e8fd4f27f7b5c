internal import MLKitCore
internal import MLKitReports

/// Picks one of several models: the best by one metric among those that keep all bounds; of equals the smaller
/// file, of these the one named first.
struct ModelSelection {
    let selected: EvaluatedModel
    let runnerUp: EvaluatedModel?
    /// Why each model that could not be chosen was left out, by name.
    let leftOut: [(name: String, reason: String)]
    let rule: EvaluateConfiguration.Selection
    /// What models are compared on.
    let split: MeasuredSplit

    /// The kind of model that others are measured beside.
    static let baselineKind = "baseline"

    /// - Throws: `Failure` if no model keeps the bounds, or one names an unknown quantity.
    init(_ models: [EvaluatedModel], _ rule: EvaluateConfiguration.Selection, on split: MeasuredSplit) throws {
        try Self.check(rule, models)
        try Self.checkMetric(rule.metric, models, split)
        self.rule = rule
        self.split = split
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
        selected = best
        runnerUp = ranked.dropFirst().first
    }

    /// Less is better.
    private static func rank(_ model: EvaluatedModel, _ rule: EvaluateConfiguration.Selection) -> Double {
        let value = model.scores[rule.metric] ?? .nan
        return rule.maximize ? -value : value
    }

    private static func check(_ rule: EvaluateConfiguration.Selection, _ models: [EvaluatedModel]) throws {
        guard let model = models.first else { throw Failure("there is no model to evaluate") }
        let known = Metric.allCases.filter { model.scores[$0] != nil }.map(\.rawValue) + [Bound.sizeName]
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
        let all = words + [model.gap?.reason].compactMap { $0 }
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }

    /// The choice in words, one sentence or more.
    var words: String {
        let metric = rule.metric.rawValue
        var text = "`\(selected.name)` has the \(rule.maximize ? "highest" : "lowest") \(metric) on \(split.words), \(value(selected))"
        if let runnerUp {
            text += tied(runnerUp)
                ? ", as has `\(runnerUp.name)`, whose file is not smaller"
                : "; next is `\(runnerUp.name)` with \(value(runnerUp))"
        }
        return text + leftOut.map { "; `\($0.name)` was left out: \($0.reason)" }.joined()
    }

    private func value(_ model: EvaluatedModel) -> String { (model.scores[rule.metric] ?? .nan).briefFigure() }

    private func tied(_ other: EvaluatedModel) -> Bool {
        other.scores[rule.metric] == selected.scores[rule.metric]
    }
}
