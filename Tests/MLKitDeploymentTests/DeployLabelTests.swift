import MLKitCore
import MLKitDeployment
import MLKitEngines
import MLKitONNX
import MLKitStagesTestSupport
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

/// Models that name their classes by whole numbers, that answer what is no number, and what the cards of models say.
@Suite struct DeployLabelTests {
    private let scratch: ScratchDirectory
    private let context: StageContext
    private let files = LocalFileSystem()

    init() throws {
        scratch = try ScratchDirectory()
        context = StageContext(
            engines: EngineLocator(folders: [BuiltTool.sourceRoot.appending("engines")], programs: ["/usr/bin"]))
    }

    private static func schema(_ classes: [String], _ type: ColumnType) -> TableSchema {
        TableSchema(
            columns: [ColumnSchema(name: "x", type: .number), ColumnSchema(name: "kind", type: type, categories: classes)],
            target: "kind")
    }

    private static let table = Table(
        columns: [
            .init(name: "x", values: .numeric([0, 1, 2])),
            .init(name: "kind", values: .text(TextColumn(categories: ["a", "b", "c"], codes: [0, 1, 2]))),
        ], rowCount: 3)

    /// Row by row the most probable class is the first, the second, the third; `labels` are what the model calls them.
    private func classifier(_ labels: [Int64], classes: [String]) throws -> Model {
        var graph = GraphBuilder(name: "classifier")
        let x = graph.input("x", .double, shape: ["N", 1])
        let float = graph.node("Cast", [x], [("to", .int(1))])
        let centres = graph.constant(try Tensor(.float([0, 1, 2]), shape: [1, 3]))
        let difference = graph.node("Sub", [float, centres])
        let distance = graph.node("Neg", [graph.node("Mul", [difference, difference])])
        let shares = graph.node("Softmax", [distance], [("axis", .int(1))])
        let best = graph.node("ArgMax", [shares], [("axis", .int(1)), ("keepdims", .int(0))])
        graph.output(
            graph.node("Gather", [graph.constant(Tensor(.int64(labels))), best]), name: "label", .int64, shape: ["N"])
        graph.output(shares, name: "probabilities", .float, shape: ["N", 3])
        return try graph.model(metadata: ["classes": JSON.array(classes.map { .string($0) }).compact])
    }

    private func deploy(
        _ model: Model, _ schema: TableSchema, quantization: DeployInputs.Quantization? = nil,
        evaluation: DeployInputs.Evaluation? = nil, test: Table = table
    ) async throws -> DeployReport {
        let path = scratch.path.appending("model.onnx")
        try files.write(try model.bytes, to: path)
        let inputs = DeployInputs(
            model: path, name: "m", schema: schema, schemaFile: try scratch.write("target: kind\n", to: "schema.yaml"),
            test: test, evaluation: evaluation, quantization: quantization,
            folder: scratch.path.appending("deploy"), server: BuiltTool.folder.appending("mlkit-server"))
        return try await DeployStage.run(
            configuration: DeployConfiguration(targets: [.local], smokeRows: 3), inputs: inputs, context: context)
    }

    private func labels(_ report: DeployReport) throws -> LabelForm {
        try BundleManifest(json: JSON(parsing: files.read(report.bundle.appending("bundle.json")))).signature.labels
    }

    @Test func placesOfClassesAreClasses() async throws {
        let classes = ["a", "b", "c"]
        let report = try await deploy(classifier([0, 1, 2], classes: classes), Self.schema(classes, .text))
        #expect(try labels(report) == .place && report.smoke.rows == 3)
    }

    /// The same classes in the model's own order: a label stands beside its own probability.
    @Test(arguments: [
        ([1, 2, 3], LabelForm.number), ([3, 1, 2], .number), ([0, 1, 2], .place),
    ] as [([Int64], LabelForm)])
    func wholeNumbersAreClassesOrPlaces(numbers: [Int64], form: LabelForm) async throws {
        let classes = form == .number ? numbers.map { String($0) } : ["1", "2", "3"]
        let report = try await deploy(classifier(numbers, classes: classes), Self.schema(["1", "2", "3"], .integer))
        #expect(try labels(report) == form)
    }

    @Test func numbersThatAreNoClassesAreRefused() async throws {
        let classes = ["a", "b", "c"]
        let text = await failureText { _ = try await deploy(classifier([7, 8, 9], classes: classes), Self.schema(classes, .text)) }
        #expect(
            text.hasPrefix(
                "error: the model's output `label` has numbers that stand for no class\nnote: it gives 7, 8, 9, and the classes are"),
            "\(text)")
        #expect(try !scratch.exists("deploy/current"))
    }

    /// Where numbers may be both, what they are beside the most probable class decides.
    @Test func withoutRowsNobodyCanTell() async throws {
        let empty = Table(
            columns: [
                .init(name: "x", values: .numeric([])),
                .init(name: "kind", values: .text(TextColumn(categories: ["a", "b", "c"], codes: []))),
            ], rowCount: 0)
        let classes = ["a", "b", "c"]
        let text = await failureText {
            _ = try await deploy(classifier([0, 1, 2], classes: classes), Self.schema(classes, .text), test: empty)
        }
        #expect(text.contains("there are no test rows to ask the model about"), "\(text)")
    }

    @Test func theProbabilitiesTellWhatNumbersMean() {
        let shares: [Double] = [0.8, 0.1, 0.1, 0.1, 0.8, 0.1]
        #expect(LabelForm.telling([1, 2], probabilities: shares, classes: ["1", "2", "0"]) == .number)
        #expect(LabelForm.telling([0, 1], probabilities: shares, classes: ["1", "0", "2"]) == .place)
        #expect(LabelForm.telling([5, 1], probabilities: shares, classes: ["1", "0", "2"]) == nil)
        #expect(LabelForm.telling([], probabilities: [], classes: []) == nil)
    }

    @Test func aModelThatAnswersNoNumberIsNotDeployed() async throws {
        let schema = TableSchema(
            columns: [ColumnSchema(name: "x", type: .number), ColumnSchema(name: "y", type: .number)], target: "y")
        var graph = GraphBuilder(name: "log")
        let x = graph.input("x", .double, shape: ["N", 1])
        let log = graph.node("Log", [graph.node("Sub", [x, graph.constant(Tensor.scalar(1.0))])])
        graph.output(log, name: "prediction", .double, shape: ["N", 1])
        let model = try graph.model(metadata: [:])
        let text = await failureText { _ = try await deploy(model, schema) }
        #expect(
            text.hasPrefix(
                """
                error: the model answers what is no finite number for 2 of 3 rows of the test split
                note: row 1: `prediction` is NaN
                note: row 2: `prediction` is minus infinity

                """), "\(text)")
        #expect(try !scratch.exists("deploy/current"))
    }

    // MARK: Cards

    @Test func theCardOfAQuantizedModelSaysWhatWasMeasured() async throws {
        var report = QuantizationReport()
        report.size = .init(before: 1000, after: 270)
        (report.split, report.rows) = (.valid, 150)
        report.metrics = [.init(.accuracy, before: 0.91, after: 0.9)]
        report.allowed = .init(metric: .accuracy, drop: 0.01, maxDrop: 0.02)
        report.test = .init(rows: 149, metrics: [.init(.accuracy, before: 0.9, after: 0.88)])
        let classes = ["a", "b", "c"]
        let deployed = try await deploy(
            classifier([0, 1, 2], classes: classes), Self.schema(classes, .text),
            quantization: .init(report: report, measured: Timestamp(seconds: 1_800_000_000)))
        let card = try files.readText(deployed.bundle.appending("MODEL_CARD.md"))
        #expect(card.contains("Its accuracy is 0.0100 lower for it, and at most 0.02 lower was allowed."))
        #expect(card.contains("on 150 rows of the validation split; measured on 2027-01-15:"))
        #expect(card.contains("| accuracy | 0.9100 | 0.9000 | higher |"))
        #expect(card.contains("The same on 149 rows of the test split") && card.contains("| accuracy | 0.9000 | 0.8800 | higher |"))
        #expect(!card.contains("without an evaluation"))
        // What earlier versions did not measure is not said.
        #expect(!card.contains("interval") && !card.contains("predicted as another class") && !card.contains("Left in float"))
    }

    @Test func theCardSaysWhatElseWasMeasuredOfAQuantizedModel() async throws {
        var report = QuantizationReport()
        report.size = .init(before: 1000, after: 270)
        (report.split, report.rows, report.method) = (.valid, 150, .weights)
        report.allowed = .init(metric: .accuracy, drop: 0.01, maxDrop: 0.005, interval: .init(lower: -0.002, upper: 0.03))
        (report.flippedRows, report.signalToNoise) = (3, 31.25)
        report.probabilityDifference = .init(largest: 0.125, mean: 0.01)
        report.bounds = [.init(bound: "flipped <= 0.05", value: 0.02, isKept: true)]
        var groups = [QuantizationReport.Group](repeating: .init(), count: 4)
        // Of two that lose as much, the first.
        for (place, drop) in [(0, 0.01), (1, 0.02), (2, Double.nan), (3, 0.02)] {
            (groups[place].column, groups[place].value, groups[place].rows, groups[place].drop) = ("sex", "g\(place)", 50 + place, drop)
        }
        report.groups = groups
        report.leftInFloat = [.init(name: "dense_1", reason: "it is to be left in float")]
        let classes = ["a", "b", "c"]
        let deployed = try await deploy(
            classifier([0, 1, 2], classes: classes), Self.schema(classes, .text), quantization: .init(report: report))
        let card = try files.readText(deployed.bundle.appending("MODEL_CARD.md"))
        for line in [
            "- On all rows such as these, accuracy is -0.0020 to 0.0300 lower (95 % interval): too few rows to hold it to what was "
                + "allowed.",
            "- 3 of 150 rows are predicted as another class.", "- Signal to noise of its answers: 31.3 dB; the largest difference: 0.1250.",
            "- `flipped <= 0.05` was asked, and is 0.02.",
            "- Of 4 groups of rows, those where `sex` is `g1` lose most: 0.0200, on 51 rows.", "- Left in float: `dense_1`.",
        ] {
            #expect(card.contains(line + "\n"), "\(card)")
        }
        #expect(
            card.contains("The model was quantized: its weights are kept in fewer bits, and multiplied as floats, in 0.27 of the size."))
    }

    @Test(arguments: [
        (MeasuredSplit.test, MeasuredSplit.valid, "On 40 rows of the test split, which nothing was fitted or chosen on"),
        (.test, .test, "On 40 rows of the test split, on which it was also selected, so that it looks better here than it is"),
        (.valid, .valid, "On 40 rows of the validation split, on which it was also selected; the test split was left alone"),
    ])
    func theCardNamesTheSplit(split: MeasuredSplit, selectedOn: MeasuredSplit, words: String) async throws {
        let classes = ["a", "b", "c"]
        let slice = EvaluationReport.Slice(
            column: "sex",
            groups: [
                .init(value: nil, rows: 0, metrics: MetricValues([.accuracy: .nan])),
                .init(value: "f", rows: 18, metrics: MetricValues([.accuracy: 0.8])),
                .init(value: "m", rows: 22, metrics: MetricValues([.accuracy: 0.9])),
            ], gaps: MetricValues([.accuracy: 0.1]))
        let model = try classifier([0, 1, 2], classes: classes)
        let evaluation = DeployInputs.Evaluation(
            split: split, selectedOn: selectedOn, rows: 40, scores: MetricValues([.accuracy: 0.85]), slices: [slice],
            measured: Timestamp(seconds: 1_800_000_000))
        let deployed = try await deploy(model, Self.schema(classes, .text), evaluation: evaluation)
        let card = try files.readText(deployed.bundle.appending("MODEL_CARD.md"))
        #expect(card.contains("\(words); measured on 2027-01-15."), "\(card)")
        #expect(card.contains("| `sex` | 3 | f (18 rows) | 0.8000 | 0.1000 |"))
        // Measured again on another day, the bundle is the same version.
        var later = evaluation
        later.measured = Timestamp(seconds: 1_900_000_000)
        #expect(try await deploy(model, Self.schema(classes, .text), evaluation: later).version == deployed.version)
    }
}
