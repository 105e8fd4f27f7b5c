internal import MLKitCore
internal import SystemPackage

/// One file of the source, and the columns it has.
struct SourceFile {
    /// What is in it, and what messages call it.
    let content: SourceContent
    /// The file as its readers take it: the same, or another one where it is unpacked.
    let path: FilePath
    /// What DuckDB reads it by; `nil` for a delimited file and a database, which are read without.
    let reader: String?
    let columns: [String]
    /// Of a file that DuckDB reads, what gives the values of each column.
    var expressions: [String] = []
    /// And the columns whose values have a type of their own: they are written as programs do, whatever was said of texts.
    var typed: Set<ByteText> = []
    let options: ReadingOptions
    /// What was found out of a delimited file; `nil` for all others.
    let form: DelimitedForm?
    let encoding: TextEncoding?
    /// What is asked of a database.
    var query: String?
    /// Of a delimited file, where the names of the columns stand, if not where they are taken from.
    var likelyHeader: LikelyHeader?
    /// Of a delimited file what stands in the line below the header, which may be units.
    var below: [String] = []
    /// What the user should know of how it is read.
    var warning: String?
    /// Of a workbook of which nobody said what is read.
    var choice: SheetFile.Choice?

    var name: String { content.name }
    /// Whether its first row may have the names of the columns, or may not.
    var mayHaveHeader: Bool { reader == nil && query == nil }

    /// Its rows from the first on.
    ///
    /// - Parameters:
    ///   - wanted: the columns that batches have, in their order; one that the file lacks has no values.
    ///   - engine: reads what is not delimited; `nil` where all is.
    func rows(_ wanted: [String], _ engine: TableEngine?) throws -> any RowSource {
        if let query { return try SQLiteRows(SQLiteFile(path, name: name), query, wanted: wanted, options: options) }
        guard let reader else {
            let rows = try DelimitedRows(content, options: options)
            rows.select(wanted)
            return rows
        }
        guard let engine else { throw Failure("`\(name)` is not delimited, and nothing else is there to read it") }
        let places = columns.placesByBytes
        let expressions = wanted.map { name in places[ByteText(name)].map { self.expressions[$0] } ?? "NULL::VARCHAR" }
            .joined(separator: ", ")
        return try QueryRows(
            engine, "SELECT \(expressions) FROM \(reader)", [.path(path)], to: "read `\(name)`")
    }
}
