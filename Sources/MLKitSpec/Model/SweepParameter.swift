public import MLKitCore

/// A parameter whose values a sweep tries.
public struct SweepParameter: Sendable {
    public enum Domain: Hashable, Sendable {
        case values([JSON])
        case range(Range)
    }

    /// Numbers between two bounds, both of them included.
    public struct Range: Hashable, Sendable {
        public var minimum: Double
        public var maximum: Double
        /// The distance of neighbouring values, counted from the minimum; `nil` for any number.
        public var step: Double?
        /// Whether each power of ten counts as much as the next.
        public var isLogarithmic: Bool
        /// Whether bounds and step are written as whole numbers.
        public var isWhole: Bool
        /// Whether the values are whole numbers.
        public var givesWholeNumbers: Bool { isWhole && step != nil }

        public init(
            minimum: Double, maximum: Double, step: Double? = nil, isLogarithmic: Bool = false, isWhole: Bool = false
        ) {
            self.minimum = minimum
            self.maximum = maximum
            self.step = step
            self.isLogarithmic = isLogarithmic
            self.isWhole = isWhole
        }
    }

    /// By dotted name.
    public var name: String
    public var domain: Domain
    /// Where the name stands.
    public var location: SourceLocation?

    public init(name: String, domain: Domain, location: SourceLocation? = nil) {
        self.name = name
        self.domain = domain
        self.location = location
    }
}
