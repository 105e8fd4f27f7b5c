internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Finds the files of a source and learns what columns each has.
struct SourceFinder {
    let paths: DataPaths
    let context: StageContext
    let engine: TableEngine

    /// - Throws: `Failure` if there is no file, or one that is empty, damaged or of unknown format.
    func files() async throws -> [SourceFile] {
        let found = try paths.sources.flatMap(expand)
        for path in found { try await check(path) }
        let delimited = try found.filter { try SourceFormat(named: $0.name(in: paths.project)) == .delimited }
        let headers = try headers(delimited)
        var files = [SourceFile]()
        for path in found { files.append(try file(path, header: headers[path])) }
        return files
    }

    /// The files a path stands for, sorted; the path itself if it is one.
    private func expand(_ path: FilePath) throws -> [FilePath] {
        if try context.files.exists(path) { return [path] }
        guard Glob.isPattern(path.string) else { throw Failure("there is no file `\(path.name(in: paths.project))`") }
        let matches = try Glob(path.string).matches(in: FilePath("/"), files: context.files)
        guard !matches.isEmpty else { throw Failure("no file matches `\(path.name(in: paths.project))`") }
        return matches.map { FilePath("/").pushing(FilePath($0)) }
    }

    /// Refuses what DuckDB would read as a shorter table: an empty file, and a compressed one that breaks off.
    private func check(_ path: FilePath) async throws {
        let information = try context.files.information(at: path)
        guard information?.kind == .file else { throw Failure("`\(path.name(in: paths.project))` is not a file") }
        guard information?.size != 0 else { throw Failure("`\(path.name(in: paths.project))` is empty") }
        guard path.string.lowercased().hasSuffix(".gz") else { return }
        let result = try await Command("gzip", ["-t", "--", path.string]).run()
        guard result.status == 0 else {
            let reason = result.errorText.split(separator: "\n").map { String($0.split(separator: ": ").last ?? "") }
            throw Failure("`\(path.name(in: paths.project))` is damaged", notes: reason.filter { !$0.trimmed.isEmpty })
        }
    }

    private func file(_ path: FilePath, header: [String]?) throws -> SourceFile {
        let name = path.name(in: paths.project)
        let format = try SourceFormat(named: name)
        guard format != .delimited else {
            guard let header else { throw Failure("`\(name)` is empty") }
            let parsed = try DelimitedHeader(header, file: name)
            return SourceFile(
                path: path, name: name, format: format, columns: parsed.names, delimiter: parsed.delimiter)
        }
        let reader = format == .json ? SourceFile.json(path) : "read_parquet(\(SQL.literal(path)))"
        let description = try engine.table(
            "SELECT column_name FROM (DESCRIBE FROM \(reader))", to: "read `\(name)`")
        return SourceFile(
            path: path, name: name, format: format, columns: description.texts("column_name"), delimiter: ",")
    }

    /// The first lines of each delimited file.
    private func headers(_ found: [FilePath]) throws -> [FilePath: [String]] {
        guard !found.isEmpty else { return [:] }
        let queries = found.enumerated().map { index, path in
            """
            SELECT * FROM (SELECT \(index) AS file, coalesce(line, '') AS line FROM read_csv(\(SQL.literal(path)), \
            auto_detect = false, header = false, columns = {line: 'VARCHAR'}, delim = chr(1), quote = '', escape = '') \
            LIMIT 8)
            """
        }
        let table = try engine.table(
            queries.joined(separator: "\nUNION ALL\n"), to: "read \(Suggestion.list(found.map { $0.name(in: paths.project) }))")
        var headers: [FilePath: [String]] = [:]
        for (file, line) in zip(table.numbers("file"), table.texts("line")) {
            headers[found[Int(file)], default: []].append(line)
        }
        return headers
    }
}
