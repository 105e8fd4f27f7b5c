extension Table {
    /// The values of a column that our own query made numeric, NaN where missing.
    func numbers(_ name: String) -> [Double] {
        guard case .numeric(let values) = self[name] else { return [] }
        return values
    }

    /// The values of a column that our own query made text, empty where missing.
    func texts(_ name: String) -> [String] {
        guard case .text(let values) = self[name] else { return [] }
        return values.codes.indices.map { values[$0] ?? "" }
    }

    /// The same, `nil` where missing.
    func optionalTexts(_ name: String) -> [String?] {
        guard case .text(let values) = self[name] else { return [] }
        return values.codes.indices.map { values[$0] }
    }
}
