internal import MLKitCore
internal import MLKitSignature

/// How many rows have the same values in the columns that were made coarser: what is alone of its kind still names a person (k-anonymity,
/// L. Sweeney, 2002).
struct GroupCounts {
    let schema: TableSchema
    let table: SplitTable

    /// Fewer rows than this with the same values are told.
    static let least = 5

    func warning() throws -> String? {
        let places = schema.columns.indices.filter { schema.cleaning.aggregation(of: schema.columns[$0].name) != nil }
        guard !places.isEmpty else { return nil }
        let columns = places.map { "c\($0)" }.joined(separator: ", ")
        let found = try table.engine.table(
            """
            SELECT count(*) AS groups, CAST(coalesce(sum(n), 0) AS BIGINT) AS n
            FROM (SELECT count(*) AS n FROM \(table.kept) GROUP BY \(columns)) WHERE n < \(Self.least)
            """, to: "count rows with the same values")
        guard let groups = found.numbers("groups").first, groups > 0, let rows = found.numbers("n").first else { return nil }
        let names = places.map { schema.columns[$0].name }
        let what = names.count == 1 ? "\(plural(Int(groups), "value")) of `\(names[0])`"
            : "\(plural(Int(groups), "combination")) of \(Suggestion.list(names))"
        return "\(what) \(groups == 1 ? "has" : "have") fewer than \(Self.least) rows, \(Int(rows)) in all: who knows that of a person "
            + "may find the row; make the columns coarser, or drop one"
    }
}
