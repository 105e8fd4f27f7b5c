internal import MLKitCore
internal import MLKitSignature
internal import MLKitTables

/// What a model predicts, and how its column becomes numbers.
struct Target {
    let schema: TableSchema
    let column: ColumnSchema
    let task: ModelTask
    /// The classes in the order of the schema; of two, the second is the positive one. Empty for regression.
    let classes: [String]

    /// - Throws: `Failure` if the schema does not have its target.
    init(_ schema: TableSchema) throws {
        guard !schema.target.isEmpty else {
            throw Failure(
                "there is nothing to predict: the schema of the data names no target",
                hint: "give the stage of kind `data` a `target` in place of `task: none`, and remove its schema")
        }
        guard let column = schema.targetColumn else {
            throw Failure(
                "the schema has no column `\(schema.target)` to predict",
                hint: Suggestion.hint(for: schema.target, among: schema.columns.map(\.name)))
        }
        self.schema = schema
        self.column = column
        task = try schema.requireTask()
        classes = task == .regression ? [] : column.categories
    }

    /// The targets to learn from: one class index, or the value itself, per row.
    ///
    /// - Throws: `Failure` as `values(in:)`, or if a classifier would know one class only.
    func trainingValues(in table: Table) throws -> [Double] {
        let values = try values(in: table)
        if task != .regression, let first = values.first, values.allSatisfy({ $0 == first }) {
            throw Failure(
                "the target `\(column.name)` is `\(classes[Int(first)])` in every training row",
                hint: "a classifier needs rows of at least two classes")
        }
        return values
    }

    /// One class index, or the value itself, per row.
    ///
    /// - Throws: `Failure` that names column and row of a target that is missing, infinite, or of a class that
    ///   the schema does not list.
    func values(in table: Table) throws -> [Double] {
        switch try table.target(schema) {
        case .classes(let indices, _): return indices.map { Double($0) }
        case .numbers, .labels: return try table.numbers(of: column.name)
        }
    }
}
