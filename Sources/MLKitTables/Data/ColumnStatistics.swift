internal import MLKitReports

/// Statistics of the columns of the table `typed`, as the report has them.
struct ColumnStatistics {
    let engine: TableEngine
    let schema: TableSchema

    /// One thread computes them: a sum of doubles depends on its order, and the report must not change from run
    /// to run.
    func columns() throws -> [DataReport.Column] {
        let queries = schema.columns.enumerated().map { Self.query($0, $1) }
        try engine.run("SET threads = 1", to: "describe the columns")
        let table = try engine.table(
            "SELECT * FROM (\(queries.joined(separator: "\nUNION ALL\n"))) ORDER BY position", to: "describe the columns")
        let tops = try frequentValues()
        return schema.columns.enumerated().map { index, column in
            func value(_ name: String) -> Double { table.numbers(name)[index] }
            var found = DataReport.Column(name: column.name, type: column.type)
            (found.count, found.missing) = (Int(value("count")), Int(value("missing")))
            found.distinct = Int(value("distinct"))
            guard column.isNumeric else {
                found.top = tops[index] ?? []
                return found
            }
            (found.minimum, found.maximum) = (value("minimum"), value("maximum"))
            (found.lowerQuartile, found.upperQuartile) = (value("lower_quartile"), value("upper_quartile"))
            (found.median, found.mean, found.deviation) = (value("median"), value("mean"), value("deviation"))
            return found
        }
    }

    private static func query(_ index: Int, _ column: ColumnSchema) -> String {
        let x = column.isNumeric ? "CAST(c\(index) AS DOUBLE)" : "NULL::DOUBLE"
        return """
            SELECT \(index) AS position, count(c\(index)) AS "count", count(*) - count(c\(index)) AS missing,
                count(DISTINCT c\(index)) AS "distinct", min(\(x)) AS minimum,
                quantile_cont(\(x), 0.25) AS lower_quartile, quantile_cont(\(x), 0.5) AS median,
                quantile_cont(\(x), 0.75) AS upper_quartile, max(\(x)) AS maximum, avg(\(x)) AS mean,
                stddev_samp(\(x)) AS deviation
            FROM typed
            """
    }

    /// The ten most frequent values of each column that is no number, by the column's position.
    private func frequentValues() throws -> [Int: [DataReport.Frequent]] {
        let positions = schema.columns.indices.filter { !schema.columns[$0].isNumeric }
        guard !positions.isEmpty else { return [:] }
        let queries = positions.map { index in
            """
            SELECT * FROM (SELECT \(index) AS position, CAST(c\(index) AS VARCHAR) AS value, count(*) AS n
            FROM typed WHERE c\(index) IS NOT NULL GROUP BY 2 ORDER BY n DESC, value LIMIT 10)
            """
        }
        let table = try engine.table(
            "SELECT * FROM (\(queries.joined(separator: "\nUNION ALL\n"))) ORDER BY position, n DESC, value",
            to: "describe the columns")
        var tops: [Int: [DataReport.Frequent]] = [:]
        let (places, values, counts) = (table.numbers("position"), table.texts("value"), table.numbers("n"))
        for row in 0..<table.rowCount {
            tops[Int(places[row]), default: []].append(
                DataReport.Frequent(value: values[row], count: Int(counts[row])))
        }
        return tops
    }
}
