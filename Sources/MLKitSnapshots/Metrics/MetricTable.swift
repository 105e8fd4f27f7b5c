internal import MLKitCore

/// Figures of stages that have the same ones, side by side.
public struct MetricTable: Sendable {
    /// The names of the figures, in their order.
    public let columns: [String]
    public private(set) var rows: [StageMetrics]
    /// What all of them were measured on; `nil` if on nothing, or not on the same.
    public let split: String?

    /// One table for each set of names and split, in the order in which they come up: figures of different splits are not
    /// compared.
    public static func grouping(_ metrics: [StageMetrics]) -> [MetricTable] {
        var tables = [MetricTable]()
        var numbers: [[Set<String>: Int]] = []
        var splits = [String?]()
        for row in metrics {
            let names = row.values.map(\.name)
            let place = splits.firstIndex(of: row.split) ?? splits.count
            if place == splits.count {
                splits.append(row.split)
                numbers.append([:])
            }
            if let number = numbers[place][Set(names)] {
                tables[number].rows.append(row)
            } else {
                numbers[place][Set(names)] = tables.count
                tables.append(MetricTable(columns: names, rows: [row], split: row.split))
            }
        }
        return tables
    }

    /// The rows by one figure, largest first; those without it, or with no number in it, come last. Figures of one split come
    /// before those of the next: they are not ranked with each other.
    ///
    /// - Throws: `Failure` if no row has the figure.
    public static func sorted(
        _ metrics: [StageMetrics], by name: String, ascending: Bool
    ) throws -> [StageMetrics] {
        let known = Set(metrics.flatMap { $0.values.map(\.name) })
        guard known.contains(name) else {
            throw Failure("no stage has a metric `\(name)`", hint: Suggestion.hint(for: name, among: known.sorted()))
        }
        var splits = [String?]()
        for row in metrics where row[name] != nil && !splits.contains(row.splits[name]) { splits.append(row.splits[name]) }
        let keyed = metrics.enumerated().map { number, row in
            (
                number: number, key: row[name]?.double.flatMap { $0.isNaN ? nil : $0 },
                split: splits.firstIndex(of: row.splits[name]) ?? splits.count, row: row
            )
        }
        return keyed.sorted { one, other in
            if one.key != nil, other.key != nil, one.split != other.split { return one.split < other.split }
            guard let a = one.key, let b = other.key, a != b else {
                return (one.key == nil ? 1 : 0, one.number) < (other.key == nil ? 1 : 0, other.number)
            }
            return ascending ? a < b : a > b
        }.map(\.row)
    }
}
