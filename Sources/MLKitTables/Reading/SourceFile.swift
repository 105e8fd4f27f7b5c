internal import MLKitCore
internal import SystemPackage

/// One file of the source, and the columns it has.
struct SourceFile {
    let path: FilePath
    /// What messages call it.
    let name: String
    /// What DuckDB reads it by; `nil` for a delimited file and a database, which are read without.
    let reader: String?
    let columns: [String]
    let options: ReadingOptions
    /// What was found out of a delimited file.
    let form: DelimitedForm?
    let encoding: TextEncoding?
    /// What is asked of a database.
    var query: String?

    /// Its rows from the first on.
    ///
    /// - Parameters:
    ///   - wanted: the columns that batches have, in their order; the file has them all.
    ///   - engine: reads what is not delimited; `nil` where all is.
    func rows(_ wanted: [String], _ engine: TableEngine?) throws -> any RowSource {
        if let query { return try SQLiteRows(SQLiteFile(path, name: name), query, wanted: wanted) }
        guard let reader else {
            let rows = try DelimitedRows(path, name: name, options: options)
            rows.select(wanted)
            return rows
        }
        guard let engine else { throw Failure("`\(name)` is not delimited, and nothing else is there to read it") }
        let expressions = wanted.map { "\(SQL.identifier($0))::VARCHAR" }.joined(separator: ", ")
        return try QueryRows(
            engine, "SELECT \(expressions) FROM \(reader)", [.path(path)], to: "read `\(name)`")
    }
}
