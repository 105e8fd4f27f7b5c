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
    private let kept: [ColumnSchema]
    private let context: StageContext

    /// - Parameters:
    ///   - names: what messages call a file.
    ///   - schema: the columns that answers follow from, and how raw values become theirs.
    ///   - kept: columns of the file that the new one has too; of those that answers follow from the name alone counts.
    package init(
        _ paths: [FilePath], names: @escaping (FilePath) -> String, like schema: TableSchema, read: ReadingOptions, kept: [ColumnSchema],
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
    /// - Returns: how many rows there are, and what the user should know of how the files were read.
    /// - Throws: `Failure` for a file that lacks a column or has values that are not the schema's; nothing is written then.
    package func write(
        to output: FilePath, _ columns: [Answer], _ answer: @escaping (Table) throws -> [Column]
    ) throws -> (rows: Int, warnings: [String]) {
        let folder = try PrivateFolder()
        defer { withExtendedLifetime(folder) {} }
        let format = try BatchFormat(output)
        let source = try OpenedSource(paths, names: names, options: read.spelled(as: schema), context, scratch: folder.path)
        let (files, typing) = (source.files, source.writing)
        let wanted = try readColumns(files)
        var configuration = DataConfiguration()
        configuration.read = read
        var whole = schema
        whole.columns += added
        let rows = TypedRows(parquetIn: folder.path)
        let loaded = try SourceLoading(
            configuration: configuration, files: files, columns: wanted, schema: whole, reading: source.reading, writing: typing, rows: rows
        ).load()
        _ = try SchemaCheck(loaded: loaded, files: files, file: nil, engine: typing).run()
        let names = ColumnNames(kept.map(\.name) + columns.map(\.name))
        try write(rows, whole, format, columns, names, answer)
        return (loaded.ingestion.rowCount, files.compactMap(\.warning) + [names.warning].compactMap(\.self))
    }

    /// What is kept beside the columns that answers follow from.
    private var added: [ColumnSchema] {
        kept.filter { !schema.columns.map(\.name).contains(bytesOf: $0.name) }
    }

    /// - Throws: `Failure` with the columns that a file lacks; of a union, that all files lack.
    private func readColumns(_ files: [SourceFile]) throws -> [String] {
        let own = schema.columns.map(\.name)
        let wanted = own + added.map(\.name)
        func isElsewhere(_ name: String) -> Bool { files.contains { $0.columns.contains(bytesOf: name) } }
        let problems = files.flatMap { file -> [Diagnostic] in
            let lacking = wanted.filter { !file.columns.contains(bytesOf: $0) && !(read.columns == .union && isElsewhere($0)) }
            let union = lacking.contains(where: isElsewhere) ? "`--read '{columns: union}'` takes it for missing there" : nil
            if let header = file.likelyHeader, !lacking.isEmpty { return [Self.lack(of: lacking, file, hint: header.hint)] }
            let nearest = lacking.map { (name: $0, meant: Suggestion.nearest(to: $0, among: file.columns)) }
            let meant = nearest.filter { $0.meant != nil }.prefix(Self.listed)
            let rest = lacking.filter { name in !meant.contains { $0.name.hasSameBytes(as: name) } }
            let single = rest.count > Self.listed ? Array(meant) : nearest
            return single.map { name, meant in
                Diagnostic.error(
                    "`\(file.name)` has no column `\(name)`" + (own.contains(bytesOf: name) ? ", which the model takes" : ""),
                    hint: meant.map { "is `\($0)` meant?" } ?? (isElsewhere(name) ? union : nil))
            } + (rest.count > Self.listed ? [Self.lack(of: rest, file, hint: union)] : [])
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return wanted
    }

    /// So many missing columns are named one by one, each with what may be meant.
    private static let listed = 5

    /// One problem for many missing columns.
    private static func lack(of columns: [String], _ file: SourceFile, hint: String?) -> Diagnostic {
        let (shown, rest) = (columns.prefix(listed), columns.count - listed)
        let names = rest > 0
            ? "\(shown.map { "`\($0)`" }.joined(separator: ", ")) and \(plural(rest, "other"))" : Suggestion.list(Array(shown))
        let has = file.columns.prefix(listed).map { "`\($0)`" }.joined(separator: ", ")
        let more = file.columns.count - listed
        return .error(
            "`\(file.name)` lacks \(plural(columns.count, "column")): \(names)",
            notes: ["it has \(has)\(more > 0 ? " and \(plural(more, "other"))" : "")"], hint: hint)
    }

    private func write(
        _ rows: TypedRows, _ schema: TableSchema, _ format: BatchFormat, _ columns: [Answer], _ names: ColumnNames,
        _ answer: @escaping (Table) throws -> [Column]
    ) throws {
        let (reading, writing) = (TableEngine(context), TableEngine(context))
        let expressions = self.schema.columns.enumerated().map { index, column in
            "\(TableEngine.expression("c\(index)", column.type)) AS \(SQL.identifier(column.name))"
        }
        let query = "SELECT \(expressions.joined(separator: ", ")) FROM \(rows.relation)"
        let produced = BatchRows(try reading.answer(query, [], "read the rows"), columns, answer)
        let own = zip(kept, names.written).compactMap { column, name in
            schema.columns.firstIndex { $0.name.hasSameBytes(as: column.name) }.map { "t.c\($0) AS \(SQL.identifier(name))" }
        }
        let answers = names.written.dropFirst(kept.count).enumerated().map { "a.a\($0) AS \(SQL.identifier($1))" }
        let selected = (own + answers).joined(separator: ", ")
        try format.replacing { place, options in
            try writing.run(reading: produced, to: "write the answers") { name in
                "COPY (SELECT \(selected) FROM \(rows.relation) t POSITIONAL JOIN \(name) a) TO \(SQL.literal(place)) (\(options))"
            }
        }
    }
}
