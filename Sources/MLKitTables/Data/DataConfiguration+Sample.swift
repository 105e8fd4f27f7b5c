internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

extension DataConfiguration {
    /// Some of the rows, chosen by their values: the same whatever their order.
    public struct Sample: Hashable, Sendable {
        /// Of all rows, above 0.
        public var fraction: Double?
        /// How many.
        public var rows: Int?
        public var seed = 0

        public init(fraction: Double? = nil, rows: Int? = nil, seed: Int = 0) {
            (self.fraction, self.rows, self.seed) = (fraction, rows, seed)
        }

        /// By which rows are chosen, the least first: the same for rows that are the same.
        func number(_ fingerprint: UInt64) -> UInt64 { RowNumber.of(fingerprint, seed: seed, for: .sample) }

        /// Whether a share of the rows has this one.
        func takes(_ fingerprint: UInt64) -> Bool { fraction.map { RowNumber.share(number(fingerprint)) < $0 } ?? true }
    }
}

extension DataConfiguration.Sample {
    fileprivate static let keys = KeySet<DataConfiguration.Sample>(
        "`sample`", blank: DataConfiguration.Sample(),
        [
            Key("fraction", \.fraction, .number(0...1), "the share of the rows, above 0"),
            Key("rows", \.rows, .integer(1...), "the number of rows, in place of a share"),
            Key("seed", \.seed, .integer(0...), "another gives another sample"),
        ])
}

extension KeyType<DataConfiguration.Sample> {
    /// A share alone, or a mapping.
    static var sample: Self {
        let share = KeyType<Double>.number(0...1)
        return KeyType(
            share.schema, read: { node in share.value(node).map { DataConfiguration.Sample(fraction: $0) } }, write: { _ in .null })
            .orElse(.object(DataConfiguration.Sample.keys))
    }
}
