import MLKitCommands
import MLKitCore
import MLKitEngines
import MLKitFingerprints
import MLKitProcesses
import MLKitReports
import MLKitSignature
import MLKitSnapshots
import MLKitSpec
import MLKitStages
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import MLKitTraining
import MLKitViews
import SystemPackage
import Testing

@testable import MLKitRunning

/// A kind of stage and a family of models that are added from here, and from nowhere else, are known everywhere.
@Suite struct ToyKindTests {
    private static let kinds = StageKinds.builtIn.adding([ToyKind()])

    private static let text = """
        mlkit: 1
        project: {name: p}
        params: {times: 2}
        stages:
          play: {kind: toy, source: in.txt, toy_times: "${params.times}"}
          copy: {run: [mix, s, out.txt, toys/play.json], inputs: ["${stages.play}"], outputs: [out.txt]}

        """

    private func spec(_ text: String = text, kinds: StageKinds = kinds) throws -> ProjectSpec {
        try ProjectSpec(parsing: Array(text.utf8), kinds: kinds)
    }

    private func problem(_ text: String, kinds: StageKinds = kinds) -> String {
        do {
            _ = try spec(text, kinds: kinds)
            return ""
        } catch {
            return ((error as? Failure)?.diagnostics ?? []).map(\.message).joined(separator: "; ")
        }
    }

    @Test func isValidated() throws {
        #expect(problem(Self.text) == "")
        #expect(problem(Self.text.replacing("toy_times:", with: "toy_time:")) == "unknown key `toy_time` in a stage of kind `toy`")
        #expect(problem(Self.text.replacing("{times: 2}", with: "{times: 10}")) == "`toy_times` must be between 1 and 9, not 10")
        #expect(problem(Self.text.replacing("source: in.txt, ", with: "")) == "a stage of kind `toy` needs the key `source`")
        #expect(problem(Self.text, kinds: .builtIn) == "unknown value `toy` for `kind`")
    }

    @Test func isDocumented() throws {
        let schema = Self.kinds.jsonSchema
        #expect(schema.contains("\"toy_times\""))
        #expect(schema.contains("how often the toy says it"))
        let page = SpecReference(Self.kinds).page
        #expect(page.contains("### kind: toy\n\n```yaml\nstages:\n  play:\n    kind: toy\n"))
        #expect(page.contains("| `toy_times` | whole number, 1 to 9 | `3` | how often the toy says it |"))
        #expect(Self.kinds.names.last == "toy")
        #expect(Self.kinds.reports.contains { $0.name == "toy" })
    }

    @Test func runsAndIsSeenEverywhere() async throws {
        let files = InMemoryFileSystem()
        try files.write(Self.text, to: "/p/mlkit.yaml")
        try files.write("hello", to: "/p/in.txt")
        let spec = try spec()
        let pipeline = Pipeline(
            spec: spec, project: "/p", worker: "/mlkit", files: files, environment: [:],
            engines: { stage in
                Dictionary(stage.settings.engines.map { ($0.rawValue, "1.0") }) { first, _ in first }
            }, now: { 0 }, launcher: InProcessStages(kinds: Self.kinds, files: files))
        let summary = try await pipeline.run(.init(jobs: 1)) { _ in }
        #expect(summary.ran == 2)
        #expect(try files.readText("/p/toys/play.json").contains("hello"))

        let snapshot = try ProjectSnapshot(revision: nil, spec: spec) { try? files.read(FilePath("/p").pushing(FilePath($0))) }
        let lock = try #require(snapshot.locks["play"])
        #expect(lock.fingerprint.kind == "toy")
        #expect(lock.fingerprint.version == 7)
        #expect(lock.fingerprint.engines == ["curl": "1.0"])
        #expect(lock.fingerprint.parameters == ["times": 2])
        #expect(try snapshot.metrics(["play"]).first?["times"] == 2)
        #expect(try pipeline.status().allSatisfy(\.reasons.isEmpty))

        let graph = StageGraph(title: "p", stages: spec.stages, files: false)
        #expect(graph.nodes.map(\.kind) == ["toy", "command"])
        #expect(graph.edges.map { [$0.from, $0.to] } == [[0, 1]])
        let path = try #require(spec.stage("play")?.report(ToyReport.self))
        let report = try ToyReport(JSON(parsing: files.read(FilePath("/p").pushing(FilePath(path)))), file: path)
        #expect(report.words == ["hello", "hello"])
    }

    @Test func aFamilyIsValidatedDocumentedAndTrained() throws {
        let (kinds, text) = (Self.familyKinds, Self.familyText)
        let spec = try spec(text, kinds: kinds)
        #expect(spec.stages.map(\.name) == ["d", "t.stubborn", "t.half"])
        let half = spec.stage("t.half")?.settings.value as? TrainConfiguration
        #expect(half?.model?.settings.value as? ToyFamily.Configuration == .init(stubbornness: 0.5))
        #expect(problem(text.replacing("0.5", with: "2"), kinds: kinds) == "`stubbornness` must be between 0.0 and 1.0, not 2")
        #expect(problem(text, kinds: .builtIn).contains("unknown value `stubborn`"))
        #expect(kinds.jsonSchema.contains("\"stubbornness\""))
        #expect(SpecReference(kinds).page.contains("#### `model`, kind stubborn"))

        let settings = try #require(half?.model?.settings)
        let schema = TableSchema(
            columns: [ColumnSchema(name: "x", type: .number), ColumnSchema(name: "y", type: .text, categories: ["a", "b"])],
            target: "y")
        let classes = TextColumn(categories: ["a", "b"], codes: [0, 1])
        let table = Table(
            columns: [.init(name: "x", values: .numeric([1, 2])), .init(name: "y", values: .text(classes))], rowCount: 2)
        let fitted = try settings.fit(
            on: TrainingRows(schema: schema, choices: FeatureChoices(), train: table, valid: table), seed: 0,
            StageContext(files: InMemoryFileSystem(), engines: EngineLocator(folders: [], programs: [])))
        #expect(try fitted.model.predict(table) == [0.5, 0.5, 0.5, 0.5])
    }

    private static let familyKinds = StageKinds([
        DataKind(), TrainKind(families: StageKinds.modelFamilies + [ToyFamily()]), CommandKind(),
    ])

    private static let familyText = """
        mlkit: 1
        project: {name: p}
        stages:
          d: {kind: data, source: a.csv, target: y}
          t: {kind: train, data: "${stages.d}", matrix: {model: [stubborn, {name: half, kind: stubborn, stubbornness: 0.5}]}}

        """

    @Test func aFamilyRunsAndIsSeenEverywhere() async throws {
        let scratch = try ScratchDirectory()
        let (project, files) = (scratch.path, LocalFileSystem())
        try files.write(Self.familyText, to: project.appending("mlkit.yaml"))
        let rows = (0..<60).map { "\($0),\($0 % 2 == 0 ? "a" : "b")\n" }
        try files.write("x,y\n" + rows.joined(), to: project.appending("a.csv"))
        let spec = try spec(Self.familyText, kinds: Self.familyKinds)
        let pipeline = Pipeline(
            spec: spec, project: project, worker: "/mlkit", files: files, environment: [:],
            engines: { stage in
                Dictionary(stage.settings.engines.map { ($0.rawValue, "1.0") }) { first, _ in first }
            }, now: TestClock(seconds: 4_000_000_000).now, launcher: InProcessStages(kinds: Self.familyKinds, context: stageContext()))
        #expect(try await pipeline.run(.init(jobs: 1)) { _ in }.ran == 3)

        let snapshot = try ProjectSnapshot(revision: nil, spec: spec) { try? files.read(project.pushing(FilePath($0))) }
        let fingerprint = try #require(snapshot.locks["t.half"]).fingerprint
        #expect(fingerprint.configuration["model"]?["stubbornness"]?.double == 0.5)
        #expect(fingerprint.engines == ["duckdb": "1.0", "onnxruntime": "1.0"])
        #expect(snapshot.locks["t.stubborn"]?.fingerprint.configuration["model"]?.string == "stubborn")
        #expect(try snapshot.metrics(["t.half"]).first?["log_loss"]?.double.map { abs($0 - 0.6931) < 0.001 } == true)
        #expect(try pipeline.status().allSatisfy(\.reasons.isEmpty))

        let graph = StageGraph(title: "p", stages: spec.stages, files: false)
        #expect(graph.nodes.map(\.kind) == ["data", "train", "train"])
        #expect(graph.edges.map { [$0.from, $0.to] } == [[0, 1], [0, 2]])
        let path = try #require(spec.stage("t.half")?.report(TrainingReport.self))
        let report = try TrainingReport(JSON(parsing: files.read(project.pushing(FilePath(path)))), file: path)
        #expect(report.kind == "stubborn" && report.algorithm == "stubbornness")
    }

    /// A shell completes the names of stages of kinds and with models that only the registry knows.
    @Test func namesAreCompleted() throws {
        for (text, kinds, names) in [
            (Self.text, Self.kinds, ["play", "copy"]), (Self.familyText, Self.familyKinds, ["d", "t", "t.stubborn", "t.half"]),
        ] {
            let scratch = try ScratchDirectory()
            try LocalFileSystem().write(text, to: scratch.path.appending("mlkit.yaml"))
            let words = ["mlkit", "-C", scratch.path.string, "run"]
            #expect(try ProjectNames.stages.candidates(words, "", kinds) == names)
            #expect(throws: Failure.self) { try ProjectNames.stages.candidates(words, "", .builtIn) }
        }
    }
}

/// Does the work of built-in stages in this process; commands are played.
private final class InProcessStages: StageLauncher {
    private let kinds: StageKinds
    private let context: StageContext
    private let played: PlayedProcesses

    init(kinds: StageKinds, context: StageContext) {
        self.kinds = kinds
        self.context = context
        played = PlayedProcesses(context.files)
    }

    convenience init(kinds: StageKinds, files: any FileSystem) {
        self.init(kinds: kinds, context: StageContext(files: files, engines: EngineLocator(folders: [], programs: [])))
    }

    func run(_ launch: StageLaunch) async throws -> StageEnding {
        guard launch.arguments[1] == "stage-worker" else { return try await played.run(launch) }
        let job = try StageJob(JSON(parsing: context.files.read(FilePath(launch.arguments[2]))))
        let result = try await StageWork(job: job, server: "/none", context: context).run(kinds)
        try context.files.write(result.json.compact, to: job.result)
        return StageEnding(status: .exited(0))
    }
}
