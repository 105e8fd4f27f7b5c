import MLKitCore
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

    /// A task follows from the target, and from nothing else: without one, or with one that no model predicts, there is none.
    @Test(arguments: [
        (ColumnType.number, [], ModelTask.regression), (.integer, [], .regression), (.integer, ["1", "2", "3"], .multiclass),
        (.text, ["a", "b"], .binary), (.boolean, ["false", "true"], .binary), (.date, [], nil), (.timestamp, [], nil), (.identifier, [], nil),
    ] as [(ColumnType, [String], ModelTask?)])
    func theTaskFollowsFromTheTarget(_ type: ColumnType, _ categories: [String], _ task: ModelTask?) {
        let schema = schema(type, categories)
        #expect(schema.task == task)
        #expect((try? schema.requireTask()) == task)
    }

    @Test func withoutATargetThereIsNoTask() {
        let without = TableSchema(columns: [ColumnSchema(name: "y", type: .number)], target: "")
        #expect(without.task == nil && without.classes == [])
        let failure = #expect(throws: Failure.self) { try without.requireTask() }
        #expect(failure?.diagnostics[0].message == "there is nothing to predict: the schema of the data has no target")
        let date = #expect(throws: Failure.self) { try self.schema(.date).requireTask() }
        #expect(date?.diagnostics[0].message == "the target `y` is of type `date`, which no model predicts")
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
