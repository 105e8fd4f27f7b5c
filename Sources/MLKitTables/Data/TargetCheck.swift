internal import MLKitCore
internal import MLKitSignature

/// Holds what a stage says of its target to the schema that is kept.
struct TargetCheck {
    let configuration: DataConfiguration
    let file: SchemaFile

    /// - Throws: `Failure` where the two say different things.
    func run() throws {
        let schema = file.schema
        guard schema.target == configuration.target, schema.labels == configuration.labels, schema.hasTarget else { return }
        guard schema.labels.isEmpty else { return try checkLabels() }
        if let task = configuration.task, let own = schema.task, !Self.agree(task, own) {
            throw Failure(
                "the task is `\(task.rawValue)`, and by the schema it is `\(own.rawValue)`",
                at: file.location(of: schema.target, SchemaKey.categories),
                hint: "edit `\(file.name)`, or remove it to have it inferred anew")
        }
        guard let positive = configuration.positive, schema.classes.last != positive else { return }
        guard schema.classes.count == 2, schema.classes.contains(bytesOf: positive) else {
            throw Failure(
                "the positive class is `\(positive)`, and the classes are \(Suggestion.list(schema.classes))",
                at: file.location(of: schema.target, SchemaKey.categories))
        }
        throw Failure(
            "the positive class is `\(positive)`, and the last of the schema's is `\(schema.classes.last ?? "")`",
            at: file.location(of: schema.target, SchemaKey.categories), hint: "put `\(positive)` last among them")
    }

    /// The positive value is the last of each label's.
    private func checkLabels() throws {
        guard let positive = configuration.positive else { return }
        let others = file.schema.labelColumns.filter { $0.categories.last != positive }
        guard others.isEmpty else {
            throw Failure(
                others.map { column in
                    .error(
                        "the positive class is `\(positive)`, and the last value of `\(column.name)` in the schema is "
                            + "`\(column.categories.last ?? "")`",
                        at: file.location(of: column.name, "categories"),
                        hint: column.categories.contains(bytesOf: positive) ? "put `\(positive)` last among them" : "leave `positive` out")
                })
        }
    }

    private static func agree(_ task: TargetTask, _ own: ModelTask) -> Bool {
        switch task {
        case .regression: own == .regression
        case .binary: own == .binary
        case .multiclass: own == .multiclass
        case .multilabel: own == .multilabel
        case .classification: own != .regression
        case .absent: false
        }
    }
}
