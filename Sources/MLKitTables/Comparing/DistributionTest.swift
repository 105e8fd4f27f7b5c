/// A way to tell whether two samples have one distribution. Its raw value is the name that commands take and reports have.
public protocol DistributionTest: RawRepresentable<String>, CaseIterable, Sendable {
    /// Whether it says how likely a difference is, rather than how large.
    var isOfSignificance: Bool { get }
    /// What a distance may be; no larger than this is no difference.
    var limit: Double { get }
}

/// How columns of numbers are compared.
public enum NumberTest: String, DistributionTest {
    case kolmogorovSmirnov = "ks"
    /// Divided by the standard deviation of the first sample.
    case wasserstein
    case populationStability = "psi"
    case jensenShannon = "js"
    case largestDifference = "linf"

    public var isOfSignificance: Bool { self == .kolmogorovSmirnov }
    public var limit: Double { self == .populationStability ? 0.2 : 0.1 }

    static func usual(rows: Int) -> NumberTest { rows > SignificanceRows.most ? .wasserstein : .kolmogorovSmirnov }
}

/// How columns of texts, truth values and few integers are compared.
public enum CategoryTest: String, DistributionTest {
    case chiSquared = "chi2"
    case populationStability = "psi"
    case jensenShannon = "js"
    case largestDifference = "linf"

    public var isOfSignificance: Bool { self == .chiSquared }
    public var limit: Double { self == .populationStability ? 0.2 : 0.1 }

    static func usual(rows: Int) -> CategoryTest { rows > SignificanceRows.most ? .jensenShannon : .chiSquared }
}

/// Up to this many rows of the smaller sample chance is what has to be ruled out. With more, a difference that nobody would
/// mind is significant, so that its size decides.
private enum SignificanceRows {
    static let most = 1000
}
