internal import MLKitCore
public import MLKitReports
internal import MLKitSignature
public import MLKitSpec
public import SystemPackage

/// A table that was read as a data stage reads its source, outside of any project.
public final class ReadTable {
    public let name: String
    /// What it was fetched to, if it was.
    private var fetched: FetchedTable?
    let loaded: LoadedSource
    let files: [SourceFile]
    private let engine: TableEngine
    private let loading: SourceLoading
    /// Where its rows stand, once a query was asked of them.
    private var rows: TypedRows
    /// What does not fit into memory.
    private let folder: PrivateFolder

    /// - Parameters:
    ///   - name: what messages call the file.
    ///   - schema: what its columns are; found out if `nil`. Columns that it does not name are left out.
    /// - Throws: `Failure` for a file that cannot be read, or has none of the schema's columns.
    public convenience init(
        _ path: FilePath, name: String, like schema: TableSchema? = nil, read: ReadingOptions, context: StageContext
    ) throws {
        try self.init([path], name: name, names: { _ in name }, like: schema, read: read, context: context)
    }

    /// A table at an address.
    public convenience init(_ table: FetchedTable, like schema: TableSchema? = nil, context: StageContext) throws {
        try self.init(table.path, name: table.name, like: schema, read: table.read, context: context)
        fetched = table
    }

    /// - Parameters:
    ///   - paths: files of one table, with the same columns.
    ///   - names: what messages call one of them.
    ///   - missing: texts that mean a missing value; the usual ones if `nil`.
    ///   - missingByColumn: those that do so in single columns besides.
    package init(
        _ paths: [FilePath], name: String, names: @escaping (FilePath) -> String, like schema: TableSchema? = nil,
        read: ReadingOptions, missing: [String]? = nil, missingByColumn: [String: [String]]? = nil, context: StageContext
    ) throws {
        self.name = name
        folder = try PrivateFolder()
        let source = try OpenedSource(paths, names: names, options: read.spelled(as: schema), context, scratch: folder.path)
        (files, engine) = (source.files, source.writing)
        var configuration = DataConfiguration()
        configuration.read = read
        (configuration.clean.missing, configuration.clean.missingByColumn) = (missing, missingByColumn)
        let selection = ColumnSelection(configuration: configuration, files: files, schema: nil)
        try selection.checkOthers()
        let present = selection.known
        columnNames = present
        let columns = schema.map { $0.columns.map(\.name).filter { present.contains(bytesOf: $0) } } ?? present
        guard !columns.isEmpty else { throw Failure("`\(name)` has no column that there is to look at") }
        var wanted = schema
        wanted?.columns.removeAll { !columns.contains(bytesOf: $0.name) }
        rows = try TypedRows(forLooksAt: files, context, folder.path)
        var loading = SourceLoading(
            configuration: configuration, files: files, columns: columns, schema: wanted, reading: source.reading, writing: engine,
            rows: rows)
        loaded = try loading.load()
        // Again, the columns are what they were found to be.
        (loading.schema, loading.rows) = (loaded.schema, try TypedRows(files, context, folder.path))
        self.loading = loading
    }

    /// All rows with their types, as a relation with the columns `c0`, `c1`, …; written when it is first asked for.
    func relation() throws -> String {
        if !rows.isWritten {
            _ = try loading.load()
            rows = loading.rows
        }
        return rows.relation
    }

    public var rowCount: Int { loaded.ingestion.rowCount }
    public var schema: TableSchema { loaded.schema }
    /// What the user should know of how it was read.
    public var warnings: [String] { loaded.warnings }
    /// That values are none of the type that the schema gives their column, so that they count as missing, in words.
    public var unreadable: [String] {
        zip(schema.columns, loaded.ingestion.readers).compactMap { column, reader in
            reader.breaches[.type].map { breach in
                "the column `\(column.name)` has \(plural(breach.count, "value")) that \(breach.count == 1 ? "is" : "are") no "
                    + "\(column.type.rawValue), the first `\(breach.value.shortened)`: \(breach.count == 1 ? "it counts" : "they count") as missing here"
            }
        }
    }
    /// All columns of the file, those too that were not asked for.
    let columnNames: [String]

    func place(of column: String) -> Int? { schema.columns.firstIndex { $0.name.utf8.elementsEqual(column.utf8) } }

    /// The finite numbers of a column, sorted: days since 1970 of dates, seconds of time stamps.
    func numbers(_ place: Int) throws -> [Double] {
        let figures = loaded.ingestion.readers[place].figures
        if figures.isWhole {
            let scale = schema.columns[place].type == .timestamp ? 1e6 : 1
            return SortedNumbers.sorted(figures.sample.compactMap { $0.isFinite ? $0 / scale : nil })
        }
        let expression = TableEngine.expression("c\(place)", schema.columns[place].type)
        let table = try engine.table(
            "SELECT x FROM (SELECT \(expression) AS x FROM \(relation())) WHERE isfinite(x)", to: "read `\(name)`")
        return SortedNumbers.sorted(table.numbers("x"))
    }

    /// Days since 1970 of a column of dates or moments; of many rows those of every n-th.
    func days(_ place: Int) -> [Double] {
        let day = schema.columns[place].type == .timestamp ? Double(Calendar.microsecondsADay) : 1
        return loaded.ingestion.readers[place].figures.sample.map { $0 / day }
    }

    /// How often each value of a column is there, the most frequent first.
    func counts(_ place: Int) throws -> [(value: String, count: Int)] {
        if let known = knownCounts(place) { return known }
        let table = try engine.table(
            """
            SELECT CAST(c\(place) AS VARCHAR) AS value, count(*) AS n FROM \(relation()) WHERE c\(place) IS NOT NULL
            GROUP BY 1 ORDER BY n DESC, value
            """, to: "read `\(name)`")
        return zip(table.texts("value"), table.numbers("n")).map { ($0, Int($1)) }
    }

    /// In how many rows a column has no value.
    func missing(_ place: Int) -> Int {
        let reader = loaded.ingestion.readers[place]
        return switch schema.columns[place].type {
        case .text, .identifier: rowCount - reader.texts.present
        case .boolean: rowCount - reader.trues - reader.falses
        case .integer, .number, .date, .timestamp: rowCount - reader.figures.count
        }
    }

    /// What was counted while the table was read; `nil` where that is not all.
    private func knownCounts(_ place: Int) -> [(value: String, count: Int)]? {
        let reader = loaded.ingestion.readers[place]
        switch schema.columns[place].type {
        case .text, .identifier: return reader.texts.isWhole ? reader.texts.top(.max).map { ($0.text, $0.count) } : nil
        case .boolean:
            return Self.ranked([("false", reader.falses), ("true", reader.trues)].filter { $0.1 > 0 })
        case .integer:
            // Beyond 2^53 doubles do not tell all whole numbers apart.
            guard reader.figures.isWhole, max(abs(reader.figures.minimum), abs(reader.figures.maximum)) < 0x1p53 else { return nil }
            let counts = Dictionary(reader.figures.sample.map { ($0, 1) }, uniquingKeysWith: +)
            return Self.ranked(counts.map { (String(Int($0.key)), $0.value) })
        case .number, .date, .timestamp: return nil
        }
    }

    /// The most frequent first, of those that are as frequent in the order of their texts.
    private static func ranked(_ counts: [(String, Int)]) -> [(value: String, count: Int)] {
        counts.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { (value: $0.0, count: $0.1) }
    }

    /// All rows in their order, as models take them: of the schema's columns those that the file has.
    ///
    /// - Throws: `Failure` with each rule of the schema that a value breaks, and its row.
    package func table() throws -> Table {
        let written = loaded.rows.isWritten ? loaded : try loading.load()
        _ = try SchemaCheck(loaded: written, files: files, file: nil, engine: engine).run()
        let columns = schema.columns.enumerated().map { "\(TableEngine.expression("c\($0)", $1.type)) AS \(SQL.identifier($1.name))" }
        return try answer("SELECT \(columns.joined(separator: ", ")) FROM \(written.rows.relation) ORDER BY \(written.rows.number)")
    }

    /// What a query of its own rows answers.
    func answer(_ query: String) throws -> Table { try engine.table(query, to: "read `\(name)`") }

    /// Writes some columns, as `e0`, `e1`, …, where another table can read them as long as it is there.
    ///
    /// - Returns: the file, of Parquet.
    func export(_ places: [Int], for other: ReadTable) throws -> FilePath {
        let path = other.folder.path.appending("other.parquet")
        let columns = places.enumerated().map { "c\($1) AS e\($0)" }.joined(separator: ", ")
        let relation = try relation()
        try engine.run(
            "COPY (SELECT \(columns) FROM \(relation)) TO \(SQL.literal(path)) (FORMAT parquet)", to: "read `\(name)`")
        return path
    }

    /// Distributions of all columns, and what they have to do with each other.
    public func associations() throws -> DataReport.Statistics {
        try TableStatistics(
            schema: schema, engine: engine, kept: "\(relation()) WHERE true", number: rows.number, rowCount: rowCount
        ).statistics()
    }

    /// Statistics of all columns, as the report of a data stage has them.
    public func statistics() throws -> [DataReport.Column] {
        try ColumnStatistics(loaded: loaded, engine: engine) { try "\(self.relation()) WHERE true" }.columns()
    }
}
