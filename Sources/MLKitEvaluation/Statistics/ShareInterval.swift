/// What a share of all rows to come is between, by the rows that were seen: E. B. Wilson, "Probable inference, the law of succession,
/// and statistical inference", Journal of the American Statistical Association 22, 1927. It stays within 0 and 1, and says something
/// where no row, or every row, is one of them.
enum ShareInterval {
    /// - Parameters:
    ///   - part: rows of which something is true, out of `whole`.
    ///   - level: the share of samples whose interval holds the share of all rows.
    /// - Returns: `nil` without rows.
    static func wilson(_ part: Int, of whole: Int, level: Double) -> ClosedRange<Double>? {
        guard whole > 0 else { return nil }
        let (share, count) = (Double(part) / Double(whole), Double(whole))
        let deviations = NormalDistribution.deviations(holding: level)
        let square = deviations * deviations
        let middle = (share + square / (2 * count)) / (1 + square / count)
        let reach = deviations / (1 + square / count) * (share * (1 - share) / count + square / (4 * count * count)).squareRoot()
        return (part == 0 ? 0 : max(middle - reach, 0))...(part == whole ? 1 : min(middle + reach, 1))
    }

    /// What the difference of the shares of two groups is between: R. G. Newcombe, "Interval estimation for the difference between
    /// independent proportions", Statistics in Medicine 17, 1998, method 10.
    ///
    /// - Returns: `nil` where a group has no rows.
    static func difference(
        _ one: (part: Int, whole: Int), _ other: (part: Int, whole: Int), level: Double
    ) -> ClosedRange<Double>? {
        guard let first = wilson(one.part, of: one.whole, level: level), let second = wilson(other.part, of: other.whole, level: level)
        else { return nil }
        let (p, q) = (Double(one.part) / Double(one.whole), Double(other.part) / Double(other.whole))
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        return (p - q - root(p - first.lowerBound, second.upperBound - q))...(p - q + root(first.upperBound - p, q - second.lowerBound))
    }
}
