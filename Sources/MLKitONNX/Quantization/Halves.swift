internal import Glibc
internal import MLKitCore

/// Floats as halves, and what that does to them: below a certain size they become zero, above another infinity.
struct Halves {
    let values: [Float16]
    /// How many are not zero, and become so.
    let vanished: Int
    /// Whether some are larger than a half can be.
    private let isBeyond: Bool
    /// Whether the numbers as a whole are about what they were: single ones that vanish beside larger ones are nothing to them.
    private let isFaithful: Bool

    init(_ floats: [Float]) {
        values = floats.map { Float16($0) }
        isBeyond = floats.contains { abs($0) > Self.largest }
        var (vanished, signal, noise) = (0, 0.0, 0.0)
        for (float, half) in zip(floats, values) {
            if half == 0, float != 0 { vanished += 1 }
            let difference = Double(float) - Double(half)
            signal += Double(float) * Double(float)
            noise += difference * difference
        }
        self.vanished = vanished
        isFaithful = noise <= signal * Self.mostNoise
    }

    private static let largest: Float = 65_504
    /// 60 dB: numbers that halves are made for have more than 70.
    private static let mostNoise = 1e-6

    /// Whether each is there, and about what it was.
    var keepsAll: Bool { vanished == 0 && !isBeyond && isFaithful }

    /// Why they are left as they are; `nil` if they need not be.
    var reason: String? {
        if isBeyond { return "its weights are beyond what halves can hold" }
        guard !isFaithful else { return nil }
        guard vanished > 0 else { return "its weights are so small that halves hold them to a few digits alone" }
        return "\(vanished) of its \(plural(values.count, "weight")) are too small for halves, and would become 0"
    }
}
