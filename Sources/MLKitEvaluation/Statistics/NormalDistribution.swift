internal import Glibc

/// The normal distribution with mean 0 and standard deviation 1.
enum NormalDistribution {
    /// How many standard deviations to both sides of its mean have that share, by bisection.
    static func deviations(holding share: Double) -> Double {
        var (low, high) = (0.0, 10.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if erf(middle / 2.squareRoot()) < share { low = middle } else { high = middle }
        }
        return high
    }

    /// How likely a value is that is at least so far from the mean, to either side.
    static func chance(beyond deviations: Double) -> Double { erfc(abs(deviations) / 2.squareRoot()) }
}
