internal import MLKitTables

extension Table {
    /// `count` rows at even distances, or all if there are fewer: a sample that sees the whole table, in
    /// whatever order its rows stand.
    func sample(_ count: Int) -> Table {
        guard count < rowCount else { return self }
        return rows((0..<count).map { Self.row($0, of: count, among: rowCount) })
    }

    /// Where a row of such a sample stands in the whole table.
    static func row(_ place: Int, of count: Int, among rowCount: Int) -> Int { count < rowCount ? place * rowCount / count : place }
}
