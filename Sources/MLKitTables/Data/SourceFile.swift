internal import MLKitCore
internal import SystemPackage

/// One file of the source, and the columns it has.
struct SourceFile {
    let path: FilePath
    /// What messages call it.
    let name: String
    let format: SourceFormat
    let columns: [String]
    /// For delimited files.
    let delimiter: Character

    /// A query for these columns as texts, named `c0`, `c1`, …; the file has them all.
    func query(_ wanted: [String]) -> String {
        let expressions = wanted.enumerated().compactMap { index, name in
            columns.firstIndex(of: name).map { "\(expression($0)) AS c\(index)" }
        }
        return "SELECT \(expressions.joined(separator: ", ")) FROM \(reader)"
    }

    private func expression(_ index: Int) -> String {
        format == .delimited ? "s\(index)" : "\(SQL.identifier(columns[index]))::VARCHAR"
    }

    private var reader: String {
        switch format {
        case .parquet: "read_parquet(\(SQL.literal(path)))"
        case .json: Self.json(path)
        case .delimited:
            """
            read_csv(\(SQL.literal(path)), auto_detect = false, header = true, strict_mode = true, quote = '"', \
            escape = '"', delim = \(SQL.literal(String(delimiter))), columns = {\(types)})
            """
        }
    }

    private var types: String { columns.indices.map { "s\($0): 'VARCHAR'" }.joined(separator: ", ") }

    /// The whole of a JSON file decides the types of its columns, not a sample.
    static func json(_ path: FilePath) -> String {
        "read_json(\(SQL.literal(path)), sample_size = -1)"
    }
}
