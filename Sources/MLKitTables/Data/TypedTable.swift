internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import SystemPackage

/// The table `typed`: the source's rows that have a target, as values of the schema's types, in columns `c0`,
/// `c1`, …, beside `row`, the row's number in the source.
struct TypedTable {
    let engine: TableEngine
    let schema: TableSchema

    /// - Parameter distinct: keep only the first of rows that are the same in every column.
    func create(distinct: Bool) throws {
        let values = schema.columns.enumerated().map { "\(ValueRules.typed("c\($0)", $1)) AS c\($0)" }
        let names = schema.columns.indices.map { "c\($0)" }.joined(separator: ", ")
        let filter = distinct ? "QUALIFY row_number() OVER (PARTITION BY \(names) ORDER BY row) = 1" : ""
        try engine.run(
            """
            CREATE TABLE labelled AS
            SELECT row, \(names) FROM (SELECT rowid AS row, \(values.joined(separator: ", ")) FROM source)
            WHERE \(column(schema.target)) IS NOT NULL ORDER BY row;
            CREATE TABLE typed AS SELECT * FROM labelled \(filter) ORDER BY row;
            """, to: "give the values their types")
    }

    /// The rows of the source, of those the ones with a target, and of those the ones kept.
    func rowCounts() throws -> (source: Int, labelled: Int, kept: Int) {
        let table = try engine.table(
            """
            SELECT (SELECT count(*) FROM source) AS source, (SELECT count(*) FROM labelled) AS labelled,
                (SELECT count(*) FROM typed) AS kept
            """, to: "count the rows")
        return (Int(table.numbers("source")[0]), Int(table.numbers("labelled")[0]), Int(table.numbers("kept")[0]))
    }

    func column(_ name: String) -> String {
        "c\(schema.columns.firstIndex { $0.name == name } ?? 0)"
    }

    /// The strata and their rows, in the order of their values as texts, missing ones last; `nil` splits all
    /// rows as one stratum.
    func strata(_ name: String?) throws -> [(value: String?, rows: Int)] {
        let table = try engine.table(
            "SELECT \(stratum(name)) AS stratum, count(*) AS n FROM typed GROUP BY 1 ORDER BY 1 NULLS LAST",
            to: "count the strata")
        return zip(table.optionalTexts("stratum"), table.numbers("n")).map { ($0, Int($1)) }
    }

    private func stratum(_ name: String?) -> String {
        name.map { "CAST(\(column($0)) AS VARCHAR)" } ?? "''"
    }

    /// Writes the three parts, each in the order of the source.
    ///
    /// Within a stratum rows are ordered by the MD5 of `seed:row`, and given to `valid`, then `test`, then
    /// `train`. So a part depends on nothing but the seed, the rows' places in the source and the strata: not on
    /// threads, on DuckDB's own random numbers or hashes, nor on which columns are kept.
    func write(
        _ strata: [(value: String?, rows: Int)], _ plan: SplitPlan, _ split: DataConfiguration.Split,
        to paths: DataPaths
    ) throws {
        let rows = zip(strata, plan.counts).map { stratum, counts in
            "(\(stratum.value.map(SQL.literal) ?? "NULL"), \(counts.valid), \(counts.valid + counts.test))"
        }
        let copies = Part.allCases.map { copy($0, to: paths.split($0)) }.joined(separator: "\n")
        try engine.run(
            """
            CREATE TABLE split AS
            SELECT ranked.*, CASE WHEN rank <= valid THEN 'valid' WHEN rank <= test THEN 'test' ELSE 'train' END AS part
            FROM (SELECT *, \(stratum(split.stratify)) AS stratum, row_number() OVER
                (PARTITION BY stratum ORDER BY md5('\(split.seed):' || row), row) AS rank FROM typed) AS ranked
            JOIN (VALUES \(rows.joined(separator: ", "))) AS plan(of, valid, test) ON stratum IS NOT DISTINCT FROM of;
            \(copies)
            """, to: "write the splits")
    }

    private func copy(_ part: Part, to path: FilePath) -> String {
        let columns = schema.columns.enumerated().map { "c\($0) AS \(SQL.identifier($1.name))" }
        return """
            COPY (SELECT \(columns.joined(separator: ", ")) FROM split WHERE part = '\(part.rawValue)' ORDER BY row)
            TO \(SQL.literal(path)) (FORMAT parquet, COMPRESSION zstd);
            """
    }

    /// How many rows are the same in every column and stand in more than one part.
    func sharedRows() throws -> Int {
        let names = schema.columns.indices.map { "c\($0)" }.joined(separator: ", ")
        let table = try engine.table(
            """
            SELECT coalesce(sum(n), 0)::BIGINT AS n FROM
                (SELECT count(*) AS n, count(DISTINCT part) AS parts FROM split GROUP BY \(names)) WHERE parts > 1
            """, to: "look for rows in several parts")
        return Int(table.numbers("n")[0])
    }

    /// The rows of each part, and how many of each class.
    func parts() throws -> [DataReport.Part] {
        let isClassified = schema.task != .regression
        let label = isClassified ? "CAST(\(column(schema.target)) AS VARCHAR)" : "NULL::VARCHAR"
        let table = try engine.table(
            "SELECT part, \(label) AS label, count(*) AS n FROM split GROUP BY ALL", to: "count the splits")
        let rows = zip(zip(table.texts("part"), table.texts("label")), table.numbers("n"))
        let whole = rows.reduce(0) { $0 + Int($1.1) }
        return Part.allCases.map { part in
            let own = rows.filter { $0.0.0 == part.rawValue }
            let counts = Dictionary(own.map { (ByteText($0.0.1), Int($0.1)) }) { first, _ in first }
            return DataReport.Part(
                name: part.rawValue, rows: own.reduce(0) { $0 + Int($1.1) }, of: whole,
                classes: schema.classes.map { ($0, counts[ByteText($0)] ?? 0) })
        }
    }
}
