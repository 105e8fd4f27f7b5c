internal import Glibc

/// How far the numbers of two samples are apart. All take them sorted; none may be empty.
enum NumberDistance {
    /// The largest distance of the two empirical distribution functions, from 0 to 1: Kolmogorov and Smirnov's statistic.
    static func kolmogorovSmirnov(_ a: [Double], _ b: [Double]) -> Double {
        var largest = 0.0
        walk(a, b) { _, _, below, other in largest = max(largest, abs(below - other)) }
        return largest
    }

    /// The area between the two empirical distribution functions, in the unit of the numbers: the first Wasserstein distance.
    static func wasserstein(_ a: [Double], _ b: [Double]) -> Double {
        var area = 0.0
        walk(a, b) { value, next, below, other in
            if let next { area += (next - value) * abs(below - other) }
        }
        return area
    }

    /// The standard deviation of the numbers, divided by their count.
    static func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    /// Goes through the different numbers of both.
    ///
    /// - Parameter visit: takes a number, the next one (`nil` behind the last), and which share of each sample is no larger.
    private static func walk(
        _ a: [Double], _ b: [Double], _ visit: (_ value: Double, _ next: Double?, _ below: Double, _ other: Double) -> Void
    ) {
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            let value = i < a.count && (j == b.count || a[i] <= b[j]) ? a[i] : b[j]
            while i < a.count, a[i] <= value { i += 1 }
            while j < b.count, b[j] <= value { j += 1 }
            let rest = [i < a.count ? a[i] : nil, j < b.count ? b[j] : nil].compactMap { $0 }
            visit(value, rest.min(), Double(i) / Double(a.count), Double(j) / Double(b.count))
        }
    }
}

/// How likely it is that two samples of one distribution are as far apart as these, or further.
enum KolmogorovSmirnov {
    /// Up to this product of sizes the chance is exact, else that of large samples.
    private static let exactSteps = 20_000_000

    /// - Parameters:
    ///   - statistic: the largest distance of the empirical distribution functions.
    ///   - m, n: how many numbers the samples have.
    static func chance(_ statistic: Double, _ m: Int, _ n: Int) -> Double {
        guard statistic > 0 else { return 1 }
        if m <= exactSteps / max(n, 1) { return exact(statistic, m, n) }
        let size = Double(m) / Double(m + n) * Double(n)
        return limit(statistic * size.squareRoot())
    }

    /// The share of all orders of `m + n` different numbers in which the distance is reached: a path from (0, 0) to (m, n),
    /// each as likely, comes to (i, j) from (i - 1, j) with the chance i / (i + j). Hodges, "The significance probability of
    /// the Smirnov two-sample test" (1958).
    private static func exact(_ statistic: Double, _ m: Int, _ n: Int) -> Double {
        // Distances are multiples of 1 / (m n): half of that tells them apart in spite of rounding.
        let bound = statistic - 0.5 / (Double(m) * Double(n))
        var row = [Double](repeating: 0, count: n + 1)
        for i in 0...m {
            let share = Double(i) / Double(m)
            for j in 0...n where i + j > 0 {
                if abs(share - Double(j) / Double(n)) >= bound {
                    row[j] = 1
                } else {
                    let left = j > 0 ? row[j - 1] * Double(j) : 0
                    row[j] = (row[j] * Double(i) + left) / Double(i + j)
                }
            }
        }
        return min(row[n], 1)
    }

    /// Kolmogorov's distribution, by the one of its two series that is quick.
    private static func limit(_ x: Double) -> Double {
        guard x > 0.2 else { return 1 }
        var sum = 0.0
        if x < 1 {
            let rate = -Double.pi * Double.pi / (8 * x * x)
            for odd in stride(from: 1.0, through: 11, by: 2) { sum += exp(odd * odd * rate) }
            return 1 - (2 * Double.pi).squareRoot() / x * sum
        }
        var sign = 1.0
        for k in stride(from: 1.0, through: 20, by: 1) {
            sum += sign * exp(-2 * k * k * x * x)
            sign = -sign
        }
        return 2 * sum
    }
}
