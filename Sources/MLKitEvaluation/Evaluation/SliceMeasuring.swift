internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

/// Groups of a split's rows, by the values of some columns.
struct SliceMeasuring {
    private(set) var slices: [(column: String, groups: [RowGroup])]

    /// Rows with the same value, or with numbers in the same range.
    struct RowGroup {
        /// `nil` for rows in which it is missing.
        var value: String?
        var rows: [Int]
    }

    /// A column with more different numbers is cut into ranges of as many rows each.
    private static let mostNumbers = 12
    private static let ranges = 4
    /// More groups than these are names, not groups.
    private static let mostGroups = 200

    /// - Parameter key: what names the columns, in messages.
    /// - Throws: `Failure` for a column that the data do not have, and for one that tells too many groups apart.
    init(_ columns: [String], _ table: Table, _ schema: TableSchema, key: String = EvaluateConfiguration.slicesName) throws {
        slices = try columns.map { name in
            guard !schema.isTarget(name), let column = table[name] else {
                let known = schema.features.map(\.name)
                throw Failure(
                    schema.isTarget(name)
                        ? "`\(key)` names `\(name)`, which is the target" : "`\(key)` names `\(name)`, which is no column of the data",
                    hint: Suggestion.hint(for: name, among: known))
            }
            let groups =
                switch column {
                case .text(let texts): Self.groups(texts)
                case .numeric(let numbers): Self.groups(numbers)
                }
            guard groups.count <= Self.mostGroups else {
                throw Failure(
                    "`\(key)` names `\(name)`, which has \(groups.count) different values: too many for groups",
                    hint: "name a column with at most \(Self.mostGroups)")
            }
            return (name, groups)
        }
    }

    /// What a row without a value is called among values.
    static let missing = "missing"

    /// Adds the groups of rows that have the same values in all columns.
    ///
    /// - Throws: `Failure` if these are too many.
    mutating func cross() throws {
        guard slices.count > 1, let first = slices.first else { return }
        var crossed = first.groups.map { (values: [$0.value ?? Self.missing], rows: $0.rows) }
        for slice in slices.dropFirst() {
            crossed = crossed.flatMap { group in
                let own = Set(group.rows)
                return slice.groups.compactMap { other in
                    let both = other.rows.filter { own.contains($0) }
                    return both.isEmpty ? nil : (group.values + [other.value ?? Self.missing], both)
                }
            }
            guard crossed.count <= Self.mostGroups else {
                throw Failure(
                    "the columns \(Suggestion.list(slices.map(\.column))) together tell \(crossed.count) groups apart: too many",
                    hint: "leave out `intersections`, or name columns with fewer values")
            }
        }
        let groups = crossed.map { RowGroup(value: $0.values.joined(separator: ", "), rows: $0.rows) }
        slices.append((slices.map(\.column).joined(separator: ", "), groups))
    }

    /// By value, in the order of their bytes; rows without one last.
    private static func groups(_ column: TextColumn) -> [RowGroup] {
        var rows = [[Int]](repeating: [], count: column.categories.count)
        var missing = [Int]()
        for (row, code) in column.codes.enumerated() {
            if code < 0 { missing.append(row) } else { rows[Int(code)].append(row) }
        }
        let found = zip(column.categories, rows).filter { !$1.isEmpty }
            .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
        return found.map { RowGroup(value: $0.0, rows: $0.1) } + without(missing)
    }

    /// By value where there are few, otherwise by ranges of as many rows each; rows without one last.
    private static func groups(_ numbers: [Double]) -> [RowGroup] {
        let missing = numbers.indices.filter { numbers[$0].isNaN }
        let present = numbers.indices.filter { !numbers[$0].isNaN }.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        var groups = [[Int]]()
        let isFew = Set(present.map { numbers[$0] }).count <= mostNumbers
        for (place, row) in present.enumerated() {
            let isSame = groups.last?.last.map { numbers[$0] == numbers[row] } ?? false
            // Rows of the same number stay together.
            let isDue = isFew || groups.count <= place * ranges / present.count
            if groups.isEmpty || (!isSame && isDue) { groups.append([row]) } else { groups[groups.count - 1].append(row) }
        }
        let named = groups.map { rows in
            let (first, last) = (numbers[rows[0]], numbers[rows[rows.count - 1]])
            let value = first == last ? first.brief() : "\(first.brief()) to \(last.brief())"
            return RowGroup(value: value, rows: rows.sorted())
        }
        return named + without(missing)
    }

    private static func without(_ missing: [Int]) -> [RowGroup] {
        missing.isEmpty ? [] : [RowGroup(value: nil, rows: missing)]
    }

    /// The slices of a model's answers.
    func measure(
        _ truth: TargetValues, _ predictions: Predictor.Predictions, _ metrics: [Metric]
    ) throws -> [EvaluationReport.Slice] {
        try slices.map { column, groups in
            let measured = try groups.map { group in
                let scores = try Scores(truth.rows(group.rows), predictions.rows(group.rows, of: truth.count))
                return EvaluationReport.Group(value: group.value, rows: group.rows.count, metrics: scores.values.only(metrics))
            }
            let gaps = metrics.map { ($0, measured.gap($0)) }
            return EvaluationReport.Slice(
                column: column, groups: measured, gaps: MetricValues(Dictionary(gaps) { first, _ in first }))
        }
    }
}

extension SliceMeasuring {
    /// Slices of this split with what the metrics of each group are between for all such rows to come.
    func withIntervals(
        _ measured: [EvaluationReport.Slice], _ truth: TargetValues, _ predictions: Predictor.Predictions,
        _ configuration: EvaluateConfiguration.Intervals?, threads: Int
    ) throws -> [EvaluationReport.Slice] {
        guard let configuration else { return measured }
        return try zip(measured, slices).map { slice, own in
            var slice = slice
            let (groups, metrics) = (own.groups.map(\.rows), slice.groups.map { $0.metrics.all.map(\.metric) })
            let found = try Parallel.map(groups.count, threads: threads) { place in
                let (truth, answers) = (truth.rows(groups[place]), predictions.rows(groups[place], of: truth.count))
                return IntervalMeasuring(truth, configuration).find(metrics[place], answers, try Scores(truth, answers)).intervals
            }
            for (place, intervals) in found.enumerated() where !intervals.isEmpty { slice.groups[place].intervals = intervals }
            return slice
        }
    }
}

extension TargetValues {
    /// How many rows there are.
    var count: Int {
        switch self {
        case .classes(let indices, _): indices.count
        case .labels(let values, let names): values.count / max(names.count, 1)
        case .numbers(let values): values.count
        }
    }

    /// Some of the rows.
    func rows(_ rows: [Int]) -> TargetValues {
        switch self {
        case .classes(let indices, let classes): .classes(indices: rows.map { indices[$0] }, classes: classes)
        case .labels(let values, let names):
            .labels(rows.flatMap { values[($0 * names.count)..<(($0 + 1) * names.count)] }, names: names)
        case .numbers(let values): .numbers(rows.map { values[$0] })
        }
    }
}

extension Predictor.Predictions {
    /// The answers for some of the rows.
    ///
    /// - Parameter count: how many rows there are.
    func rows(_ rows: [Int], of count: Int) -> Predictor.Predictions {
        switch self {
        case .numbers(let values): .numbers(rows.map { values[$0] })
        case .probabilities(let values, let labels):
            .probabilities(
                rows.flatMap { values[($0 * values.count / count)..<(($0 + 1) * values.count / count)] },
                // One a row, or of several labels one for each.
                labels: labels.map { labels in rows.flatMap { labels[($0 * labels.count / count)..<(($0 + 1) * labels.count / count)] } })
        }
    }
}
