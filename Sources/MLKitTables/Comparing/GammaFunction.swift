internal import Glibc

/// The regularized upper incomplete gamma function, by which the chi-squared distribution is computed.
///
/// The series and the continued fraction of Press et al., "Numerical Recipes", section 6.2; relative error near 1e-14.
enum GammaFunction {
    /// Q(a, x), for a > 0 and x ≥ 0: from 1 at x = 0 down to 0.
    static func upper(_ a: Double, _ x: Double) -> Double {
        guard x > 0 else { return 1 }
        return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
    }

    private static let steps = 10_000
    private static let precision = 1e-16

    /// x^a e^-x / Γ(a).
    private static func scale(_ a: Double, _ x: Double) -> Double { exp(a * log(x) - x - lgamma(a)) }

    /// P(a, x) = 1 - Q(a, x), quick where x is small.
    private static func series(_ a: Double, _ x: Double) -> Double {
        var (term, sum, n) = (1 / a, 1 / a, a)
        for _ in 0..<steps {
            n += 1
            term *= x / n
            sum += term
            if abs(term) < abs(sum) * precision { break }
        }
        return sum * scale(a, x)
    }

    /// Lentz's method, quick where x is large.
    private static func fraction(_ a: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var value = d
        for step in 1...steps {
            let factor = -Double(step) * (Double(step) - a)
            b += 2
            d = factor * d + b
            if abs(d) < tiny { d = tiny }
            c = b + factor / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            value *= d * c
            if abs(d * c - 1) < precision { break }
        }
        return value * scale(a, x)
    }
}
