internal import Glibc
internal import MLKitSignature

/// How far two samples are apart that are counted in the same bins. `from` and `to` have a count for each bin; each adds up to
/// more than 0.
struct CountDistance {
    let from: [Int]
    let to: [Int]

    private var shares: (from: [Double], to: [Double]) { (Self.shares(from), Self.shares(to)) }

    private static func shares(_ counts: [Int]) -> [Double] {
        let total = Double(counts.reduce(0, +))
        return counts.map { Double($0) / total }
    }

    /// The largest difference of two shares, from 0 to 1: L-infinity, as TensorFlow Data Validation has it for categories.
    var largest: Double {
        let (p, q) = shares
        return zip(p, q).map { abs($0 - $1) }.max() ?? 0
    }

    /// The root of the Jensen-Shannon divergence in nats, from 0 to 0.8326, as `scipy.spatial.distance.jensenshannon` has it.
    var jensenShannon: Double {
        let (p, q) = shares
        let divergence = zip(p, q).reduce(0.0) { sum, pair in
            let middle = (pair.0 + pair.1) / 2
            return sum + Self.entropy(pair.0, middle) + Self.entropy(pair.1, middle)
        }
        return max(divergence / 2, 0).squareRoot()
    }

    private static func entropy(_ share: Double, _ other: Double) -> Double { share > 0 ? share * log(share / other) : 0 }

    /// The population stability index.
    var stabilityIndex: Double { StabilityIndex.between(from, to) }

    /// How likely it is that two samples of one distribution differ as much as these, or more: Pearson's chi-squared test of
    /// homogeneity, without a correction for continuity. 1 where all values are in one bin.
    var chance: Double {
        let used = zip(from, to).filter { $0 + $1 > 0 }
        guard used.count > 1 else { return 1 }
        let (m, n) = (Double(from.reduce(0, +)), Double(to.reduce(0, +)))
        let statistic = used.reduce(0.0) { sum, pair in
            let both = Double(pair.0 + pair.1)
            let (a, b) = (both * m / (m + n), both * n / (m + n))
            return sum + (Double(pair.0) - a) * (Double(pair.0) - a) / a + (Double(pair.1) - b) * (Double(pair.1) - b) / b
        }
        return GammaFunction.upper(Double(used.count - 1) / 2, statistic / 2)
    }
}
