import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@Suite("Quantize stage")
struct QuantizeStageTests {
    private func run(
        _ fixture: EvaluateFixture, _ model: Model, maxDrop: Double = 0.005, schema: TableSchema? = nil
    ) async throws -> QuantizationReport {
        let path = try fixture.candidate("model", model).path
        return try await QuantizeStage.run(
            configuration: QuantizeConfiguration(calibrationRows: 20, maxAccuracyDrop: maxDrop), model: path,
            calibration: fixture.test, test: fixture.test, schema: schema ?? fixture.schema, outputs: outputs(fixture),
            context: fixture.context)
    }

    private func outputs(_ fixture: EvaluateFixture) -> QuantizeStage.Outputs {
        .init(model: fixture.scratch.path.appending("int8.onnx"), report: fixture.scratch.path.appending("q.json"))
    }

    @Test func writesTheModelAndWhatItCost() async throws {
        let fixture = try await EvaluateFixture()
        let report = try await run(fixture, EvaluateFixture.classifier(slope: 0.1, bias: -1.95))
        let files = LocalFileSystem()
        let int8 = try Model(parsing: files.read(outputs(fixture).model))
        #expect(int8.operatorCounts["QuantizeLinear"] ?? 0 > 0)
        #expect(report.json["quantized"] == ["product"])
        #expect(report.json["left_in_float"] == [])
        #expect(report.json["calibration_rows"] == 20)
        #expect(report.json["test_rows"] == 40)
        #expect(report.json["metrics"]?["accuracy"]?["before"] == 0.925)
        #expect(report.json["allowed"]?["kept"] == true)
        #expect(report.difference.largest > 0 && report.difference.largest < 0.02)
        let mean = try #require(report.json["probability_difference"]?["mean"]?.double)
        #expect(mean > 0 && mean < report.difference.largest)
        #expect(try JSON(parsing: files.read(outputs(fixture).report)) == report.json)
    }

    @Test func tooGreatALossLeavesTheReportAndNoModel() async throws {
        let fixture = try await EvaluateFixture()
        let model = try EvaluateFixture.classifier(slope: 0.1, bias: -1.95)
        let text = await failureText { _ = try await run(fixture, model, maxDrop: -0.5) }
        #expect(
            text == """
                error: quantized, the model loses 0 of accuracy, and at most -0.5 is allowed

                hint: calibrate on more rows, quantize per channel, or raise `max_accuracy_drop`

                """)
        #expect(try !fixture.scratch.exists("int8.onnx"))
        #expect(try JSON(parsing: fixture.scratch.read("q.json"))["allowed"]?["kept"] == false)
    }

    @Test func regressionIsHeldToR2() async throws {
        let fixture = try await EvaluateFixture()
        let report = try await run(fixture, EvaluateFixture.regressor(slope: 2.5), schema: fixture.regression)
        #expect(report.json["allowed"]?["metric"] == "r2")
        #expect(report.json["prediction_difference"]?["largest"]?.double == report.difference.largest)
        #expect(report.json["probability_difference"] == nil)
    }

    @Test func aModelWithoutProductsHasNothingToQuantize() async throws {
        let fixture = try await EvaluateFixture()
        var builder = GraphBuilder(name: "none")
        let x = builder.input("x", .double, shape: ["N", 1])
        let float = builder.node("Cast", [x], [("to", .int(1))])
        builder.output(builder.node("Identity", [float]), name: "prediction", .float, shape: ["N", 1])
        let model = try builder.model(metadata: [:])
        #expect(
            await failureText { _ = try await run(fixture, model, schema: fixture.regression) } == """
                error: the model has nothing to quantize
                note: only products with a constant matrix can be, and it is made of `Cast` and `Identity`

                hint: quantize a network

                """)
        #expect(try !fixture.scratch.exists("int8.onnx"))
    }
}
