internal import MLKitCore
internal import MLKitDrawing
internal import MLKitReports

/// What a search tried, as one page.
struct TrialsPage {
    let report: TrialsReport

    var text: String {
        let parts = [lead, members, chart, trials, rungs]
        return HTMLPage(
            title: "Trials of \(report.model)", generator: "mlkit", style: HTMLPage.reportStyle, content: parts.joined()
        ).text
    }

    private var measured: [TrialsReport.Trial] { report.trials.filter(\.value.isFinite) }

    /// Those that were measured on all folds, the best first.
    private var whole: [TrialsReport.Trial] {
        measured.filter { $0.rung == report.rungs.count }.sorted { ($0.value, $0.number) < ($1.value, $1.number) }
    }

    private var lead: String {
        var text = "\(plural(report.trials.count, "trial")) in \(report.seconds.brief(1)) s"
        if let budget = report.budget { text += " of \(budget.brief(1)) s" }
        text += ". The model has \(report.metric.rawValue) <strong>\(report.value.briefFigure())</strong> on training rows that its "
            + "parts were not fitted on"
        if let best = whole.first { text += "; the best trial alone has \(best.value.briefFigure())" }
        if report.ended == .time { text += ". It ended with its time, so another run may end elsewhere" }
        return "<p class=\"lead\">\(text).</p>\n"
    }

    private var members: String {
        let rows = report.trials.filter { $0.weight > 0 }.sorted { ($1.weight, $0.number) < ($0.weight, $1.number) }.map {
            [$0.weight.brief(3), "trial \($0.number)", $0.kind, $0.value.briefFigure()]
        }
        return section("What it is made of", HTMLTable(["weight", "", "family", report.metric.rawValue], rows).text)
    }

    private var chart: String {
        let bars = whole.map {
            BarChart.Bar(name: "\($0.number) \($0.kind)", value: $0.value, label: $0.value.briefFigure(), isMarked: $0.weight > 0)
        }
        guard !bars.isEmpty else { return "" }
        return section("On all folds", BarChart(title: "\(report.metric.rawValue): the shorter, the better", bars: bars).svg)
    }

    private var trials: String {
        let rows = report.trials.map { trial in
            [
                "\(trial.number)", trial.kind, Self.text(trial.settings), "\(trial.rung)",
                trial.problem ?? trial.value.briefFigure(), trial.folds.map { $0.briefFigure() }.joined(separator: ", "),
                trial.seconds.brief(1), trial.weight > 0 ? trial.weight.brief(3) : "",
            ]
        }
        let head = ["trial", "family", "settings", "rung", report.metric.rawValue, "folds", "seconds", "weight"]
        return section("All trials", HTMLTable(head, rows).text)
    }

    private var rungs: String {
        let rows = report.rungs.enumerated().map { ["\($0 + 1)", "\($1.rows)", "\($1.folds)"] }
        return section("Rungs", HTMLTable(["rung", "rows that are fitted on", "folds that are measured on"], rows).text)
    }

    private static func text(_ settings: JSON) -> String {
        (settings.members ?? []).map { "\($0.name) \(Figure.text($0.value))" }.joined(separator: ", ")
    }

    private func section(_ title: String, _ content: String) -> String { "<h2>\(MarkupText.escaped(title))</h2>\n\(content)" }
}
