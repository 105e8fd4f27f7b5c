internal import Glibc

/// How far numbers are from what they were.
public struct AnswerDifference: Hashable, Sendable {
    /// How many were compared: those that were finite.
    public private(set) var count = 0
    /// The largest absolute difference.
    public private(set) var largest = 0.0
    private var sum = 0.0
    private var signal = 0.0
    private var noise = 0.0

    public init() {}

    /// Takes in pairs of numbers.
    ///
    /// - Parameters:
    ///   - before: What they were; one that is not finite is passed over.
    ///   - after: What they are, as many.
    public mutating func add(_ before: [Double], _ after: [Double]) {
        for (x, y) in zip(before, after) where x.isFinite {
            let difference = abs(x - y)
            largest = max(largest, difference)
            sum += difference
            signal += x * x
            noise += difference * difference
            count += 1
        }
    }

    /// The mean absolute difference.
    public var mean: Double { sum / Double(max(count, 1)) }

    /// Ten times the decimal logarithm of the numbers' power over that of the differences, in dB; infinite where there are none, and minus
    /// infinity where all numbers were zero.
    public var signalToNoise: Double { noise > 0 ? Self.decibels(signal: signal, noise: noise) : .infinity }

    static func decibels(signal: Double, noise: Double) -> Double { 10 * log10(signal / noise) }
}
