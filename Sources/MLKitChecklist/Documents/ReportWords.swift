internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What reports and the spec say, in words and tables for a card.
struct ReportWords {
    let reports: ProjectReports

    private var configuration: JSON? { reports.dataStage?.configuration }

    var rows: String? {
        guard let rows = reports.data?["rows"], let kept = rows["kept"]?.int else { return nil }
        let read = rows["read"]?.int.map { " of \($0) read" } ?? ""
        let duplicates = rows["duplicates"]?.int.map { $0 > 0 ? "; \(plural($0, "duplicate")) left out" : "" } ?? ""
        return "\(plural(kept, "row"))\(read)\(duplicates)."
    }

    var source: String? {
        let source = configuration?["source"]
        let paths = source?.array?.compactMap(\.string) ?? [source?.string].compactMap { $0 }
        return paths.isEmpty ? nil : "Read from \(paths.map(MarkdownText.code).joined(separator: ", "))."
    }

    var splits: String? {
        let parts = (reports.data?["splits"]?.array ?? []).compactMap { split -> String? in
            guard let name = split["name"]?.string, let rows = split["rows"]?.int else { return nil }
            return "\(MarkdownText.line(name)): \(plural(rows, "row"))"
        }
        guard !parts.isEmpty else { return nil }
        let rule = configuration?["split"].map { " Split by \(MarkdownText.code(YAMLText.flow($0)))." } ?? ""
        return "\(parts.joined(separator: ", ")).\(rule)"
    }

    /// Each column with its type and what is missing.
    var columns: String? {
        var table = MarkdownTable(header: ["column", "type", "missing", "distinct values"])
        for column in reports.data?["columns"]?.array ?? [] {
            let cells = [column["missing"], column["distinct"]].map { $0?.int.map(String.init) ?? "" }
            table.rows.append([cell(column["name"]), cell(column["type"])] + cells)
        }
        let target = reports.data?["target"]?.string.map { "The target is \(MarkdownText.code($0)).\n\n" } ?? ""
        return table.text.map { target + $0 }
    }

    var missing: String? {
        guard let columns = reports.data?["columns"]?.array else { return nil }
        let lacking = columns.compactMap { column -> String? in
            guard let count = column["missing"]?.int, count > 0 else { return nil }
            return "\(cell(column["name"])) (\(count))"
        }
        return lacking.isEmpty ? "No value is missing." : "Values are missing in \(lacking.joined(separator: ", "))."
    }

    var cleaning: String? {
        configuration?["clean"].map { "Cleaned by the data stage: \(MarkdownText.code(YAMLText.flow($0)))." }
    }

    /// Every model's metrics, the selected one in bold.
    var metrics: String? {
        let models = reports.evaluation?["models"]?.array ?? []
        let names = (reports.selected ?? models.first)?["metrics"]?.members?.map(\.name) ?? []
        guard !names.isEmpty else { return nil }
        var table = MarkdownTable(header: ["model"] + names.map(MarkdownText.line))
        let selected = reports.selected?["name"]
        for model in models {
            let mark = model["name"] == selected ? "**" : ""
            let values = names.map { model["metrics"]?[$0]?.double?.brief() ?? "–" }
            table.rows.append(["\(mark)\(cell(model["name"]))\(mark)"] + values)
        }
        return table.text
    }

    /// The selected model's metrics by class.
    var classes: String? {
        let classes = reports.selected?["per_class"]?.array ?? []
        var table = MarkdownTable(header: ["class", "rows", "precision", "recall", "f1"])
        for found in classes {
            let values = ["precision", "recall", "f1"].map { found[$0]?.double?.brief() ?? "–" }
            table.rows.append([cell(found["name"]), found["rows"]?.int.map(String.init) ?? ""] + values)
        }
        return table.text
    }

    var quantization: String? {
        guard let report = reports.quantization, let ratio = report["size"]?["ratio"]?.double,
            let allowed = report["allowed"], let drop = allowed["drop"]?.double, let metric = allowed["metric"]?.string
        else { return nil }
        return "A quantized form has \((ratio * 100).brief(1)) % of the size; its \(metric) is \(drop.brief()) lower."
    }

    func cell(_ value: JSON?) -> String { MarkdownText.line(value?.string ?? "") }
}
