internal import MLKitCore
internal import MLKitSignature
package import MLKitSpec
package import SystemPackage

/// A file whose rows are read as a schema has it, cleaned, and answered piece by piece: what is answered stands in a new file,
/// one row for each, beside columns of the file itself. Memory is bounded, whatever the number of rows.
package struct BatchFile {
    private let paths: [FilePath]
    private let names: (FilePath) -> String
    private let schema: TableSchema
    private let read: ReadingOptions
    private let kept: [String]
    private let context: StageContext

    /// - Parameters:
    ///   - names: what messages call a file.
    ///   - schema: the columns that answers follow from, and how raw values become theirs.
    ///   - kept: columns of the file that the new one has too.
    package init(
        _ paths: [FilePath], names: @escaping (FilePath) -> String, like schema: TableSchema, read: ReadingOptions, kept: [String],
        context: StageContext
    ) {
        (self.paths, self.names, self.schema, self.read, self.kept, self.context) = (paths, names, schema, read, kept, context)
    }

    /// A column of answers.
    package struct Answer: Sendable {
        package let name: String
        package let isNumber: Bool

        package init(name: String, isNumber: Bool) {
            (self.name, self.isNumber) = (name, isNumber)
        }
    }

    /// Answers all rows.
    ///
    /// - Parameters:
    ///   - output: its ending tells the format.
    ///   - columns: what is answered.
    ///   - answer: takes up to 2048 rows, and gives the values of each of `columns`.
    /// - Returns: how many rows there are.
    /// - Throws: `Failure` for a file that lacks a column or has values that are not the schema's; nothing is written then.
    package func write(
        to output: FilePath, _ columns: [Answer], _ answer: @escaping (Table) throws -> [Column]
    ) throws -> Int {
        let folder = try PrivateFolder()
        defer { withExtendedLifetime(folder) {} }
        let format = try BatchFormat(output)
        let (source, typing) = (try TableEngine(context), try TableEngine(context, scratch: folder.path))
        let files = try SourceFinder(sources: paths, names: names, context: context, options: read).files(source)
        let wanted = try readColumns(files)
        var configuration = DataConfiguration()
        configuration.read = read
        var whole = schema
        whole.columns += kept.filter { !schema.columns.map(\.name).contains(bytesOf: $0) }
            .map { ColumnSchema(name: $0, type: .text, nullable: true) }
        let rows = TypedRows(parquetIn: folder.path)
        let loaded = try SourceLoading(
            configuration: configuration, files: files, columns: wanted, schema: whole, reading: source, writing: typing, rows: rows
        ).load()
        _ = try SchemaCheck(loaded: loaded, files: files, file: nil, engine: typing).run()
        try write(rows, whole, format, columns, answer)
        return loaded.ingestion.rowCount
    }

    /// - Throws: `Failure` with the columns that a file lacks.
    private func readColumns(_ files: [SourceFile]) throws -> [String] {
        let own = schema.columns.map(\.name)
        let wanted = own + kept.filter { !own.contains(bytesOf: $0) }
        let problems = files.flatMap { file in
            wanted.filter { !file.columns.contains(bytesOf: $0) }.map { name in
                Diagnostic.error(
                    "`\(file.name)` has no column `\(name)`" + (own.contains(bytesOf: name) ? ", which the model takes" : ""),
                    hint: Suggestion.nearest(to: name, among: file.columns).map { "is `\($0)` meant?" })
            }
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return wanted
    }

    private func write(
        _ rows: TypedRows, _ schema: TableSchema, _ format: BatchFormat, _ columns: [Answer],
        _ answer: @escaping (Table) throws -> [Column]
    ) throws {
        let (reading, writing) = (try TableEngine(context), try TableEngine(context))
        let expressions = self.schema.columns.enumerated().map { index, column in
            "\(TableEngine.expression("c\(index)", column.type)) AS \(SQL.identifier(column.name))"
        }
        let query = "SELECT \(expressions.joined(separator: ", ")) FROM \(rows.relation)"
        let produced = BatchRows(try reading.answer(query, [], "read the rows"), columns, answer)
        let own = kept.compactMap { name in
            schema.columns.firstIndex { $0.name.hasSameBytes(as: name) }.map { "t.c\($0) AS \(SQL.identifier(name))" }
        }
        let answers = columns.enumerated().map { "a.a\($0) AS \(SQL.identifier($1.name))" }
        let selected = (own + answers).joined(separator: ", ")
        try format.replacing { place, options in
            try writing.run(reading: produced, to: "write the answers") { name in
                "COPY (SELECT \(selected) FROM \(rows.relation) t POSITIONAL JOIN \(name) a) TO \(SQL.literal(place)) (\(options))"
            }
        }
    }
}

/// How answers are written, told from the name of their file.
struct BatchFormat {
    private let path: FilePath
    private let options: String

    /// - Throws: `Failure` for a name that ends in no known way.
    init(_ path: FilePath) throws {
        self.path = path
        let name = path.lastComponent?.string ?? ""
        let isPacked = name.lowercased().hasSuffix(".gz")
        let packing = isPacked ? ", COMPRESSION gzip" : ""
        switch (isPacked ? String(name.dropLast(3)) : name).lowercased().split(separator: ".").last ?? "" {
        case "csv": options = "FORMAT csv, HEADER\(packing)"
        case "tsv": options = "FORMAT csv, HEADER, DELIMITER '\t'\(packing)"
        case "jsonl", "ndjson": options = "FORMAT json\(packing)"
        case "parquet" where !isPacked: options = "FORMAT parquet, COMPRESSION zstd"
        default:
            throw Failure(
                "the name of `\(path)` does not tell how answers are to be written",
                hint: "let it end in .csv, .tsv, .jsonl or .parquet; all but the last also followed by .gz")
        }
    }

    /// Has the file written beside its place, and gives it its name at the end.
    func replacing(_ body: (FilePath, String) throws -> Void) throws {
        let files = LocalFileSystem()
        let place = path.removingLastComponent().appending(".\(path.lastComponent?.string ?? "answers").writing")
        try files.makeDirectory(path.removingLastComponent())
        do {
            try body(place, options)
            try files.rename(place, to: path)
        } catch {
            try? files.remove(place)
            throw error
        }
    }
}

/// The answers to the rows of a query, which another engine reads as a table.
private final class BatchRows: RowProducer {
    private let rows: TableAnswer
    private let added: [BatchFile.Answer]
    private let answer: (Table) throws -> [Column]

    init(_ rows: TableAnswer, _ added: [BatchFile.Answer], _ answer: @escaping (Table) throws -> [Column]) {
        (self.rows, self.added, self.answer) = (rows, added, answer)
    }

    var columns: [(name: String, type: DuckDBType)] {
        added.enumerated().map { ("a\($0.offset)", $0.element.isNumber ? .double : .varchar) }
    }

    func produce(_ chunk: OutputChunk) throws -> Int {
        guard let piece = try rows.next(to: "read the rows") else { return 0 }
        let names = rows.columns
        let table = Table(
            columns: names.enumerated().map { index, column in
                var builder = ColumnBuilder(name: column.name, isNumeric: ColumnVector.isNumeric(column.type))
                builder.append(piece.vector(index))
                return builder.column
            }, rowCount: piece.rowCount)
        for (index, values) in try answer(table).enumerated() { put(values, into: chunk.vector(index)) }
        return piece.rowCount
    }

    private func put(_ values: Column, into vector: OutputVector) {
        switch values {
        case .numeric(let numbers):
            let place = vector.values(as: Double.self)
            for (row, number) in numbers.enumerated() { place?[row] = number }
        case .text(let texts):
            for row in texts.codes.indices {
                var text = texts[row] ?? ""
                text.withUTF8 { vector.assign($0, at: row) }
            }
        }
    }
}
