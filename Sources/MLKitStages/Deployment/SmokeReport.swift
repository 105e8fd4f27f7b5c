public import MLKitCore

/// How the started server's answers compare to the offline predictions.
public struct SmokeReport: Hashable, Sendable {
    /// How far a number may be off, relative to numbers above 1.
    public static let tolerance = 1e-6

    /// One way of asking.
    public struct Comparison: Hashable, Sendable {
        public var endpoint: String
        /// The largest difference of a probability or predicted value.
        public var largestDifference: Double
    }

    public var rows: Int
    public var comparisons: [Comparison]

    /// The content of `smoke.json`. Nothing in it depends on the time or the machine, so that the same bundle
    /// has the same record.
    public var json: JSON {
        [
            "passed": true,
            "rows": .int(rows),
            "tolerance": .double(Self.tolerance),
            "endpoints": .array(
                comparisons.map {
                    ["endpoint": .string($0.endpoint), "largest_difference": .double($0.largestDifference)]
                }),
        ]
    }
}
