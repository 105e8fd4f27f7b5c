internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitYAML

/// What reports and the spec say, in words and tables for a card.
struct ReportWords {
    let reports: ProjectReports

    private var configuration: JSON? { reports.dataStage?.configuration }

    var rows: String? {
        guard let rows = reports.data?.rows else { return nil }
        let duplicates = rows.duplicates > 0 ? "; \(plural(rows.duplicates, "duplicate")) left out" : ""
        return "\(plural(rows.kept, "row")) of \(rows.read) read\(duplicates)."
    }

    var source: String? {
        guard let stage = reports.dataStage else { return nil }
        let paths = stage.inputs.filter { $0.role == Wiring.sourceRole }.map(\.path) + stage.settings.uses.addresses
        return paths.isEmpty ? nil : "Read from \(paths.map(MarkdownText.code).joined(separator: ", "))."
    }

    var splits: String? {
        let parts = (reports.data?.splits ?? []).map { "\(MarkdownText.line($0.name)): \(plural($0.rows, "row"))" }
        guard !parts.isEmpty else { return nil }
        let rule = configuration?[Wiring.splitKey].map { " Split by \(MarkdownText.code(YAMLText.flow($0)))." } ?? ""
        return "\(parts.joined(separator: ", ")).\(rule)"
    }

    /// Each column with its type and what is missing.
    var columns: String? {
        var table = MarkdownTable(header: ["column", "type", "missing", "distinct values"])
        for column in reports.data?.columns ?? [] {
            table.rows.append(
                [MarkdownText.line(column.name), column.type.rawValue, "\(column.missing)", "\(column.distinct)"])
        }
        let target = reports.data.map { "The target is \(MarkdownText.code($0.target)).\n\n" } ?? ""
        return table.text.map { target + $0 }
    }

    var missing: String? {
        guard let columns = reports.data?.columns else { return nil }
        let lacking = columns.filter { $0.missing > 0 }.map { "\(MarkdownText.line($0.name)) (\($0.missing))" }
        return lacking.isEmpty ? "No value is missing." : "Values are missing in \(lacking.joined(separator: ", "))."
    }

    var cleaning: String? {
        configuration?[Wiring.cleanKey].map { "Cleaned by the data stage: \(MarkdownText.code(YAMLText.flow($0)))." }
    }

    /// Every model's metrics, the selected one in bold, split by split.
    var metrics: String? {
        let measured = MeasuredSplit.allCases.compactMap { reports.evaluation?.measurement(on: $0) }
        let tables = measured.compactMap { measurement in
            table(measurement).map { "On \(plural(measurement.rows, "row")) of \(measurement.split.words):\n\n\($0)" }
        }
        let sureness = reports.evaluation?.intervals.map {
            "\n\nIn brackets: what the figure of all rows to come is between (\($0.words) interval)."
        }
        return tables.isEmpty ? nil : tables.joined(separator: "\n\n") + (sureness ?? "")
    }

    private func table(_ measurement: EvaluationReport.Measurement) -> String? {
        let selected = measurement.model(reports.selected?.name) ?? measurement.models.first
        let metrics = selected?.metrics.all.map(\.metric) ?? []
        guard !metrics.isEmpty else { return nil }
        var table = MarkdownTable(header: ["model"] + metrics.map { MarkdownText.line($0.rawValue) })
        for model in measurement.models {
            let mark = model.name == reports.selected?.name ? "**" : ""
            let values = metrics.map { metric in
                let interval = model.intervals?[metric].map { " (\(Self.figure($0.lower)) to \(Self.figure($0.upper)))" }
                return Self.figure(model.metrics[metric]) + (interval ?? "")
            }
            table.rows.append(["\(mark)\(MarkdownText.line(model.name))\(mark)"] + values)
        }
        return table.text
    }

    /// The selected model's metrics by class, on the test split where it was measured there.
    var classes: String? {
        let measurement = reports.evaluation?.reported
        var table = MarkdownTable(header: ["class", "rows", "precision", "recall", "f1"])
        for found in measurement?.model(reports.selected?.name)?.perClass ?? [] {
            let values = [found.precision, found.recall, found.f1].map { Self.figure($0) }
            table.rows.append([MarkdownText.line(found.name), "\(found.rows)"] + values)
        }
        return table.text.map { "On \(measurement?.split.words ?? ""):\n\n\($0)" }
    }

    var quantization: String? {
        guard let report = reports.quantization else { return nil }
        let (metric, drop) = (report.allowed.metric.rawValue, report.allowed.drop.brief())
        let size = (report.size.ratio * 100).brief(1)
        return "A quantized form has \(size) % of the size; its \(metric) on \(report.split.words) is \(drop) lower."
    }

    /// A dash for what is not known.
    private static func figure(_ value: Double?) -> String {
        value.flatMap { $0.isNaN ? nil : $0.brief() } ?? "–"
    }
}
