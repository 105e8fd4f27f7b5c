internal import MLKitCore
internal import MLKitDrawing
internal import MLKitReports
internal import MLKitSignature

/// The tables of an evaluation: metrics, comparisons, classes, groups of rows.
struct EvaluationTables {
    let report: EvaluationReport

    init(_ report: EvaluationReport) { self.report = report }

    var text: String { [metrics, candidates, confusion, comparisons, slices, fairness].joined() }

    private func wide(_ table: HTMLTable) -> String { "<div class=\"wide\">\(table.text)</div>" }

    /// The selected model's metrics, beside the baseline's.
    private var metrics: String {
        guard let model = report.selected else { return "" }
        let baseline = report.baseline == model.name ? nil : report.model(report.baseline)
        let rows = model.metrics.all.map { metric, value -> [String] in
            let found = report.comparisons.first { $0.other == baseline?.name && $0.metric == metric }
            let beside = baseline.map { base in
                [
                    EvaluationPage.figure(base.metrics[metric], base.intervals?[metric]),
                    found.map { EvaluationPage.figure($0.difference, $0.interval) } ?? "", found?.verdict.rawValue ?? "",
                ]
            }
            return [metric.rawValue, EvaluationPage.figure(value, model.intervals?[metric])] + (beside ?? [])
        }
        let head = ["metric", model.name] + (baseline.map { [$0.name, "difference", "verdict"] } ?? [])
        return EvaluationPage.section("Metrics on \(report.split.words)", wide(HTMLTable(head, rows)))
    }

    /// All models on the split that one was selected on.
    private var candidates: String {
        let measurement = report.candidates
        guard measurement.split != report.split, let names = measurement.models.first?.metrics.all.map(\.metric) else { return "" }
        let rows = measurement.models.map { model in
            [model.name, model.kind, QuantizationPage.size(model.sizeBytes)] + names.map { (model.metrics[$0] ?? .nan).briefFigure() }
        }
        let marked = measurement.models.firstIndex { $0.name == report.selection.model }
        return EvaluationPage.section(
            "All models on \(measurement.split.words)",
            wide(HTMLTable(["model", "kind", "size"] + names.map(\.rawValue), rows, marked: Set([marked].compactMap { $0 }))))
    }

    private static let mostClasses = 20

    private var confusion: String {
        guard let model = report.selected, let classes = report.classes, let scores = model.perClass else { return "" }
        let counts = classes.count <= Self.mostClasses ? model.confusion : nil
        let picture = counts.map { ConfusionChart(title: "\(model.name) on \(report.split.words)", classes: classes, counts: $0).svg } ?? ""
        let rows = scores.map { found in
            [
                found.name, "\(found.rows)", EvaluationPage.figure(found.precision, found.intervals?[.precision]),
                EvaluationPage.figure(found.recall, found.intervals?[.recall]), EvaluationPage.figure(found.f1, found.intervals?[.f1]),
            ]
        }
        let (title, name) = report.task == .multilabel ? ("Labels", "label") : ("Classes", "class")
        return EvaluationPage.section(title, picture + wide(HTMLTable([name, "rows", "precision", "recall", "f1"], rows)))
    }

    /// Of the split that one was selected on.
    private var comparisons: String {
        let found = report.candidates.comparisons
        guard !found.isEmpty else { return "" }
        let rows = found.map { comparison in
            [
                comparison.metric.rawValue, comparison.other, EvaluationPage.figure(comparison.difference, comparison.interval),
                comparison.test.rawValue, chance(comparison.chance), chance(comparison.corrected), comparison.verdict.rawValue,
            ]
        }
        let head = ["metric", "beside", "difference", "test", "chance", "corrected", "verdict"]
        return EvaluationPage.section(
            "\(report.selection.model) beside the others on \(report.candidates.split.words)", wide(HTMLTable(head, rows)))
    }

    private func chance(_ value: Double) -> String { value < 0.0001 ? "below 0.0001" : value.brief() }

    private var slices: String {
        let tables = report.slices.map { slice -> String in
            let names = slice.groups.first?.metrics.all.map(\.metric) ?? []
            let rows = slice.groups.map { group in
                [group.value ?? "missing", "\(group.rows)"] + names.map { EvaluationPage.figure(group.metrics[$0], group.intervals?[$0]) }
            }
            return wide(HTMLTable([slice.column, "rows"] + names.map(\.rawValue), rows))
        }
        return EvaluationPage.section("Groups of rows on \(report.split.words)", tables.joined(separator: "\n"))
    }

    private var fairness: String {
        let tables = report.parity.map { parity -> String in
            let groups = parity.groups.map { group in
                [group.name, "\(group.rows)\(group.isSmall ? ", too few" : "")"]
                    + [group.selectionRate, group.truePositiveRate, group.falsePositiveRate, group.precision]
                    .map { EvaluationPage.figure($0.value, $0.interval) }
            }
            let gaps = parity.gaps.map { gap in
                [
                    gap.criterion.rawValue, EvaluationPage.figure(gap.difference, gap.interval),
                    gap.ratio.isFinite ? gap.ratio.brief() : "undefined",
                    gap.highest ?? "", gap.lowest ?? "",
                ]
            }
            return wide(HTMLTable([parity.name, "rows", "taken", "true positive rate", "false positive rate", "precision"], groups))
                + wide(HTMLTable(["criterion", "difference", "ratio", "highest", "lowest"], gaps))
        }
        let asked = report.fairness.map { fairness in
            EvaluationPage.paragraph(
                "Asked where the model was selected: \(fairness.measure) of groups may differ by \(fairness.maxGap.brief()); it differs by "
                    + "\(fairness.gap.briefFigure())\(fairness.column.map { " in \($0)" } ?? "").")
        }
        return EvaluationPage.section(
            "Fairness on \(report.split.words)", tables.isEmpty ? "" : (asked ?? "") + tables.joined(separator: "\n"))
    }
}
