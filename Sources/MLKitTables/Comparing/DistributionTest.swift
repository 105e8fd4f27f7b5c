/// A way to tell whether two samples have one distribution, by the name that commands take.
public enum DistributionTest: String, CaseIterable, Sendable {
    case kolmogorovSmirnov = "ks"
    /// Divided by the standard deviation of the first sample.
    case wasserstein
    case populationStability = "psi"
    case jensenShannon = "js"
    case largestDifference = "linf"
    case chiSquared = "chi2"

    public static let ofNumbers: [DistributionTest] = [
        .kolmogorovSmirnov, .wasserstein, .populationStability, .jensenShannon, .largestDifference,
    ]
    public static let ofCategories: [DistributionTest] = [
        .chiSquared, .populationStability, .jensenShannon, .largestDifference,
    ]

    /// Whether it says how likely a difference is, rather than how large.
    public var isOfSignificance: Bool { self == .kolmogorovSmirnov || self == .chiSquared }

    /// What a distance may be; no larger than this is no difference.
    public var limit: Double { self == .populationStability ? 0.2 : 0.1 }

    /// Up to this many rows of the smaller sample chance is what has to be ruled out. With more, a difference that nobody would
    /// mind is significant, so that its size decides.
    static let significanceRows = 1000

    static func usual(ofNumbers isOfNumbers: Bool, rows: Int) -> DistributionTest {
        guard rows > significanceRows else { return isOfNumbers ? .kolmogorovSmirnov : .chiSquared }
        return isOfNumbers ? .wasserstein : .jensenShannon
    }
}
