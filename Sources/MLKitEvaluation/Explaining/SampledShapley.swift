internal import MLKitCore
internal import MLKitTables

/// Shapley values of any model by drawing orders of the columns: a row's values are put into another row one after the other, in an
/// order and in its reverse, and what the answer moves by is laid to the column (Castro, Gómez and Tejada, "Polynomial calculation
/// of the Shapley value based on sampling", 2009; in pairs Mitchell et al., "Sampling permutations for Shapley value estimation", 2022).
struct SampledShapley {
    struct Values {
        /// One for each column; they add up to how far the row's answer is above `base`.
        var values: [Double]
        /// The standard error of each.
        var errors: [Double]
        /// The mean answer of the other rows, as often as they were drawn.
        var base: Double
    }

    /// How many orders are drawn, each with its reverse.
    let orders: Int
    let seed: Int

    /// Rows that are asked at once.
    private static let mostRows = 20_000

    /// - Parameters:
    ///   - row: one row with the columns that the model takes.
    ///   - others: rows with the same columns, one or more.
    ///   - answer: the number that is explained, for each row.
    /// - Throws: what `answer` throws.
    func values(_ row: Table, beside others: Table, answer: (Table) throws -> [Double]) throws -> Values {
        let columns = row.columns.count
        let joined = others.followed(by: row)
        let own = others.rowCount
        var random = RandomSource(seed: seed)
        var drawn = [Int]()
        while drawn.count < orders {
            var places = Array(0..<others.rowCount)
            random.shuffle(&places)
            drawn += places
        }
        let plans = drawn.prefix(orders).map { other in
            var order = Array(0..<columns)
            random.shuffle(&order)
            return Plan(other: other, order: order)
        }
        var totals = Totals(columns)
        let atOnce = max(Self.mostRows / (2 * (columns + 1)), 1)
        for start in stride(from: 0, to: plans.count, by: atOnce) {
            let part = Array(plans[start..<min(start + atOnce, plans.count)])
            let steps = part.flatMap { [$0.ranks, $0.reversed.ranks] }
            let count = steps.count * (columns + 1)
            let rows = joined.mixed(count) { column in
                steps.enumerated().flatMap { place, ranks in
                    let other = part[place / 2].other
                    // The column is the row's own from the step of its rank on.
                    return (0...columns).map { $0 > ranks[column] ? own : other }
                }
            }
            totals.take(try answer(rows), part)
        }
        return totals.values
    }

    /// An order of the columns, and the other row that it begins with.
    private struct Plan {
        let other: Int
        let order: [Int]

        var reversed: Plan { Plan(other: other, order: order.reversed()) }

        /// The place of each column in the order.
        var ranks: [Int] {
            var ranks = [Int](repeating: 0, count: order.count)
            for (rank, column) in order.enumerated() { ranks[column] = rank }
            return ranks
        }
    }

    /// Sums over pairs of orders.
    private struct Totals {
        var count = 0.0
        var base = 0.0
        var sums: [Double]
        var squares: [Double]

        init(_ columns: Int) {
            sums = [Double](repeating: 0, count: columns)
            squares = sums
        }

        mutating func take(_ answers: [Double], _ plans: [Plan]) {
            let columns = sums.count
            for (place, plan) in plans.enumerated() {
                var moves = [Double](repeating: 0, count: columns)
                for (side, order) in [plan.order, plan.reversed.order].enumerated() {
                    let start = (2 * place + side) * (columns + 1)
                    for (rank, column) in order.enumerated() {
                        moves[column] += (answers[start + rank + 1] - answers[start + rank]) / 2
                    }
                }
                count += 1
                base += answers[2 * place * (columns + 1)]
                for column in 0..<columns {
                    sums[column] += moves[column]
                    squares[column] += moves[column] * moves[column]
                }
            }
        }

        var values: Values {
            let means = sums.map { $0 / count }
            let errors = zip(means, squares).map { mean, square in
                count > 1 ? (max(square / count - mean * mean, 0) / (count - 1)).squareRoot() : .nan
            }
            return Values(values: means, errors: errors, base: base / count)
        }
    }
}
