internal import MLKitCore
internal import SystemPackage

/// How DuckDB is to read a JSON file: by the types that it finds, or as texts where these would round whole numbers, or guess what a date is.
///
/// It takes a whole number beyond 64 bits, and all numbers of a column with a fraction in it, for doubles. Read as texts they
/// keep their digits. Of `01-02-23` it takes the year for the day; so dates are texts as well, for our own formats.
struct JSONColumns {
    let names: [String]
    /// As DuckDB names them.
    let types: [String]

    /// - Parameters:
    ///   - packing: how DuckDB is to unpack the file.
    ///   - name: what messages call the file.
    /// - Returns: an expression of SQL whose one parameter is the path.
    func reader(of path: FilePath, _ packing: Packing?, _ engine: TableEngine, name: String) throws -> String {
        let doubles = zip(names, types).filter { $1 == "DOUBLE" }.map(\.0)
        // A file whose rows are no objects has one column, which has no name in it.
        guard names != ["json"] else { return SourceFormat.json.reader(packing) }
        let plain = types.contains(where: Self.isMoment)
            ? Self.reader(zip(names, types).map { ($0, Self.isMoment($1) ? "VARCHAR" : $1) }, packing) : SourceFormat.json.reader(packing)
        guard !doubles.isEmpty else { return plain }
        let isLong = doubles.map { "regexp_full_match(\(SQL.identifier($0)), '-?[0-9]{16,}')" }.joined(separator: " OR ")
        let texts = Self.reader(doubles.map { ($0, "VARCHAR") }, packing)
        let found = try engine.table(
            "SELECT count(*) AS n FROM (SELECT 1 FROM \(texts) WHERE \(isLong) LIMIT 1)", [.path(path)], to: "read `\(name)`")
        guard found.numbers("n").first != 0 else { return plain }
        return Self.reader(zip(names, types).map { ($0, Self.nested($1) ? $1 : "VARCHAR") }, packing)
    }

    private static func reader(_ columns: [(name: String, type: String)], _ packing: Packing?) -> String {
        let list = columns.map { "\(SQL.literal($0.name)): \(SQL.literal($0.type))" }.joined(separator: ", ")
        return "read_json(?, columns = {\(list)}, \(SourceFormat.compression(packing)))"
    }

    private static func isMoment(_ type: String) -> Bool { type == "DATE" || type.hasPrefix("TIMESTAMP") }

    /// Lists and objects, and what may be one in some rows, are shown as before.
    private static func nested(_ type: String) -> Bool {
        type == "JSON" || type.hasSuffix("]") || type.hasSuffix(")")
    }
}
