internal import MLKitReports
internal import MLKitSignature

/// Statistics of the columns of a source, of the rows that are kept, as the report has them.
///
/// They were gathered while the source was read, in one order, whatever the number of threads. Counts, means and deviations
/// are exact. Up to a million rows the rest is as well: what memory did not hold is asked of the typed file. Beyond that,
/// quantiles are those of every n-th row, and many different values are estimated.
struct ColumnStatistics {
    let loaded: LoadedSource
    let engine: TableEngine
    /// The rows that count: a relation with a condition; asked for where memory did not hold all.
    let kept: () throws -> String

    /// Rows up to which all is exact.
    static let exactRows = 1_000_000

    func columns() throws -> [DataReport.Column] {
        let exact = try exactFigures()
        let rows = loaded.ingestion.isKept.count { $0 }
        return loaded.schema.columns.enumerated().map { index, schema in
            let reader = loaded.ingestion.readers[index]
            var column = DataReport.Column(name: schema.name, type: schema.type)
            column.distinct = exact[index]?.distinct ?? reader.distinct
            let markers = reader.profile.markers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            if !markers.isEmpty { column.markers = markers.map { DataReport.Frequent(value: $0.key, count: $0.value) } }
            let isEstimated = !reader.isExact && exact[index] == nil
            if isEstimated { column.isApproximate = true }
            switch schema.type {
            case .integer, .number, .date, .timestamp:
                describe(&column, reader.figures, exact[index]?.quantiles, schema.type)
            case .boolean:
                column.count = reader.trues + reader.falses
                let counts = [("true", reader.trues), ("false", reader.falses)].filter { $0.1 > 0 }
                column.top = counts.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { DataReport.Frequent(value: $0.0, count: $0.1) }
            case .text, .identifier:
                column.count = reader.texts.present
                let top = exact[index]?.top ?? reader.texts.top(10)
                column.top = top.map { DataReport.Frequent(value: $0.text, count: $0.count) }
            }
            column.missing = rows - column.count
            return column
        }
    }

    private func describe(
        _ column: inout DataReport.Column, _ figures: NumberSummary, _ exact: [Double]?, _ type: ColumnType
    ) {
        column.count = figures.count
        let isEmpty = figures.count == 0
        let (least, most) = isEmpty ? (Double.nan, Double.nan) : (figures.minimum, figures.maximum)
        if type == .date || type == .timestamp {
            func text(_ value: Double) -> String {
                type == .date ? Calendar.date(days: Int64(value)) : Calendar.moment(seconds: value / 1e6)
            }
            if !isEmpty { (column.earliest, column.latest) = (text(least), text(most)) }
            return
        }
        let quantiles = exact ?? figures.quantiles([0.25, 0.5, 0.75])
        (column.minimum, column.maximum) = (least, most)
        (column.lowerQuartile, column.median, column.upperQuartile) = (quantiles[0], quantiles[1], quantiles[2])
        (column.mean, column.deviation) = (isEmpty ? .nan : figures.mean, figures.deviation)
    }

    // MARK: What memory did not hold

    private struct Exact {
        var distinct: Int
        var quantiles: [Double]?
        var top: [(text: String, count: Int)] = []
    }

    /// One column at a time, so that no more than one is in memory.
    private func exactFigures() throws -> [Int: Exact] {
        let readers = loaded.ingestion.readers
        guard loaded.ingestion.rowCount <= Self.exactRows else { return [:] }
        var found: [Int: Exact] = [:]
        for index in readers.indices where !readers[index].isExact {
            let isText = loaded.schema.columns[index].type == .text || loaded.schema.columns[index].type == .identifier
            found[index] = isText ? try exactTexts(index) : try exactNumbers(index)
        }
        return found
    }

    private func exactNumbers(_ index: Int) throws -> Exact {
        let type = loaded.schema.columns[index].type
        let expression = type == .date || type == .timestamp ? "epoch(c\(index))" : "c\(index)"
        let table = try engine.table(
            "SELECT \(expression) AS x FROM \(kept()) AND c\(index) IS NOT NULL", to: "describe the columns")
        let numbers = table.numbers("x")
        // Of integers beyond 2^53 two may be the same here.
        let distinct = try engine.table(
            "SELECT count(DISTINCT c\(index)) AS n FROM \(kept()) AND c\(index) IS NOT NULL", to: "describe the columns"
        ).numbers("n").first.map { Int($0) } ?? 0
        let shares = [0.25, 0.5, 0.75]
        return Exact(distinct: distinct,
            quantiles: numbers.isEmpty ? shares.map { _ in .nan } : SortedNumbers.quantiles(shares, ofAny: numbers))
    }

    private func exactTexts(_ index: Int) throws -> Exact {
        let table = try engine.table(
            """
            SELECT value, n, count(*) OVER () AS groups
            FROM (SELECT c\(index) AS value, count(*) AS n FROM \(kept()) AND c\(index) IS NOT NULL GROUP BY 1)
            ORDER BY n DESC, value LIMIT 10
            """, to: "describe the columns")
        return Exact(
            distinct: Int(table.numbers("groups").first ?? 0),
            top: zip(table.texts("value"), table.numbers("n")).map { ($0, Int($1)) })
    }
}
