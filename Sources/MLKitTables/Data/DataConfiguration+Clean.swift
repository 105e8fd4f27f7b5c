internal import MLKitCore
public import MLKitSignature
internal import MLKitSpec
internal import MLKitYAML

extension DataConfiguration {
    /// What is mended in the source before anything else. Each part works on what the one before has left: labels are
    /// corrected, rows that break a rule dropped, then duplicates.
    public struct Clean: Hashable, Sendable {
        /// Texts that mean "missing", compared without the white space around them; empty text always does. The usual ones
        /// if `nil`.
        public var missing: [String]?
        /// Texts that mean it in single columns, besides.
        public var missingByColumn: [String: [String]]?
        /// How characters are composed; as they stand in the source if `nil`.
        public var unicode: UnicodeForm?
        public var labels: Labels?
        /// What is done with columns that name people, by their names.
        public var personal: [String: Personal]?
        /// The variable of the environment that has the salt of hashes.
        public var salt: String?
        public var rules: [Rule] = []
        public var dropDuplicates = Deduplication.none
        /// Which of several rows of one key stays.
        public var keep = KeptRow.first
        /// Columns to leave out.
        public var drop: [String]

        public init(missing: [String]? = nil, dropDuplicates: Deduplication = .none, drop: [String] = []) {
            self.missing = missing
            self.dropDuplicates = dropDuplicates
            self.drop = drop
        }
    }

    /// What is done with a column that names people.
    public enum Personal: Hashable, Sendable {
        /// It is left out.
        case drop
        /// Its values become codes that only who has the salt can tell: rows of one person stay together, and no model takes them.
        case hash
        /// Within its texts, words stand for what names a person.
        case redact
        /// Its values are made coarser.
        case aggregate(Aggregation)
    }

    /// Which rows count as one.
    public enum Deduplication: Hashable, Sendable, ExpressibleByBooleanLiteral {
        case none
        /// Those that are the same in every column.
        case rows
        /// Those that are the same in these columns. A row without a value in one of them is like no other.
        case key([String])
        /// Those whose texts in a column have nearly the same words.
        case near(NearText)

        public init(booleanLiteral value: Bool) { self = value ? .rows : .none }
    }

    /// A column of texts, and from which share of their words on two of them count as one.
    public struct NearText: Hashable, Sendable {
        public var near = ""
        public var similarity = 0.9

        public init(_ near: String = "", similarity: Double = 0.9) { (self.near, self.similarity) = (near, similarity) }
    }

    public enum KeptRow: String, CaseIterable, Sendable {
        case first
        case last
    }

    /// A file of better labels: for values of a column those of the target.
    public struct Labels: Hashable, Sendable {
        /// Of any format that a source may have; relative to the project.
        public var file = ""
        /// A column of both that tells rows apart.
        public var key = ""

        public init(file: String = "", key: String = "") {
            (self.file, self.key) = (file, key)
        }
    }

    /// A condition in DuckDB's SQL that every row has to meet. Where a value that it needs is missing, so that it is neither true
    /// nor false, a row does not break it.
    public struct Rule: Hashable, Sendable {
        public var check = ""
        public var otherwise = Action.fail

        public init(_ check: String = "", otherwise: Action = .fail) {
            (self.check, self.otherwise) = (check, otherwise)
        }

        /// What is done with rows that break a rule.
        public enum Action: String, CaseIterable, Sendable {
            case fail
            case drop
            case warn
        }
    }
}

extension DataConfiguration.Clean {
    /// Texts that mean a missing value in a column, besides those that do in all.
    func missing(in column: String) -> [String] { missingByColumn?.first { $0.key.hasSameBytes(as: column) }?.value ?? [] }

    /// Columns that are left out, for whatever reason.
    var leftOut: [String] { drop + treated(.drop) }

    /// The columns that something is done with, in the order of their names.
    func treated(_ treatment: DataConfiguration.Personal) -> [String] {
        (personal ?? [:]).filter { $0.value == treatment }.map(\.key).sortedByBytes()
    }

    /// How values are made coarser, by column.
    var aggregated: [String: Aggregation] {
        (personal ?? [:]).compactMapValues { if case .aggregate(let how) = $0 { how } else { nil } }
    }

    static let keys = KeySet<DataConfiguration.Clean>(
        "`clean`", blank: DataConfiguration.Clean(),
        [
            Key(
                missingName, \.missing, .list(.text),
                "texts that mean a missing value, as empty text always does; `NA`, `?`, `null` and the like if left out"),
            Key(
                missingInName, \.missingByColumn, .mapping(.list(.text)),
                "columns in which other texts mean it besides, such as `{age: [unknown]}`"),
            Key(
                "unicode", \.unicode, .choice,
                "how characters are composed, in training and when served; as they stand in the source if left out"),
            Key(
                labelsName, \.labels, .object(DataConfiguration.Labels.keys),
                "a file of better labels, which take the place of those in the source"),
            Key(
                "rules", \.rules, .list(.rule),
                "conditions in SQL that every row meets; one with a missing value in it is not broken"),
            Key(
                duplicatesName, \.dropDuplicates, .deduplication,
                "keep one of several rows that are equal, that are equal in the columns of a list, or that have nearly the same text"),
            Key(keepName, \.keep, .choice, "which of several rows of one key stays"),
            Key(dropName, \.drop, .list(.text), "columns to leave out"),
            Key(
                personalName, \.personal, .mapping(.personal),
                "columns that name people: each is left out, its values become codes that no model takes, what names people is taken out "
                    + "of its texts, or its values are made coarser"),
            Key(saltName, \.salt, .pattern(.environmentVariable), "the variable of the environment that has the salt of these codes"),
        ])

    static let labelsName = DataKind.Role.labels
    static let missingName = "missing"
    static let missingInName = "missing_in"
    static let dropName = "drop"
    static let duplicatesName = "drop_duplicates"
    static let keepName = "keep"
    static let personalName = "personal"
    static let saltName = "salt"
}

extension DataConfiguration.Labels {
    fileprivate static let keys = KeySet<DataConfiguration.Labels>(
        "`labels`", blank: DataConfiguration.Labels(),
        [
            Key("file", \.file, .path, "a table with the column `key` and the target", required: true),
            Key("key", \.key, .text, "a column of both that tells rows apart", required: true),
        ])
}

extension DataConfiguration.NearText {
    fileprivate static let keys = KeySet<DataConfiguration.NearText>(
        "`drop_duplicates`", blank: DataConfiguration.NearText(),
        [
            Key("near", \.near, .text, "a column of texts", required: true),
            Key("similarity", \.similarity, .number(NearDuplicates.least...1), "the share of words from which on two texts count as one"),
        ])
}

extension DataConfiguration.Rule {
    fileprivate static let keys = KeySet<DataConfiguration.Rule>(
        "a rule", blank: DataConfiguration.Rule(),
        [
            Key("check", \.check, .text, "a condition on columns, such as `hours <= 168`", required: true),
            Key("otherwise", \.otherwise, .choice, "what is done with rows for which it is false"),
        ])
}

extension KeyType<DataConfiguration.Rule> {
    /// A condition alone, or one with what is done where it is false.
    fileprivate static var rule: Self {
        KeyType(.text, read: { $0.text.map { DataConfiguration.Rule($0) } }, write: { .string($0.check) })
            .orElse(.object(DataConfiguration.Rule.keys))
    }
}

extension KeyType<DataConfiguration.Deduplication> {
    fileprivate static var deduplication: Self {
        let (flag, columns) = (KeyType<Bool>.boolean, KeyType<[String]>.list(.text))
        let near = KeyType<DataConfiguration.NearText>.object(DataConfiguration.NearText.keys)
        return KeyType(
            .either([flag.schema, columns.schema, near.schema]),
            read: { node in
                if node.mapping != nil { return near.value(node).map { .near($0) } }
                return flag.value(node).map { $0 ? .rows : .none } ?? columns.value(node).map { .key($0) }
            },
            write: { value in
                switch value {
                case .none: .bool(false)
                case .rows: .bool(true)
                case .key(let names): columns.json(names)
                case .near(let text): near.json(text)
                }
            })
    }
}
