public import MLKitSignature
public import MLKitSpec

/// How the columns of one table differ from those of another: what a stage of kind `compare` writes, and `mlkit data compare` as JSON.
public struct ComparisonReport: Report, Hashable {
    public static let name = "comparison"

    public var from = Side()
    public var to = Side()
    /// Columns of the first table that the second does not have, and the reverse.
    public var missingColumns: [String] = []
    public var addedColumns: [String] = []
    /// Those that both have, in the order of the first.
    public var columns: [Column] = []
    /// The rows that are one in both tables; `nil` where no key says which.
    public var matched: Matched?

    public init() {}

    /// Whether anything differs by more than is allowed.
    public var differs: Bool { !missingColumns.isEmpty || !addedColumns.isEmpty || columns.contains(where: \.differs) }

    public static let keys = KeySet<ComparisonReport>(
        "the report of a comparison", blank: ComparisonReport(),
        [
            Key("from", \.from, .object(Side.keys), "the table that is compared with", required: true),
            Key("to", \.to, .object(Side.keys), "the table that is held against it", required: true),
            Key("missing_columns", \.missingColumns, .list(.text), "columns that the second table lacks"),
            Key("added_columns", \.addedColumns, .list(.text), "columns that only the second table has"),
            Key("columns", \.columns, .list(.object(Column.keys)), "the columns of both", required: true),
            Key("matched", \.matched, .object(Matched.keys), "the rows that are one in both tables, by a key"),
        ])

    public struct Matched: Hashable, Sendable {
        /// The column whose values tell rows apart.
        public var key = ""
        /// Rows with a key that both tables have, and those with one that only one of them has.
        public var rows = 0
        public var onlyFrom = 0
        public var onlyTo = 0

        public init() {}

        fileprivate static let keys = KeySet<Matched>(
            "`matched`", blank: Matched(),
            [
                Key("key", \.key, .text, "the column whose values tell rows apart", required: true),
                Key("rows", \.rows, .integer(0...), "rows that both tables have", required: true),
                Key("only_from", \.onlyFrom, .integer(0...), "rows that only the first table has", required: true),
                Key("only_to", \.onlyTo, .integer(0...), "rows that only the second table has", required: true),
            ])
    }

    public struct Side: Hashable, Sendable {
        public var name: String
        public var rows: Int

        public init(name: String = "", rows: Int = 0) {
            self.name = name
            self.rows = rows
        }

        fileprivate static let keys = KeySet<Side>(
            "a table", blank: Side(),
            [
                Key("name", \.name, .text, "the file", required: true),
                Key("rows", \.rows, .integer(0...), "its rows", required: true),
            ])
    }

    public struct Column: Hashable, Sendable {
        public var name: String
        /// By the first table.
        public var type: ColumnType
        /// What was computed; `nil` where nothing was, for `reason`.
        public var test: String?
        public var statistic: Double?
        /// How likely a difference like this is where there is none; corrected for the number of columns if that is asked for.
        public var chance: Double?
        /// What the statistic may be, or the chance must be.
        public var limit: Double?
        /// The share of rows without a value in each table.
        public var missing = [Double]()
        /// What each table has in the middle, in words.
        public var summary = [String]()
        /// What differs by more than is allowed, in words; empty where nothing does.
        public var findings = [String]()
        /// Of the rows that both tables have, those with another value.
        public var changed: Int?
        /// How the values of both are distributed; `nil` where no test was made.
        public var distribution: Distribution?
        /// Why no test was made.
        public var reason: String?

        public init(name: String, type: ColumnType) {
            self.name = name
            self.type = type
        }

        public var differs: Bool { !findings.isEmpty }

        fileprivate static let keys = KeySet<Column>(
            "a column", blank: Column(name: "", type: .text),
            [
                Key("name", \.name, .text, "its name", required: true),
                Key("type", \.type, .choice, "what its values are in the first table", required: true),
                Key("test", \.test, .text, "ks, wasserstein, psi, js, linf or chi2; none where no test was made"),
                Key("statistic", \.statistic, .measured, "how far the tables are apart"),
                Key("chance", \.chance, .number(0...1), "of ks and chi2: how likely such a difference is where there is none"),
                Key("limit", \.limit, .number, "what the statistic may be; of ks and chi2 what the chance must be"),
                Key("missing", \.missing, .list(.number(0...1)), "the share of rows without a value, in each table"),
                Key("summary", \.summary, .list(.text), "what each table has in the middle"),
                Key("findings", \.findings, .list(.text), "what differs by more than is allowed"),
                Key("changed", \.changed, .integer(0...), "of the rows that both tables have, those with another value"),
                Key("distribution", \.distribution, .object(Distribution.keys), "how the values of both tables are distributed"),
                Key("reason", \.reason, .text, "why no test was made"),
            ])
    }

    /// Values of both tables, counted in the same bins.
    public struct Distribution: Hashable, Sendable {
        /// Of numbers: between bins of one width, both ends among them.
        public var edges: [Double]?
        /// Of categories: the most frequent of the first table, and one for all others.
        public var values: [String]?
        public var from: [Int] = []
        public var to: [Int] = []

        public init() {}

        fileprivate static let keys = KeySet<Distribution>(
            "`distribution`", blank: Distribution(),
            [
                Key("edges", \.edges, .list(.number), "of numbers: between bins of one width, both ends among them"),
                Key(
                    "values", \.values, .list(.text),
                    "of categories: the most frequent of the first table, and what stands for all others"),
                Key("from", \.from, .list(.integer(0...)), "values of the first table in each bin", required: true),
                Key("to", \.to, .list(.integer(0...)), "the same of the second", required: true),
            ])
    }
}
