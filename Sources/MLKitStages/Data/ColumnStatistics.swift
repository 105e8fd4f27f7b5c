internal import MLKitCore

/// Statistics of the columns of the table `typed`, as the report has them.
struct ColumnStatistics {
    let duckdb: DuckDB
    let schema: TableSchema

    /// One thread computes them: a sum of doubles depends on its order, and the report must not change from run
    /// to run.
    func columns() async throws -> [JSON] {
        let queries = schema.columns.enumerated().map { Self.query($0, $1) }
        let table = try await duckdb.table(
            "SELECT * FROM (\(queries.joined(separator: "\nUNION ALL\n"))) ORDER BY position",
            after: "SET threads = 1;", to: "describe the columns")
        let tops = try await frequentValues()
        return schema.columns.enumerated().map { index, column in
            var members: [JSON.Member] = [
                .init("name", .string(column.name)), .init("type", .string(column.type.rawValue)),
            ]
            let names = column.isNumeric ? Self.counts + Self.moments : Self.counts
            members += names.map { .init($0, Self.number(table.numbers($0)[index])) }
            if !column.isNumeric { members.append(.init("top", .array(tops[index] ?? []))) }
            return .object(members)
        }
    }

    private static let counts = ["count", "missing", "distinct"]
    private static let moments = [
        "minimum", "lower_quartile", "median", "upper_quartile", "maximum", "mean", "deviation",
    ]

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
    private func frequentValues() async throws -> [Int: [JSON]] {
        let positions = schema.columns.indices.filter { !schema.columns[$0].isNumeric }
        guard !positions.isEmpty else { return [:] }
        let queries = positions.map { index in
            """
            SELECT * FROM (SELECT \(index) AS position, CAST(c\(index) AS VARCHAR) AS value, count(*) AS n
            FROM typed WHERE c\(index) IS NOT NULL GROUP BY 2 ORDER BY n DESC, value LIMIT 10)
            """
        }
        let table = try await duckdb.table(
            "SELECT * FROM (\(queries.joined(separator: "\nUNION ALL\n"))) ORDER BY position, n DESC, value",
            to: "describe the columns")
        var tops: [Int: [JSON]] = [:]
        let (places, values, counts) = (table.numbers("position"), table.texts("value"), table.numbers("n"))
        for row in 0..<table.rowCount {
            tops[Int(places[row]), default: []].append(
                ["value": .string(values[row]), "count": .int(Int(counts[row]))])
        }
        return tops
    }

    /// Whole numbers without a decimal point, NaN as null.
    private static func number(_ value: Double) -> JSON {
        if let whole = Int(exactly: value) { return .int(whole) }
        return value.isFinite ? .double(value) : .null
    }
}
