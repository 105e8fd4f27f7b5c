internal import MLKitSpec

extension DataReport {
    /// How values are distributed, and what columns have to do with each other: there where a page of statistics is asked for.
    public struct Statistics: Hashable, Sendable {
        /// In the order of the table.
        public var columns: [Distribution] = []
        /// Of each feature with the target.
        public var target: [Association] = []
        /// Of features with each other.
        public var features: [Association] = []
        /// The rows that associations are of; all of them, or every n-th of many.
        public var rows = 0

        public init() {}

        static let keys = KeySet<Statistics>(
            "`statistics`", blank: Statistics(),
            [
                Key(
                    "columns", \.columns, .list(.object(Distribution.keys)), "how the values of each column are distributed",
                    required: true),
                Key("target", \.target, .list(.object(Association.keys)), "what features have to do with the target", required: true),
                Key("features", \.features, .list(.object(Association.keys)), "what features have to do with each other", required: true),
                Key("rows", \.rows, .integer(0...), "the rows that associations are of", required: true),
            ])
    }

    public struct Distribution: Hashable, Sendable {
        public var name: String
        /// Values that are 0; for numbers, as all that follows.
        public var zeros: Int?
        /// Values more than 1.5 interquartile ranges beyond the quartiles.
        public var outliers: Int?
        /// Third and fourth standardized moments, corrected for the bias of a sample as pandas has them.
        public var skewness: Double?
        public var kurtosis: Double?
        /// Values below which a share of the numbers is.
        public var quantiles: [Quantile]?
        /// Between bins of one width, both ends among them: one more than there are counts.
        public var edges: [Double]?
        public var counts: [Int]?

        public init(name: String) { self.name = name }

        static let keys = KeySet<Distribution>(
            "a distribution", blank: Distribution(name: ""),
            [
                Key("name", \.name, .text, "the column", required: true),
                Key("zeros", \.zeros, .integer(0...), "numbers that are 0"),
                Key("outliers", \.outliers, .integer(0...), "numbers more than 1.5 interquartile ranges beyond the quartiles"),
                Key("skewness", \.skewness, .measured, "the third standardized moment, without bias"),
                Key("kurtosis", \.kurtosis, .measured, "the fourth, 0 for a normal distribution, without bias"),
                Key("quantiles", \.quantiles, .list(.object(Quantile.keys)), "numbers below which a share of them is"),
                Key("edges", \.edges, .list(.number), "the ends of bins of one width"),
                Key("counts", \.counts, .list(.integer(0...)), "numbers in each bin"),
            ])
    }

    public struct Quantile: Hashable, Sendable {
        public var share: Double
        public var value: Double

        public init(share: Double, value: Double) { (self.share, self.value) = (share, value) }

        static let keys = KeySet<Quantile>(
            "a quantile", blank: Quantile(share: 0, value: 0),
            [
                Key("share", \.share, .number(0...1), "the share of the numbers that is below", required: true),
                Key("value", \.value, .measured, "the number", required: true),
            ])
    }

    /// What two columns have to do with each other, of the rows that have both.
    public struct Association: Hashable, Sendable {
        public var first: String
        public var second: String
        public var rows = 0
        /// Of two columns of numbers; undefined, as all of these, where one has the same value in every row.
        public var pearson: Double?
        /// The same of ranks, equal numbers having the mean of theirs.
        public var spearman: Double?
        /// Of two columns of categories.
        public var cramersV: Double?
        /// In nats; numbers count by the tenth that they are in.
        public var mutualInformation: Double?

        public init(_ first: String, _ second: String) { (self.first, self.second) = (first, second) }

        /// The size of what there is, from 0 to 1, by which pairs are ranked.
        public var strength: Double { [pearson, spearman, cramersV].compactMap { $0 }.filter(\.isFinite).map(abs).max() ?? 0 }

        static let keys = KeySet<Association>(
            "an association", blank: Association("", ""),
            [
                Key("first", \.first, .text, "a column", required: true),
                Key("second", \.second, .text, "the other", required: true),
                Key("rows", \.rows, .integer(0...), "rows that have both", required: true),
                Key("pearson", \.pearson, .measured, "Pearson's correlation, of numbers"),
                Key("spearman", \.spearman, .measured, "Spearman's correlation of ranks, of numbers"),
                Key("cramers_v", \.cramersV, .measured, "Cramér's V, of categories"),
                Key("mutual_information", \.mutualInformation, .measured, "mutual information in nats, of numbers by their tenths"),
            ])
    }
}
