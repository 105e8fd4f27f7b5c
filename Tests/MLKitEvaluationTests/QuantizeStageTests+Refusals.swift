import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

// Models that there is nothing to quantize in, or that answer no numbers.
extension QuantizeStageTests {
    @Test func aModelThatAnswersNoNumberIsNotQuantized() async throws {
        let fixture = try await EvaluateFixture()
        let text = await failureText {
            _ = try await run(fixture, EvaluateFixture.broken(from: 38), schema: fixture.regression)
        }
        #expect(text.contains("answers what is no finite number for 2 of 40 rows of the validation split"), "\(text)")
        #expect(try !fixture.scratch.exists("int8.onnx"))
    }

    /// Trees of an old operator set have no products either.
    @Test func anOldModelWithoutProductsHasNothingToQuantize() async throws {
        let fixture = try await EvaluateFixture()
        var builder = GraphBuilder(name: "none")
        let x = builder.input("x", .double, shape: ["N", 1])
        let float = builder.node("Cast", [x], [("to", .int(1))])
        builder.output(builder.node("Identity", [float]), name: "prediction", .float, shape: ["N", 1])
        let model = try Self.older(try builder.model(metadata: [:]))
        let text = await failureText { _ = try await run(fixture, model, schema: fixture.regression) }
        #expect(text.hasPrefix("error: the model has nothing to quantize\n"), "\(text)")
    }

    /// The same with version 9 of ONNX's operators in place of 17, in the bytes of its file.
    private static func older(_ model: Model) throws -> Model {
        var bytes = try model.bytes
        let (newer, older): ([UInt8], [UInt8]) = ([0x0A, 0x00, 0x10, 17], [0x0A, 0x00, 0x10, 9])
        let place = try #require(bytes.indices.dropLast(3).first { Array(bytes[$0..<($0 + 4)]) == newer })
        bytes.replaceSubrange(place..<(place + 4), with: older)
        return try Model(parsing: bytes)
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
                note: only what multiplies by constant weights can be, and it is made of `Cast` and `Identity`

                hint: quantize a network

                """)
        #expect(try !fixture.scratch.exists("int8.onnx"))
    }

    /// Rows that show ranges hold a number that is none: they are named by their place in the split, and the model is not blamed.
    @Test(arguments: [QuantizationMethod.static, .auto]) func aCalibrationRowThatIsNoNumberIsNamed(
        method: QuantizationMethod) async throws {
        let fixture = try await EvaluateFixture()
        let path = fixture.scratch.path.appending("odd.parquet")
        let fine = fixture.scratch.path.appending("fine.parquet")
        try await fixture.write("SELECT i AS x, 2.5 * i AS amount FROM range(40) t(i)", to: fine)
        for (value, said) in [("'nan'::DOUBLE", "missing"), ("'inf'::DOUBLE", "infinity")] {
            try await fixture.write(
                "SELECT CASE WHEN i = 30 THEN \(value) ELSE i % 40 END AS x, 2.5 * i AS amount FROM range(40) t(i)", to: path)
            let text = await failureText {
                _ = try await run(fixture, Self.unfilled(), schema: fixture.regression, valid: fine, calibration: path) {
                    $0.method = method
                }
            }
            #expect(text.contains("the rows that show ranges"), "\(text)")
            #expect(text.contains("note: row 31: ") && text.contains("`x` is \(said)"), "\(text)")
            #expect(try !fixture.scratch.exists("int8.onnx"))
        }
    }

    /// In each row of the validation split too.
    @Test func aValidationRowThatIsNoNumberIsNamed() async throws {
        let fixture = try await EvaluateFixture()
        let path = fixture.scratch.path.appending("odd.parquet")
        try await fixture.write("SELECT CASE WHEN i = 3 THEN 'nan'::DOUBLE ELSE i END AS x, 2.5 * i AS amount FROM range(40) t(i)",
            to: path)
        let text = await failureText {
            _ = try await run(fixture, Self.unfilled(), schema: fixture.regression, valid: path)
        }
        #expect(text.contains("note: row 4: `prediction` is NaN; `x` is missing\n"), "\(text)")
    }

    /// No row is to blame for weights that are no numbers.
    @Test func weightsThatAreNoNumbersAreNamed() async throws {
        let fixture = try await EvaluateFixture()
        let path = fixture.scratch.path.appending("fine.parquet")
        try await fixture.write("SELECT i AS x, 2.5 * i AS amount FROM range(40) t(i)", to: path)
        let text = await failureText {
            _ = try await run(fixture, Self.unfilled(weight: .nan), schema: fixture.regression, valid: path)
        }
        #expect(text.contains("note: the model's weights are not all finite\nnote: `") && text.contains("` holds NaN at [0, 0]\n"),
            "\(text)")
        #expect(text.hasSuffix("\n\nhint: train or export the model anew\n"), "\(text)")
    }

    /// Two and a half times `x`, and nothing where that is missing.
    private static func unfilled(weight: Float = 2.5 / 512) throws -> Model {
        var builder = GraphBuilder(name: "unfilled")
        let float = builder.node("Cast", [builder.input("x", .double, shape: ["N", 1])], [("to", .int(1))])
        let wide = builder.node("Expand", [float, builder.constant(Tensor(.int64([1, 512])))])
        let weights = builder.constant(try Tensor(.float([Float](repeating: weight, count: 512)), shape: [512, 1]))
        builder.output(builder.node("MatMul", [wide, weights], name: "product"), name: "prediction", .float, shape: ["N", 1])
        return try builder.model(metadata: [:])
    }
}
