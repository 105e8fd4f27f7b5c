internal import MLKitCore
internal import MLKitReports

// What was measured of a model, on which rows, and when.

extension ModelCard {
    var metrics: String {
        let parts = [inputs.quantization.map(quantized), inputs.evaluation.map(evaluated)].compactMap { $0 }
        let text = parts.isEmpty ? "The model was deployed without an evaluation.\n" : parts.joined(separator: "\n")
        return "## Metrics\n\n\(text)"
    }

    private func evaluated(_ evaluation: DeployInputs.Evaluation) -> String {
        let hasBaseline = !evaluation.baseline.isEmpty
        let rows = evaluation.scores.all.map { metric, score -> String in
            let baseline = evaluation.baseline[metric].map { "\(number($0)) |" } ?? "– |"
            let interval = evaluation.intervals[metric].map { " (\(number($0.lower)) to \(number($0.upper)))" } ?? ""
            return "| \(metric.rawValue) | \(number(score))\(interval) | \(hasBaseline ? "\(baseline) " : "")\(better(metric)) |"
        }
        let subject = inputs.quantization == nil ? "" : "Before it was quantized: "
        return """
            \(subject)On \(plural(evaluation.rows, "row")) of \(evaluation.split.words), \(standing(evaluation))\
            \(hasBaseline ? ", beside a baseline that answers the same for every row" : "")\(day(evaluation.measured)).

            | metric | model | \(hasBaseline ? "baseline | " : "")better is |
            |---|---|\(hasBaseline ? "---|" : "")---|
            \(rows.joined(separator: "\n"))

            """ + sureness(evaluation) + groups(evaluation)
    }

    /// What figures on these rows are worth.
    private func standing(_ evaluation: DeployInputs.Evaluation) -> String {
        switch (evaluation.split, evaluation.selectedOn) {
        case (.test, .valid), (.test, .folds): "which nothing was fitted or chosen on"
        case (.test, .test): "on which it was also selected, so that it looks better here than it is"
        case (.folds, _):
            "each row answered by a model that was not fitted on it; it was also selected on them, and the test split was left alone"
        case (.valid, _): "on which it was also selected; the test split was left alone"
        }
    }

    /// What stands in brackets.
    private func sureness(_ evaluation: DeployInputs.Evaluation) -> String {
        guard let method = evaluation.method, !evaluation.intervals.isEmpty else { return "" }
        return "\nIn brackets: what the figure of all rows to come is between (\(method.words) interval), if they are as these.\n"
    }

    /// How far groups of rows are apart.
    private func groups(_ evaluation: DeployInputs.Evaluation) -> String {
        guard !evaluation.slices.isEmpty, let metric = evaluation.scores.all.first?.metric else { return "" }
        let rows = evaluation.slices.map { slice -> String in
            let known = slice.groups.filter { $0.metrics[metric].map { !$0.isNaN } ?? false }
            let worst = known.min { one, other in
                let (a, b) = (one.metrics[metric] ?? .nan, other.metrics[metric] ?? .nan)
                return metric.higherIsBetter ? a < b : a > b
            }
            let name = worst.map { "\(cell($0.value ?? "missing")) (\(plural($0.rows, "row")))" } ?? "–"
            let value = worst?.metrics[metric].map(number) ?? "–"
            let gap = slice.gaps[metric].flatMap { $0.isNaN ? nil : number($0) } ?? "–"
            return "| \(code(slice.column)) | \(slice.groups.count) | \(name) | \(value) | \(gap) |"
        }
        return """

            Groups of rows, by \(metric.rawValue):

            | column | groups | worst | its \(metric.rawValue) | gap to the best |
            |---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    func better(_ metric: Metric) -> String { metric.higherIsBetter ? "higher" : "lower" }

    func day(_ time: Timestamp?) -> String { time.map { "; measured on \($0.day)" } ?? "" }
}
