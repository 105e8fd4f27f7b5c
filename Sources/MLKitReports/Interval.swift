internal import MLKitSpec

/// What a figure of all rows to come is between, where those that were measured are a sample: in 95 of 100 samples, unless another
/// level is given beside it. Where several are judged together, it is wider, so that all of them are within theirs in as many.
public struct Interval: Hashable, Sendable {
    public var lower: Double
    public var upper: Double

    public init(lower: Double = .nan, upper: Double = .nan) {
        self.lower = lower
        self.upper = upper
    }

    /// - Parameter range: `nil` where nobody can say.
    public init(_ range: ClosedRange<Double>?) { self.init(lower: range?.lowerBound ?? .nan, upper: range?.upperBound ?? .nan) }

    /// Whether anything is known.
    public var isKnown: Bool { lower.isFinite && upper.isFinite }

    static let keys = KeySet<Interval>(
        "an interval", blank: Interval(),
        [
            Key("lower", \.lower, .measured, "null where nobody can say", required: true),
            Key("upper", \.upper, .measured, "null where nobody can say", required: true),
        ])
}
