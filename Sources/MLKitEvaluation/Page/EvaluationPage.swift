internal import MLKitCore
internal import MLKitDrawing
internal import MLKitReports
internal import MLKitTables

/// An evaluation as one page: what a decision needs first, and below it what it rests on.
struct EvaluationPage {
    let report: EvaluationReport
    /// The models that the report shows first, with their answers, on the split that it is of.
    let shown: [EvaluatedModel]
    let truth: TargetValues
    let warnings: [String]

    var text: String {
        HTMLPage(
            title: "Evaluation of \(report.target)", generator: "mlkit evaluate", style: HTMLPage.reportStyle + "\n" + Self.style,
            content: [
                summary, EvaluationTables(report).text, pictures, EvaluationErrors(report).text, EvaluationLooks(report).text, method,
            ].joined()
        ).text
    }

    static func section(_ title: String, _ content: String) -> String {
        content.isEmpty ? "" : "<h2>\(MarkupText.escaped(title))</h2>\n\(content)\n"
    }

    static func paragraph(_ text: String) -> String { "<p>\(MarkupText.escaped(text))</p>\n" }

    /// "0.8744 (0.866 to 0.882)".
    static func figure(_ value: Double?, _ interval: Interval?) -> String {
        guard let value, value.isFinite else { return "undefined" }
        return value.briefFigure() + (interval.map { $0.isKnown ? " (\($0.ends))" : "" } ?? "")
    }

    private var selected: EvaluationReport.Model? { report.selected }
    private var metric: Metric { report.selection.metric }

    // MARK: The first screen

    private var summary: String {
        let value = selected?.metrics[metric] ?? (report.selection.split == report.split ? report.selection.value : .nan)
        let level = report.intervals.map { "\($0.words) interval " } ?? ""
        let interval = selected?.intervals?[metric].map { "<br><small>\(level)\(MarkupText.escaped($0.ends))</small>" } ?? ""
        let size = selected.map { QuantizationPage.size($0.sizeBytes) } ?? ""
        let cards = [
            card("selected model", "<strong>\(MarkupText.escaped(report.selection.model))</strong><br><small>\(size)</small>"),
            card(
                "\(metric.rawValue) on \(report.split.words), \(plural(report.rows, "row"))",
                "<strong>\(value.briefFigure())</strong>\(interval)"),
            beside(report.baseline, "the baseline"), beside(report.served, "the model"), thresholdCard,
        ]
        return "<div class=\"figures\">\n\(cards.joined())</div>\n"
            + Self.paragraph(report.selection.reason + ".") + warningList + leaderboard
    }

    private func card(_ name: String, _ content: String) -> String {
        "<div class=\"figure\"><span>\(MarkupText.escaped(name))</span><p>\(content)</p></div>\n"
    }

    private func beside(_ name: String?, _ kind: String) -> String {
        guard let name, name != report.selection.model,
            let found = report.comparisons.first(where: { $0.other == name && $0.metric == metric })
        else { return "" }
        let words =
            switch found.verdict {
            case .better: "better beyond chance"
            case .worse: "worse"
            case .unclear: "not told from it beyond chance"
            }
        return card(
            "against \(kind.hasSuffix(name) ? kind : "\(kind) \(name)")",
            "<strong>\(Figure.signed(found.difference))</strong><br><small>\(MarkupText.escaped(found.interval.ends)): \(words)</small>")
    }

    private var thresholdCard: String {
        guard let threshold = selected?.threshold, let positive = report.classes?.last else { return "" }
        return card("threshold of \(positive)", "<strong>\(threshold.briefFigure())</strong>")
    }

    private var warningList: String {
        guard !warnings.isEmpty else { return "" }
        return "<ul class=\"warnings\">\n\(warnings.map { "<li>\(MarkupText.escaped($0))</li>\n" }.joined())</ul>\n"
    }

    /// All models on the split that one was selected on.
    private var leaderboard: String {
        let candidates = report.candidates
        let models = candidates.models.filter { $0.metrics[metric]?.isFinite ?? false }.sorted { one, other in
            let (a, b) = (one.metrics[metric] ?? .nan, other.metrics[metric] ?? .nan)
            return report.selection.maximize ? a > b : a < b
        }
        guard !models.isEmpty else { return "" }
        let figures = models.map { model in
            let (value, interval) = (model.metrics[metric] ?? .nan, model.intervals?[metric])
            return IntervalChart.Figure(
                name: model.name, value: value, interval: interval.map { $0.lower...$0.upper }, label: Self.figure(value, interval),
                isMarked: model.name == report.selection.model)
        }
        let title = "\(metric.rawValue), \(metric.higherIsBetter ? "higher" : "lower") is better"
        return Self.section("Models on \(candidates.split.words)", IntervalChart(title: title, figures: figures).svg)
    }

    // MARK: Pictures of what is shown

    private var pictures: String {
        let curves = shown.enumerated().compactMap { place, model in
            ModelCurves(truth, model.predictions).map { (place: place, name: model.name, curves: $0) }
        }
        var text = ""
        if !curves.isEmpty {
            let roc = curves.map { ChartSeries(name: $0.name, points: $0.curves.roc, colour: $0.place, dash: 0) }
            let precision = curves.map { ChartSeries(name: $0.name, points: $0.curves.precision, colour: $0.place, dash: 0) }
            let chance = ChartSeries(name: "by chance", points: [(0, 0), (1, 1)], colour: 7, dash: 2)
            text += Self.section(
                "Curves on \(report.split.words)",
                LineChart(title: "ROC: true positive rate", x: "false positive rate", series: roc + [chance]).svg
                    + LineChart(title: "Precision by recall", x: "recall", series: precision).svg)
        }
        return text + reliability + gains + residuals
    }

    private var reliability: String {
        guard let table = selected?.reliability else { return "" }
        let known = table.filter { $0.rows > 0 }
        let line = ChartSeries(name: report.selection.model, points: known.map { ($0.predicted, $0.observed) }, colour: 0, dash: 0)
        let ideal = ChartSeries(name: "as often as said", points: [(0, 0), (1, 1)], colour: 7, dash: 2)
        let rows = known.map {
            ["\($0.lower.brief()) to \($0.upper.brief())", "\($0.rows)", $0.predicted.briefFigure(), Self.figure($0.observed, $0.interval)]
        }
        return Self.section(
            "How probabilities come true",
            LineChart(title: "Share that came true, by probability", x: "mean probability", series: [line, ideal]).svg
                + HTMLTable(["probability", "rows", "mean", "came true"], rows).text)
    }

    private var gains: String {
        guard let table = selected?.gains, let positive = report.classes?.last else { return "" }
        let line = ChartSeries(name: report.selection.model, points: [(0, 0)] + table.map { ($0.share, $0.found) }, colour: 0, dash: 0)
        let chance = ChartSeries(name: "by chance", points: [(0, 0), (1, 1)], colour: 7, dash: 2)
        let rows = table.map { gain in
            ["\((gain.share * 100).brief()) %", "\(gain.rows)", "\(gain.positives)", gain.found.briefFigure(), gain.lift.briefFigure()]
        }
        return Self.section(
            "What the highest scores find",
            LineChart(title: "Share of \(positive) that is found", x: "share of rows, highest scores first", series: [line, chance]).svg
                + HTMLTable(["highest scores", "rows", "of \(positive)", "share found", "lift"], rows).text)
    }

    private static let bins = 40

    private var residuals: String {
        guard let table = selected?.residuals, case .numbers(let truth) = truth,
            case .numbers(let predicted)? = shown.first(where: { $0.name == report.selection.model })?.predictions
        else { return "" }
        let errors = zip(predicted, truth).map { $0 - $1 }
        let (low, high) = (errors.min() ?? 0, errors.max() ?? 0)
        var counts = [Int](repeating: 0, count: Self.bins)
        for error in errors where high > low {
            counts[min(Int((error - low) / (high - low) * Double(Self.bins)), Self.bins - 1)] += 1
        }
        let rows = table.map { ["\(($0.share * 100).brief()) %", $0.value.briefFigure()] }
        return Self.section(
            "How far answers are above what is true",
            HistogramChart(title: "residuals", counts: counts, from: low.briefFigure(), to: high.briefFigure()).svg
                + HTMLTable(["of the rows", "at most"], rows).text)
    }

    private var method: String {
        var text = "Models were compared on \(report.selection.split.words), and the figures above are of \(report.split.words)"
        if report.split == .test, report.selection.split == .valid { text += ", which nothing was fitted or chosen on" }
        text += "."
        if let method = report.intervals {
            let drawn = method.sample.map { ", from \($0) of them" } ?? ""
            text += " Intervals hold the figure of all rows to come in \(method.words) of samples: shares of rows by Wilson, all else by "
                + "drawing the rows \(method.resamples) times anew\(drawn). Differences are tested on the same rows: accuracy by "
                + "McNemar, ROC AUC of two classes by DeLong, all else by the same drawings; chances of several comparisons are "
                    + "corrected together (Holm)."
        }
        return Self.section("How this was found", Self.paragraph(text))
    }

    private static let style = """
        .figures { display: flex; flex-wrap: wrap; gap: 1rem; }
        .figure { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; flex: 1 1 12rem; }
        .figure span { color: var(--dim); font-size: .85rem; } .figure p { margin: .2rem 0 0; }
        .figure strong { font-size: 1.5rem; } small { color: var(--dim); }
        .warnings { border-left: .25rem solid #d29922; padding: .5rem 1rem .5rem 2rem; }
        .marked-row td { font-weight: 600; }
        .wide { overflow-x: auto; }
        """
}
