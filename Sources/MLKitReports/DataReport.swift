internal import MLKitCore
public import MLKitSignature
public import MLKitSpec
internal import MLKitYAML

/// What a data stage found and did: the content of `reports/data.json`.
///
/// Statistics are of the rows kept, before the split.
public struct DataReport: Report, Hashable {
    public static let name = "data"

    public var rows = Rows()
    public var target = ""
    public var task: ModelTask?
    public var columns: [Column] = []
    public var split = Split()
    /// Train, valid and test.
    public var splits: [Part] = []
    /// What the user should know of, though the stage went on.
    public var warnings: [String] = []
    /// Where a page of statistics is asked for.
    public var statistics: Statistics?

    public init() {}

    /// One line: "48842 rows: 34190 train, 7326 valid, 7326 test".
    public var summary: String {
        let parts = splits.map { "\($0.rows) \($0.name)" }.joined(separator: ", ")
        return "\(plural(rows.kept, "row")): \(parts)"
    }

    /// Whether so many rows stand in several parts that it is said: one of a hundred, unless they have to be alike.
    public var sharesRows: Bool { Double(split.sharedRows ?? 0) > 0.01 * Double(rows.kept) && !rowsHaveToBeAlike }

    /// The warnings of columns that give the target away.
    public var leaks: [String] { warnings.filter { $0.hasSuffix(Self.leakRemedy) } }
    /// What each of them ends with.
    public static let leakRemedy = "if it is known only after the target, add it to `clean.drop`"

    /// Whether there are more rows than combinations of their columns' values, so that rows which are the same are no copies for that.
    private var rowsHaveToBeAlike: Bool {
        guard !columns.isEmpty, columns.allSatisfy({ $0.distinct > 0 }) else { return false }
        let combinations = columns.reduce(1.0) { $0 * Double($1.distinct + ($1.missing > 0 ? 1 : 0)) }
        return combinations <= Double(rows.kept)
    }

    public static let keys = KeySet<DataReport>(
        "the report of a data stage", blank: DataReport(),
        [
            Key("rows", \.rows, .object(Rows.keys), "how many rows there were", required: true),
            Key("target", \.target, .text, "the column to predict, of several their names; empty where nothing is", required: true),
            Key("task", \.task, .choice, "what there is to predict; left out where nothing is"),
            Key("columns", \.columns, .list(.object(Column.keys)), "statistics of each column", required: true),
            Key("split", \.split, .object(Split.keys), "how rows were shared out", required: true),
            Key("splits", \.splits, .list(.object(Part.keys)), "the parts", required: true),
            Key("warnings", \.warnings, .list(.text), "what the user should know of"),
            Key("statistics", \.statistics, .object(Statistics.keys), "distributions, and what columns have to do with each other"),
        ])

    public struct Rows: Hashable, Sendable {
        public var read = 0
        /// Dropped because their target is missing.
        public var withoutTarget = 0
        /// Dropped because an earlier one is the same.
        public var duplicates = 0
        /// What became of the rules that rows broke; `nil` where none did.
        public var broken: [BrokenRule]?
        /// Labels that a file corrected; `nil` where there is none.
        public var corrected: Int?
        /// Left out because they are not of the sample; `nil` where all rows are used.
        public var outOfSample: Int?
        public var kept = 0

        public init() {}

        fileprivate static let keys = KeySet<Rows>(
            "`rows`", blank: Rows(),
            [
                Key("read", \.read, .integer(0...), "rows of the source", required: true),
                Key("without_target", \.withoutTarget, .integer(0...), "dropped because their target is missing"),
                Key("duplicates", \.duplicates, .integer(0...), "dropped because another row is the same, or has the same key"),
                Key("broken", \.broken, .list(.object(BrokenRule.keys)), "rules that rows broke"),
                Key("corrected", \.corrected, .integer(0...), "rows whose label a file corrected"),
                Key("out_of_sample", \.outOfSample, .integer(0...), "left out because they are not of the sample"),
                Key("kept", \.kept, .integer(0...), "rows that were split", required: true),
            ])
    }

    /// A rule of `clean.rules` that rows broke.
    public struct BrokenRule: Hashable, Sendable {
        public var check: String
        public var rows: Int
        public var isDropped: Bool

        public init(check: String, rows: Int, isDropped: Bool) {
            (self.check, self.rows, self.isDropped) = (check, rows, isDropped)
        }

        fileprivate static let keys = KeySet<BrokenRule>(
            "a rule", blank: BrokenRule(check: "", rows: 0, isDropped: false),
            [
                Key("check", \.check, .text, "the condition", required: true),
                Key("rows", \.rows, .integer(0...), "rows for which it is false", required: true),
                Key("dropped", \.isDropped, .boolean, "whether they were dropped", required: true),
            ])
    }

    public struct Column: Hashable, Sendable {
        public var name: String
        public var type: ColumnType
        /// Values.
        public var count = 0
        public var missing = 0
        public var distinct = 0
        /// For numbers; each NaN where there is no value.
        public var minimum: Double?
        public var lowerQuartile: Double?
        public var median: Double?
        public var upperQuartile: Double?
        public var maximum: Double?
        public var mean: Double?
        /// The standard deviation of a sample.
        public var deviation: Double?
        /// For all else: the ten most frequent values.
        public var top: [Frequent]?
        /// For dates and time stamps.
        public var earliest: String?
        public var latest: String?
        /// Texts that stood for a missing value.
        public var markers: [Frequent]?
        /// Whether quantiles are of every n-th row, and many different values are estimated, within 2 %; there are more rows
        /// than a million.
        public var isApproximate: Bool?

        public init(name: String, type: ColumnType) {
            self.name = name
            self.type = type
        }

        fileprivate static let keys = KeySet<Column>(
            "a column", blank: Column(name: "", type: .text),
            [
                Key("name", \.name, .text, "its name", required: true),
                Key("type", \.type, .choice, "what its values are", required: true),
                Key("count", \.count, .integer(0...), "values"),
                Key("missing", \.missing, .integer(0...), "rows without a value"),
                Key("distinct", \.distinct, .integer(0...), "different values"),
                Key("minimum", \.minimum, .figure, "the least number"),
                Key("lower_quartile", \.lowerQuartile, .figure, "a quarter of the numbers is below"),
                Key("median", \.median, .figure, "half of the numbers is below"),
                Key("upper_quartile", \.upperQuartile, .figure, "three quarters of the numbers are below"),
                Key("maximum", \.maximum, .figure, "the largest number"),
                Key("mean", \.mean, .figure, "the mean of the numbers"),
                Key("deviation", \.deviation, .figure, "the standard deviation of a sample"),
                Key("top", \.top, .list(.object(Frequent.keys)), "the ten most frequent values, where they are no numbers"),
                Key("earliest", \.earliest, .text, "the first day or moment"),
                Key("latest", \.latest, .text, "the last"),
                Key("markers", \.markers, .list(.object(Frequent.keys)), "texts that stood for a missing value"),
                Key(
                    "approximate", \.isApproximate, .boolean,
                    "whether quantiles are of every n-th row and different values are estimated, as beyond a million rows"),
            ])
    }

    public struct Frequent: Hashable, Sendable {
        public var value: String
        public var count: Int

        public init(value: String, count: Int) {
            self.value = value
            self.count = count
        }

        fileprivate static let keys = KeySet<Frequent>(
            "a value", blank: Frequent(value: "", count: 0),
            [
                Key("value", \.value, .text, "the value", required: true),
                Key("count", \.count, .integer(0...), "rows that have it", required: true),
            ])
    }

    public struct Split: Hashable, Sendable {
        public var seed = 0
        public var stratify: String?
        /// Columns by what they are together, where there are several.
        public var combination: [String]?
        public var group: String?
        public var time: String?
        /// Whether a row's part follows from the row alone.
        public var isFixed: Bool?
        /// The rows that the training split has once its classes were made as frequent as each other; `nil` where they were not.
        public var balanced: Int?
        /// Rows that are the same in every column and stand in more than one part, so that a model is tested on what it
        /// has learned from; `nil` in reports of versions that did not count them.
        public var sharedRows: Int?

        public init() {}

        fileprivate static let keys = KeySet<Split>(
            "`split`", blank: Split(),
            [
                Key("seed", \.seed, .integer(0...), "the number that decided the shuffle", required: true),
                Key("stratify", \.stratify, .textOrNull, "the column whose values were shared out evenly", absent: .null),
                Key("stratify_together", \.combination, .list(.text), "the columns of which what they are together was shared out evenly"),
                Key("group", \.group, .text, "the column whose values were kept together"),
                Key("time", \.time, .text, "the column by which the latest rows test"),
                Key("fixed", \.isFixed, .boolean, "whether a row's part follows from the row alone"),
                Key("balanced", \.balanced, .integer(0...), "training rows once classes were made as frequent as each other"),
                Key(
                    "shared_rows", \.sharedRows, .integer(0...),
                    "rows that are the same in every column and stand in more than one part"),
            ])
    }

    public struct Part: Hashable, Sendable {
        public var name = ""
        public var rows = 0
        /// Of all rows, to six decimal places.
        public var share = 0.0
        /// In the order of the classes; of several labels the rows that have them; empty for regression.
        public var classes: [ClassCount] = []

        /// - Parameters:
        ///   - whole: the rows of all parts.
        ///   - classes: rows of each class.
        public init(name: String, rows: Int, of whole: Int, classes: [(name: String, rows: Int)]) {
            self.name = name
            self.rows = rows
            share = DataReport.share(rows, of: whole)
            self.classes = classes.map { ClassCount(name: $0.name, rows: $0.rows, share: DataReport.share($0.rows, of: rows)) }
        }

        fileprivate static let keys = KeySet<Part>(
            "a part", blank: Part(name: "", rows: 0, of: 0, classes: []),
            [
                Key("name", \.name, .text, "train, valid or test", required: true),
                Key("rows", \.rows, .integer(0...), "its rows", required: true),
                Key("share", \.share, .number, "its share of all rows"),
                Key("classes", \.classes, .list(.object(ClassCount.keys)), "its rows by class; none for regression"),
            ])
    }

    public struct ClassCount: Hashable, Sendable {
        public var name: String
        public var rows: Int
        /// Of the part's rows, to six decimal places.
        public var share: Double

        fileprivate static let keys = KeySet<ClassCount>(
            "a class", blank: ClassCount(name: "", rows: 0, share: 0),
            [
                Key("name", \.name, .text, "the class", required: true),
                Key("rows", \.rows, .integer(0...), "its rows in the part", required: true),
                Key("share", \.share, .number, "its share of the part"),
            ])
    }

    /// To six decimal places.
    private static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : (Double(part) / Double(whole) * 1e6).rounded() / 1e6
    }
}

extension KeyType<Double> {
    /// A number, a whole one without a decimal point, or null for none.
    fileprivate static var figure: Self {
        let number = KeyType<Double>.measured
        return KeyType(
            number.schema, read: { $0.isNull ? .nan : $0.json.double },
            write: { value in Int(exactly: value).map { .int($0) } ?? number.json(value) })
    }
}
