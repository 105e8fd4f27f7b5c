internal import MLKitCore
public import SystemPackage

extension DuckDB {
    /// The rows of a query, in its order.
    ///
    /// Integers and other numbers become numeric columns (integers beyond 2^53 lose their last digits),
    /// truth values the texts `true` and `false`, everything else text. NULL stays apart from empty text.
    ///
    /// - Parameters:
    ///   - statements: run first, in the same process.
    ///   - purpose: what the query does, in words that follow "cannot".
    /// - Throws: `Failure` with DuckDB's reason.
    public func table(_ query: String, after statements: String = "", to purpose: String) async throws -> Table {
        let types = "SELECT array_to_string(list(column_type), chr(31)) FROM (DESCRIBE \(query))"
        let bytes = try await output(of: statements + Self.copy(types) + Self.copy(query), to: purpose)
        return bytes.withUnsafeBufferPointer(Self.table)
    }

    /// The rows of a Parquet file, its columns those of `schema`, in the schema's order.
    ///
    /// - Throws: `Failure` if the file cannot be read or lacks a column.
    public func table(parquet: FilePath, schema: TableSchema) async throws -> Table {
        let columns = schema.columns.map { SQL.identifier($0.name) }.joined(separator: ", ")
        return try await table(
            "SELECT \(columns) FROM read_parquet(\(SQL.literal(parquet)))", to: "read `\(parquet)`")
    }

    private static func copy(_ query: String) -> String {
        "COPY (\(query)) TO '/dev/stdout' (FORMAT csv, HEADER, FORCE_QUOTE *);\n"
    }

    /// Two CSV tables one after the other: a heading and one row with all the types, then the query's own.
    private static func table(_ bytes: UnsafeBufferPointer<UInt8>) -> Table {
        var cursor = CSVCursor(bytes)
        cursor.next { _ in }
        let types = cursor.next { String(decoding: $0 ?? .init(start: nil, count: 0), as: UTF8.self) }
        var builders = [ColumnBuilder]()
        for type in types.split(separator: "\u{1F}", omittingEmptySubsequences: false) {
            let name = cursor.next { String(decoding: $0 ?? .init(start: nil, count: 0), as: UTF8.self) }
            builders.append(ColumnBuilder(name: name, isNumeric: isNumeric(type)))
        }
        var rowCount = 0
        while !cursor.isAtEnd {
            for index in builders.indices { cursor.next { builders[index].append($0) } }
            rowCount += 1
        }
        return Table(columns: builders.map(\.column), rowCount: rowCount)
    }

    private static func isNumeric(_ type: Substring) -> Bool {
        type.hasPrefix("DECIMAL") || numericTypes.contains(String(type))
    }

    private static let numericTypes: Set<String> = [
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
        "UHUGEINT", "FLOAT", "DOUBLE",
    ]
}
