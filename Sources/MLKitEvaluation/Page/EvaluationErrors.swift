internal import MLKitCore
internal import MLKitDrawing
internal import MLKitReports

/// Where the selected model is wrong, on a page.
struct EvaluationErrors {
    let report: EvaluationReport

    init(_ report: EvaluationReport) { self.report = report }

    var text: String {
        guard let errors = report.errors else { return "" }
        return EvaluationPage.section("What to work on, by \(report.selection.split.words)", groups(errors))
            + EvaluationPage.section("Rows that are wrong by most", worst(errors))
    }

    private func groups(_ errors: EvaluationReport.ErrorAnalysis) -> String {
        let whole = errors.errors.map { "\($0) of \(plural(errors.rows, "row")) are wrong" }
            ?? "the root of the mean squared error is \(errors.rate.briefFigure())"
        let lead = "Here \(whole); groups that were looked at for those that fare worse: \(errors.searched). Room is by how much the rate "
            + "of all rows would fall if a group were as good as all others, the ceiling if it had no errors."
        let rows = errors.groups.map { group in
            [
                group.words, "\(group.rows)", percent(group.share), percent(group.shareOfErrors),
                EvaluationPage.figure(group.rate, group.interval), group.rateElsewhere.briefFigure(), group.ceiling.briefFigure(),
                group.room.briefFigure(), group.isWeak ? "worse beyond chance" : "",
            ]
        }
        let head = ["group", "rows", "of all rows", "of all errors", "error rate", "elsewhere", "ceiling", "room", ""]
        return EvaluationPage.paragraph(lead)
            + (rows.isEmpty ? "" : "<div class=\"wide\">\(HTMLTable(head, rows, marked: weak(errors)).text)</div>")
    }

    private func weak(_ errors: EvaluationReport.ErrorAnalysis) -> Set<Int> {
        Set(errors.groups.indices.filter { errors.groups[$0].isWeak })
    }

    private func percent(_ share: Double) -> String { share.isFinite ? "\((share * 100).brief(1)) %" : "" }

    private func worst(_ errors: EvaluationReport.ErrorAnalysis) -> String {
        guard !errors.worst.isEmpty else { return "" }
        let rows = errors.worst.map { row in
            let values = row.values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
            return ["\(row.row)", row.truth, row.answer, row.off.briefFigure(), values]
        }
        let off = report.classes == nil ? "above it by" : "probability of the true class"
        return "<div class=\"wide\">\(HTMLTable(["row", "true", "answered", off, "what stands there"], rows).text)</div>"
    }
}
