/// `kind: data`: read a table, clean it, hold it to its schema, split it.
public struct DataConfiguration: Hashable, Sendable {
    /// A file or glob, relative to the project: csv, tsv, json or parquet, also gzipped.
    public var source: String
    /// The column to predict.
    public var target: String
    public var clean: Clean
    public var split: Split

    public init(source: String, target: String, clean: Clean = Clean(), split: Split = Split()) {
        self.source = source
        self.target = target
        self.clean = clean
        self.split = split
    }

    public struct Clean: Hashable, Sendable {
        /// Texts that mean "missing", compared without the white space around them; empty text always does.
        public var missing: [String]
        public var dropDuplicates: Bool
        /// Columns to leave out.
        public var drop: [String]

        public init(missing: [String] = [""], dropDuplicates: Bool = false, drop: [String] = []) {
            self.missing = missing
            self.dropDuplicates = dropDuplicates
            self.drop = drop
        }
    }

    /// Shares of the rows, each above 0 and adding up to 1.
    public struct Split: Hashable, Sendable {
        public var train: Double
        public var valid: Double
        public var test: Double
        /// Keep the shares of this column's values alike in each part; `nil` for a plain random split.
        public var stratify: String?
        public var seed: Int

        public init(
            train: Double = 0.7, valid: Double = 0.15, test: Double = 0.15, stratify: String? = nil, seed: Int = 0
        ) {
            self.train = train
            self.valid = valid
            self.test = test
            self.stratify = stratify
            self.seed = seed
        }
    }
}
