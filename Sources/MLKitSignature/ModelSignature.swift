/// What a model takes and answers: the one description that data, training, evaluation, bundles and servers share.
public struct ModelSignature: Hashable, Sendable {
    /// The columns it takes, in the order of its inputs.
    public var columns: [ModelColumn]
    public var task: ModelTask
    /// The name of the column that it predicts; of several the names, with commas between.
    public var target: String
    /// The classes in the order of the probabilities; empty for regression. Of several labels their columns.
    public var classes: [String]
    /// How the output `label` names a class.
    public var labels: LabelForm
    /// The columns of the table that it does not take, beside the target: a request may have them all the same.
    public var ignored: [String] = []
    /// What a data stage did to raw values, for a server to do again; `nil` where that is not known.
    public var cleaning: Cleaning?

    public init(
        columns: [ModelColumn], task: ModelTask, target: String, classes: [String], labels: LabelForm = .text
    ) {
        self.columns = columns
        self.task = task
        self.target = target
        self.classes = classes
        self.labels = labels
    }

    /// What it answers, in the order in which it is asked for.
    public var outputs: [ModelOutput] { task.outputs }
}

/// What there is to predict.
public enum ModelTask: String, CaseIterable, Sendable {
    /// One of two classes.
    case binary
    /// One of more than two.
    case multiclass
    /// Any of several labels, each of which a row has or has not.
    case multilabel
    /// A number.
    case regression

    /// What a model of the task answers.
    public var outputs: [ModelOutput] {
        switch self {
        case .binary, .multiclass: [.label, .probabilities]
        case .multilabel: [.labels, .probabilities]
        case .regression: [.prediction]
        }
    }

    /// The output that holds what a model computes for each row: a probability per class, or the number.
    public var answer: ModelOutput { self == .regression ? .prediction : .probabilities }
}

/// An output of a model, by what it means. Its name in ONNX files and on the wire is the raw value.
public enum ModelOutput: String, CaseIterable, Sendable {
    /// The class, one text or whole number a row: [N].
    case label
    /// Whether a row has each of several labels: [N, labels], truth values in the order of the signature's classes.
    case labels
    /// Of each class: [N, classes], in the order of the signature's classes. Of several labels those that a row has them.
    case probabilities
    /// The number: [N, 1].
    case prediction

    public var name: String { rawValue }
}

/// One column that a model takes.
public struct ModelColumn: Hashable, Sendable {
    public var name: String
    public var type: ColumnType
    /// Whether a value may be missing.
    public var nullable: Bool
    /// The allowed values; empty where any may stand.
    public var categories: [String]
    /// How dates are written, as `%d.%m.%Y`; as ISO 8601 has it if `nil`.
    public var format: String?
    /// The least and the greatest number there may be.
    public var minimum: Double?
    public var maximum: Double?

    public init(
        name: String, type: ColumnType, nullable: Bool = false, categories: [String] = [], format: String? = nil,
        minimum: Double? = nil, maximum: Double? = nil
    ) {
        self.format = format
        self.minimum = minimum
        self.maximum = maximum
        self.name = name
        self.type = type
        self.nullable = nullable
        self.categories = categories
    }

    /// Whether the model takes the column as a number; else it takes it as text.
    public var isNumeric: Bool { type.isNumeric }
}

/// What the values of a column are.
public enum ColumnType: String, CaseIterable, Sendable {
    case integer
    case number
    case boolean
    case text
    /// A day, which a model takes as days since 1970-01-01.
    case date
    /// A moment, which a model takes as seconds since 1970 began in UTC.
    case timestamp
    /// A name of the row, which a model does not take.
    case identifier

    /// Whether a model takes it as a number; else it takes it as text.
    public var isNumeric: Bool {
        switch self {
        case .integer, .number, .date, .timestamp: true
        case .boolean, .text, .identifier: false
        }
    }
}
