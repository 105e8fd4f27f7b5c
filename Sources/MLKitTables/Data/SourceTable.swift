internal import MLKitCore
internal import MLKitSignature

/// The source, loaded into a database as texts: the table `source` with the column `file` (the file's number)
/// and one column a name, `c0`, `c1`, …, in which missing values are NULL. Its row identifiers count rows from
/// 0 in the order of the files.
struct SourceTable {
    let engine: TableEngine
    let files: [SourceFile]
    /// The names of the columns kept.
    let columns: [String]
    /// Texts that mean "missing"; empty text always does.
    let missing: [String]

    /// Texts lose the white space around them, so that ` Private` and `Private` are one value.
    func load(to purpose: String) throws {
        let queries = files.enumerated().map { number, file in
            let values = columns.indices.map { "\(cleaned("c\($0)")) AS c\($0)" }
            return "SELECT \(number) AS file, \(values.joined(separator: ", ")) FROM (\(file.query(columns)))"
        }
        try engine.run("CREATE TABLE source AS\n\(queries.joined(separator: "\nUNION ALL\n"));", to: purpose)
    }

    private func cleaned(_ column: String) -> String {
        let trimmed = "trim(\(column), ' ' || chr(9) || chr(10) || chr(13))"
        return "CASE WHEN \(trimmed) IN \(SQL.list(missing.map(\.trimmed) + [""])) THEN NULL ELSE \(trimmed) END"
    }

    /// How many rows each file has.
    func rowCounts() throws -> [Int] {
        let table = try engine.table("SELECT file, count(*) AS n FROM source GROUP BY file", to: "count the rows")
        var counts = [Int](repeating: 0, count: files.count)
        for (file, count) in zip(table.numbers("file"), table.numbers("n")) { counts[Int(file)] = Int(count) }
        return counts
    }

    func profiles() throws -> [ColumnProfile] {
        let queries = columns.indices.map { Self.profileQuery($0) }
        let table = try engine.table(
            "SELECT * FROM (\(queries.joined(separator: "\nUNION ALL\n"))) ORDER BY position",
            to: "profile the columns")
        func number(_ name: String, _ row: Int) -> Int { Int(table.numbers(name)[row]) }
        let texts = table.optionalTexts("first_text")
        return columns.enumerated().map { row, name in
            ColumnProfile(
                name: name, present: number("present", row), missing: number("missing", row),
                distinct: number("distinct_values", row), integers: number("integers", row),
                numbers: number("numbers", row), booleans: number("booleans", row),
                notNumbers: number("not_numbers", row), firstText: texts[row])
        }
    }

    private static func profileQuery(_ index: Int) -> String {
        let x = "c\(index)"
        let isNumber = ValueRules.isOfType(.number, x)
        return """
            SELECT \(index) AS position, count(\(x)) AS present, count(*) - count(\(x)) AS missing,
                count(DISTINCT \(x)) AS distinct_values,
                count(*) FILTER (\(ValueRules.isOfType(.integer, x))) AS integers,
                count(*) FILTER (\(isNumber)) AS numbers,
                count(*) FILTER (\(ValueRules.isOfType(.boolean, x))) AS booleans,
                count(*) FILTER (\(ValueRules.isNotANumber(x))) AS not_numbers,
                arg_min(\(x), rowid) FILTER (NOT \(isNumber) AND NOT \(ValueRules.isNotANumber(x))) AS first_text
            FROM source
            """
    }

    /// The different values of some columns, by the column's position.
    func values(of positions: [Int], types: [ColumnType]) throws -> [Int: [String]] {
        guard !positions.isEmpty else { return [:] }
        let queries = zip(positions, types).map { position, type in
            let typed = ValueRules.typed("c\(position)", ColumnSchema(name: "", type: type))
            return """
                SELECT DISTINCT \(position) AS position, CAST(\(typed) AS VARCHAR) AS value
                FROM source WHERE \(typed) IS NOT NULL
                """
        }
        let table = try engine.table(queries.joined(separator: "\nUNION ALL\n"), to: "list the categories")
        let pairs = zip(table.numbers("position"), table.texts("value"))
        return Dictionary(grouping: pairs) { Int($0.0) }.mapValues { $0.map(\.1) }
    }
}
