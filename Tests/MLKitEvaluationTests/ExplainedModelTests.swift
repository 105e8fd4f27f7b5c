import MLKitCore
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitEvaluation

/// What a model goes by, for rows of a table.
@Suite struct ExplainedModelTests {
    private static let schema = TableSchema(
        columns: [
            ColumnSchema(name: "x", type: .integer), ColumnSchema(name: "y", type: .number),
            ColumnSchema(name: "colour", type: .text, nullable: true), ColumnSchema(name: "day", type: .date),
            ColumnSchema(name: "label", type: .text, categories: ["no", "yes"]),
        ], target: "label")

    /// 40 rows: `x` from 0 to 39, `y` its tenth, `colour` red, blue and missing in turn, `day` from 1970-01-01 on.
    private static let table = Table(
        columns: [
            .init(name: "x", values: .numeric((0..<40).map(Double.init))),
            .init(name: "y", values: .numeric((0..<40).map { Double($0) / 10 })),
            .init(
                name: "colour",
                values: .text(TextColumn(categories: ["red", "blue"], codes: (0..<40).map { Int32($0 % 3) == 2 ? -1 : Int32($0 % 3) }))),
            .init(name: "day", values: .numeric((0..<40).map(Double.init))),
            .init(name: "label", values: .text(TextColumn(categories: ["no", "yes"], codes: (0..<40).map { $0 >= 20 ? 1 : 0 }))),
        ], rowCount: 40)

    /// softmax of a margin on the second class: `x` · 0.5 − 10, + 4 where `colour` is red.
    private func classifier() throws -> Model {
        var graph = GraphBuilder(name: "classifier")
        let x = graph.node("Cast", [graph.input("x", .double, shape: ["N", 1])], [("to", .int(1))])
        let colour = graph.input("colour", .string, shape: ["N", 1])
        let red = graph.node(
            "LabelEncoder", domain: "ai.onnx.ml", [colour],
            [("keys_strings", .strings(["red"])), ("values_floats", .floats([4])), ("default_float", .float(0))])
        let slope = graph.node("Mul", [x, graph.constant(.scalar(Float(0.5)))])
        let margin = graph.node("Sub", [graph.node("Add", [slope, red]), graph.constant(.scalar(Float(10)))])
        let none = graph.node("Mul", [margin, graph.constant(.scalar(Float(0)))])
        let both = graph.node("Concat", [none, margin], [("axis", .int(1))])
        graph.output(graph.node("Softmax", [both], [("axis", .int(1))]), name: "probabilities", .float, shape: ["N", 2])
        return try graph.model(metadata: ["classes": #"["no","yes"]"#])
    }

    private func explained(_ model: Model, _ schema: TableSchema = schema, _ table: Table = table) throws -> ExplainedModel {
        try ExplainedModel(try model.bytes, name: "m", schema: schema, table: table, seed: 1, context: stageContext())
    }

    @Test func aRowIsExplainedByDrawing() throws {
        let model = try explained(classifier())
        let found = try model.explain(row: 37)
        // Row 37 has x 36, and is red.
        #expect(found.method == .sampled && found.label == "yes" && found.ofClass == "yes" && found.unit == "probability")
        #expect(found.parts.map(\.column) == ["x", "colour"] && found.parts.map(\.value) == ["36", "red"])
        #expect(found.parts.allSatisfy { $0.adds > 0 } && abs(found.answer - 1 / (1 + 6.14e-6)) < 1e-4)
        #expect(abs(found.parts.reduce(found.base) { $0 + $1.adds } - found.value) < 1e-6)
        let no = try model.explain(row: 37, class: "no")
        #expect(abs(no.parts[0].adds + found.parts[0].adds) < 1e-6 && abs(no.answer - (1 - found.answer)) < 1e-6)
        #expect(throws: Failure.self) { try model.explain(row: 0) }
        #expect(throws: Failure.self) { try model.explain(row: 41) }
        #expect(throws: Failure.self) { try model.explain(row: 1, class: "maybe") }
        #expect(throws: Failure.self) { try model.explain(row: 1, method: .trees) }
    }

    @Test func aRowIsExplainedByAFit() throws {
        let model = try explained(classifier())
        let found = try model.explain(row: 37, method: .lime)
        #expect(found.method == .lime && found.label == "yes" && found.unit == "probability" && found.others == 40)
        #expect(found.parts.map(\.column) == ["x", "colour"] && found.parts.allSatisfy { $0.adds > 0 && $0.error == nil })
        #expect(found.parts.map(\.range) == ["above 29.25", nil])
        let fit = try #require(found.fit)
        #expect(fit.samples == 5000 && abs(fit.width - 0.75 * 2.0.squareRoot()) < 1e-12 && fit.share > 0.3 && fit.share < 1)
        #expect(abs(found.parts.reduce(found.base) { $0 + $1.adds } - fit.value) < 1e-9 && abs(fit.value - found.answer) < 0.2)
        #expect(found.json["fit"]?["r2"]?.double == fit.share && found.json["columns"]?.array?.first?["range"]?.string == "above 29.25")
        let no = try model.explain(row: 37, class: "no", method: .lime, nearby: .init(samples: 200, width: 3))
        #expect(no.parts.allSatisfy { $0.adds < 0 } && no.fit?.samples == 200 && no.fit?.width == 3)
        #expect(try model.explain(row: 37).fit == nil && model.explain(row: 37).json["fit"] == nil)
    }

    @Test func theSmallestChangeIsFound() throws {
        let model = try explained(classifier())
        // Row 2 has x 1, and is blue: yes takes x above 20, or 13 and red.
        let changes = try model.changes(row: 2, to: .otherClass)
        let alone = try #require(changes.first)
        #expect(alone.steps.map(\.column) == ["x"] && alone.steps[0].from == "1" && alone.steps[0].to == "21" && alone.label == "yes")
        #expect(changes.count == 1)
        let held = try model.changes(row: 2, to: ChangeGoal("yes", of: model), fixed: ["x"])
        #expect(held.isEmpty)
        // Row 18, x 17, is missing its colour: red is enough too.
        let both = try model.changes(row: 18, to: .otherClass)
        #expect(Set(both.map { $0.steps.map(\.column) }) == [["x"], ["colour"]])
        #expect(both.first { $0.steps[0].column == "colour" }?.steps[0].from == nil)
        #expect(both.first { $0.steps[0].column == "colour" }?.steps[0].to == "red")
        #expect(both.map(\.size) == both.map(\.size).sorted())
        let reached = #expect(throws: Failure.self) { try model.changes(row: 40, to: ChangeGoal("yes", of: model)) }
        #expect(reached?.diagnostics.first?.hint == "its answer is `yes`: ask by `--to` for another class, or leave it out")
        #expect(throws: Failure.self) { try model.changes(row: 2, to: .otherClass, fixed: ["size"]) }
        #expect(throws: Failure.self) { try ChangeGoal("> 3", of: model) }
    }

    /// Where one column is not enough, two are changed.
    @Test func twoColumnsAreChangedWhereOneIsNotEnough() throws {
        var table = Self.table
        table.columns[0].values = .numeric((0..<40).map { Double($0 % 15) })
        let model = try explained(classifier(), Self.schema, table)
        let changes = try model.changes(row: 2, to: .otherClass)
        #expect(changes.map { $0.steps.map(\.column) } == [["x", "colour"]])
        #expect(changes.first?.steps.map(\.to) == ["13", "red"])
    }

    private static let numbers = TableSchema(
        columns: [ColumnSchema(name: "y", type: .number), ColumnSchema(name: "day", type: .date), ColumnSchema(name: "x", type: .integer)],
        target: "x")

    /// Ten times `y`, and the days since 1970.
    private func regressor() throws -> Model {
        var graph = GraphBuilder(name: "regressor")
        let y = graph.node("Cast", [graph.input("y", .double, shape: ["N", 1])], [("to", .int(1))])
        let day = graph.node("Cast", [graph.input("day", .double, shape: ["N", 1])], [("to", .int(1))])
        let product = graph.node("Mul", [y, graph.constant(.scalar(Float(10)))])
        graph.output(graph.node("Add", [product, day]), name: "prediction", .float, shape: ["N", 1])
        return try graph.model(metadata: [:])
    }

    @Test func numbersAreExplainedAndChanged() throws {
        let model = try explained(regressor(), Self.numbers)
        let found = try model.explain(row: 31)
        #expect(found.label == nil && found.unit == nil && abs(found.answer - 60) < 1e-4 && abs(found.base - 39) < 1e-4)
        #expect(found.parts.map(\.column) == ["y", "day"] || found.parts.map(\.column) == ["day", "y"])
        #expect(found.parts.allSatisfy { abs($0.adds - 10.5) < 1e-3 && ($0.error ?? 1) < 2 })
        #expect(found.parts.first { $0.column == "day" }?.value == "1970-01-31")
        let change = try #require(try model.changes(row: 11, to: ChangeGoal("> 25.05", of: model), fixed: ["day"]).first)
        // 20 is answered; y has to be above 1.505 rather than 1.
        let value = try #require(change.steps[0].to.flatMap { Double($0) })
        #expect(value > 1.505 && value < 1.54 && change.answer > 25.05 && change.label == nil)
        let later = try #require(try model.changes(row: 11, to: ChangeGoal("<= 15", of: model), fixed: ["y"]).first)
        #expect(later.steps.map(\.column) == ["day"] && later.steps[0].to == "1970-01-06" && later.answer == 15)
        #expect(throws: Failure.self) { try ChangeGoal(nil, of: model) }
        #expect(throws: Failure.self) { try ChangeGoal("more", of: model) }
    }

    @Test func aColumnIsHeldAtEachOfItsValues() throws {
        let model = try explained(regressor(), Self.numbers)
        let found = try model.dependence(on: "y", row: 1, rows: 500)
        #expect(found.points.count == 20 && found.rows == 40 && found.ofClass == nil)
        let first = found.points[0]
        #expect(first.value == "0" && abs(first.mean - 19.5) < 1e-4 && first.own == 0 && first.curves.count == 40)
        #expect(first.low == 3 && first.high == 36)
        #expect(abs((found.points.last?.mean ?? 0) - (39 + 19.5)) < 1e-3)
        let days = try model.dependence(on: "day", rows: 10)
        #expect(days.rows == 10 && days.points[0].value == "1970-01-01")
        let colours = try explained(classifier()).dependence(on: "colour", rows: 500)
        #expect(colours.points.map(\.value) == ["red", "blue", nil] && colours.ofClass == "yes")
        #expect(colours.points[0].mean > colours.points[1].mean && colours.points[1].mean == colours.points[2].mean)
        #expect(throws: Failure.self) { try model.dependence(on: "z", rows: 5) }
    }

    @Test func importanceIsOfTheRowsWhoseTargetIsKnown() throws {
        let found = try explained(classifier()).importance(by: .accuracy, repeats: 20, rows: 1000)
        #expect(found.rows == 40 && found.repeats == 20 && found.columns.map(\.column) == ["x", "colour"])
        let x = found.columns[0]
        #expect(x.loss > 0.2 && x.loss < 0.6 && x.interval.lower < x.loss && x.loss < x.interval.upper)
        #expect(EvaluationReport.Importance.keys.json(found)["columns"]?.array?.count == 2)
        #expect(throws: Failure.self) { try explained(classifier()).importance(by: .rmse, repeats: 2, rows: 10) }
        let without = Self.table.columns(["x", "colour"])
        #expect(throws: Failure.self) { try explained(classifier(), Self.schema, without).importance(by: nil, repeats: 2, rows: 10) }
        #expect(throws: Failure.self) { try explained(classifier(), Self.schema, Self.table.columns(["x"])) }
    }

    /// scipy 1.17's `t.ppf`.
    @Test(arguments: [
        (0.95, 1, 12.706204736432095), (0.95, 2, 4.302652729911275), (0.95, 4, 2.7764451051977987), (0.95, 9, 2.2621571627409915),
        (0.99, 19, 2.860934606449914), (0.9, 30, 1.6972608865939574),
    ])
    func student(share: Double, freedom: Int, expected: Double) {
        #expect(abs(StudentDistribution.deviations(holding: share, freedom: freedom) - expected) < 1e-9)
    }
}
