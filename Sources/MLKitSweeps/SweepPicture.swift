internal import Glibc
internal import MLKitCore
internal import MLKitDrawing
internal import MLKitSpec

/// The trials of a sweep as parallel coordinates: an axis for each parameter, for the budget if there is one, and for
/// the metric.
struct SweepPicture {
    private let results: SweepResults
    private let metrics: PictureAxis
    private let parameters: [PictureAxis]
    private let budget: PictureAxis?

    /// More lines cannot be told apart; the best are drawn.
    private static let mostLines = 1000

    init(_ results: SweepResults) {
        self.results = results
        let sweep = results.sweep
        parameters = sweep.parameters.map { PictureAxis($0.domain) }
        budget = sweep.method.usesBudget ? PictureAxis(choices: Self.budgets(results.trials)) : nil
        metrics = PictureAxis(numbers: results.trials.compactMap(\.metric))
    }

    private static func budgets(_ trials: [SweepTrial]) -> [JSON] {
        Set(trials.compactMap(\.rung?.budget)).sorted { ($0.double ?? 0) < ($1.double ?? 0) }
    }

    var svg: String {
        let sweep = results.sweep
        let names = sweep.parameters.map(\.name) + [budget.flatMap { _ in sweep.budget?.parameter }].compactMap { $0 }
        let axes = parameters + [budget].compactMap { $0 } + [metrics]
        let split = results.split.map { " on the \($0) split" } ?? ""
        let title = "sweep \(sweep.name): \(sweep.goal.rawValue) \(sweep.metric.stage).\(sweep.metric.name)\(split)"
        return ParallelChart(
            title: title,
            axes: zip(names + [sweep.metric.name], axes).map { ParallelChart.Axis(title: $0, marks: $1.marks) },
            lines: lines, legend: legend
        ).svg
    }

    /// The worst first, that the better cover them.
    private var lines: [ParallelChart.Line] {
        let ranked = results.ranked.filter { $0.state != .running }
        let done = ranked.filter { $0.state == .done }
        let shown = done.prefix(Self.mostLines).enumerated().map { rank, trial in
            let style: ParallelChart.Line.Style =
                rank == 0 ? .best : .plain(Double(rank - 1) / Double(max(done.count - 1, 1)))
            return line(trial, style)
        }
        let failed = ranked.filter { $0.state == .failed }.prefix(Self.mostLines).map { line($0, .failed) }
        return failed + shown.reversed()
    }

    private func line(_ trial: SweepTrial, _ style: ParallelChart.Line.Style) -> ParallelChart.Line {
        let own = zip(parameters, trial.values).map { $0.place($1) }
        let effort = budget.map { axis in trial.rung.flatMap { axis.place($0.budget) } }
        let figure = trial.metric.map { Figure.text($0) } ?? trial.reasons.first ?? "failed"
        let settings = zip(results.sweep.parameters, trial.values).map { "\($0.name)=\($1.shown)" }
        return ParallelChart.Line(
            places: own + [effort].compactMap { $0 } + [trial.metric.flatMap { metrics.place(.double($0)) }],
            style: style, tooltip: "trial \(trial.number + 1): \(settings.joined(separator: " ")): \(figure)")
    }

    private var legend: [(style: ParallelChart.Line.Style, text: String)] {
        var legend: [(style: ParallelChart.Line.Style, text: String)] = []
        if let best = results.best {
            legend.append((.best, "the best, trial \(best.number + 1): \(Figure.text(best.metric ?? 0))"))
        }
        let done = results.count(.done)
        if done > 1 { legend.append((.plain(0), "the \(done - 1) others, the stronger the better")) }
        let failed = results.count(.failed)
        if failed > 0 { legend.append((.failed, "\(failed) failed")) }
        return legend
    }
}

/// An axis of a sweep's picture.
private struct PictureAxis {
    let marks: [(place: Double, label: String)]
    let place: @Sendable (JSON) -> Double?

    init(_ domain: SweepParameter.Domain) {
        switch domain {
        case .values(let values): self.init(choices: values)
        case .range(let range) where range.isLogarithmic: self.init(logarithmic: range.minimum, range.maximum)
        case .range(let range): self.init(numbers: [range.minimum, range.maximum])
        }
    }

    /// Values at equal distances, in their order.
    init(choices: [JSON]) {
        let distance = 1 / Double(max(choices.count - 1, 1))
        let places = Dictionary(
            choices.enumerated().map { ($0.element, choices.count == 1 ? 0.5 : Double($0.offset) * distance) }
        ) { first, _ in first }
        marks = choices.map { (places[$0] ?? 0, $0.shown) }
        place = { places[$0] }
    }

    init(numbers: [Double]) {
        let scale = ChartScale(numbers, marks: 6)
        marks = scale.ticks.map { (scale.place($0), Figure.text($0)) }
        place = { $0.double.map { scale.place($0) } }
    }

    /// Marks at powers of ten, and at 2 and 5 times these if they are few.
    init(logarithmic lower: Double, _ upper: Double) {
        let low = log10(lower)
        let width = max(log10(upper) - low, 1e-9)
        let powers = (Int(low.rounded(.down))...Int(log10(upper).rounded(.up))).map { pow(10, Double($0)) }
        let inside = { (values: [Double]) in values.filter { (lower * (1 - 1e-9)...upper * (1 + 1e-9)).contains($0) } }
        let fine = inside(powers.flatMap { [$0, 2 * $0, 5 * $0] })
        let ticks = fine.count <= 8 ? fine : inside(powers)
        let shown = ticks.count < 2 ? [lower, upper] : ticks
        marks = shown.map { ((log10($0) - low) / width, Figure.text($0)) }
        place = { value in value.double.flatMap { $0 > 0 ? (log10($0) - low) / width : nil } }
    }
}

extension JSON {
    /// The value as a table shows it: text without quotes, numbers with six digits that matter.
    fileprivate var shown: String { Figure.text(self) }
}

extension SweepResults {
    /// The trials as parallel coordinates; `nil` if none has ended.
    public var picture: String? {
        count(.done) + count(.failed) > 0 ? SweepPicture(self).svg : nil
    }
}
