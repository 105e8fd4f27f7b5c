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
        table.add("column", "value", "adds", found.method == .sampled ? "standard error" : found.method == .lime ? "where" : "")
        for part in found.parts {
            table.add(
                part.column.onOneLine, part.value?.shortened.onOneLine ?? "missing", Figure.signed(part.adds),
                part.error?.briefFigure() ?? part.range?.onOneLine ?? "")
        }
        return "row \(found.row) of `\(name.onOneLine)` is answered \(answer(found))\(fit(found))\(exact(found))\n\n\(table.text())"
    }

    /// What of a mean is exact, and why the rest is not.
    private func exact(_ found: RowExplanation) -> String {
        let share = found.exact.flatMap { $0 < 0.9995 ? "\($0.brief(3)) of the mean are sums of trees, and exact; the rest is drawn" : nil }
        return [share, found.note].compactMap { $0 }.map { "\n" + $0 }.joined()
    }

    /// How far the row's answer and those near it can be trusted to be what the fit says.
    private func fit(_ found: RowExplanation) -> String {
        guard let fit = found.fit else { return "" }
        let share = fit.share.isNaN ? "all answers near it are the same" : "R² \(fit.share.briefFigure())"
        return "\nlinear fit of \(plural(fit.samples, "row")) near it, kernel width \(fit.width.briefFigure()): \(share); it answers "
            + "\(fit.value.briefFigure()), and \(found.base.briefFigure()) where no column is like the row's"
    }

    /// "`yes`; probability of `yes`: 0.91, on average of 100 other rows 0.3", or the number.
    private func answer(_ found: RowExplanation) -> String {
        let others = found.method == .lime ? "" : ", on average of \(plural(found.others, "other row")) \(found.base.briefFigure())"
        guard let label = found.label, let ofClass = found.ofClass, let unit = found.unit else {
            return "\(found.answer.briefFigure())\(others)"
        }
        return "`\(label.onOneLine)`; \(unit) of `\(ofClass.onOneLine)`: \(found.value.briefFigure())\(others)"
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
