internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitReports

/// Explanations as tables in a terminal.
struct ExplainView {
    /// What the file is called.
    let name: String

    func text(_ found: EvaluationReport.Importance) -> String {
        var table = TextTable()
        table.add("column", "worse by", "\((found.level * 100).brief(2)) % interval")
        for column in found.columns {
            let ends = column.interval.isKnown ? column.interval.ends : ""
            table.add(column.column.onOneLine, column.loss.briefFigure(), ends)
        }
        let rows = plural(found.rows, "row")
        return "\(found.metric.rawValue) is \(found.value.briefFigure()) on \(rows) of `\(name.onOneLine)`; it gets worse where a column "
            + "is shuffled, \(plural(found.repeats, "time")) each\n\n\(table.text())"
    }

    func text(_ found: RowExplanation) -> String {
        var table = TextTable()
        table.add("column", "value", "adds", found.method == .sampled ? "standard error" : "")
        for part in found.parts {
            table.add(
                part.column.onOneLine, part.value?.shortened.onOneLine ?? "missing", Figure.signed(part.adds),
                part.error?.briefFigure() ?? "")
        }
        return "row \(found.row) of `\(name.onOneLine)` is answered \(answer(found))\n\n\(table.text())"
    }

    /// "`yes`; probability of `yes`: 0.91, on average of 100 other rows 0.3", or the number.
    private func answer(_ found: RowExplanation) -> String {
        let others = "on average of \(plural(found.others, "other row")) \(found.base.briefFigure())"
        guard let label = found.label, let ofClass = found.ofClass, let unit = found.unit else {
            return "\(found.answer.briefFigure()), \(others)"
        }
        return "`\(label.onOneLine)`; \(unit) of `\(ofClass.onOneLine)`: \(found.value.briefFigure()), \(others)"
    }

    func text(_ found: PartialDependence, row: Int?) -> String {
        var table = TextTable()
        table.add(found.column.onOneLine, "mean", "a tenth is below", "a tenth is above", row.map { "row \($0)" } ?? "")
        for point in found.points {
            table.add(
                point.value?.shortened.onOneLine ?? "missing", point.mean.briefFigure(), point.low.briefFigure(), point.high.briefFigure(),
                point.own?.briefFigure() ?? "")
        }
        let what = found.ofClass.map { "the probability of `\($0.onOneLine)`" } ?? "the answer"
        return "\(what) for \(plural(found.rows, "row")) of `\(name.onOneLine)`, all with one value of `\(found.column.onOneLine)`\n\n"
            + table.text()
    }

    func text(_ found: [RowChange], row: Int) -> String {
        guard !found.isEmpty else {
            return "row \(row) of `\(name.onOneLine)`: no change of up to three columns was found that changes the answer so\n"
        }
        let lines = found.map { change in
            let steps = change.steps.map { step in
                let (from, to) = (step.from?.shortened.onOneLine ?? "missing", step.to?.shortened.onOneLine ?? "missing")
                return "\(step.column.onOneLine): \(from) -> \(to)"
            }
            let answer = change.label.map { "`\($0.onOneLine)`, with \(change.answer.briefFigure())" } ?? change.answer.briefFigure()
            return "  \(steps.joined(separator: ", "))  is answered \(answer)\n"
        }
        return "row \(row) of `\(name.onOneLine)` would be answered otherwise with\n\n\(lines.joined())"
    }
}
