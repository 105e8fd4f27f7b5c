internal import MLKitSignature

extension ColumnSchema {
    /// Values in the order in which categories are listed and classes numbered: integers by value, texts by
    /// their bytes (as Python and DuckDB sort them, whatever the locale), `false` before `true`.
    func sorted(_ values: [String]) -> [String] {
        guard type == .integer else { return values.sortedByBytes }
        return values.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
    }
}

extension Sequence<String> {
    package var sortedByBytes: [String] { sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
