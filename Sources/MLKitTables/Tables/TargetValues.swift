internal import MLKitCore
internal import MLKitSignature

/// What is to be predicted for each row.
public enum TargetValues: Hashable, Sendable {
    /// One index into `classes` per row. The classes are the target's categories, in their order.
    case classes(indices: [Int], classes: [String])
    /// Of each row whether it has each of several labels: [rows, labels], row by row.
    case labels([Bool], names: [String])
    /// One number per row.
    case numbers([Double])
}

extension Table {
    /// The target's column as a schema classifies it: a regressed number, the index of a listed category, or of several labels
    /// whether a row has them: the last of a column's two values.
    ///
    /// - Throws: `Failure` if the column is missing, has a missing value or one that is not a category.
    public func target(_ schema: TableSchema) throws -> TargetValues {
        guard schema.labels.isEmpty else { return try labels(schema) }
        guard let column = schema.targetColumn, let values = self[column.name] else { throw withoutTarget(schema.target) }
        switch values {
        case .numeric(let numbers) where schema.task == .regression:
            return .numbers(try Self.withoutMissing(numbers, of: column))
        default:
            return .classes(indices: try Self.classIndices(values, of: column), classes: column.categories)
        }
    }

    private func withoutTarget(_ name: String) -> Failure {
        Failure("the table has no column `\(name)`, the target", hint: Suggestion.hint(for: name, among: columns.map(\.name)))
    }

    private func labels(_ schema: TableSchema) throws -> TargetValues {
        let values = try schema.labelColumns.map { column in
            guard let values = self[column.name] else { throw withoutTarget(column.name) }
            return try Self.classIndices(values, of: column)
        }
        return .labels((0..<rowCount).flatMap { row in values.map { $0[row] == 1 } }, names: schema.labels)
    }

    private static func withoutMissing(_ numbers: [Double], of column: ColumnSchema) throws -> [Double] {
        if let row = numbers.firstIndex(where: \.isNaN) {
            throw Failure("the target `\(column.name)` is missing in row \(row + 1)")
        }
        return numbers
    }

    private static func classIndices(_ values: Column, of column: ColumnSchema) throws -> [Int] {
        let indices = column.categories.placesByBytes
        switch values {
        case .numeric(let numbers):
            return try numbers.enumerated().map { row, number in
                try index(Int(exactly: number).map(String.init), row, indices, column)
            }
        case .text(let texts):
            let ofCode = texts.categories.map { indices[ByteText($0)] }
            return try texts.codes.enumerated().map { row, code in
                if code >= 0, let index = ofCode[Int(code)] { return index }
                return try index(texts[row], row, indices, column)
            }
        }
    }

    private static func index(
        _ text: String?, _ row: Int, _ indices: [ByteText: Int], _ column: ColumnSchema
    ) throws -> Int {
        guard let text else { throw Failure("the target `\(column.name)` is missing in row \(row + 1)") }
        guard let index = indices[ByteText(text)] else {
            throw Failure("the target `\(column.name)` is `\(text)` in row \(row + 1), which its schema does not list")
        }
        return index
    }
}
