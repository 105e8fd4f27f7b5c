internal import Glibc

/// Draws out small numbers and draws large ones together: ((1 + |x|)ᵉ - 1) / e with the sign of x, or ln(1 + |x|) for e = 0, with one
/// exponent for numbers from 0 on and one for those below. With λ and 2 - λ it is the transform of Yeo and Johnson, "A new family of
/// power transformations to improve normality or symmetry" (2000), with 0 and 0 the logarithm on both sides.
struct PowerTransform: Equatable {
    let positive: Double
    let negative: Double

    static let logarithm = PowerTransform(positive: 0, negative: 0)

    init(positive: Double, negative: Double) {
        self.positive = positive
        self.negative = negative
    }

    init(lambda: Double) { self.init(positive: lambda, negative: 2 - lambda) }

    func callAsFunction(_ value: Double) -> Double {
        let exponent = value < 0 ? negative : positive
        let base = 1 + abs(value)
        let size = exponent == 0 ? log(base) : (pow(base, exponent) - 1) / exponent
        return value < 0 ? -size : size
    }

    /// The transform under which the values are most likely those of a normal distribution; `nil` where there is none, as all are one.
    static func mostNormal(_ values: [Double]) -> PowerTransform? {
        guard let first = values.first, values.contains(where: { $0 != first }) else { return nil }
        let slope = values.reduce(0) { $0 + ($1 < 0 ? -log(1 - $1) : log(1 + $1)) }
        func likelihood(_ lambda: Double) -> Double {
            let transform = PowerTransform(lambda: lambda)
            let transformed = values.map { transform($0) }
            let mean = transformed.reduce(0, +) / Double(values.count)
            let variance = transformed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            let result = -Double(values.count) / 2 * log(variance) + (lambda - 1) * slope
            return result.isFinite ? result : -.infinity
        }
        let lambda = highest(likelihood, in: -5...5)
        return likelihood(lambda).isFinite ? PowerTransform(lambda: lambda) : nil
    }

    /// Where a function with one peak is highest, by golden sections (Kiefer, 1953).
    private static func highest(_ function: (Double) -> Double, in range: ClosedRange<Double>) -> Double {
        let share = (5.0.squareRoot() - 1) / 2
        var (low, high) = (range.lowerBound, range.upperBound)
        var (left, right) = (high - share * (high - low), low + share * (high - low))
        var (atLeft, atRight) = (function(left), function(right))
        while high - low > 1e-7 {
            if atLeft > atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - share * (high - low)
                atLeft = function(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + share * (high - low)
                atRight = function(right)
            }
        }
        return (low + high) / 2
    }
}
