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
    func run(
        _ fixture: EvaluateFixture, _ model: Model, maxDrop: Double = 0.005, schema: TableSchema? = nil,
        valid: FilePath? = nil, test: FilePath? = nil, calibration: FilePath? = nil,
        with change: (inout QuantizeConfiguration) -> Void = { _ in }
    ) async throws -> QuantizationReport {
        let path = try fixture.candidate("model", model).path
        var configuration = QuantizeConfiguration(calibrationRows: 20, maxAccuracyDrop: maxDrop)
        change(&configuration)
        return try await QuantizeStage.run(
            configuration: configuration, model: path,
            calibration: calibration ?? fixture.test, splits: .init(valid: valid ?? fixture.test, test: test),
            schema: schema ?? fixture.schema, outputs: outputs(fixture), context: fixture.context)
    }

    private func outputs(_ fixture: EvaluateFixture) -> QuantizeStage.Outputs {
        .init(
            model: fixture.scratch.path.appending("int8.onnx"), report: fixture.scratch.path.appending("q.json"),
            looks: LookBook(project: fixture.scratch.path, stage: "quantize"))
    }

    @Test func writesTheModelAndWhatItCost() async throws {
        let fixture = try await EvaluateFixture()
        let report = try await run(fixture, EvaluateFixture.classifier(slope: 0.1, bias: -1.95, width: 512))
        let files = LocalFileSystem()
        let int8 = try Model(parsing: files.read(outputs(fixture).model))
        #expect(int8.operatorCounts["QuantizeLinear"] ?? 0 > 0)
        #expect(report.json["quantized"] == ["product"])
        #expect(report.json["left_in_float"] == [])
        #expect(report.json["calibration_rows"] == 20)
        #expect(report.json["split"] == "valid")
        #expect(report.json["rows"] == 40)
        #expect(report.json["test"] == nil)
        #expect(try !fixture.scratch.exists(TestLook.folder))
        #expect(report.json["metrics"]?["accuracy"]?["before"] == 0.925)
        #expect(report.json["allowed"]?["kept"] == true)
        #expect(report.difference.largest > 0 && report.difference.largest < 0.02)
        let mean = try #require(report.json["probability_difference"]?["mean"]?.double)
        #expect(mean > 0 && mean < report.difference.largest)
        #expect(try JSON(parsing: files.read(outputs(fixture).report)) == report.json)
    }

    /// A split of 60 rows of which the first have an `x` of 19, which a quantized model takes for 20 or so; `label` is `yes` from 20 on.
    private func rows(_ fixture: EvaluateFixture, at19 count: Int) async throws -> FilePath {
        let path = fixture.scratch.path.appending("rows.parquet")
        try await fixture.write(
            """
            SELECT x, CASE WHEN x = 19 THEN 'red' ELSE 'blue' END AS colour, CASE WHEN x >= 20 THEN 'yes' ELSE 'no' END AS label
            FROM (SELECT CASE WHEN i < \(count) THEN 19 ELSE i % 10 + 25 END AS x FROM range(60) t(i))
            """, to: path)
        return path
    }

    /// Answers `yes` from 19.05 on.
    private func edgy() throws -> Model { try EvaluateFixture.classifier(slope: 0.1, bias: -1.905, width: 512) }

    @Test func tooGreatALossLeavesTheReportAndNoModel() async throws {
        let fixture = try await EvaluateFixture()
        let valid = try await rows(fixture, at19: 15)
        let text = await failureText { _ = try await run(fixture, edgy(), valid: valid) }
        #expect(
            text.hasPrefix(
                """
                error: quantized, the model loses 0.25 of accuracy on the validation split (95 % interval 0.1307 to 0.3531), and at most \
                0.005 is allowed
                note: `product` costs most: quantized alone, it leaves the answers 
                """), "\(text)")
        #expect(
            text.hasSuffix(
                """
                 dB of signal to noise

                hint: leave `product` in float with `keep`, let `method: auto` and `search: true` look for a better way, or loosen \
                `max_accuracy_drop`

                """), "\(text)")
        #expect(try !fixture.scratch.exists("int8.onnx"))
        let report = try JSON(parsing: fixture.scratch.read("q.json"))
        #expect(report["allowed"]?["kept"] == false && report["flipped_rows"] == 15)
        #expect(report["layers"]?.array?.first?["name"] == "product")
    }

    /// One row of 60 that is answered differently can be chance: the model is written, and the user told.
    @Test func aLossThatFewRowsCannotTellIsAllowed() async throws {
        let fixture = try await EvaluateFixture()
        let report = try await run(fixture, edgy(), valid: rows(fixture, at19: 1))
        #expect(report.flippedRows == 1 && report.allowed.kept && report.allowed.isUnclear)
        #expect(report.allowed.interval.lower < 0 && report.allowed.interval.upper > 0.05)
        #expect(
            report.warnings == [
                "accuracy is 0.0167 lower on 60 rows of the validation split, where at most 0.005 is allowed: so few rows cannot tell that "
                    + "from chance (95 % interval -0.0284 to 0.0607); about 4800 rows could"
            ])
        #expect(try fixture.scratch.exists("int8.onnx"))
        let none = try await run(fixture, edgy(), valid: rows(fixture, at19: 0))
        #expect(none.warnings == [] && none.flippedRows == 0)
    }

    @Test func groupsOfRowsAreHeldToTheSameLoss() async throws {
        let fixture = try await EvaluateFixture()
        let valid = try await rows(fixture, at19: 8)
        let text = await failureText {
            _ = try await run(fixture, edgy(), maxDrop: 0.2, valid: valid) { $0.slices = ["colour"] }
        }
        #expect(
            text.hasPrefix(
                "error: quantized, the model loses 1 of accuracy on 8 rows of the validation split where `colour` is `red` (95 % interval"),
            "\(text)")
        let report = try JSON(parsing: fixture.scratch.read("q.json"))
        #expect(report["groups"]?.array?.compactMap { $0["kept"]?.bool } == [true, false])
        #expect(report["allowed"]?["kept"] == true)
        let unknown = await failureText { _ = try await run(fixture, edgy()) { $0.slices = ["color"] } }
        #expect(unknown.hasPrefix("error: `slices` names `color`, which is no column of the data"))
    }

    @Test func boundsAreKeptOrTheModelIsNotWritten() async throws {
        let fixture = try await EvaluateFixture()
        let valid = try await rows(fixture, at19: 3)
        func run(_ bounds: String...) async -> String {
            await failureText {
                _ = try await self.run(fixture, edgy(), maxDrop: 1, valid: valid) {
                    $0.bounds = bounds.compactMap { Bound(ofQuantization: $0) }
                }
            }
        }
        let text = await run("flipped < 0.05", "signal_to_noise >= 20", "size_ratio <= 0.1")
        #expect(text.hasPrefix("error: quantized, the model does not keep a bound: flipped is 0.05, not < 0.05\nnote: quantized, the "
            + "model does not keep a bound: size_ratio is"), "\(text)")
        #expect(text.hasSuffix("or loosen `bounds`\n"))
        #expect(try !fixture.scratch.exists("int8.onnx"))
        #expect(await run("flipped <= 0.05", "largest_difference < 0.1", "mean_difference < 0.05") == "no failure")
        #expect(try fixture.scratch.exists("int8.onnx"))
        let wrong = await failureText {
            _ = try await self.run(fixture, EvaluateFixture.regressor(slope: 2.5, width: 512), schema: fixture.regression) {
                $0.bounds = [Bound(quantity: "flipped", comparison: .less, limit: 1)]
            }
        }
        #expect(wrong.hasPrefix("error: `flipped` cannot be bounded here: the target `amount` is a number"))
    }

    /// Static ranges that cut most of `x` off answer badly; ranges that are found in each run do not.
    @Test func theBetterWayIsTaken() async throws {
        let fixture = try await EvaluateFixture()
        let report = try await run(fixture, EvaluateFixture.classifier(slope: 0.1, bias: -1.95, width: 512)) {
            ($0.method, $0.calibration.method, $0.calibration.percentile) = (.auto, .percentile, 50)
            $0.bounds = [Bound(quantity: "signal_to_noise", comparison: .atLeast, limit: 30)]
        }
        #expect(report.method == .dynamic && report.calibrationRows == 0)
        #expect(report.attempts.map(\.method) == ["static", "dynamic"] && report.attempts.map(\.isChosen) == [false, true])
        #expect(report.attempts[0].signalToNoise < report.attempts[1].signalToNoise)
    }

    @Test func everyCalibrationGivesAModel() async throws {
        let fixture = try await EvaluateFixture()
        for method in CalibrationMethod.allCases {
            let report = try await run(fixture, EvaluateFixture.classifier(slope: 0.1, bias: -1.95, width: 512), maxDrop: 1) {
                $0.calibration.method = method
            }
            #expect(report.signalToNoise > 15, "\(method)")
        }
    }

    /// One page, of which nothing is fetched and nothing of the user's is markup.
    @Test func aPageShowsWhatCameOfIt() async throws {
        let fixture = try await EvaluateFixture()
        let path = try fixture.candidate("<b>model", edgy()).path
        var configuration = QuantizeConfiguration(calibrationRows: 20)
        (configuration.method, configuration.slices) = (.auto, ["colour"])
        configuration.bounds = [try #require(Bound(ofQuantization: "flipped < 0.5"))]
        var outputs = outputs(fixture)
        outputs.page = fixture.scratch.path.appending("q.html")
        _ = try await QuantizeStage.run(
            configuration: configuration, model: path, calibration: fixture.test, splits: .init(valid: rows(fixture, at19: 1), test: nil),
            schema: fixture.schema, outputs: outputs, context: fixture.context)
        let page = try fixture.scratch.read("q.html")
        #expect(page.contains("<h1>Quantization of &lt;b&gt;model.onnx</h1>") && !page.contains("<b>"))
        for text in [
            "<h2>What it cost on the validation split</h2>", "too few rows to tell that from chance", "<td>accuracy</td><td>1</td>",
            "<td>flipped &lt; 0.5</td>", "<td>colour</td><td>red</td><td>1</td>", "<td>1 row</td>", "<td>20 rows</td>", "<td>product</td>",
            "<h2>What was tried</h2>", "<td>static</td><td>nothing</td>", "<td>MatMul</td><td>1</td>", "prefers-color-scheme: dark",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        // That of layers: a line of what was tried takes two files of one method.
        #expect(page.split(separator: "<svg").count == 2)
        for part in ["<script", "http-equiv=\"refresh", "src=", "href=", "url("] { #expect(!page.contains(part), "\(part)") }
    }

    @Test func nodesToKeepAreLeftInFloat() async throws {
        let fixture = try await EvaluateFixture()
        let text = await failureText { _ = try await run(fixture, edgy()) { $0.keep = ["product"] } }
        #expect(text.contains("error: all that could be quantized is to be left in float\nnote: `product`: it is to be left in float\n"),
            "\(text)")
    }

    /// What is lost is held to the validation split; the test split is only told of, and the looks are noted.
    @Test func theTestSplitDecidesNothing() async throws {
        let fixture = try await EvaluateFixture()
        let model = try EvaluateFixture.classifier(slope: 0.1, bias: -1.95, width: 512)
        let test = try await fixture.split("own-test", threshold: 30)
        let report = try await run(fixture, model, test: test)
        #expect(report.allowed.kept && report.rows == 40 && report.split == .valid)
        let accuracy = try #require(report.test?.metrics.first { $0.metric == .accuracy })
        #expect(report.test?.rows == 40 && accuracy.before == 0.75)
        #expect(report.metrics.first { $0.metric == .accuracy }?.before == 0.925)
        #expect(try LocalFileSystem().list(fixture.scratch.path.pushing(FilePath(TestLook.folder))).count == 2)
    }

    /// As `mlkit quantize` does it.
    @Test func aModelThatDoesNotGetSmallerIsNotWritten() async throws {
        let fixture = try await EvaluateFixture()
        let text = await failureText { _ = try await run(fixture, EvaluateFixture.classifier(slope: 0.1, bias: -1.95)) }
        #expect(text.hasPrefix("error: quantized, the model is not smaller: "), "\(text)")
        #expect(text.hasSuffix("\nhint: leave the model as it is: its weights are few, or something else uses them as well\n"), "\(text)")
        #expect(try !fixture.scratch.exists("int8.onnx"))
    }

    /// What it costs is what it costs the labels that are served.
    @Test func labelsAreWhatMayBeLost() async throws {
        let fixture = try await EvaluateFixture()
        let model = try EvaluateFixture.classifier(
            slope: 0.1, bias: -1.95, width: 512, labels: .texts(no: "no", yes: "yes"), threshold: 0.2)
        let report = try await run(fixture, model, maxDrop: 1, valid: fixture.split("own", threshold: 13))
        #expect(report.metrics.first { $0.metric == .accuracy }?.before == 1)
    }

    @Test func aDropThatNobodyKnowsIsNotAllowed() async throws {
        let fixture = try await EvaluateFixture()
        let one = fixture.scratch.path.appending("one.parquet")
        try await fixture.write("SELECT 1 AS x, 2.5 AS amount", to: one)
        let model = try EvaluateFixture.regressor(slope: 2.5, width: 512)
        let text = await failureText { _ = try await run(fixture, model, schema: fixture.regression, valid: one) }
        #expect(text.hasPrefix("error: r2 is undefined on 1 row of the validation split, so nobody can tell what quantization costs"))
        #expect(try !fixture.scratch.exists("int8.onnx"))
    }

    @Test func regressionIsHeldToR2() async throws {
        let fixture = try await EvaluateFixture()
        let report = try await run(fixture, EvaluateFixture.regressor(slope: 2.5, width: 512), schema: fixture.regression)
        #expect(report.json["allowed"]?["metric"] == "r2")
        #expect(report.json["prediction_difference"]?["largest"]?.double == report.difference.largest)
        #expect(report.json["probability_difference"] == nil)
    }
}
