internal import MLKitCore
public import MLKitSignature

/// What a table's columns must be: the content of `data/schema.yaml`.
public struct TableSchema: Hashable, Sendable {
    /// In the order of the table.
    public var columns: [ColumnSchema]
    /// The name of the column to predict; empty where nothing is.
    public var target: String
    /// Columns of two values each that are predicted together; empty where one column is predicted, or none.
    public var labels: [String] = []
    /// How raw values became these.
    public var cleaning = Cleaning()
    public var rows = RowBounds()
    public var relations: [ColumnRelation] = []

    public init(columns: [ColumnSchema], target: String) {
        self.columns = columns
        self.target = target
    }

    public var targetColumn: ColumnSchema? { columns.first { $0.name.utf8.elementsEqual(target.utf8) } }

    /// The columns a model may use: all but those to predict, identifiers, and those that are said to be none.
    public var features: [ColumnSchema] {
        columns.filter { !isTarget($0.name) && $0.isFeature && $0.type != .identifier }
    }

    /// The classes of the target, in the order of probabilities; of several labels their columns; empty for regression, and without a target.
    public var classes: [String] {
        switch task {
        case nil, .regression: []
        case .multilabel: labels
        case .binary, .multiclass: targetColumn?.categories ?? []
        }
    }

    /// Brings the categories into the form of characters that values are brought into. Those that become one are one.
    mutating func composeCategories() {
        guard let form = cleaning.unicode else { return }
        for place in columns.indices {
            var seen = Set<ByteText>()
            columns[place].categories = columns[place].categories.map(form.normalized).filter { seen.insert(ByteText($0)).inserted }
        }
    }

    /// Puts a class behind the other, so that it is the one that is looked for.
    ///
    /// - Throws: `Failure` where there are not two classes, or this is none of them.
    mutating func putLast(_ positive: String?) throws {
        guard let positive else { return }
        for place in columns.indices where isTarget(columns[place].name) {
            let classes = columns[place].categories
            guard classes.count == 2, classes.contains(bytesOf: positive) else {
                let known = classes.isEmpty ? "a number" : Suggestion.list(classes)
                throw Failure(
                    "the positive class is `\(positive)`, and the target `\(columns[place].name)` is \(known)",
                    hint: classes.count > 2 ? "`positive` is for two classes" : Suggestion.hint(for: positive, among: classes))
            }
            columns[place].categories = classes.filter { $0 != positive } + [positive]
        }
    }

    /// What there is to predict, from the type of the target: a number is regressed; texts, truth values and
    /// listed integers are classified. `nil` where no column is predicted, or one that no model predicts: a moment, or a name of rows.
    public var task: ModelTask? {
        guard labels.isEmpty else { return .multilabel }
        guard let target = targetColumn else { return nil }
        switch target.type {
        case .number: return .regression
        case .integer where target.categories.isEmpty: return .regression
        case .integer, .boolean, .text: return target.categories.count == 2 ? .binary : .multiclass
        case .date, .timestamp, .identifier: return nil
        }
    }

    /// The task, for what cannot go on without.
    ///
    /// - Throws: `Failure` where there is nothing to predict.
    public func requireTask() throws -> ModelTask {
        if let task { return task }
        guard let target = targetColumn else {
            throw Failure(
                "there is nothing to predict: the schema of the data has " + (target.isEmpty ? "no target" : "no column `\(target)`"),
                hint: "name a column as `target` in the stage of kind `data`, and remove its schema")
        }
        throw Failure(
            "the target `\(target.name)` is of type `\(target.type.rawValue)`, which no model predicts",
            hint: "name a column of numbers or classes as `target`")
    }
}

/// One column of a schema.
public struct ColumnSchema: Hashable, Sendable {
    public var name: String
    public var type: ColumnType
    /// Whether values may be missing.
    public var nullable: Bool
    /// The allowed values of a category column or classified target, in the order of classes; empty where any value may
    /// stand.
    public var categories: [String]
    public var minimum: Double?
    public var maximum: Double?
    /// How dates are written, as `%d.%m.%Y`; as ISO 8601 has it if `nil`.
    public var format: String?
    /// Whether models see the column, where that is said.
    var feature: Bool?
    /// Whether no value may stand there twice.
    public var isUnique = false
    /// The largest share of rows that may be without a value; any if `nil`.
    public var largestMissing: Double?
    /// What is done where a rule is broken; of one that is not here it is an error.
    public var severities: [SchemaRule: RuleSeverity] = [:]

    public init(
        name: String, type: ColumnType, nullable: Bool = false, categories: [String] = [], minimum: Double? = nil,
        maximum: Double? = nil
    ) {
        self.name = name
        self.type = type
        self.nullable = nullable
        self.categories = categories
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Whether models see the column.
    public var isFeature: Bool {
        get { feature ?? true }
        set { feature = newValue }
    }

    /// Whether a model takes the column as a number; else it takes it as text.
    public var isNumeric: Bool { type.isNumeric }

    func severity(_ rule: SchemaRule) -> RuleSeverity { severities[rule] ?? .error }

    /// What a model that takes the column is told of it.
    public var modelColumn: ModelColumn {
        ModelColumn(
            name: name, type: type, nullable: nullable, categories: categories, format: format, minimum: minimum, maximum: maximum)
    }
}
