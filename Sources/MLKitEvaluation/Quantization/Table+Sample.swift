internal import MLKitTables

extension Table {
    /// `count` rows at even distances, or all if there are fewer: a sample that sees the whole table, in
    /// whatever order its rows stand.
    func sample(_ count: Int) -> Table {
        guard count < rowCount else { return self }
        return rows((0..<count).map { $0 * rowCount / count })
    }
}
