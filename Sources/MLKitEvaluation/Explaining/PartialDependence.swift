public import MLKitCore
internal import MLKitTables

/// What a model answers on average where all rows have one value in a column (Friedman, "Greedy function approximation", 2001), and what
/// it answers for each of the rows (Goldstein et al., "Peeking inside the black box", 2015).
public struct PartialDependence: Sendable {
    public struct Point: Sendable {
        /// `nil` for a missing one.
        public var value: String?
        /// The mean answer, and what a tenth of the rows is answered at most, and at least.
        public var mean: Double
        public var low: Double
        public var high: Double
        /// What is answered for each row.
        public var curves: [Double]
        /// What is answered for the row that was asked about.
        public var own: Double?
    }

    public var column: String
    /// The class whose probability is meant; `nil` for a number.
    public var ofClass: String?
    /// How many rows were asked about.
    public var rows: Int
    /// In the order of numbers, or of how frequent texts are; a missing value last.
    public var points: [Point]

    /// As `mlkit explain --format json` prints it.
    ///
    /// - Parameter curves: whether what is answered for each row is there too.
    public func json(curves: Bool) -> JSON {
        let points = points.map { point -> JSON in
            var members = [
                JSON.Member("value", point.value.map { .string($0) } ?? .null), .init("mean", .double(point.mean)),
                .init("low", .double(point.low)), .init("high", .double(point.high)),
            ]
            if let own = point.own { members.append(.init("row", .double(own))) }
            if curves { members.append(.init("curves", .array(point.curves.map { .double($0) }))) }
            return .object(members)
        }
        return .object(
            [JSON.Member("column", .string(column))] + (ofClass.map { [.init("class", .string($0))] } ?? [])
                + [.init("rows", .int(rows)), .init("points", .array(points))])
    }
}

extension ExplainedModel {
    private static let mostPoints = 20

    /// What the model answers where all rows have one value in a column.
    ///
    /// - Parameters:
    ///   - name: the class whose probability is meant; the second of two, or the one that is answered most, if `nil`.
    ///   - number: a row that is asked about beside the others, from 1.
    ///   - most: of more rows so many are drawn.
    /// - Throws: `Failure` for a column, class or row that is not there, or a column without values.
    public func dependence(
        on column: String, class name: String? = nil, row number: Int? = nil, rows most: Int
    ) throws -> PartialDependence {
        guard columns.contains(bytesOf: column), let all = table[column] else {
            throw Failure("the model takes no column `\(column)`", hint: Suggestion.hint(for: column, among: columns))
        }
        let rows = table.rows(table.drawn(most, seed: seed)).columns(columns)
        let place = try name.map { try self.place(ofClass: $0) } ?? mostAnswered(rows)
        let own = try number.map { try row($0) }
        let hasMissing = (0..<table.rowCount).contains { CellValue(all, $0) == .missing }
        let values = grid(all, most: Self.mostPoints) + (hasMissing ? [.missing] : [])
        guard !values.isEmpty else { throw Failure("the column `\(column)` has no value in these rows") }
        let points = try values.map { value -> PartialDependence.Point in
            let answers = try numbers(rows.setting(column, to: value.column(like: all, rows: rows.rowCount)), of: place)
            let sorted = answers.sorted()
            let ownAnswer = try own.map { try numbers($0.setting(column, to: value.column(like: all, rows: 1)), of: place)[0] }
            return PartialDependence.Point(
                value: value.text(type(of: column)), mean: answers.reduce(0, +) / Double(answers.count),
                low: sorted[(sorted.count - 1) / 10], high: sorted[sorted.count - 1 - (sorted.count - 1) / 10], curves: answers,
                own: ownAnswer)
        }
        return PartialDependence(column: column, ofClass: place.map { schema.classes[$0] }, rows: rows.rowCount, points: points)
    }

    private func mostAnswered(_ rows: Table) throws -> Int? {
        guard isClassifier else { return nil }
        guard schema.classes.count > 2 else { return 1 }
        var counts = [Int](repeating: 0, count: schema.classes.count)
        for label in try predict(rows).labels(classes: schema.classes.count) { counts[label] += 1 }
        return counts.firstIndex(of: counts.max() ?? 0)
    }
}
