internal import MLKitCore

/// How the target column becomes numbers: the index of the class, or the number itself.
struct TargetEncoder {
    let column: ColumnSchema
    let task: TableSchema.Task
    /// The classes in the order of their bytes; of two, the second is the positive one. Empty for regression.
    let classes: [String]

    /// The classes are those the schema lists, else those of the training rows.
    ///
    /// - Throws: `Failure` if the schema does not have its target, or the training rows have fewer than two
    ///   classes.
    init(fitting table: Table, schema: TableSchema) throws {
        guard let column = schema.targetColumn else {
            throw Failure(
                "the schema has no column `\(schema.target)` to predict",
                hint: Suggestion.hint(for: schema.target, among: schema.columns.map(\.name)))
        }
        self.column = column
        guard schema.task != .regression else {
            task = .regression
            classes = []
            return
        }
        let seen = Self.seen(try Self.labels(table, column))
        guard seen.count > 1 else { throw Self.oneClass(column.name, seen) }
        classes = (column.categories.isEmpty ? seen : column.categories).sortedByBytes()
        task = classes.count == 2 ? .binary : .multiclass
    }

    /// One number per row: the class's index, or the target itself.
    ///
    /// - Parameter split: what the rows are called in a message.
    /// - Throws: `Failure` that names the column and row of a missing target or an unknown class.
    func encode(_ table: Table, split: String) throws -> [Double] {
        let values = task == .regression ? try table.numbers(of: column.name) : try codes(table, split)
        if let row = values.firstIndex(where: \.isNaN) {
            throw Failure("the target `\(column.name)` is missing in row \(row + 1) of the \(split) rows")
        }
        return values
    }

    private func codes(_ table: Table, _ split: String) throws -> [Double] {
        let labels = try Self.labels(table, column)
        let positions = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Double($0)) })
        let codes = labels.categories.map { positions[$0] }
        return try labels.codes.map { code in
            guard code >= 0 else { return .nan }
            guard let position = codes[Int(code)] else {
                throw unknown(labels.categories[Int(code)], split)
            }
            return position
        }
    }

    private func unknown(_ label: String, _ split: String) -> Failure {
        Failure(
            "the target `\(column.name)` has the class `\(label)` in the \(split) rows, which "
                + (column.categories.isEmpty ? "training does not know" : "the schema does not list"),
            hint: Suggestion.hint(for: label, among: classes))
    }

    /// The target as text; whole numbers are written without a fraction.
    private static func labels(_ table: Table, _ column: ColumnSchema) throws -> TextColumn {
        guard column.isNumeric else { return try table.texts(of: column.name) }
        let numbers = try table.numbers(of: column.name)
        let distinct = Set(numbers.filter { !$0.isNaN }).sorted()
        let positions = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, Int32($0)) })
        return TextColumn(
            categories: distinct.map { Int(exactly: $0).map(String.init) ?? String($0) },
            codes: numbers.map { positions[$0] ?? -1 })
    }

    private static func seen(_ labels: TextColumn) -> [String] {
        Set(labels.codes.filter { $0 >= 0 }).map { labels.categories[Int($0)] }
    }

    private static func oneClass(_ name: String, _ seen: [String]) -> Failure {
        guard let only = seen.first else {
            return Failure("the target `\(name)` has no value in the training rows")
        }
        return Failure(
            "the target `\(name)` is `\(only)` in every training row; a classifier needs at least two classes")
    }
}
