internal import MLKitCore
package import MLKitONNX
package import MLKitSignature
package import MLKitTables

extension ModelSignature {
    /// What a model takes and answers, as it says itself, held against the data that it is for.
    ///
    /// - Parameters:
    ///   - name: what messages call the model.
    ///   - schema: the data's; its classes are the model's, where the model does not name them.
    /// - Throws: `Failure` if its inputs, outputs or classes do not fit the schema, or this has nothing to predict.
    package init(of model: Model, _ session: Session, name: String, schema: TableSchema) throws {
        let columns = try session.inputs.map { try Self.column($0, name, schema) }
        let task = try schema.requireTask()
        let answer = task.answer.name
        let outputs = session.outputs.map(\.name)
        guard outputs.contains(answer) else {
            throw Failure(
                "the model `\(name)` has no output `\(answer)`", notes: ["its outputs are \(Suggestion.list(outputs))"])
        }
        self.init(
            columns: columns, task: task, target: schema.targetName, classes: try Self.classes(model, name, schema))
        let taken = columns.map(\.name)
        ignored = (schema.columns.map(\.name) + schema.cleaning.dropped).filter { !(taken + [schema.target]).contains(bytesOf: $0) }
        cleaning = schema.cleaning
    }

    private static func classes(_ model: Model, _ name: String, _ schema: TableSchema) throws -> [String] {
        guard schema.task != .regression else { return [] }
        guard let named = try ModelMetadata(of: model, name: name).classes else { return schema.classes }
        for label in named where !schema.classes.contains(bytesOf: label) {
            throw Failure(
                schema.labels.isEmpty
                    ? "the model `\(name)` knows the class `\(label)`, which the target `\(schema.target)` does not have"
                    : "the model `\(name)` knows the label `\(label)`, which the data do not have",
                hint: Suggestion.hint(for: label, among: schema.classes))
        }
        return named
    }

    private static func column(
        _ input: ValueDescription, _ name: String, _ schema: TableSchema
    ) throws -> ModelColumn {
        guard let column = schema.features.first(where: { $0.name.utf8.elementsEqual(input.name.utf8) }) else {
            throw Failure(
                "the model `\(name)` wants the input `\(input.name)`, which is no column of the data",
                hint: Suggestion.hint(for: input.name, among: schema.features.map(\.name)))
        }
        let fitting: [ElementType] = column.isNumeric ? [.double, .float] : [.string]
        guard let type = input.type, fitting.contains(type) else {
            throw Failure(
                "the model `\(name)` wants the input `\(input.name)` as \(input), where the column is "
                    + "of type \(column.type.rawValue)",
                hint: "export the model with that input as \(fitting.map(\.rawValue).joined(separator: " or ")) [N, 1]")
        }
        return column.modelColumn
    }
}
