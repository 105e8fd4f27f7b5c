import Glibc
import MLKitCore
import MLKitEngines
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitDeployment

@Suite("Deploy stage")
struct DeployStageTests {
    private let scratch: ScratchDirectory
    private let context: StageContext
    private let server = BuiltTool.folder.appending("mlkit-server")
    private let files = LocalFileSystem()

    init() throws {
        scratch = try ScratchDirectory()
        let folders = ["engines"].map { BuiltTool.sourceRoot.appending($0) }
        context = StageContext(engines: EngineLocator(folders: folders, programs: ["/usr/bin"]))
    }

    private static let schema = TableSchema(
        columns: [
            ColumnSchema(name: "age", type: .integer),
            ColumnSchema(name: "hours per week", type: .number, nullable: true),
            ColumnSchema(name: "workclass", type: .text, nullable: true, categories: ["Private", "State-gov"]),
            ColumnSchema(name: "citizen", type: .boolean),
            ColumnSchema(name: "income", type: .text, categories: ["<=50K", ">50K"]),
        ], target: "income")

    private static let table = Table(
        columns: [
            .init(name: "age", values: .numeric([25, 39, 61, 50])),
            .init(name: "hours per week", values: .numeric([40, 12.5, .nan, 60])),
            .init(name: "workclass", values: .text(TextColumn(categories: ["State-gov", "Private"], codes: [0, 1, -1, 1]))),
            .init(name: "citizen", values: .text(TextColumn(categories: ["true", "false"], codes: [0, 1, 0, 0]))),
            .init(name: "income", values: .text(TextColumn(categories: ["<=50K", ">50K"], codes: [0, 0, 1, 1]))),
        ], rowCount: 4)

    /// The probability of ">50K" is sigmoid((age - middle) / 10 + [private] + [citizen]); hours are not looked at.
    private func classifier(middle: Double) throws -> Model {
        var graph = GraphBuilder(name: "classifier")
        let age = graph.input("age", .double, shape: ["N", 1])
        _ = graph.input("hours per week", .double, shape: ["N", 1])
        let flags = [("workclass", "Private"), ("citizen", "true")].map { name, text in
            let column = graph.input(name, .string, shape: ["N", 1])
            let attributes: [(String, Attribute)] = [
                ("keys_strings", .strings([text])), ("values_floats", .floats([1])), ("default_float", .float(0)),
            ]
            return graph.node("LabelEncoder", domain: "ai.onnx.ml", [column], attributes)
        }
        let shifted = graph.node("Sub", [age, graph.constant(.scalar(middle))])
        let scaled = graph.node("Div", [shifted, graph.constant(.scalar(10.0))])
        var logit = graph.node("Cast", [scaled], [("to", .int(1))])
        for flag in flags { logit = graph.node("Add", [logit, flag]) }
        let high = graph.node("Sigmoid", [logit])
        let low = graph.node("Sub", [graph.constant(.scalar(Float(1))), high])
        let both = graph.node("Concat", [low, high], [("axis", .int(1))])
        let best = graph.node("ArgMax", [both], [("axis", .int(1)), ("keepdims", .int(0))])
        let label = graph.node("Gather", [graph.constant(Tensor(.string(["<=50K", ">50K"]))), best])
        graph.output(label, name: "label", .string, shape: ["N"])
        graph.output(both, name: "probabilities", .float, shape: ["N", 2])
        return try graph.model(metadata: ["classes": #"["<=50K", ">50K"]"#])
    }

    private func inputs(_ model: Model, server: FilePath? = nil, deploy: String = "deploy") throws -> DeployInputs {
        let path = scratch.path.appending("model.onnx")
        try files.write(try model.bytes, to: path)
        return DeployInputs(
            model: path, name: "census", schema: Self.schema,
            schemaFile: try scratch.write("target: income\n", to: "schema.yaml"), test: Self.table,
            evaluation: .init(
                rows: 4, scores: MetricValues([.accuracy: 0.87246, .logLoss: 0.3]),
                baseline: MetricValues([.accuracy: 0.76, .logLoss: 0.55])),
            folder: scratch.path.appending(deploy), server: server ?? self.server,
            project: .init(
                title: "Who earns over 50K?", description: "Tells who may.", owner: "data-team", license: "MIT"))
    }

    private func script(_ text: String) throws -> FilePath {
        let path = scratch.path.appending("server.sh")
        try files.write(Array("#!/bin/sh\n\(text)\n".utf8), to: path, executable: true)
        return path
    }

    @Test func deploysABundleThatAnswersAsTheModelDoes() async throws {
        let inputs = try inputs(classifier(middle: 45))
        let configuration = DeployConfiguration(targets: [.local], smokeRows: 100)
        let report = try await DeployStage.run(configuration: configuration, inputs: inputs, context: context)
        #expect(report.version.count == 12)
        #expect(report.smoke.rows == 4)
        #expect(report.smoke.endpoints.map(\.endpoint) == ["/predict", "/v2/models/census/infer"])
        #expect(report.smoke.endpoints.allSatisfy { $0.largestDifference <= 1e-6 })
        #expect(try scratch.read("deploy/current") == report.version + "\n")
        #expect(try files.list(inputs.folder) == [report.version, "current", "history.jsonl"].sorted())
        #expect(
            try files.list(report.bundle) == [
                "MODEL_CARD.md", "SHA256SUMS", "bundle.json", "model.onnx", "sample-request.json", "schema.yaml", "smoke.json",
                "statistics.json",
            ])
        let manifest = try BundleManifest(
            json: JSON(parsing: files.read(report.bundle.appending("bundle.json"))))
        #expect(manifest.version == report.version)
        #expect(manifest.signature.classes == ["<=50K", ">50K"])
        #expect(manifest.signature.columns.map(\.name) == ["age", "hours per week", "workclass", "citizen"])
        for file in manifest.files {
            #expect(try files.hash(report.bundle.appending(file.path)) == file.hash)
        }
        let sums = try BundleChecksums(parsing: files.readText(report.bundle.appending("SHA256SUMS")), file: "SHA256SUMS").hashes
        #expect(
            sums.keys.sorted() == [
                "MODEL_CARD.md", "bundle.json", "model.onnx", "sample-request.json", "schema.yaml", "smoke.json", "statistics.json",
            ])
        for (name, hash) in sums { #expect(try files.hash(report.bundle.appending(name)) == hash) }
    }

    @Test func writesASampleAndACard() async throws {
        let configuration = DeployConfiguration(targets: [.local], smokeRows: 4)
        let report = try await DeployStage.run(
            configuration: configuration, inputs: inputs(classifier(middle: 45)), context: context)
        let sample = try JSON(parsing: files.read(report.bundle.appending("sample-request.json")))
        // No row of the table is this one: a sample shows nobody's data.
        #expect(
            sample == ["rows": [["age": 50, "hours per week": 40.0, "workclass": "Private", "citizen": true]]])
        let card = try files.readText(report.bundle.appending("MODEL_CARD.md"))
        #expect(card.hasPrefix("---\nlibrary_name: onnx\nlicense: \"mit\"\npipeline_tag: tabular-classification\n"))
        #expect(card.contains("| accuracy | 0.8725 | 0.7600 | higher |\n| log_loss | 0.3000 | 0.5500 | lower |"))
        #expect(card.contains("| `workclass` | text | 2 categories | yes |"))
        #expect(card.contains("# Who earns over 50K?\n\nTells who may.\n\n`census` "))
        #expect(card.contains(#"-d '{"rows":[{"age":50,"hours per week":40.0,"workclass":"Private","citizen":true}]}'"#))
    }

    /// Nought, or the whole number next to it that is within bounds which are none.
    @Test func anExampleIsWithinItsBounds() throws {
        let path = scratch.path.appending("m.onnx")
        try files.write(try classifier(middle: 45).bytes, to: path)
        func age(_ minimum: Double?, _ maximum: Double?) throws -> JSON? {
            var schema = Self.schema
            (schema.columns[0].minimum, schema.columns[0].maximum) = (minimum, maximum)
            return try BatchPrediction(model: path, schema: schema, context: context).example["rows"]?.array?.first?["age"]
        }
        #expect(try age(nil, nil) == 0 && age(-5, 5) == 0 && age(17, 90) == 17 && age(nil, -3) == -3)
        #expect(try age(17.4, nil) == 18 && age(17.6, nil) == 18 && age(nil, -0.4) == -1)
    }

    /// Values of the four rows, and of the answers to them; no text that few rows have is told.
    @Test func countsWhatTheModelWasTriedOn() async throws {
        let configuration = DeployConfiguration(targets: [.local], smokeRows: 1)
        let report = try await DeployStage.run(
            configuration: configuration, inputs: inputs(classifier(middle: 45)), context: context)
        let spread = try BundleStatistics(json: JSON(parsing: files.read(report.bundle.appending("statistics.json"))))
        #expect(
            spread == BundleStatistics(
                rows: 4,
                columns: [
                    .init(name: "age", role: .input, bins: ValueBins(edges: [25, 39, 50, 61]), counts: [0, 1, 1, 1, 1, 0]),
                    .init(name: "hours per week", role: .input, bins: ValueBins(edges: [12.5, 40, 60]), counts: [0, 1, 1, 1, 1]),
                    .init(name: "workclass", role: .input, bins: ValueBins(values: []), counts: [3, 1]),
                    .init(name: "citizen", role: .input, bins: ValueBins(values: []), counts: [4, 0]),
                    .init(name: "label", role: .output, bins: ValueBins(values: []), counts: [4, 0]),
                ]))
    }

    @Test func theSameInputsAreTheSameBundle() async throws {
        let configuration = DeployConfiguration(targets: [.local], smokeRows: 2)
        let inputs = try inputs(classifier(middle: 45))
        let first = try await DeployStage.run(configuration: configuration, inputs: inputs, context: context)
        let before = try files.hash(first.bundle.appending("bundle.json"))
        let second = try await DeployStage.run(configuration: configuration, inputs: inputs, context: context)
        #expect(second.version == first.version)
        #expect(try files.hash(second.bundle.appending("bundle.json")) == before)
        let other = try await DeployStage.run(
            configuration: configuration, inputs: self.inputs(classifier(middle: 46)), context: context)
        #expect(other.version != first.version)
        #expect(try scratch.read("deploy/current") == other.version + "\n")
    }

    /// What people went back from stays so, though the stage runs again, until it makes something else.
    @Test func whatWasRolledBackStaysSo() async throws {
        let configuration = DeployConfiguration(targets: [.local], smokeRows: 2)
        func deploy(middle: Double) async throws -> DeployReport {
            try await DeployStage.run(configuration: configuration, inputs: inputs(classifier(middle: middle)), context: context)
        }
        let first = try await deploy(middle: 45)
        let second = try await deploy(middle: 46)
        let deployments = Deployments(scratch.path.appending("deploy"))
        try deployments.change(
            Deployments.Change(time: Timestamp(seconds: 1), from: second.version, to: first.version, by: "Ada", because: "worse"))
        let again = try await deploy(middle: 46)
        #expect(again.version == second.version && again.servedInstead == first.version)
        #expect(try deployments.current() == first.version)
        let third = try await deploy(middle: 47)
        #expect(try deployments.current() == third.version && third.servedInstead == nil)
        // The second is something else now than what was deployed last.
        #expect(try await deploy(middle: 46).servedInstead == nil)
        #expect(try deployments.current() == second.version)
        #expect(
            try deployments.history().map { [$0.from ?? "", $0.to, $0.by] } == [
                ["", first.version, "mlkit run"], [first.version, second.version, "mlkit run"], [second.version, first.version, "Ada"],
                [first.version, third.version, "mlkit run"], [third.version, second.version, "mlkit run"],
            ])
    }

    @Test func aContainerIsHeldToTheProjectsLimits() async throws {
        var inputs = try inputs(classifier(middle: 45))
        inputs.options = ["--limit", "rows=7", "--limit", "drain_delay=2.0", "--drift-rows", "50"]
        let report = try await DeployStage.run(
            configuration: DeployConfiguration(targets: [.local, .docker], smokeRows: 1), inputs: inputs, context: context)
        let recipe = try files.readText(report.bundle.appending("Dockerfile"))
        #expect(recipe.hasSuffix(#""--limit", "drain_delay=5", "--limit", "rows=7", "--limit", "drain_delay=2.0", "--drift-rows", "50"]"#
            + "\n"), "\(recipe)")
    }

    @Test func packsWhatAContainerNeeds() async throws {
        let report = try await DeployStage.run(
            configuration: DeployConfiguration(targets: [.local, .docker], smokeRows: 1),
            inputs: inputs(classifier(middle: 45)), context: context)
        let recipe = try files.readText(report.bundle.appending("Dockerfile"))
        #expect(recipe.contains("FROM --platform=linux/"))
        #expect(recipe.contains("\nUSER 10001:10001\n"))
        #expect(recipe.contains("ENTRYPOINT [\"/usr/local/bin/mlkit-server\", \"/bundle\", \"--host\", \"0.0.0.0\", \"--port\", \"8080\","))
        #expect(try files.information(at: report.bundle.appending("mlkit-server"))?.isExecutable == true)
        for line in recipe.split(separator: "\n") where line.hasPrefix("COPY ") && !line.contains("--from") {
            for name in line.split(separator: " ").dropFirst().dropLast() {
                #expect(try files.exists(report.bundle.appending(String(name))))
            }
        }
        #expect(try files.exists(report.bundle.appending(".dockerignore")))
    }

    @Test func aServerThatAnswersDifferentlyKeepsTheBundleBack() async throws {
        let configuration = DeployConfiguration(targets: [.local], smokeRows: 4)
        let right = try await DeployStage.run(
            configuration: configuration, inputs: inputs(classifier(middle: 45)), context: context)
        // A server that serves the first bundle whatever it is given.
        let wrong = try script("shift\nexec \(server) \(right.bundle) \"$@\"")
        let failure = await #expect(throws: Failure.self) {
            try await DeployStage.run(
                configuration: configuration, inputs: inputs(classifier(middle: 30), server: wrong), context: context)
        }
        let problem = failure?.diagnostics.first
        #expect(problem?.message == "`/predict` answers differently from the model offline")
        #expect(problem?.notes.first == "row 1: the server answers `<=50K`, the model `>50K`")
        #expect(problem?.notes.count == 5)
        #expect(try files.list(scratch.path.appending("deploy")) == [right.version, "current", "history.jsonl"].sorted())
        #expect(try scratch.read("deploy/current") == right.version + "\n")
    }

    @Test func aServerThatDoesNotStartIsExplained() async throws {
        let broken = try script("echo 'error: no luck' >&2; exit 1")
        let failure = await #expect(throws: Failure.self) {
            try await DeployStage.run(
                configuration: DeployConfiguration(targets: [.local]), inputs: inputs(classifier(middle: 45), server: broken),
                context: context)
        }
        #expect(failure?.diagnostics.first?.message == "the server did not start on the bundle")
        #expect(failure?.diagnostics.first?.notes == ["error: no luck"])
        #expect(try !scratch.exists("deploy/current"))
        #expect(try !scratch.exists("deploy/.staging"))
    }

    @Test func theServerIsNeverLeftBehind() async throws {
        let patient = try script("echo $$ > \(scratch.path)/pid; echo listening on http://x; exec sleep 100")
        var process = ServerProcess(executable: patient, engines: context.engines)
        await #expect(throws: Failure.self) {
            try await process.serving(scratch.path) { _ in throw Failure("the work went wrong") }
        }
        #expect(try isGone())
        process = ServerProcess(
            executable: try script("echo $$ > \(scratch.path)/pid; exec sleep 100"), engines: context.engines,
            startBound: .milliseconds(300))
        let failure = await #expect(throws: Failure.self) { try await process.serving(scratch.path) { _ in } }
        #expect(failure?.diagnostics.first?.notes == ["it was not ready within 0.3 seconds"])
        #expect(try isGone())
    }

    private func isGone() throws -> Bool {
        let text = try scratch.read("pid").filter { $0.isNumber }
        return kill(try #require(pid_t(text)), 0) != 0
    }

    @Test func aModelOfOtherColumnsIsRefused() async throws {
        var graph = GraphBuilder(name: "other")
        let x = graph.input("agee", .double, shape: ["N", 1])
        graph.output(graph.node("Identity", [x]), name: "prediction", .double, shape: ["N", 1])
        let model = try graph.model(metadata: ["classes": #"["a", "b"]"#])
        let failure = await #expect(throws: Failure.self) {
            try await DeployStage.run(
                configuration: DeployConfiguration(targets: [.local]), inputs: inputs(model), context: context)
        }
        #expect(failure?.diagnostics.first?.message == "the model `census` wants the input `agee`, which is no column of the data")
        #expect(failure?.diagnostics.first?.hint == "did you mean `age`?")
    }
}
