internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Finds the files of a source and learns what columns each has.
struct SourceFinder {
    /// Files, or patterns of them.
    let sources: [FilePath]
    /// What messages call a file.
    let names: (FilePath) -> String
    let context: StageContext
    let options: ReadingOptions
    /// A folder for files that have to be unpacked.
    let scratch: FilePath

    /// - Parameter engine: reads files that are not delimited.
    /// - Throws: `Failure` if there is no file, or one that is empty, damaged or of unknown format.
    func files(_ engine: TableEngine) throws -> [SourceFile] {
        if let problem = options.contradiction { throw Failure("in `read`, \(problem)") }
        let found = try sources.flatMap(expand)
        for path in found { try check(path) }
        return try found.map { try file($0, engine) }
    }

    /// The files a path stands for, sorted; the path itself if it is one.
    private func expand(_ path: FilePath) throws -> [FilePath] {
        if try context.files.exists(path) { return [path] }
        guard Glob.isPattern(path.string) else { throw Failure("there is no file `\(names(path))`") }
        let matches = try Glob(path.string).matches(in: FilePath("/"), files: context.files)
        guard !matches.isEmpty else { throw Failure("no file matches `\(names(path))`") }
        return matches.map { FilePath("/").pushing(FilePath($0)) }
    }

    private func check(_ path: FilePath) throws {
        let information = try context.files.information(at: path)
        guard information?.kind == .file else { throw Failure("`\(names(path))` is not a file") }
        guard information?.size != 0 else { throw Failure("`\(names(path))` is empty") }
    }

    private func file(_ path: FilePath, _ engine: TableEngine) throws -> SourceFile {
        let content = try SourceContent(path, name: names(path), options: options, files: context.files)
        try check(content)
        switch content.format {
        case .delimited: return try delimited(content)
        case .sqlite: return try database(content)
        case .workbook: return try workbook(content)
        case .json, .parquet: return try engineFile(content, engine)
        }
    }

    /// What is said of how a source is written has to be for one of its kind.
    private func check(_ content: SourceContent) throws {
        func refuse(_ key: String?, _ kind: String) throws {
            if let key { throw Failure("`read: {\(key): …}` is for \(kind), and `\(content.name)` is none") }
        }
        typealias Options = ReadingOptions
        if content.format != .sqlite {
            try refuse(options.table != nil ? Options.tableName : options.query != nil ? Options.queryName : nil, "databases")
        }
        guard content.format == .workbook else { return try refuse(options.sheet.map { _ in Options.sheetName }, "workbooks") }
        let isQuoted = options.quote != ReadingOptions().quote
        try refuse(
            options.delimiter != nil ? Options.delimiterName : isQuoted ? Options.quoteName : options.encoding != nil ? Options.encodingName
                : nil,
            "files of text")
    }

    private func delimited(_ content: SourceContent) throws -> SourceFile {
        let (options, warning) = try options.fittingEncoding(of: content)
        let rows = try DelimitedRows(content, options: options)
        return SourceFile(
            content: content, path: content.path, reader: nil, columns: rows.columns, options: options, form: rows.form,
            encoding: rows.encoding, likelyHeader: rows.likelyHeader, below: rows.below, warning: warning)
    }

    private func database(_ content: SourceContent) throws -> SourceFile {
        let name = content.name
        if !content.isPacked { try SQLiteFile.check(content.path, name: name, files: context.files) }
        let path = content.isPacked ? try UnpackedFile.write(content, into: scratch) : content.path
        let file = try SQLiteFile(path, name: name)
        let query = try file.query(options)
        let columns = try SQLiteStatement(file, query).columns
        if let twice = columns.enumerated().first(where: { columns.firstIndex(ofBytes: $1) != $0 })?.element {
            throw Failure("the query of `\(name)` gives two columns `\(twice)`", hint: "name one otherwise: `… AS other`")
        }
        return SourceFile(
            content: content, path: path, reader: nil, columns: columns, options: options, form: nil, encoding: nil, query: query)
    }

    private func workbook(_ content: SourceContent) throws -> SourceFile {
        let path = content.isPacked ? try UnpackedFile.write(content, into: scratch) : content.path
        let (sheet, written, warning) = try sheet(of: path, content.name)
        let rows = try DelimitedRows(SourceContent(written, madeOf: content), options: sheet.writtenOptions)
        // Numbers are none of text: nothing is to be guessed of how they are written.
        return SourceFile(
            content: SourceContent(written, madeOf: content), path: written, reader: nil, columns: rows.columns,
            options: sheet.writtenOptions, form: nil, encoding: nil, warning: warning, choice: sheet.choice)
    }

    private func sheet(of path: FilePath, _ name: String) throws -> (sheet: SheetFile, path: FilePath, warning: String?) {
        do {
            let workbook = try Workbook(path, name: name, files: context.files)
            let sheet = SheetFile(workbook: workbook, options: options, scratch: scratch)
            let (written, warning) = try sheet.write()
            return (sheet, written, warning)
        } catch let broken as BrokenPacking {
            throw Failure("`\(name)` is damaged, or no workbook", notes: [broken.reason])
        }
    }

    /// A file that DuckDB reads. It unpacks JSON itself, where it knows how.
    private func engineFile(_ content: SourceContent, _ engine: TableEngine) throws -> SourceFile {
        let isReadPacked = content.format == .json && content.packing?.engineName != nil
        let packing = isReadPacked ? content.packing : nil
        let path = content.isPacked && !isReadPacked ? try UnpackedFile.write(content, into: scratch) : content.path
        let reader = content.format.reader(packing)
        let description = try engine.table(
            "SELECT column_name, column_type FROM (DESCRIBE FROM \(reader))", [.path(path)], to: "read `\(content.name)`")
        let (names, types) = (description.texts("column_name"), description.texts("column_type"))
        let table = NestedColumns(names, types)
        if let twice = table.names.enumerated().first(where: { table.names.firstIndex(ofBytes: $1) != $0 })?.element {
            throw Failure("`\(content.name)` has two columns `\(twice)`, of which one is part of an object", hint: "name one otherwise")
        }
        guard !table.names.isEmpty else {
            throw Failure("`\(content.name)` has no column with one value a row", notes: Self.nested(table, content.name))
        }
        let own = content.format == .json
            ? try JSONColumns(names: names, types: types).reader(of: path, packing, engine, name: content.name) : reader
        let warnings = Self.nested(table, content.name) + (try mixed(table, own, path, content.name, engine))
        return SourceFile(
            content: content, path: path, reader: own, columns: table.names, expressions: table.expressions,
            typed: table.typed(content.format),
            options: options, form: nil, encoding: nil, warning: warnings.isEmpty ? nil : warnings.joined(separator: "; "))
    }

    private static func nested(_ table: NestedColumns, _ name: String) -> [String] {
        guard !table.leftOut.isEmpty else { return [] }
        let (isOne, columns) = (table.leftOut.count == 1, Suggestion.list(Array(table.leftOut.prefix(10))))
        return [
            "the \(isOne ? "column" : "columns") \(columns)\(table.leftOut.count > 10 ? " and others" : "") of `\(name)` "
                + "\(isOne ? "holds" : "hold") lists, maps, bytes or objects deep inside of others, and \(isOne ? "is" : "are") left "
                    + "out: a table has one value in a cell"
        ]
    }

    /// What is to be told of columns that hold now this and now that.
    private func mixed(
        _ table: NestedColumns, _ reader: String, _ path: FilePath, _ name: String, _ engine: TableEngine
    ) throws -> [String] {
        guard !table.mixed.isEmpty else { return [] }
        let counts = table.mixed.enumerated().map { index, column in
            "count(*) FILTER (WHERE json_type(\(column.expression)) IN ('OBJECT', 'ARRAY')) AS n\(index)"
        }
        let found = try engine.table("SELECT \(counts.joined(separator: ", ")) FROM \(reader)", [.path(path)], to: "read `\(name)`")
        return table.mixed.enumerated().compactMap { index, column in
            let count = Int(found.numbers("n\(index)").first ?? 0)
            guard count > 0 else { return nil }
            return "the column `\(column.name)` of `\(name)` holds lists or objects in \(plural(count, "row")), which are taken for texts"
        }
    }
}
