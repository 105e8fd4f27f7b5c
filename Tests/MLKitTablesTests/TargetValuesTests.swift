import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTables
import Testing

@Suite("Target values")
struct TargetValuesTests {
    private func table(_ column: Column, rows: Int) -> Table {
        Table(columns: [Table.NamedColumn(name: "y", values: column)], rowCount: rows)
    }

    private func schema(_ type: ColumnType, _ categories: [String] = []) -> TableSchema {
        TableSchema(columns: [ColumnSchema(name: "y", type: type, categories: categories)], target: "y")
    }

    @Test func textsBecomeIndicesOfTheSortedCategories() throws {
        let texts = Column.text(TextColumn(categories: ["yes", "no"], codes: [0, 1, 0]))
        let target = try table(texts, rows: 3).target(schema(.text, ["no", "yes"]))
        #expect(target == .classes(indices: [1, 0, 1], classes: ["no", "yes"]))
    }

    @Test func listedIntegersAreClasses() throws {
        let target = try table(.numeric([0, 2, 10]), rows: 3).target(schema(.integer, ["0", "2", "10"]))
        #expect(target == .classes(indices: [0, 1, 2], classes: ["0", "2", "10"]))
    }

    @Test func numbersAreRegressed() throws {
        #expect(try table(.numeric([0.5, 2]), rows: 2).target(schema(.number)) == .numbers([0.5, 2]))
    }

    @Test func whatDoesNotFitIsNamed() async {
        let missing = await failureText { _ = try table(.numeric([1, .nan]), rows: 2).target(schema(.number)) }
        #expect(missing == "error: the target `y` is missing in row 2\n")
        let texts = Column.text(TextColumn(categories: ["a", "c"], codes: [0, 1]))
        let unknown = await failureText { _ = try table(texts, rows: 2).target(schema(.text, ["a", "b"])) }
        #expect(unknown == "error: the target `y` is `c` in row 2, which its schema does not list\n")
        let absent = await failureText {
            let schema = TableSchema(columns: [ColumnSchema(name: "Y1", type: .text)], target: "Y1")
            _ = try table(texts, rows: 2).target(schema)
        }
        #expect(absent == "error: the table has no column `Y1`, the target\n\nhint: did you mean `y`?\n")
    }
}
