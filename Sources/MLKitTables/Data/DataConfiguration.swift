internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// The settings of `kind: data`: read a table, clean it, hold it to its schema, split it.
public struct DataConfiguration: Hashable, Sendable {
    /// A file or glob, relative to the project: csv, tsv, json, parquet or xlsx, also packed.
    public var source: String
    /// A file somewhere else, in place of `source`.
    public var remote: RemoteSource?
    /// A database on a server, in place of both.
    public var database: DatabaseSource?
    /// The column to predict; empty where nothing is, and where several are.
    public var target: String
    /// Columns to predict together; empty where one is, or none.
    public var labels: [String] = []
    /// Where the schema is kept; in the folder of data if `nil`.
    public var schema: String?
    public var read = ReadingOptions()
    /// What there is to learn; by the target's values if `nil`.
    public var task: TargetTask?
    /// The class that is looked for, which becomes the last of two; the last by name if `nil`.
    public var positive: String?
    public var clean: Clean
    /// The rows that are used; all of them if `nil`.
    public var sample: Sample?
    public var split: Split
    /// Whether classes are made as frequent as each other in the training split; not if `nil`.
    public var balance: ClassBalance?
    /// Where the statistics go; in the folder of reports if `nil`.
    public var report: String?
    /// Where a page of them goes, with more of them; none if `nil`.
    public var page: String?

    public init(source: String = "", target: String = "", clean: Clean = Clean(), split: Split = Split()) {
        self.source = source
        self.target = target
        self.clean = clean
        self.split = split
    }

    /// Shares of the rows, each above 0 and adding up to 1.
    public struct Split: Hashable, Sendable {
        public var train: Double
        public var valid: Double
        public var test: Double
        /// Keep the shares of this column's values alike in each part; `nil` for a plain random split.
        public var stratify: String?
        /// Keep the shares of what these columns are together alike; empty where one column is stratified by, or none.
        public var combination: [String] = []
        /// Keep the rows of each of this column's values in one part.
        public var group: String?
        /// Train on what was first, test on what was last, by this column.
        public var time: String?
        /// Whether a row's part follows from the seed and the row alone, so that rows which are added later leave it where it is.
        public var isFixed = false
        public var seed: Int

        /// The fewest rows that each part gets one of.
        var leastStratum: Int { Int((1 / min(train, valid, test)).rounded(.up)) }

        /// The columns that are stratified by.
        var strata: [String] { combination.isEmpty ? [stratify].compactMap { $0 } : combination }

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

extension DataConfiguration {
    static let keys = KeySet<DataConfiguration>(
        "a stage of kind `data`", name: "data", blank: DataConfiguration(), anyOf: [targetName, taskName],
        [
            Key(
                DataKind.Role.source, \.place, .source,
                "file or glob: csv, tsv, json, parquet or xlsx, also packed; a database of SQLite; or a file or a database elsewhere",
                required: true),
            Key(
                targetName, \.declaredTarget, .columns,
                "the column to predict, or with `task: multilabel` several of two values each; left out with `task: none` alone"),
            Key(
                DataKind.Role.schema, \.schema, .path, "where the schema is kept: found out on the first run, enforced from then on",
                default: "data/schema.yaml"),
            Key(readName, \.read, .object(ReadingOptions.keys), "how the source is written, where that is not found out"),
            Key(taskName, \.task, .choice, "what there is to learn; by the target's values if left out; none: no column is predicted"),
            Key(positiveName, \.positive, .text, "of two classes the one that is looked for; the last by name if left out"),
            Key(cleanName, \.clean, .object(Clean.keys), "what to mend in the source before anything else"),
            Key(
                sampleName, \.sample, .sample,
                "the share of the rows that is used, for quick runs, or `{rows: 10000}`; all of them if left out"),
            Key(splitName, \.split, .object(Split.keys), "how rows are shared out; 0.7, 0.15 and 0.15 if left out"),
            Key(
                balanceName, \.balance, .choice,
                "makes classes as frequent as each other, in the training split alone, by copies of rows or by fewer; as they are if "
                    + "left out"),
            Key(DataKind.Role.report, \.report, .path, "where the statistics go", default: "reports/data.json"),
            Key(
                DataKind.Role.page, \.page, .path,
                "where they go as a page for people, with distributions and correlations; none if left out"),
        ])

    /// The key `target`.
    fileprivate var declaredTarget: [String]? {
        get { targets.isEmpty ? nil : targets }
        set {
            let names = newValue ?? []
            (target, labels) = names.count > 1 ? ("", names) : (names.first ?? "", [])
        }
    }

    /// The columns to predict.
    var targets: [String] { target.isEmpty ? labels : [target] }

    /// Whether it is of a stage, and not of a table that is only looked at.
    var isOfStage: Bool { !targets.isEmpty || task == .absent }

    static let targetName = "target"
    static let taskName = "task"
    static let cleanName = Wiring.cleanKey
    static let sampleName = "sample"
    package static let splitName = Wiring.splitKey
    static let readName = "read"
    static let positiveName = "positive"
    static let balanceName = "balance"
}

/// What a data stage says that there is to learn. It is no `ModelTask`, which a target has: a stage may leave open how many classes
/// there are, or say that nothing is predicted.
public enum TargetTask: String, CaseIterable, Sendable {
    /// One of two classes or more.
    case classification
    case binary
    case multiclass
    /// Any of several labels, each a column.
    case multilabel
    /// A number.
    case regression
    /// Nothing is predicted: there is no target.
    case absent = "none"
}

extension DataConfiguration.Split {
    /// The share of each part, by its name.
    var shares: [(name: String, share: Double)] {
        [(Part.train.rawValue, train), (Part.valid.rawValue, valid), (Part.test.rawValue, test)]
    }

    fileprivate static let keys = KeySet<DataConfiguration.Split>(
        "`split`", blank: DataConfiguration.Split(),
        [
            Key(Part.train.rawValue, \.train, .number(0...1), "share of rows to train on", required: true),
            Key(Part.valid.rawValue, \.valid, .number(0...1), "share of rows to tune on", required: true),
            Key(Part.test.rawValue, \.test, .number(0...1), "share of rows to measure on; the three add up to 1", required: true),
            Key(
                stratifyName, \.declaredStrata, .columns,
                "column whose values are shared out evenly; of several columns what they are together"),
            Key(groupName, \.group, .text, "column whose values are not torn apart: all rows of one go to the same part"),
            Key(timeName, \.time, .text, "column of dates, time stamps or numbers: the earliest rows train, the latest test"),
            Key(
                fixedName, \.isFixed, .boolean,
                "whether a row's part follows from its values alone (those of `group`, where that is given): rows that are added later "
                    + "leave all others where they are"),
            Key(seedName, \.seed, .integer(0...), "number that decides the shuffle"),
        ])

    /// The key `stratify`.
    fileprivate var declaredStrata: [String]? {
        get { combination.isEmpty ? stratify.map { [$0] } : combination }
        set {
            let names = newValue ?? []
            (stratify, combination) = names.count > 1 ? (nil, names) : (names.first, [])
        }
    }

    static let seedName = "seed"
    static let fixedName = "fixed"
    static let stratifyName = "stratify"
    package static let groupName = "group"
    package static let timeName = "time"
}

extension KeyType<[String]> {
    /// The name of a column, or a list of such.
    fileprivate static var columns: Self {
        let (one, several) = (KeyType<String>.text, KeyType<[String]>.list(.text))
        return KeyType(
            .either([one.schema, several.schema]),
            read: { node in node.sequence == nil ? one.value(node).map { [$0] } : several.value(node) },
            write: { $0.count == 1 ? one.json($0[0]) : several.json($0) })
    }
}
