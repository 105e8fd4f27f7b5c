internal import Glibc

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): the same
/// numbers for the same seed, on every machine.
package struct RandomSource: RandomNumberGenerator {
    /// From which all numbers to come follow.
    package private(set) var state: UInt64

    package init(seed: Int) {
        state = UInt64(bitPattern: Int64(seed))
    }

    /// Goes on where another source was.
    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from [0, 1), from the upper 53 bits.
    package mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number from [0, bound), by Lemire's multiplication; its bias is below 2⁻³² for any table.
    package mutating func index(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// One of the values.
    package mutating func element<Value>(_ values: [Value]) -> Value { values[index(below: values.count)] }

    /// A number between two others above 0, its logarithm from even odds, with two digits that matter.
    package mutating func number(from low: Double, to high: Double) -> Double {
        let value = low * pow(high / low, unit())
        let unit = pow(10, floor(log10(value)) - 1)
        return unit < 1 ? (value / unit).rounded() / (1 / unit).rounded() : (value / unit).rounded() * unit
    }

    /// Fisher and Yates. The standard library's shuffle may change between Swift versions; this does not.
    package mutating func shuffle(_ values: inout [Int]) {
        guard values.count > 1 else { return }
        for last in stride(from: values.count - 1, to: 0, by: -1) {
            values.swapAt(last, index(below: last + 1))
        }
    }
}
