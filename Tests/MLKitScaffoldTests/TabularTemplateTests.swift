import MLKitCore
import MLKitGit
import MLKitScaffold
import MLKitSpec
import MLKitStages
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

/// The built-in template `tabular`.
@Suite struct TabularTemplateTests {
    private let template: Template

    init() throws {
        template = try Template(named: "tabular", builtIn: FilePath("templates"), directory: FilePath("."), kinds: .builtIn)
    }

    private func rendering(_ assignments: [String] = []) throws -> Rendering {
        let assigned = try AssignedAnswers(parsing: assignments)
        let answers = try Interview(template, projectName: "census", layout: .standard(project: "census")).answers(assigned: assigned)
        return try Rendering(of: template, projectName: "census", layout: .standard(project: "census"), answers: answers)
    }

    private func spec(_ rendering: Rendering) throws -> ProjectSpec {
        try ProjectSpec(parsing: #require(rendering.files.first { $0.path == "mlkit.yaml" }).content, kinds: .builtIn)
    }

    private static let paths = [
        ".github/workflows/ci.yml", ".gitignore", ".mlkit/schema.json", ".pre-commit-config.yaml", "LICENSE", "Makefile", "README.md",
        "data/original/README.md", "data/test/.gitkeep", "data/train/.gitkeep", "data/valid/.gitkeep", "docs/data-sheet.md",
        "logs/.gitkeep",
        "mlkit.yaml", "notebooks/explore.ipynb", "pyproject.toml", "requirements-dev.txt", "requirements.txt", "src/__init__.py",
        "src/report.py", "src/tests/__init__.py", "src/tests/test_report.py",
    ]

    @Test func withDefaultsItIsTheCensusProject() throws {
        let rendering = try rendering()
        #expect(rendering.files.map(\.path) == (Self.paths + ["data/original/adult.csv.gz"]).sorted())
        let data = try #require(rendering.files.first { $0.path == "data/original/adult.csv.gz" })
        #expect(
            ContentHash(of: data.content).hex == "476a2fda8f650f541d6c926b6235a31298d6cbd8df6b598421ac29420cd0f490")
        let spec = try spec(rendering)
        #expect(
            spec.stages.map(\.name) == [
                "ingest", "train.baseline", "train.linear", "train.network", "train.trees", "evaluate", "quantize",
                "deploy", "report",
            ])
        #expect(spec.project.title == "Who earns over 50K?" && spec.project.tags == ["tabular", "personal-data"])
        guard let ingest = spec.stage("ingest")?.settings.value as? DataConfiguration else {
            Issue.record("no data stage")
            return
        }
        #expect(ingest.clean.missing == ["?", ""] && ingest.clean.drop == ["fnlwgt"])
        #expect(ingest.split.stratify == "income" && ingest.split.seed == 42)
    }

    @Test func ownDataComeInPlaceOfTheCensus() throws {
        let rendering = try rendering(["data=own", "source=data/original/houses: 1.csv.gz", "target=yes #1"])
        #expect(rendering.files.map(\.path) == Self.paths)
        guard let ingest = try spec(rendering).stage("ingest")?.settings.value as? DataConfiguration else {
            Issue.record("no data stage")
            return
        }
        #expect(ingest.source == "data/original/houses: 1.csv.gz" && ingest.target == "yes #1")
        #expect(ingest.split.stratify == "yes #1")
        #expect(rendering.nextSteps.first?.contains("data/original/houses: 1.csv.gz") == true)
        #expect(try !self.rendering().nextSteps.contains { $0.contains("put your data") })
    }

    /// Every choice of every question, and what does not go together by itself, gives a spec without a fault.
    @Test(arguments: [
        ["data=own"], ["data=own", "task=regression"], ["maturity=mvp"], ["maturity=production"],
        ["license=Apache-2.0"], ["license=proprietary"], ["models="], ["models=linear"], ["models=network"],
        ["models=trees"], ["models=linear,trees", "data=own", "task=regression"], ["seed=0"],
        ["title=A: \"quoted\" # title", "owner=- [x]: {y}"], ["title=true", "owner=12"],
    ])
    func everyChoiceGivesASoundProject(assignments: [String]) throws {
        let rendering = try rendering(assignments)
        let spec = try spec(rendering)
        #expect(spec.stages.last?.name == "report" && spec.stages.first?.name == "ingest")
        for assignment in assignments {
            let value = String(assignment.drop { $0 != "=" }.dropFirst())
            if assignment.hasPrefix("title=") { #expect(spec.project.title == value) }
            if assignment.hasPrefix("owner=") { #expect(spec.project.owner == value) }
            if assignment.hasPrefix("maturity=") { #expect(spec.project.maturity.rawValue == value) }
        }
        // Workflows have braces of their own.
        let files = rendering.files.filter { !$0.path.hasPrefix(".github/") }
        let text = files.map { String(decoding: $0.content.prefix(20_000), as: UTF8.self) }.joined()
        #expect(!text.contains("{{") && !text.contains("{%"))
    }

    @Test func everyModelsAnswerNamesItsStages() throws {
        #expect(
            try spec(rendering(["models="])).stages.map(\.name) == [
                "ingest", "train.baseline", "evaluate", "deploy", "report",
            ])
        #expect(try spec(rendering(["data=own", "task=regression"])).stage("train.linear") != nil)
        #expect(try spec(rendering(["models=network"])).stage("quantize") != nil)
        #expect(try spec(rendering(["models=trees"])).stage("quantize") == nil)
    }

    @Test func itsReportPassesItsOwnTestsAndNotebookIsSound() async throws {
        let scratch = try ScratchDirectory()
        let project = try NewProject("census", directory: scratch.path)
        _ = try project.create(rendering(), git: .never, environment: TemplateFixture().environment())
        let tests = try await Command(
            "python3", ["-B", "-m", "unittest"], directory: project.folder).run()
        #expect(tests.status == 0 && tests.errorText.contains("Ran 8 tests"), "\(tests.errorText)")
        let notebook = try JSON(parsing: LocalFileSystem().read(project.folder.pushing("notebooks/explore.ipynb")))
        #expect(notebook["nbformat"]?.int == 4)
        let cells = try #require(notebook["cells"]?.array)
        #expect(cells.allSatisfy { $0["source"]?.array?.isEmpty == false && $0["outputs"]?.array?.isEmpty ?? true })
    }

    @Test func derivedFilesAreIgnoredAndEvidenceIsNot() async throws {
        let scratch = try ScratchDirectory()
        let project = try NewProject("census", directory: scratch.path)
        _ = try project.create(rendering(), git: .always, environment: TemplateFixture().environment())
        let derived = [
            "data/train/ingest.parquet", "data/valid/ingest.parquet", "data/test/ingest.parquet",
            "models/trees/model.onnx", "models/selected.onnx", "deploy/1/model.onnx", "logs/ingest.log",
            ".mlkit/cache/hashes", ".mlkit/tmp/train/x", "src/__pycache__/report.pyc",
        ]
        let kept = [
            "data/schema.yaml", "reports/evaluation.json", "docs/report.md", "checklist/scoping/baseline.md",
            ".mlkit/lock/ingest.json",
        ]
        let result = try await Command(
            "git", ["check-ignore"] + derived + kept, directory: project.folder,
            environment: TemplateFixture().environment().variables
        ).run()
        #expect(result.outputText.split(separator: "\n").map(String.init) == derived)
    }
}
