internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

/// Leaves columns out as a stage says it, by the training rows.
struct ColumnChoosing {
    let selection: FeatureSelection
    /// Columns that stay whatever is said of them.
    let named: [String]

    init?(_ choices: FeatureChoices) {
        guard let selection = choices.select else { return nil }
        self.selection = selection
        named = choices.columns.keys + choices.crosses.flatMap { $0 }
    }

    typealias LeftOut = TrainingReport.LeftOut

    /// What is left out by the rows alone; those that are ranked by importance are all kept.
    ///
    /// - Throws: `Failure` if nothing is left.
    func leftOut(_ features: [ColumnSchema], of table: Table, _ targets: [Double], isClassified: Bool) throws -> [LeftOut] {
        let information = MutualInformation(targets, isClassified: isClassified)
        let columns = features.compactMap { feature in
            table[feature.name].map { (name: feature.name, values: $0, information: information.of($0)) }
        }
        var leftOut = [LeftOut]()
        func isFree(_ name: String) -> Bool { !named.contains(bytesOf: name) && !leftOut.contains { $0.column.hasSameBytes(as: name) } }
        if let most = selection.constant {
            for column in columns where isFree(column.name) {
                let share = Self.largestShare(column.values)
                if share > most {
                    leftOut.append(LeftOut(column: column.name, reason: "\((share * 100).brief(1)) % of the rows have one value"))
                }
            }
        }
        if let most = selection.correlation {
            // What tells most first, so that of a group the best stays.
            var kept = [(name: String, values: [Double])]()
            for column in columns.enumerated().sorted(by: { ($1.element.information, $0.offset) < ($0.element.information, $1.offset) }) {
                guard case .numeric(let values) = column.element.values, isFree(column.element.name)
                    || named.contains(bytesOf: column.element.name)
                else { continue }
                let found = kept.lazy.map { (name: $0.name, value: Self.correlation($0.values, values)) }.first { abs($0.value) > most }
                if let found, isFree(column.element.name) {
                    let reason = "its correlation with `\(found.name)`, which tells more, is \(found.value.briefFigure())"
                    leftOut.append(LeftOut(column: column.element.name, reason: reason))
                } else {
                    kept.append((column.element.name, values))
                }
            }
        }
        if let most = selection.most, selection.by == .mutualInformation {
            let left = columns.filter { column in !leftOut.contains { $0.column.hasSameBytes(as: column.name) } }
            leftOut += beyond(most, left.map { ($0.name, $0.information) }) { "it tells \($0.briefFigure()) nats of the target" }
        }
        guard leftOut.count < columns.count else {
            throw Failure("`features.select` leaves no column", hint: "raise its bounds, or leave it out")
        }
        return leftOut
    }

    /// Of ranked columns those that are beyond the most that stay.
    func beyond(_ most: Int, _ ranked: [(name: String, value: Double)], reason: (Double) -> String) -> [LeftOut] {
        let free = ranked.filter { !named.contains(bytesOf: $0.name) }
        let room = max(most - (ranked.count - free.count), 0)
        return free.enumerated().sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }.dropFirst(room)
            .map { LeftOut(column: $0.element.name, reason: reason($0.element.value)) }
    }

    /// The share of the rows that have the most frequent value, or none.
    private static func largestShare(_ column: Column) -> Double {
        let counts: [Int]
        switch column {
        case .numeric(let values):
            counts = Array(Dictionary(values.map { ($0.isNaN ? nil : Double?.some($0), 1) }, uniquingKeysWith: +).values)
        case .text(let texts): counts = Array(Dictionary(texts.codes.map { ($0, 1) }, uniquingKeysWith: +).values)
        }
        return Double(counts.max() ?? 0) / Double(max(counts.reduce(0, +), 1))
    }

    /// Pearson's, of the rows that have both; 0 where one does not vary.
    private static func correlation(_ one: [Double], _ other: [Double]) -> Double {
        let both = zip(one, other).filter { !$0.0.isNaN && !$0.1.isNaN }
        guard both.count > 1 else { return 0 }
        let count = Double(both.count)
        let (first, second) = (both.reduce(0) { $0 + $1.0 } / count, both.reduce(0) { $0 + $1.1 } / count)
        var (product, firsts, seconds) = (0.0, 0.0, 0.0)
        for (a, b) in both {
            product += (a - first) * (b - second)
            firsts += (a - first) * (a - first)
            seconds += (b - second) * (b - second)
        }
        let size = (firsts * seconds).squareRoot()
        return size > 0 ? product / size : 0
    }
}
