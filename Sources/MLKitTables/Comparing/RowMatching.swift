internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import SystemPackage

/// The rows of two tables that a key says are one: whether their values are the same. Where a feature is made twice, once for
/// training and once for serving, they have to be.
struct RowMatching {
    let from: ReadTable
    let to: ReadTable
    let key: String

    /// Numbers that differ by no more than this share of the larger one are the same: two programs round differently.
    private static let tolerance = 1e-6

    /// - Parameter names: columns that both tables have.
    /// - Returns: how many rows both have, and for each column in how many of them its value is another one.
    /// - Throws: `Failure` where a table does not have the key, or a row of its own for each of its values.
    func changed(_ names: [String]) throws -> (matched: ComparisonReport.Matched, changed: [Int]) {
        try check(from)
        try check(to)
        guard let place = from.place(of: key), let otherPlace = to.place(of: key) else { return (ComparisonReport.Matched(), []) }
        let pairs = names.compactMap { name in from.place(of: name).flatMap { place in to.place(of: name).map { (place, $0) } } }
        let file = try from.export([place] + pairs.map(\.0), for: to)
        let counts = pairs.enumerated().map { index, pair in
            "count(*) FILTER (WHERE \(Self.differ("a.e\(index + 1)", "b.c\(pair.1)", from.schema.columns[pair.0].type))) AS d\(index)"
        }
        let table = try to.answer(
            """
            SELECT \((["count(*) AS n"] + counts).joined(separator: ", ")) FROM read_parquet(\(SQL.literal(file))) a
            JOIN (SELECT * FROM \(to.relation())) b ON CAST(a.e0 AS VARCHAR) = CAST(b.c\(otherPlace) AS VARCHAR)
            """)
        var matched = ComparisonReport.Matched()
        (matched.key, matched.rows) = (key, Int(table.numbers("n").first ?? 0))
        (matched.onlyFrom, matched.onlyTo) = (from.rowCount - matched.rows, to.rowCount - matched.rows)
        return (matched, pairs.indices.map { Int(table.numbers("d\($0)").first ?? 0) })
    }

    private static func differ(_ a: String, _ b: String, _ type: ColumnType) -> String {
        guard type == .number else { return "\(a) IS DISTINCT FROM \(b)" }
        return "\(a) IS DISTINCT FROM \(b) AND NOT coalesce(abs(\(a) - \(b)) <= \(tolerance) * greatest(abs(\(a)), abs(\(b))), false)"
    }

    /// Each row has to have a key of its own.
    private func check(_ table: ReadTable) throws {
        guard let place = table.place(of: key) else {
            throw Failure(
                "`\(table.name)` has no column `\(key)` to tell rows by", hint: Suggestion.hint(for: key, among: table.columnNames))
        }
        let counts = try table.answer(
            "SELECT count(c\(place)) AS present, count(DISTINCT c\(place)) AS different FROM \(table.relation())")
        let (present, different) = (Int(counts.numbers("present").first ?? 0), Int(counts.numbers("different").first ?? 0))
        guard present == table.rowCount else {
            throw Failure("`\(table.name)` has \(plural(table.rowCount - present, "row")) without a value of the key `\(key)`")
        }
        guard different == present else {
            throw Failure(
                "`\(key)` tells no row of `\(table.name)` from others: \(present) rows have \(plural(different, "value"))",
                hint: "name a column with another value in each row")
        }
    }
}
