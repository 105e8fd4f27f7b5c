internal import Glibc
internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

/// Measures a model on rows that are not as they were: numbers are off, values are missing, numbers are out of their range, texts are
/// ones that nobody has seen, columns have each other's values. Each time all columns are changed that can be.
struct RowDisturbing {
    let metric: Metric
    /// Of more rows so many are drawn.
    let mostRows: Int
    let seed: Int

    /// What there is to be tried, each weak and strong.
    static let cases: [(EvaluationReport.Disturbance, Double)] = [
        (.noise, 0.1), (.noise, 0.5), (.missing, 0.1), (.missing, 0.3), (.outside, 0.1), (.unseen, 0.1), (.unseen, 0.3),
        (.swapped, 0.1), (.swapped, 0.3),
    ]

    /// A text that stands in no table.
    static let unseen = "\u{2047}unseen\u{2047}"

    /// - Parameter columns: what the model takes.
    func measure(
        _ table: Table, _ truth: TargetValues, columns: [String], predict: (Table) throws -> Predictor.Predictions
    ) throws -> EvaluationReport.Robustness {
        let places = table.drawn(mostRows, seed: seed)
        let (rows, truth) = (table.rows(places).columns(columns), truth.rows(places))
        let before = try predict(rows)
        let value = try Scores(truth, before)[metric] ?? .nan
        let cases = try Self.cases.filter { Self.applies($0.0, rows) }.map { disturbance, strength in
            let answers = try predict(disturbed(rows, disturbance, strength))
            let other = try Scores(truth, answers)[metric] ?? .nan
            return EvaluationReport.RobustnessCase(
                disturbance: disturbance, strength: strength, value: other, loss: metric.higherIsBetter ? value - other : other - value,
                changed: Self.distance(before, answers, truth))
        }
        return EvaluationReport.Robustness(metric: metric, rows: rows.rowCount, value: value, cases: cases)
    }

    /// Whether there is a column that it changes.
    private static func applies(_ disturbance: EvaluationReport.Disturbance, _ rows: Table) -> Bool {
        rows.columns.contains { column in
            switch (disturbance, column.values) {
            case (.missing, _), (.noise, .numeric), (.outside, .numeric), (.unseen, .text): true
            case (.noise, .text), (.outside, .text), (.unseen, .numeric): false
            case (.swapped, _): pairs(rows).contains { $0.count > 1 }
            }
        }
    }

    /// The places of columns of numbers, and those of columns of texts.
    private static func pairs(_ rows: Table) -> [[Int]] {
        let isNumeric = rows.columns.map { if case .numeric = $0.values { true } else { false } }
        return [true, false].map { sort in isNumeric.indices.filter { isNumeric[$0] == sort } }
    }

    /// The rows with each value changed by chance. The same seed draws the same values to be changed, whatever the strength.
    func disturbed(_ rows: Table, _ disturbance: EvaluationReport.Disturbance, _ strength: Double) -> Table {
        var random = RandomSource(seed: seed)
        var rows = rows
        guard disturbance != .swapped else { return swapped(rows, strength, &random) }
        for place in rows.columns.indices {
            switch rows.columns[place].values {
            case .numeric(let values):
                rows.columns[place].values = .numeric(numbers(values, disturbance, strength, &random))
            case .text(let texts):
                rows.columns[place].values = .text(self.texts(texts, disturbance, strength, &random))
            }
        }
        return rows
    }

    /// In a share of the rows, of the columns of numbers two that are drawn have each other's values, and of those of texts two.
    private func swapped(_ rows: Table, _ share: Double, _ random: inout RandomSource) -> Table {
        var result = rows
        for places in Self.pairs(rows) where places.count > 1 {
            var drawn = [(row: Int, one: Int, other: Int)]()
            for row in 0..<rows.rowCount {
                let (chance, one) = (random.unit(), random.index(below: places.count))
                let step = 1 + random.index(below: places.count - 1)
                if chance < share { drawn.append((row, places[one], places[(one + step) % places.count])) }
            }
            for place in places {
                let own = drawn.compactMap { $0.one == place ? ($0.row, $0.other) : $0.other == place ? ($0.row, $0.one) : nil }
                result.columns[place].values = Self.taking(own, rows.columns, place)
            }
        }
        return result
    }

    /// A column in which some rows have the value of another one.
    private static func taking(_ rows: [(row: Int, from: Int)], _ columns: [Table.NamedColumn], _ place: Int) -> Column {
        switch columns[place].values {
        case .numeric(var values):
            for (row, from) in rows { if case .numeric(let others) = columns[from].values { values[row] = others[row] } }
            return .numeric(values)
        case .text(var texts):
            var codes = texts.categories.placesByBytes
            for (row, from) in rows {
                guard case .text(let others) = columns[from].values else { continue }
                guard let text = others[row] else {
                    texts.codes[row] = -1
                    continue
                }
                let code = codes[ByteText(text)] ?? texts.categories.count
                if code == texts.categories.count { texts.categories.append(text) }
                codes[ByteText(text)] = code
                texts.codes[row] = Int32(code)
            }
            return .text(texts)
        }
    }

    private func numbers(
        _ values: [Double], _ disturbance: EvaluationReport.Disturbance, _ strength: Double, _ random: inout RandomSource
    ) -> [Double] {
        let known = values.filter(\.isFinite)
        guard !known.isEmpty else { return values }
        let mean = known.reduce(0, +) / Double(known.count)
        let deviation = (known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)).squareRoot()
        let (least, most) = (known.min() ?? 0, known.max() ?? 0)
        return values.map { value in
            let (chance, side) = (random.unit(), random.unit())
            switch disturbance {
            case .noise: return value + strength * deviation * Self.normal(chance, side)
            case .missing: return chance < strength ? .nan : value
            case .outside:
                guard chance < strength, !value.isNaN else { return value }
                return side < 0.5 ? least - (most - least) : most + (most - least)
            case .unseen, .swapped: return value
            }
        }
    }

    private func texts(
        _ texts: TextColumn, _ disturbance: EvaluationReport.Disturbance, _ strength: Double, _ random: inout RandomSource
    ) -> TextColumn {
        let unseen = Int32(texts.categories.count)
        let codes = texts.codes.map { code in
            let chance = random.unit()
            switch disturbance {
            case .missing: return chance < strength ? -1 : code
            case .unseen: return chance < strength && code >= 0 ? unseen : code
            case .noise, .outside, .swapped: return code
            }
        }
        return TextColumn(categories: texts.categories + [Self.unseen], codes: codes)
    }

    /// A number drawn from the normal distribution, of two from [0, 1) (Box and Muller, 1958).
    private static func normal(_ one: Double, _ other: Double) -> Double {
        (-2 * log(1 - one)).squareRoot() * cos(2 * .pi * other)
    }

    private static func distance(_ before: Predictor.Predictions, _ after: Predictor.Predictions, _ truth: TargetValues) -> Double {
        guard truth.count > 0 else { return .nan }
        switch (before, after) {
        case (.numbers(let own), .numbers(let others)):
            return zip(own, others).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(truth.count)
        case (.probabilities(let own, let one), .probabilities(let others, let other)):
            if case .labels(_, let names) = truth {
                let flags = [(own, one), (others, other)].map { values, answered in answered ?? values.map { $0 > 0.5 ? 1 : 0 } }
                let changed = (0..<truth.count).count { row in
                    let places = (row * names.count)..<((row + 1) * names.count)
                    return flags[0][places] != flags[1][places]
                }
                return Double(changed) / Double(truth.count)
            }
            guard case .classes(_, let classes) = truth else { return .nan }
            let pairs = zip(before.labels(classes: classes.count), after.labels(classes: classes.count))
            return Double(pairs.count { $0 != $1 }) / Double(truth.count)
        default: return .nan
        }
    }
}
