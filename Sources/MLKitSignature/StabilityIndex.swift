internal import Glibc

/// The population stability index of two samples that are counted in the same bins: the sum over bins of (q - p) ln(q / p), with
/// p and q their shares, known in credit scoring as PSI. Below 0.1 is taken for no change, and above 0.25 for a large one.
public enum StabilityIndex {
    /// A bin that one of them has nothing in counts as this share, since its logarithm would be infinite.
    private static let leastShare = 1e-4

    /// - Parameters:
    ///   - from: a count for each bin; they add up to more than 0.
    ///   - to: the same of the other sample.
    public static func between(_ from: [Int], _ to: [Int]) -> Double {
        let (m, n) = (Double(from.reduce(0, +)), Double(to.reduce(0, +)))
        return zip(from, to).reduce(0.0) { sum, pair in
            let (p, q) = (max(Double(pair.0) / m, leastShare), max(Double(pair.1) / n, leastShare))
            return sum + (q - p) * log(q / p)
        }
    }

    /// What the index of two samples of one distribution exceeds about once in ten thousand times: where both are large, it is
    /// distributed as (1/m + 1/n) times chi-squared with one degree of freedom less than there are bins (Yurdakul and Naranjo,
    /// "Statistical properties of the population stability index", Journal of Risk Model Validation 14 (2020)).
    public static func chance(_ from: [Int], _ to: [Int]) -> Double {
        let (m, n) = (Double(from.reduce(0, +)), Double(to.reduce(0, +)))
        let freedom = Double(max(zip(from, to).count { $0 + $1 > 0 } - 1, 0))
        return (1 / m + 1 / n) * (freedom + 4 * (2 * freedom).squareRoot() + 8)
    }
}
