internal import Glibc

/// Student's distribution.
enum StudentDistribution {
    /// How many standard errors to both sides of a mean of `freedom + 1` values have that share, by bisection.
    static func deviations(holding share: Double, freedom: Int) -> Double {
        var (low, high) = (0.0, 1e4)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if inside(middle, freedom) < share { low = middle } else { high = middle }
        }
        return high
    }

    /// The share between `-deviations` and `deviations`, by the finite series for whole degrees of freedom (Abramowitz and Stegun, 26.7.3
    /// and 26.7.4).
    private static func inside(_ deviations: Double, _ freedom: Int) -> Double {
        let angle = atan(deviations / Double(freedom).squareRoot())
        let (sine, cosine) = (sin(angle), cos(angle))
        if freedom == 1 { return 2 * angle / .pi }
        let isOdd = freedom % 2 == 1
        var term = isOdd ? cosine : 1
        var sum = term
        var step = isOdd ? 3 : 2
        while step < freedom {
            term *= cosine * cosine * Double(step - 1) / Double(step)
            sum += term
            step += 2
        }
        return isOdd ? 2 / .pi * (angle + sine * sum) : sine * sum
    }
}
