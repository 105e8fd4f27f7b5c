public import MLKitSpec

/// How a started server's answers compare to the offline predictions: the content of a bundle's `smoke.json`. Nothing in
/// it depends on the time or the machine, so that the same bundle has the same record.
public struct SmokeReport: Report, Hashable {
    public static let name = "smoke"
    /// The name of the file within the bundle's folder.
    public static let fileName = "smoke.json"

    /// How far a number may be off, relative to numbers above 1.
    public static let allowedDifference = 1e-6

    /// Whether all answers were as they should be; a bundle for which they were not is not kept.
    public var passed = true
    public var rows = 0
    public var tolerance = Self.allowedDifference
    public var endpoints: [Comparison] = []

    public init(rows: Int = 0, endpoints: [Comparison] = []) {
        self.rows = rows
        self.endpoints = endpoints
    }

    public static let keys = KeySet<SmokeReport>(
        "the report of a smoke test", blank: SmokeReport(),
        [
            Key("passed", \.passed, .boolean, "whether the server answered as the model does offline", required: true),
            Key("rows", \.rows, .integer(0...), "rows that it was asked", required: true),
            Key("tolerance", \.tolerance, .number, "how far a number may be off, relative to numbers above 1"),
            Key("endpoints", \.endpoints, .list(.object(Comparison.keys)), "the ways of asking"),
        ])

    /// One way of asking.
    public struct Comparison: Hashable, Sendable {
        public var endpoint: String
        /// The largest difference of a probability or predicted value.
        public var largestDifference: Double

        public init(endpoint: String, largestDifference: Double) {
            self.endpoint = endpoint
            self.largestDifference = largestDifference
        }

        fileprivate static let keys = KeySet<Comparison>(
            "an endpoint", blank: Comparison(endpoint: "", largestDifference: .nan),
            [
                Key("endpoint", \.endpoint, .text, "its path", required: true),
                Key("largest_difference", \.largestDifference, .measured, "of a number", required: true),
            ])
    }
}
