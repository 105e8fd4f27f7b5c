internal import Glibc

/// How likely a rate of errors as high as that of a group is where the group is drawn from all rows at random.
enum RateTest {
    /// R. A. Fisher's exact test, to one side: of `whole` rows with `errors` errors, `rows` are drawn, and at least
    /// `found` of them are errors.
    static func fisher(found: Int, rows: Int, errors: Int, of whole: Int) -> Double {
        guard found > max(0, rows + errors - whole) else { return 1 }
        guard found <= min(rows, errors) else { return 0 }
        func ways(_ n: Int, _ k: Int) -> Double { lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1)) }
        let all = ways(whole, rows)
        var sum = 0.0
        for count in found...min(rows, errors) {
            let term = exp(ways(errors, count) + ways(whole - errors, rows - count) - all)
            sum += term
            // Beyond the most likely count terms fall quicker and quicker.
            if term < sum * 1e-17, Double(count) > Double(rows) * Double(errors) / Double(whole) { break }
        }
        return min(sum, 1)
    }

    /// B. L. Welch's test of two means, to one side, with the normal distribution: groups have many rows.
    ///
    /// - Parameters:
    ///   - group: count, mean and variance of the group; `others` the same of all other rows.
    static func welch(
        _ group: (count: Double, mean: Double, variance: Double), _ others: (count: Double, mean: Double, variance: Double)
    ) -> Double {
        let error = (group.variance / group.count + others.variance / others.count).squareRoot()
        guard error > 0 else { return group.mean > others.mean ? 0 : 1 }
        return erfc((group.mean - others.mean) / error / 2.squareRoot()) / 2
    }
}
