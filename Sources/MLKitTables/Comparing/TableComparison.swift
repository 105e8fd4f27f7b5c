public import MLKitCore
public import MLKitReports
internal import MLKitSignature

/// Holds one table against another, column by column: which columns and values there are, how many are missing, and how the
/// rest is distributed.
public struct TableComparison {
    let options: Options

    public init(_ options: Options) { self.options = options }

    /// Integers of no more different values are compared as categories.
    private static let fewValues = 5
    /// Categories that are compared by themselves; the rest counts as one.
    private static let categoryCount = 100

    /// - Parameters:
    ///   - from: the table to compare with, which decides what the columns are.
    ///   - to: read like it.
    public func report(from: ReadTable, to: ReadTable) throws -> ComparisonReport {
        var report = ComparisonReport()
        report.from = .init(name: from.name, rows: from.rowCount)
        report.to = .init(name: to.name, rows: to.rowCount)
        let known = from.schema.columns.map(\.name).filter { !options.ignored.contains(bytesOf: $0) }
        report.missingColumns = known.filter { to.place(of: $0) == nil }
        report.addedColumns = to.columnNames.filter { name in
            from.place(of: name) == nil && !options.ignored.contains(bytesOf: name)
        }
        // Labels of new rows are often not there yet.
        let late = report.missingColumns.filter(from.schema.isTarget)
        report.missingColumns.removeAll(where: from.schema.isTarget)
        for name in known {
            guard let place = from.place(of: name) else { continue }
            if let other = to.place(of: name) {
                report.columns.append(try column(from, place, to, other))
            } else if late.contains(bytesOf: name) {
                var column = ComparisonReport.Column(name: name, type: from.schema.columns[place].type)
                column.reason = "the target, which the second table does not have"
                report.columns.append(column)
            }
        }
        judge(&report.columns)
        if let key = options.key { try match(&report, from, to, by: key) }
        return report
    }

    /// Names of columns to leave out, or to compare in a way of their own, that neither table has, each with what may have been meant.
    public func unknown(_ from: ReadTable, _ to: ReadTable) -> [Diagnostic] {
        let known = from.columnNames + to.columnNames.filter { !from.columnNames.contains(bytesOf: $0) }
        let named = options.ignored.map { ($0, "to leave out") } + options.columns.keys.sorted().map { ($0, "to compare") }
        return named.filter { !known.contains(bytesOf: $0.0) }.map { name, purpose in
            .warning(
                "there is no column `\(name)` \(purpose), in `\(from.name)` or in `\(to.name)`",
                hint: Suggestion.hint(for: name, among: known))
        }
    }

    private func column(_ from: ReadTable, _ place: Int, _ to: ReadTable, _ other: Int) throws -> ComparisonReport.Column {
        let schema = from.schema.columns[place]
        var column = ComparisonReport.Column(name: schema.name, type: schema.type)
        column.findings = breaches(to, other, schema)
        let isCategory = !schema.isNumeric || (schema.type == .integer && from.distinct(place) <= Self.fewValues)
        if schema.type == .identifier || (schema.type == .text && from.distinct(place) * 2 > from.rowCount) {
            column.reason = "nearly every value is another one"
            column.missing = [Double(from.missing(place)) / Double(from.rowCount), Double(to.missing(other)) / Double(to.rowCount)]
        } else if isCategory {
            try compareCategories(&column, try from.counts(place), try to.counts(other), from.rowCount, to.rowCount)
        } else {
            try compareNumbers(&column, try from.numbers(place), try to.numbers(other), from.rowCount, to.rowCount)
        }
        let most = options.bound(of: schema.name)?.missing ?? options.missing
        if let first = column.missing.first, let second = column.missing.last, abs(second - first) > most {
            column.findings.append("missing in \(Self.percent(first)) of rows, and now in \(Self.percent(second))")
        }
        return column
    }

    // MARK: Schema

    /// Values that the first table's column could not have.
    private func breaches(_ table: ReadTable, _ place: Int, _ schema: ColumnSchema) -> [String] {
        let breaches = table.loaded.ingestion.readers[place].breaches
        return [Breach.Rule.type, .infinite, .category].compactMap { rule in
            guard let breach = breaches[rule], breach.count > 0 else { return nil }
            let what =
                switch rule {
                case .type: "no \(schema.type.rawValue)"
                case .infinite: "infinite"
                default: "none of the known categories"
                }
            let verb = breach.count == 1 ? "is" : "are"
            return "\(plural(breach.count, "value")) \(verb) \(what), the first `\(breach.value.shortened)` in row \(breach.row + 1)"
        }
    }

    // MARK: Distributions

    private func compareNumbers(
        _ column: inout ComparisonReport.Column, _ a: [Double], _ b: [Double], _ rows: Int, _ otherRows: Int
    ) throws {
        column.missing = [Self.missing(a.count, rows), Self.missing(b.count, otherRows)]
        guard !a.isEmpty, !b.isEmpty else { return column.reason = "there are no values" }
        column.summary = [a, b].map { Self.middle($0, column.type) }
        column.distribution = Self.distribution(a, b)
        let test = try options.test(of: column, options.numbers) ?? .usual(rows: min(a.count, b.count))
        note(test, in: &column)
        switch test {
        case .kolmogorovSmirnov:
            let distance = NumberDistance.kolmogorovSmirnov(a, b)
            column.statistic = distance
            column.chance = KolmogorovSmirnov.chance(distance, a.count, b.count)
        case .wasserstein:
            // Where all values are the same, any other is infinitely far away.
            let distance = NumberDistance.wasserstein(a, b)
            column.statistic = distance == 0 ? 0 : distance / NumberDistance.deviation(a)
        case .populationStability:
            let bins = NumberBins(tenthsOf: a)
            column.statistic = CountDistance(from: bins.counts(a), to: bins.counts(b)).stabilityIndex
        case .jensenShannon, .largestDifference:
            let bins = NumberBins(ofOneWidth: a, b)
            let distance = CountDistance(from: bins.counts(a), to: bins.counts(b))
            column.statistic = test == .jensenShannon ? distance.jensenShannon : distance.largest
        }
    }

    private func note(_ test: some DistributionTest, in column: inout ComparisonReport.Column) {
        column.test = test.rawValue
        column.limit =
            options.bound(of: column.name)?.limit ?? (test.isOfSignificance ? options.significance : options.limit ?? test.limit)
    }

    private func compareCategories(
        _ column: inout ComparisonReport.Column, _ a: [(value: String, count: Int)], _ b: [(value: String, count: Int)],
        _ rows: Int, _ otherRows: Int
    ) throws {
        let sums = [a, b].map { $0.reduce(0) { $0 + $1.count } }
        column.missing = [Self.missing(sums[0], rows), Self.missing(sums[1], otherRows)]
        guard sums[0] > 0, sums[1] > 0 else { return column.reason = "there are no values" }
        let bins = Self.bins(a, b)
        let distance = CountDistance(from: bins.map(\.from), to: bins.map(\.to))
        let shift = bins.max { Self.shift($0, sums) < Self.shift($1, sums) }
        if let shift {
            column.summary = [(shift.from, sums[0]), (shift.to, sums[1])].map {
                "`\(shift.value.shortened)` \(Self.percent(Double($0.0) / Double($0.1)))"
            }
        }
        column.distribution = Self.distribution(bins)
        let test = try options.test(of: column, options.categories) ?? .usual(rows: sums.min() ?? 0)
        note(test, in: &column)
        switch test {
        case .chiSquared:
            column.statistic = distance.largest
            column.chance = distance.chance
        case .populationStability: column.statistic = distance.stabilityIndex
        case .largestDifference: column.statistic = distance.largest
        case .jensenShannon: column.statistic = distance.jensenShannon
        }
    }

    /// Bins that pictures have.
    private static let drawnBins = 20
    /// Categories that pictures have beside the rest.
    private static let drawnCategories = 10

    private static func distribution(_ a: [Double], _ b: [Double]) -> ComparisonReport.Distribution? {
        guard let low = [a, b].compactMap(\.first).min(), let high = [a, b].compactMap(\.last).max() else { return nil }
        let bins = NumberBins(drawnBins, from: low, to: high)
        var distribution = ComparisonReport.Distribution()
        distribution.edges = [low] + bins.edges + [high]
        (distribution.from, distribution.to) = (bins.counts(a), bins.counts(b))
        return distribution
    }

    private static func distribution(_ bins: [Bin]) -> ComparisonReport.Distribution {
        var shown = Array(bins.dropLast().prefix(drawnCategories))
        let rest = bins.dropFirst(shown.count)
        let others = Bin(value: "any other", from: rest.reduce(0) { $0 + $1.from }, to: rest.reduce(0) { $0 + $1.to })
        if others.from + others.to > 0 { shown.append(others) }
        var distribution = ComparisonReport.Distribution()
        distribution.values = shown.map(\.value)
        (distribution.from, distribution.to) = (shown.map(\.from), shown.map(\.to))
        return distribution
    }

    private struct Bin {
        var value: String
        var from = 0
        var to = 0
    }

    private static func bins(_ a: [(value: String, count: Int)], _ b: [(value: String, count: Int)]) -> [Bin] {
        var bins = a.prefix(categoryCount).map { Bin(value: $0.value, from: $0.count) }
        bins.append(Bin(value: "any other", from: a.dropFirst(categoryCount).reduce(0) { $0 + $1.count }))
        let places = Dictionary(bins.dropLast().enumerated().map { (ByteText($1.value), $0) }) { first, _ in first }
        for (value, count) in b { bins[places[ByteText(value)] ?? bins.count - 1].to += count }
        return bins
    }

    private static func shift(_ bin: Bin, _ sums: [Int]) -> Double {
        abs(Double(bin.from) / Double(sums[0]) - Double(bin.to) / Double(sums[1]))
    }

    // MARK: Verdicts

    private func judge(_ columns: inout [ComparisonReport.Column]) {
        if options.isCorrected { correct(&columns) }
        for index in columns.indices {
            guard let statistic = columns[index].statistic, let limit = columns[index].limit else { continue }
            let differs = columns[index].chance.map { $0 < limit } ?? !(statistic <= limit)
            if differs { columns[index].findings.insert("distributed otherwise", at: 0) }
        }
    }

    /// Holm, "A simple sequentially rejective multiple test procedure" (1979): the least chance counts as many times as there are
    /// tests, the next once less.
    private func correct(_ columns: inout [ComparisonReport.Column]) {
        let tested = columns.indices.filter { columns[$0].chance != nil }
        var largest = 0.0
        let ranked = tested.sorted { (columns[$0].chance ?? 1) < (columns[$1].chance ?? 1) }
        for (rank, index) in ranked.enumerated() {
            largest = max(largest, min((columns[index].chance ?? 1) * Double(tested.count - rank), 1))
            columns[index].chance = largest
        }
    }

    // MARK: Rows that are one in both

    /// Holds the rows that both tables have against each other, value by value.
    private func match(_ report: inout ComparisonReport, _ from: ReadTable, _ to: ReadTable, by key: String) throws {
        let names = report.columns.map(\.name).filter { !$0.hasSameBytes(as: key) && to.place(of: $0) != nil }
        let (matched, changed) = try RowMatching(from: from, to: to, key: key).changed(names)
        report.matched = matched
        for (name, count) in zip(names, changed) {
            guard let index = report.columns.firstIndex(where: { $0.name.hasSameBytes(as: name) }) else { continue }
            report.columns[index].changed = count
            guard Double(count) > options.changed * Double(matched.rows) else { continue }
            report.columns[index].findings.append("another value in \(count) of \(plural(matched.rows, "row")) with the same `\(key)`")
        }
    }

    // MARK: Words

    private static func missing(_ present: Int, _ rows: Int) -> Double { rows == 0 ? 0 : 1 - Double(present) / Double(rows) }

    private static func percent(_ share: Double) -> String { "\((share * 100).brief()) %" }

    private static func middle(_ sorted: [Double], _ type: ColumnType) -> String {
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        return switch type {
        case .date: "mean \(Calendar.date(days: Int64(mean)))"
        case .timestamp: "mean \(Calendar.moment(seconds: mean))"
        default: "mean \(mean.brief())"
        }
    }
}

extension ReadTable {
    fileprivate func distinct(_ place: Int) -> Int { loaded.ingestion.readers[place].distinct }
}
