import MLKitSignature
import MLKitTables

@testable import MLKitTraining

extension Training {
    /// Sixteen rows of two numbers, whose answers were also computed by scikit-learn.
    static func points(_ task: ModelTask) -> Problem {
        let classes = task == .binary ? ["p", "q"] : ["p", "q", "r"]
        let target = task == .regression
            ? ColumnSchema(name: "target", type: .number) : ColumnSchema(name: "target", type: .text, categories: classes)
        let kinds = [0, 0, 0, 1, 1, 1, 0, 1, 2, 0, 2, 2, 0, 1, 1, 2]
        let numbers = [
            -7.958924, 10.433678, 5.650288, 13.012825, 8.571817, 10.011968, 13.455979, 22.503913, 22.850904, 8.524374, 16.867648, 13.302201,
            -0.901528, 26.38387, 4.912945, 25.745113,
        ]
        let table = table(
            [
                "x": .numeric([1, 2.5, 3, 4.5, 7, 6, 2, 8.5, 9, 3.5, 5, 7.5, 0.5, 6.5, 4, 8]),
                "z": .numeric([10, -3, 4, 0, 12, 7, -8, 2, 5, 1, -2, 9, 3, -6, 8, -1]),
                "w": .numeric((0..<16).map { Double(1 + $0 % 3) }),
                "target": task == .regression
                    ? .numeric(numbers) : .text(texts(kinds.map { classes[task == .binary ? min($0, 1) : $0] })),
            ], rows: 16)
        let columns = ["x", "z", "w"].map { ColumnSchema(name: $0, type: .number) }
        return Problem(
            task: task, schema: TableSchema(columns: columns + [target], target: "target").hiding("w"), train: table, valid: table)
    }
}
