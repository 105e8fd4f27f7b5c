internal import MLKitCore

/// Figures of stages that have the same ones, side by side.
public struct MetricTable: Sendable {
    /// The names of the figures, in their order.
    public let columns: [String]
    public private(set) var rows: [StageMetrics]

    /// One table for each set of names, in the order in which they come up.
    public static func grouping(_ metrics: [StageMetrics]) -> [MetricTable] {
        var tables = [MetricTable]()
        var numbers: [Set<String>: Int] = [:]
        for row in metrics {
            let names = row.values.map(\.name)
            if let number = numbers[Set(names)] {
                tables[number].rows.append(row)
            } else {
                numbers[Set(names)] = tables.count
                tables.append(MetricTable(columns: names, rows: [row]))
            }
        }
        return tables
    }

    /// The rows by one figure, largest first; those without it, or with no number in it, come last.
    ///
    /// - Throws: `Failure` if no row has the figure.
    public static func sorted(
        _ metrics: [StageMetrics], by name: String, ascending: Bool
    ) throws -> [StageMetrics] {
        let known = Set(metrics.flatMap { $0.values.map(\.name) })
        guard known.contains(name) else {
            throw Failure("no stage has a metric `\(name)`", hint: Suggestion.hint(for: name, among: known.sorted()))
        }
        let keyed = metrics.enumerated().map { number, row in
            (number: number, key: row[name]?.double.flatMap { $0.isNaN ? nil : $0 }, row: row)
        }
        return keyed.sorted { one, other in
            guard let a = one.key, let b = other.key, a != b else {
                return (one.key == nil ? 1 : 0, one.number) < (other.key == nil ? 1 : 0, other.number)
            }
            return ascending ? a < b : a > b
        }.map(\.row)
    }
}
