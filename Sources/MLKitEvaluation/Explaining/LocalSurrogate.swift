internal import Glibc
internal import MLKitCore
internal import MLKitTables

/// A linear model of what a model answers near a row: Ribeiro, Singh and Guestrin, "Why should I trust you?" (2016), in its form for tables.
/// Rows are drawn column by column from others. An input is 1 where a column has a value like the row's: the same text, or a number between
/// the same quartiles. Rows count for the more the more of their values are like the row's.
struct LocalSurrogate {
    struct Found {
        /// What it answers where no column is like the row's, and for the row.
        var base: Double
        var value: Double
        /// What being like the row's adds, for each column.
        var values: [Double]
        /// What is like the row's value, for each column of numbers.
        var ranges: [Range]
        /// How much of what the model answers near the row it explains (R²).
        var share: Double
        var width: Double
    }

    /// Between which values a number is like the row's: above the lower, and up to the upper; `nil` where there is no bound.
    struct Range: Hashable, Sendable {
        var lower: Double?
        var upper: Double?
    }

    /// How many rows are drawn.
    let samples: Int
    /// How quickly rows count for less: one that differs in d columns counts for √exp(−d ∕ width²); 0.75 · √columns if `nil`.
    var width: Double?
    let seed: Int

    static let standardSamples = 5000
    /// That of the paper's own program.
    private static let penalty = 1.0
    /// Rows that are asked at once.
    private static let mostRows = 20_000

    /// - Parameters:
    ///   - row: one row with the columns that the model takes.
    ///   - others: rows with the same columns, one or more.
    ///   - answer: the number that is explained, for each row.
    /// - Throws: what `answer` throws.
    func fit(_ row: Table, among others: Table, answer: (Table) throws -> [Double]) throws -> Found {
        let joined = others.followed(by: row)
        let own = others.rowCount
        var random = RandomSource(seed: seed)
        // The row itself comes first.
        let sources = joined.columns.map { _ in [own] + (1..<max(samples, 2)).map { _ in random.index(below: own) } }
        let ranges = joined.columns.map { Self.range($0.values, of: own) }
        let alike = joined.columns.indices.map { place in
            Self.alike(joined.columns[place].values, to: own, ranges[place])
        }
        let inputs = sources.first.map { $0.indices.map { sample in sources.indices.map { alike[$0][sources[$0][sample]] } } } ?? []
        var targets = [Double]()
        for start in stride(from: 0, to: inputs.count, by: Self.mostRows) {
            let end = min(start + Self.mostRows, inputs.count)
            targets += try answer(joined.mixed(end - start) { Array(sources[$0][start..<end]) })
        }
        let width = width ?? 0.75 * Double(sources.count).squareRoot()
        let weights = inputs.map { exp(-Double($0.count { !$0 }) / (width * width)).squareRoot() }
        let fitted = WeightedRidge(inputs, targets, weights: weights, penalty: Self.penalty)
        return Found(
            base: fitted.intercept, value: fitted.coefficients.reduce(fitted.intercept, +), values: fitted.coefficients, ranges: ranges,
            share: fitted.share, width: width)
    }

    /// The quartiles of a column's other values that a row's number lies between.
    private static func range(_ column: Column, of row: Int) -> Range {
        guard case .numeric(let values) = column, !values[row].isNaN else { return Range() }
        let sorted = values.enumerated().filter { $0.offset != row && $0.element.isFinite }.map(\.element).sorted()
        guard !sorted.isEmpty else { return Range() }
        let quartiles = [0.25, 0.5, 0.75].map { share in
            let place = share * Double(sorted.count - 1)
            let low = Int(place)
            return sorted[low] + (place - Double(low)) * (sorted[min(low + 1, sorted.count - 1)] - sorted[low])
        }
        return Range(lower: quartiles.last { $0 < values[row] }, upper: quartiles.first { values[row] <= $0 })
    }

    /// For each row whether its value is like that of one.
    private static func alike(_ column: Column, to row: Int, _ range: Range) -> [Bool] {
        switch column {
        case .numeric(let values):
            guard !values[row].isNaN else { return values.map(\.isNaN) }
            return values.map { value in
                !value.isNaN && range.lower.map { value > $0 } ?? true && range.upper.map { value <= $0 } ?? true
            }
        case .text(let texts): return texts.codes.map { $0 == texts.codes[row] }
        }
    }
}
