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

    /// - Parameter engine: reads files that are not delimited.
    /// - Throws: `Failure` if there is no file, or one that is empty, damaged or of unknown format.
    func files(_ engine: TableEngine) throws -> [SourceFile] {
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

    private func database(_ path: FilePath, _ name: String) throws -> SourceFile {
        try SQLiteFile.check(path, name: name, files: context.files)
        let file = try SQLiteFile(path, name: name)
        let query = try file.query(options)
        let columns = try SQLiteStatement(file, query).columns
        if let twice = columns.enumerated().first(where: { columns.firstIndex(ofBytes: $1) != $0 })?.element {
            throw Failure("the query of `\(name)` gives two columns `\(twice)`", hint: "name one otherwise: `… AS other`")
        }
        return SourceFile(
            path: path, name: name, reader: nil, columns: columns, options: options, form: nil, encoding: nil, query: query)
    }

    private func file(_ path: FilePath, _ engine: TableEngine) throws -> SourceFile {
        let name = names(path)
        let format = try SourceFormat(named: name)
        if format != .sqlite, let key = options.table != nil ? "table" : options.query != nil ? "query" : nil {
            throw Failure("`read: {\(key): …}` is for databases, and `\(name)` is none")
        }
        if format == .delimited {
            let rows = try DelimitedRows(path, name: name, options: options)
            return SourceFile(
                path: path, name: name, reader: nil, columns: rows.columns, options: options, form: rows.form,
                encoding: rows.encoding)
        }
        if format == .sqlite { return try database(path, name) }
        let description = try engine.table(
            "SELECT column_name, column_type FROM (DESCRIBE FROM \(format.reader))", [.path(path)], to: "read `\(name)`")
        let columns = description.texts("column_name")
        let reader = format == .json
            ? try JSONColumns(names: columns, types: description.texts("column_type")).reader(of: path, engine, name: name)
            : format.reader
        return SourceFile(path: path, name: name, reader: reader, columns: columns, options: options, form: nil, encoding: nil)
    }
}
