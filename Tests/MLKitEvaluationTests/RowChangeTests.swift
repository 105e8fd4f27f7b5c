import MLKitCore
import MLKitONNX
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitEvaluation

/// How large a change of a row is, and when its goal is reached, to the number.
@Suite struct RowChangeTests {
    private static let schema = TableSchema(
        columns: [
            ColumnSchema(name: "y", type: .number), ColumnSchema(name: "day", type: .date), ColumnSchema(name: "n", type: .integer),
            ColumnSchema(name: "target", type: .number),
        ], target: "target")

    /// Ten times `y` and the days and `n`, of 40 rows: `y` from 0 to 3.9, `day` and `n` from 0 to 39.
    private func model() throws -> ExplainedModel {
        var graph = GraphBuilder(name: "regressor")
        func column(_ name: String) -> Value { graph.node("Cast", [graph.input(name, .double, shape: ["N", 1])], [("to", .int(1))]) }
        let (y, day, n) = (column("y"), column("day"), column("n"))
        let product = graph.node("Mul", [y, graph.constant(.scalar(Float(10)))])
        let both = graph.node("Add", [product, day])
        graph.output(graph.node("Add", [both, n]), name: "prediction", .float, shape: ["N", 1])
        let rows = (0..<40).map(Double.init)
        let table = Table(
            columns: [
                .init(name: "y", values: .numeric(rows.map { $0 / 10 })), .init(name: "day", values: .numeric(rows)),
                .init(name: "n", values: .numeric(rows)), .init(name: "target", values: .numeric(rows)),
            ], rowCount: 40)
        return try ExplainedModel(
            try graph.model(metadata: [:]).bytes, name: "m", schema: Self.schema, table: table, seed: 1, context: stageContext())
    }

    /// Row 11 is answered 30. The share of the rows between the two values is the size, those with the values themselves half.
    @Test(arguments: [
        ("> 35", "16", 36.0), (">= 35", "15", 35), ("< 25", "4", 24), ("<= 25", "5", 25),
        ("> 30", "11", 31), ("< 30", "9", 29),
    ])
    func wholeNumbersGoAsFarAsTheyMust(goal: String, value: String, answer: Double) throws {
        let model = try model()
        let change = try #require(try model.changes(row: 11, to: ChangeGoal(goal, of: model), fixed: ["y", "day"]).first)
        #expect(
            change.steps.map(\.column) == ["n"] && change.steps[0].from == "10" && change.steps[0].to == value && change.answer == answer)
        let steps = abs((Double(value) ?? 0) - 10)
        #expect(abs(change.size - steps / 40) < 1e-12)
    }

    @Test func whatIsReachedAlreadyIsNoGoal() throws {
        let model = try model()
        for goal in ["> 29.9", ">= 30", "< 30.1", "<= 30"] {
            #expect(throws: Failure.self) { try model.changes(row: 11, to: ChangeGoal(goal, of: model)) }
        }
        #expect(throws: Failure.self) { try model.changes(row: 0, to: ChangeGoal("> 50", of: model)) }
        #expect(try model.changes(row: 40, to: ChangeGoal("> 500", of: model)).isEmpty)
    }

    /// A number has few digits, is enough, and hardly further away than it must be, in either direction.
    @Test(arguments: [("> 32.5", 1.25, 1.27), ("< 27.5", 0.73, 0.75)])
    func numbersAreShort(goal: String, low: Double, high: Double) throws {
        let model = try model()
        let change = try #require(try model.changes(row: 11, to: ChangeGoal(goal, of: model), fixed: ["n", "day"]).first)
        let text = try #require(change.steps[0].to)
        let value = try #require(Double(text))
        #expect(value >= low && value <= high && text.count <= 5, "\(text)")
        #expect(goal.hasPrefix(">") ? change.answer > 32.5 : change.answer < 27.5)
    }

    /// Columns together where each alone has no value that is enough: three at most, the rest stays.
    @Test func columnsAreChangedTogether() throws {
        let model = try model()
        // Of 39 at most in each, 30 more are had by one column alone, 60 by two, 80 by three.
        #expect(try model.changes(row: 11, to: ChangeGoal("> 58.5", of: model)).allSatisfy { $0.steps.count == 1 })
        #expect(try model.changes(row: 11, to: ChangeGoal("> 87.5", of: model)).allSatisfy { $0.steps.count == 2 })
        let three = try model.changes(row: 11, to: ChangeGoal("> 116.5", of: model))
        #expect(three.count == 1 && three[0].steps.map(\.column) == ["y", "day", "n"] && three[0].answer > 116.5 && three[0].answer <= 117)
        #expect(try model.changes(row: 11, to: ChangeGoal("> 117.5", of: model)).isEmpty)
        let sizes = try model.changes(row: 11, to: ChangeGoal("> 40.5", of: model)).map(\.size)
        #expect(sizes.count == 3 && sizes == sizes.sorted())
    }

    /// Up to so many different values are all tried, of more as many quantiles with both ends.
    @Test func aGridHasBothEnds() throws {
        let model = try model()
        let values = Column.numeric((0..<40).map(Double.init) + [.nan, .infinity, 3])
        #expect(model.grid(values, most: 40) == (0..<40).map { .number(Double($0)) })
        let few = model.grid(.numeric((0..<40).map(Double.init)), most: 5)
        #expect(few == [0, 10, 20, 29, 39].map { .number($0) })
        #expect(model.grid(.numeric([5, 5, 5, 5, 5, 7, 8]), most: 2) == [.number(5), .number(8)])
        #expect(model.grid(.numeric([.nan]), most: 2).isEmpty)
        let texts = Column.text(TextColumn(categories: ["a", "", "b", "c"], codes: [2, 2, 1, 1, 1, 3, 0, 0, -1]))
        #expect(
            model.grid(texts, most: 9) == [.text("a"), .text("b"), .text("c")] && model.grid(texts, most: 2) == [.text("a"), .text("b")])
    }

    @Test func valuesAreReadAsTheirColumnIs() {
        #expect(CellValue.number(2.9).text(.date) == "1970-01-03" && CellValue.number(-0.5).text(.date) == "1969-12-31")
        #expect(
            CellValue.number(2).text(.number) == "2" && CellValue.number(2.5).text(.integer) == "2.5"
                && CellValue.missing.text(.text) == nil)
        #expect(CellValue(.text(TextColumn(categories: [""], codes: [0])), 0) == .missing)
    }
}
