public import MLKitCore

/// What a data stage found and did: the content of `reports/data.json`.
///
/// ```json
/// {
///   "rows": {"read": 48842, "without_target": 0, "duplicates": 52, "kept": 48790},
///   "target": "income", "task": "binary",
///   "columns": [
///     {"name": "age", "type": "integer", "count": 48790, "missing": 0, "distinct": 74, "minimum": 17,
///      "lower_quartile": 28, "median": 37, "upper_quartile": 48, "maximum": 90, "mean": 38.6, "deviation": 13.7},
///     {"name": "sex", "type": "text", "count": 48790, "missing": 0, "distinct": 2,
///      "top": [{"value": "Male", "count": 32614}]}
///   ],
///   "split": {"seed": 42, "stratify": "income", "shared_rows": 0},
///   "splits": [{"name": "train", "rows": 34153, "share": 0.7, "classes": [{"name": "<=50K", "rows": 25976,
///     "share": 0.7606}]}],
///   "warnings": []
/// }
/// ```
///
/// Statistics are of the rows kept, before the split. `count` is of values, `deviation` the sample standard
/// deviation; `top` lists the ten most frequent values. `shared_rows` counts rows that are the same in every column and
/// stand in more than one part, so that a model is tested on what it has learned from.
public struct DataReport: Sendable {
    public struct Split: Hashable, Sendable {
        public let name: String
        public let rows: Int
        /// In the order of the classes; empty for regression.
        public let classes: [ClassCount]
    }

    public struct ClassCount: Hashable, Sendable {
        public let name: String
        public let rows: Int
    }

    public let rowsRead: Int
    /// Rows dropped because their target is missing.
    public let withoutTarget: Int
    /// Rows dropped because an earlier one is the same.
    public let duplicates: Int
    public let rows: Int
    public let schema: TableSchema
    /// Statistics of each column, as in the JSON.
    public let columns: [JSON]
    public let seed: Int
    public let stratify: String?
    /// Rows that are the same in every column and stand in more than one part.
    public let sharedRows: Int
    /// Train, valid and test.
    public let splits: [Split]
    /// What the user should know of, though the stage went on.
    public let warnings: [String]

    /// One line: "48842 rows: 34190 train, 7326 valid, 7326 test".
    public var summary: String {
        let parts = splits.map { "\($0.rows) \($0.name)" }.joined(separator: ", ")
        return "\(plural(rows, "row")): \(parts)"
    }

    public var json: JSON {
        [
            "rows": [
                "read": .int(rowsRead), "without_target": .int(withoutTarget), "duplicates": .int(duplicates),
                "kept": .int(rows),
            ],
            "target": .string(schema.target), "task": .string(schema.task.rawValue), "columns": .array(columns),
            "split": [
                "seed": .int(seed), "stratify": stratify.map { .string($0) } ?? .null, "shared_rows": .int(sharedRows),
            ],
            "splits": .array(splits.map(json)), "warnings": .array(warnings.map { .string($0) }),
        ]
    }

    private func json(_ split: Split) -> JSON {
        let classes = split.classes.map { one -> JSON in
            [
                "name": .string(one.name), "rows": .int(one.rows),
                "share": .double(Self.share(one.rows, of: split.rows)),
            ]
        }
        return [
            "name": .string(split.name), "rows": .int(split.rows),
            "share": .double(Self.share(split.rows, of: rows)), "classes": .array(classes),
        ]
    }

    /// To six decimal places.
    private static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : (Double(part) / Double(whole) * 1e6).rounded() / 1e6
    }
}
