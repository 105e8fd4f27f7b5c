internal import MLKitCore
public import MLKitReports

extension ComparisonReport {
    /// All that differs by more than is allowed, each in a sentence without its end.
    public var differences: [String] {
        missingColumns.map { "the column `\($0)` is missing from `\(to.name)`" }
            + addedColumns.map { "the column `\($0)` of `\(to.name)` is not in `\(from.name)`" }
            + columns.filter(\.differs).map { column in
                "the column `\(column.name)` differs: \((column.findings + [column.measured].compactMap { $0 }).joined(separator: "; "))"
            }
    }

    /// One line.
    public var summary: String {
        let compared = plural(columns.count, "column")
        let names = columns.filter(\.differs).map(\.name) + missingColumns + addedColumns
        guard !names.isEmpty else { return "of \(compared) none differs" }
        let more = names.count > 5 ? " and \(names.count - 5) more" : ""
        return "of \(compared) \(names.count) \(names.count == 1 ? "differs" : "differ"): \(Suggestion.list(Array(names.prefix(5))))\(more)"
    }
}

extension ComparisonReport.Column {
    /// What was computed, beside what is allowed.
    public var measured: String? {
        guard let test, let statistic, let limit else { return nil }
        guard let chance else { return "\(test) \(statistic.brief()), allowed \(limit.brief())" }
        return "\(test) \(statistic.brief()), chance \(chance < 1e-4 ? "below 0.0001" : chance.brief()), allowed from \(limit.brief())"
    }
}
