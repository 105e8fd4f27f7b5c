internal import Glibc
internal import MLKitCore

/// Random numbers of one trial: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// 2014), begun from a hash of the seed and of what they are for. So a trial's numbers do not depend on how many were
/// drawn for others, and a sweep that goes on later proposes what it would have proposed at once.
struct SearchRandom {
    private var state: UInt64

    /// - Parameter purpose: what the numbers are for, such as "trial 7".
    init(seed: Int, _ purpose: String) {
        state = UInt64(ContentHash(of: "\(seed) \(purpose)").hex.prefix(16), radix: 16) ?? 0
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from [0, 1).
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number from [0, bound).
    mutating func index(below bound: Int) -> Int { min(Int(unit() * Double(bound)), bound - 1) }

    /// The place of a weight, drawn in proportion to the weights.
    mutating func index(weights: [Double]) -> Int {
        var rest = unit() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.count - 1
    }

    /// A number from a normal distribution, by Box and Muller.
    mutating func normal(mean: Double, deviation: Double) -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return mean + deviation * radius * cos(2 * .pi * unit())
    }
}
