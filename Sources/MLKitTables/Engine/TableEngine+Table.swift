internal import CEngines
internal import MLKitCore
internal import MLKitSignature
public import SystemPackage

extension TableEngine {
    /// The rows of a query, in its order.
    ///
    /// Integers and other numbers become numeric columns (integers beyond 2^53 lose their last digits), truth values the
    /// texts `true` and `false`, texts text. NULL stays apart from empty text.
    ///
    /// - Parameters:
    ///   - values: one for each `?` of the query.
    ///   - purpose: what the query does, in words that follow "cannot".
    /// - Throws: `Failure` with DuckDB's reason, or for a column of another type, which the query has to cast.
    public func table(_ query: String, _ values: [SQLValue] = [], to purpose: String) throws -> Table {
        let answer = try answer(query, values, purpose)
        let columns = answer.columns
        if let column = columns.first(where: { DuckDBType(rawValue: $0.type)?.isRead != true }) {
            throw Failure("cannot \(purpose)", notes: ["the column `\(column.name)` is neither of numbers nor of texts"])
        }
        var builders = columns.map { ColumnBuilder(name: $0.name, isNumeric: ColumnVector.isNumeric($0.type)) }
        var rowCount = 0
        while let chunk = try answer.next(to: purpose) {
            for index in builders.indices { builders[index].append(chunk.vector(index)) }
            rowCount += chunk.rowCount
        }
        return Table(columns: builders.map(\.column), rowCount: rowCount)
    }

    /// The rows of a Parquet file, its columns those of `schema`, in the schema's order. Classes that are whole numbers
    /// beyond 2^53 are texts, since no two of them are to become one.
    ///
    /// - Throws: `Failure` if the file cannot be read or lacks a column.
    public func table(parquet: FilePath, schema: TableSchema) throws -> Table {
        let columns = schema.columns.map { column in
            let name = SQL.identifier(column.name)
            let isLarge = column.categories.contains { Int($0).map { $0.magnitude > 1 << 53 } ?? false }
            let type = column.type == .integer && isLarge ? .text : column.type
            return "\(Self.expression(name, type)) AS \(name)"
        }
        let query = "SELECT \(columns.joined(separator: ", ")) FROM read_parquet(?)"
        do {
            return try table(query, [.path(parquet)], to: "read `\(parquet)`")
        } catch let failure as Failure {
            throw try lacking(parquet, schema) ?? failure
        }
    }

    /// All rows of a Parquet file, truth values and decimal fractions as numbers.
    ///
    /// - Parameter texts: columns of which truth values are texts.
    /// - Throws: `Failure` if the file cannot be read, or has a column of lists or the like.
    public func table(numbersOf parquet: FilePath, texts: Set<String>) throws -> Table {
        let purpose = "read `\(parquet)`"
        let found = try table("SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet(?))", [.path(parquet)], to: purpose)
        let columns = zip(found.texts("column_name"), found.texts("column_type")).map { name, type in
            let column = SQL.identifier(name)
            let isNumber = (type == "BOOLEAN" && !texts.contains(name)) || type.hasPrefix("DECIMAL(")
            return isNumber ? "CAST(\(column) AS DOUBLE) AS \(column)" : column
        }
        return try table("SELECT \(columns.joined(separator: ", ")) FROM read_parquet(?)", [.path(parquet)], to: purpose)
    }

    /// What to say of a file that lacks columns of a schema; `nil` for one that has them, or cannot be read at all.
    private func lacking(_ parquet: FilePath, _ schema: TableSchema) throws -> Failure? {
        let query = "SELECT column_name FROM (DESCRIBE FROM read_parquet(?))"
        guard let present = try? table(query, [.path(parquet)], to: "read `\(parquet)`").texts("column_name") else { return nil }
        let known = Set(present.map { $0.lowercased() })
        let problems = schema.columns.map(\.name).filter { !known.contains($0.lowercased()) }.map { name in
            Diagnostic.error(
                "`\(parquet)` has no column `\(name)`" + (schema.isTarget(name) ? ", the target" : ""),
                hint: Suggestion.hint(for: name, among: present) ?? "a split has the columns of its schema, the target among them")
        }
        return problems.isEmpty ? nil : Failure(problems)
    }

    /// A column as a table has it: days since 1970 for a date, seconds for a time stamp.
    static func expression(_ name: String, _ type: ColumnType) -> String {
        switch type {
        case .integer, .number: "CAST(\(name) AS DOUBLE)"
        case .date: "CAST(date_diff('day', DATE '1970-01-01', CAST(\(name) AS DATE)) AS DOUBLE)"
        case .timestamp: "epoch(CAST(\(name) AS TIMESTAMP))"
        case .boolean, .text, .identifier: "CAST(\(name) AS VARCHAR)"
        }
    }
}
