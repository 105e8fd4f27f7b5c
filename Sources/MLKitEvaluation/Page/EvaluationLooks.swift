internal import MLKitCore
internal import MLKitDrawing
internal import MLKitReports

/// What the selected model owes to columns, and what it does on rows that are not as they were, on a page.
struct EvaluationLooks {
    let report: EvaluationReport

    init(_ report: EvaluationReport) { self.report = report }

    var text: String { importance + robustness }

    private static let mostColumns = 30

    private var importance: String {
        guard let found = report.importance else { return "" }
        let name = found.metric.rawValue
        let figures = found.columns.prefix(Self.mostColumns).map { column in
            IntervalChart.Figure(
                name: column.column, value: column.loss,
                interval: column.interval.isKnown ? column.interval.lower...column.interval.upper : nil,
                label: EvaluationPage.figure(column.loss, column.interval))
        }
        let more = found.columns.count - figures.count
        let lead = "By how much \(name), \(found.value.briefFigure()) here, gets worse where the values of a column are shuffled among "
            + "\(plural(found.rows, "row")), each \(plural(found.repeats, "time")). Columns that tell the same are less important each "
            + "than both together, since one stands in for the other."
            + (more > 0 ? " \(plural(more, "more column", "more columns")) of less importance in the report." : "")
        return EvaluationPage.section(
            "What the model owes to columns, by \(report.lookedAt.words)",
            EvaluationPage.paragraph(lead) + IntervalChart(title: "loss of \(name) without the column", figures: figures).svg)
    }

    private var robustness: String {
        guard let found = report.robustness else { return "" }
        let isOfClasses = report.classes != nil
        let rows = found.cases.map { tried in
            [
                tried.words, tried.value.briefFigure(), tried.loss.briefFigure(),
                isOfClasses ? "\((tried.changed * 100).brief(1)) %" : tried.changed.briefFigure(),
            ]
        }
        let head = [
            "what was done", found.metric.rawValue, "worse by", isOfClasses ? "rows given another class" : "answers differ by, on average",
        ]
        let lead = "\(found.metric.rawValue) is \(found.value.briefFigure()) on \(plural(found.rows, "row")) as they are; all columns were "
            + "changed at once."
        return EvaluationPage.section(
            "On rows that are not as they were, of \(report.lookedAt.words)",
            EvaluationPage.paragraph(lead) + "<div class=\"wide\">\(HTMLTable(head, rows).text)</div>")
    }
}

extension EvaluationReport.RobustnessCase {
    /// "3 % of the values are missing".
    var words: String {
        let share = "\((strength * 100).brief(1)) %"
        return switch disturbance {
        case .noise: "numbers are off by \(share) of their standard deviation"
        case .missing: "\(share) of the values are missing"
        case .outside: "\(share) of the numbers are out of the range of the others"
        case .unseen: "\(share) of the texts are ones that nobody has seen"
        case .swapped: "in \(share) of the rows two columns have each other's values"
        }
    }
}
