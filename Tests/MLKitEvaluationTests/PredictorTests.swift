import MLKitCore
import MLKitEngines
import MLKitONNX
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

@testable import MLKitEvaluation

@Suite("Predictor")
struct PredictorTests {
    private let schema = TableSchema(
        columns: [
            ColumnSchema(name: "x", type: .number, nullable: true), ColumnSchema(name: "colour", type: .text),
            ColumnSchema(name: "label", type: .text, categories: ["no", "yes"]),
        ], target: "label")

    private func table(_ x: [Double], _ colours: [String?]) -> Table {
        let distinct = Array(Set(colours.compactMap { $0 })).sorted()
        let codes = colours.map { colour in Int32(colour.flatMap { distinct.firstIndex(of: $0) } ?? -1) }
        return Table(
            columns: [
                .init(name: "x", values: .numeric(x)),
                .init(name: "colour", values: .text(TextColumn(categories: distinct, codes: codes))),
            ], rowCount: x.count)
    }

    private func predictor(_ model: Model, _ schema: TableSchema? = nil) throws -> Predictor {
        try Predictor(
            bytes: model.bytes, name: "m", schema: schema ?? self.schema,
            runtime: Runtime(locator: stageContext().engines))
    }

    /// Scores of another scale have the lowest log-loss, whatever they are worth.
    @Test(arguments: [Float(7), 0.5, -1]) func whatIsNoProbabilityIsRefused(factor: Float) throws {
        let predictor = try predictor(EvaluateFixture.scaled(by: factor))
        let problem = #expect(throws: Failure.self) { try predictor.predict(table([0, 1], ["a", "b"])) }
        let diagnostic = problem?.diagnostics.first
        #expect(diagnostic?.message == "the model `m` answers what are no probabilities for 2 of 2 rows of the data")
        #expect(diagnostic?.notes.first?.hasPrefix("row 1: ") == true)
        #expect(diagnostic?.hint?.contains("`probabilities` has to be between 0 and 1, and to add up to 1") == true)
        _ = try self.predictor(EvaluateFixture.scaled(by: 1.001)).predict(table([0, 1], ["a", "b"]))
    }

    @Test func numbersAreFedAsDoubleOrFloat() throws {
        for type in [ElementType.double, .float] {
            let model = try EvaluateFixture.classifier(slope: 1, input: type)
            let answer = try predictor(model).predict(table([0, 1, .nan], ["a", "b", nil]))
            guard case .probabilities(let values, _) = answer else { Issue.record("no probabilities"); return }
            #expect(values.count == 6)
            #expect(values[0] == 0.5)
            #expect(abs(values[3] - 0.8807970779778823) < 1e-6)
            #expect(values[5] == 0.5)
        }
    }

    @Test func theSignatureKnowsTheColumnsThatTheModelDoesNotTake() throws {
        let signature = try predictor(EvaluateFixture.classifier(slope: 1, input: .double)).signature
        #expect(signature.columns.map(\.name) == ["x"] && signature.ignored == ["colour"])
    }

    @Test func textsAreFedWithEmptyTextForAMissingOne() throws {
        var builder = GraphBuilder(name: "texts")
        let colour = builder.input("colour", .string, shape: ["N", 1])
        let share = builder.node(
            "LabelEncoder", domain: "ai.onnx.ml", [colour],
            [("keys_strings", .strings([""])), ("values_floats", .floats([1])), ("default_float", .float(0))])
        let rest = builder.node("Sub", [builder.constant(Tensor.scalar(Float(1))), share])
        let both = builder.node("Concat", [rest, share], [("axis", .int(1))])
        builder.output(both, name: "probabilities", .float, shape: ["N", 2])
        let answer = try predictor(builder.model(metadata: [:])).predict(table([0, 0, 0], ["a", nil, "b"]))
        #expect(answer == .probabilities([1, 0, 0, 1, 1, 0]))
    }

    @Test func manyRowsAreComputedInBatches() throws {
        let count = 10_000
        let model = try EvaluateFixture.regressor(slope: 2)
        let schema = TableSchema(
            columns: [ColumnSchema(name: "x", type: .number), ColumnSchema(name: "y", type: .number)], target: "y")
        let rows = table((0..<count).map(Double.init), Array(repeating: "a", count: count))
        #expect(try predictor(model, schema).predict(rows) == .numbers((0..<count).map { Double($0) * 2 }))
    }

    @Test func probabilitiesAreBroughtIntoTheOrderOfTheSchema() throws {
        let model = try EvaluateFixture.classifier(slope: 1, classes: ["yes", "no"])
        guard case .probabilities(let values, _) = try predictor(model).predict(table([1], ["a"])) else { return }
        #expect(abs(values[0] - 0.8807970779778823) < 1e-6)
        var wide = schema
        wide.columns[2].categories = ["maybe", "no", "yes"]
        guard case .probabilities(let three, _) = try predictor(model, wide).predict(table([1], ["a"])) else { return }
        #expect(three[0] == 0)
        #expect(three[1] == values[0])
        #expect(three[2] == values[1])
    }

    @Test func aModelThatDoesNotFitSaysWhy() async throws {
        let classifier = try EvaluateFixture.classifier(slope: 1)
        var numbers = schema
        numbers.columns.append(ColumnSchema(name: "z", type: .number))
        numbers.target = "z"
        #expect(
            await failureText { _ = try predictor(classifier, numbers) } == """
                error: the model `m` has no output `prediction`
                note: its outputs are `probabilities`

                """)
        var renamed = schema
        renamed.columns[0].name = "xx"
        #expect(
            await failureText { _ = try predictor(classifier, renamed) } == """
                error: the model `m` wants the input `x`, which is no column of the data

                hint: known are `xx` and `colour`

                """)
        var texts = schema
        texts.columns[0].type = .text
        #expect(
            await failureText { _ = try predictor(classifier, texts) } == """
                error: the model `m` wants the input `x` as double [N, 1], where the column is of type text

                hint: export the model with that input as string [N, 1]

                """)
        let others = try EvaluateFixture.classifier(slope: 1, classes: ["no", "yess"])
        #expect(
            await failureText { _ = try predictor(others) } == """
                error: the model `m` knows the class `yess`, which the target `label` does not have

                hint: did you mean `yes`?

                """)
        let three = TableSchema(
            columns: [schema.columns[0], ColumnSchema(name: "y", type: .integer, categories: ["0", "1", "2"])],
            target: "y")
        let nameless = try EvaluateFixture.classifier(slope: 1, classes: [])
        #expect(await failureText { _ = try predictor(nameless) } == "error: the model `m` does not name its classes\n")
        let silent = try EvaluateFixture.classifier(slope: 1, classes: nil)
        #expect(
            await failureText { _ = try predictor(silent, three).predict(table([1, 2], ["a", "a"])) }
                == "error: the model's output `probabilities` is float [2, 2], where float [2, 3] is expected\n")
    }
}
