internal import Glibc

/// Whether one of two models is right more often than the other, by the rows that only one of them is right for: Q. McNemar, "Note on
/// the sampling error of the difference between correlated proportions or percentages", Psychometrika 12, 1947.
struct McNemarTest {
    /// How likely a difference like this, or a larger one, is where there is none.
    let chance: Double
    /// Whether it goes by the binomial distribution, and not by chi-squared with A. L. Edwards's correction for continuity.
    let isExact: Bool

    /// With so many rows the approximation is good.
    private static let many = 25

    /// - Parameters:
    ///   - one: rows that only the one is right for.
    ///   - other: rows that only the other is right for.
    init(one: Int, other: Int) {
        let rows = one + other
        isExact = rows < Self.many
        if isExact {
            chance = min(2 * Self.tail(min(one, other), of: rows), 1)
        } else {
            let distance = max(Double(abs(one - other)) - 1, 0)
            chance = NormalDistribution.chance(beyond: (distance * distance / Double(rows)).squareRoot())
        }
    }

    /// How likely at most `count` of `rows` throws of a coin are heads.
    private static func tail(_ count: Int, of rows: Int) -> Double {
        (0...count).reduce(0) { sum, heads in
            let ways = lgamma(Double(rows + 1)) - lgamma(Double(heads + 1)) - lgamma(Double(rows - heads + 1))
            return sum + exp(ways - Double(rows) * M_LN2)
        }
    }
}
