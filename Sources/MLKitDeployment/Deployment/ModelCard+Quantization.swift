internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitReports

// What quantizing a model cost.

extension ModelCard {
    func quantized(_ quantization: DeployInputs.Quantization) -> String {
        let report = quantization.report
        let (metric, lost) = (report.allowed.metric.rawValue, report.allowed.drop)
        let change = lost > 0 ? "\(number(lost)) lower" : lost < 0 ? "\(number(-lost)) higher" : "the same"
        var text = """
            The model was quantized: \(form(report)), in \(report.size.ratio.brief(2)) of the size. Its \
            \(metric) is \(change) for it, and at most \(report.allowed.maxDrop.brief()) lower was allowed. Both forms, on \
            \(plural(report.rows, "row")) of \(report.split.words)\(day(quantization.measured)):

            \(changes(report.metrics))

            """
        if let test = report.test {
            text += "\nThe same on \(plural(test.rows, "row")) of the test split, which nothing was decided on:\n\n"
                + changes(test.metrics) + "\n"
        }
        let facts = facts(report)
        return text + (facts.isEmpty ? "" : "\n" + facts.map { "- \($0)\n" }.joined())
    }

    private func form(_ report: QuantizationReport) -> String {
        switch report.method {
        case .weights: "its weights are kept in fewer bits, and multiplied as floats"
        case .float16: "its weights are kept as 16-bit floats"
        // Earlier versions, which did not say it, knew no other.
        case .static, .dynamic, .auto, nil: "its matrix products are of 8-bit integers"
        }
    }

    /// What was measured besides, a sentence each.
    private func facts(_ report: QuantizationReport) -> [String] {
        var facts = [String]()
        let interval = report.allowed.interval
        if interval.lower.isFinite, interval.upper.isFinite {
            facts.append(
                "On all rows such as these, \(report.allowed.metric.rawValue) is \(number(interval.lower)) to \(number(interval.upper)) "
                    + "lower (95 % interval)" + (report.allowed.isUnclear ? ": too few rows to hold it to what was allowed." : "."))
        }
        if let flipped = report.flippedRows {
            facts.append("\(flipped) of \(plural(report.rows, "row")) are predicted as another class.")
        }
        if report.signalToNoise.isFinite {
            facts.append(
                "Signal to noise of its answers: \(report.signalToNoise.brief(1)) dB; the largest difference: "
                    + "\(number(report.difference.largest)).")
        }
        facts += report.bounds.map { "\(code($0.bound)) was asked, and is \($0.value.briefFigure())." }
        if let worst = report.groups.filter({ $0.drop.isFinite }).max(by: { $0.drop < $1.drop }) {
            let value = worst.value.map { "is \(code($0))" } ?? "is missing"
            facts.append(
                "Of \(plural(report.groups.count, "group")) of rows, those where \(code(worst.column)) \(value) lose most: "
                    + "\(number(worst.drop)), on \(plural(worst.rows, "row")).")
        }
        if !report.leftInFloat.isEmpty {
            facts.append("Left in float: \(report.leftInFloat.map { code($0.name) }.joined(separator: ", ")).")
        }
        return facts
    }

    private func changes(_ changes: [QuantizationReport.Change]) -> String {
        let rows = changes.filter { $0.after.isFinite }.map { change in
            "| \(change.metric.rawValue) | \(number(change.before)) | \(number(change.after)) | \(better(change.metric)) |"
        }
        return (["| metric | before | quantized | better is |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }
}
