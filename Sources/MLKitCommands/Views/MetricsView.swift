internal import MLKitCore
internal import MLKitSnapshots

/// Figures of stages as tables.
struct MetricsView {
    let metrics: [StageMetrics]
    let showsRevisions: Bool

    /// Wider tables are written with a line for each figure.
    private static let mostColumns = 10

    var text: String {
        guard !metrics.isEmpty else { return "no stage has metrics yet\n" }
        return MetricTable.grouping(metrics).map { table in
            var cells = TextTable()
            cells.rows = rows(table).map { $0.map(\.onOneLine) }
            return cells.text()
        }.joined(separator: "\n")
    }

    var markdown: String {
        guard !metrics.isEmpty else { return "No stage has metrics yet.\n" }
        return MetricTable.grouping(metrics).map { MarkdownRows.text(rows($0)) }.joined(separator: "\n")
    }

    /// The rows with their header.
    private func rows(_ table: MetricTable) -> [[String]] {
        let header = (showsRevisions ? ["revision"] : []) + ["stage"] + (table.split == nil ? [] : ["split"])
        func place(_ row: StageMetrics) -> [String] {
            (showsRevisions ? [row.revision ?? "now"] : []) + [row.stage] + [table.split].compactMap { $0 }
        }
        guard table.columns.count <= Self.mostColumns else {
            return [header + ["metric", "value"]]
                + table.rows.flatMap { row in row.values.map { place(row) + [$0.name, Figure.text($0.value)] } }
        }
        return [header + table.columns]
            + table.rows.map { row in place(row) + table.columns.map { Figure.text(row[$0]) } }
    }

    /// One line for each figure: `revision,stage,metric,value,split`; the revision is empty for the working tree, the
    /// split for a figure of none.
    var csv: String {
        let lines = metrics.flatMap { row in
            row.values.map { name, value in
                [row.revision ?? "", row.stage, name, Self.plain(value), row.splits[name] ?? ""].map(DelimitedText.written)
                    .joined(separator: ",")
            }
        }
        return (["revision,stage,metric,value,split"] + lines).map { $0 + "\n" }.joined()
    }

    /// A figure in full; JSON has no words for those that are not finite.
    private static func plain(_ value: JSON) -> String {
        if case .double(let number) = value, !number.isFinite { return "\(number)" }
        return value.string ?? value.compact
    }

    /// `[{"revision", "stage", "metrics": {name: value}, "splits": {name: split}}]`; the revision is null for the working
    /// tree, and `splits` left out where no figure is of a split.
    var json: JSON {
        .array(
            metrics.map { row in
                let splits = row.values.compactMap { value in row.splits[value.name].map { JSON.Member(value.name, .string($0)) } }
                return .object(
                    [
                        JSON.Member("revision", row.revision.map { .string($0) } ?? .null),
                        JSON.Member("stage", .string(row.stage)),
                        JSON.Member("metrics", .object(row.values.map { .init($0.name, $0.value) })),
                    ] + (splits.isEmpty ? [] : [JSON.Member("splits", .object(splits))]))
            })
    }
}
