import Foundation
import MLKitCore
import MLKitScaffold
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Every built-in template in every layout.
@Suite struct BuiltInTemplateTests {
    /// A rendering that is held against a kept tree.
    struct Example: CustomTestStringConvertible, Sendable {
        var name: String
        var template: String
        var layout: String
        var assignments: [String] = []

        var testDescription: String { name }
    }

    private static let templates = ["minimal", "python", "pytorch", "tabular"]

    private static let examples: [Example] =
        templates.flatMap { template in
            Layout.names.map { Example(name: "\(template)-\($0)", template: template, layout: $0) }
        } + [
            Example(
                name: "tabular-own", template: "tabular", layout: "classic",
                assignments: [
                    "data=own", "task=regression", "target=price", "models=linear,trees", "license=Apache-2.0",
                    "owner=Ada & co", "maturity=mvp", "seed=7",
                ]),
            Example(
                name: "python-own", template: "python", layout: "packages",
                assignments: [
                    "data=own", "source=data/original/a \"b\".tsv.gz", "target=yes #1", "model=linear",
                    "license=proprietary",
                ]),
            Example(
                name: "pytorch-own", template: "pytorch", layout: "data-science",
                assignments: ["data=own", "task=regression", "title=A: \"quoted\" # title"]),
        ]

    private func template(_ name: String) throws -> Template {
        try Template(
            named: name, builtIn: BuiltTool.sourceRoot.appending("templates"), directory: BuiltTool.sourceRoot, kinds: .builtIn)
    }

    private func rendering(_ example: Example) throws -> Rendering {
        let template = try template(example.template)
        let layout = try #require(Layout(named: example.layout, project: "census"))
        let answers = try Interview(template, projectName: "census", layout: layout).answers(
            assigned: AssignedAnswers(parsing: example.assignments))
        return try Rendering(of: template, projectName: "census", layout: layout, answers: answers)
    }

    @Test func allTemplatesAreTested() throws {
        let names = try Template.names(in: BuiltTool.sourceRoot.appending("templates"))
        #expect(names == Self.templates)
    }

    /// To keep new trees after a change: `MLKIT_RECORD=1 swift test --filter BuiltInTemplateTests`.
    @Test(arguments: examples)
    func theTreeIsTheOneKept(example: Example) throws {
        let tree = GoldenTree(name: example.name, try rendering(example))
        guard ProcessInfo.processInfo.environment["MLKIT_RECORD"] == nil else {
            try tree.record()
            Issue.record("recorded \(example.name)")
            return
        }
        #expect(try tree.difference() == nil)
    }

    @Test func noTreeIsKeptInVain() throws {
        let kept = try LocalFileSystem().list(BuiltTool.sourceRoot.pushing("Tests/GoldenTrees"))
        #expect(kept == Self.examples.map { "\($0.name).txt" }.sorted())
    }

    /// The spec parses, its stages resolve, it has the layout, and it names the template with the answers that the spec
    /// does not hold itself.
    @Test(arguments: examples)
    func theSpecIsSound(example: Example) throws {
        let rendering = try rendering(example)
        let file = try #require(rendering.files.first { $0.path == "mlkit.yaml" })
        let spec = try ProjectSpec(parsing: file.content, kinds: .builtIn)
        let layout = try #require(Layout(named: example.layout, project: "census"))
        #expect(spec.layout == layout)
        #expect(!spec.stages.isEmpty)
        let text = String(decoding: file.content, as: UTF8.self)
        #expect(text.hasPrefix("# yaml-language-server: $schema=.mlkit/schema.json\n"))
        #expect(text.contains("template:\n  source: \(example.template)\n  answers:"))
    }

    /// What a stage reads is in the project, or made by another stage.
    @Test(arguments: examples)
    func stagesReadWhatIsThere(example: Example) throws {
        let rendering = try rendering(example)
        let paths = Set(rendering.files.map(\.path))
        let file = try #require(rendering.files.first { $0.path == "mlkit.yaml" })
        let spec = try ProjectSpec(parsing: file.content, kinds: .builtIn)
        let source = rendering.answers.given["source"]?.string
        for input in spec.stages.flatMap(\.inputs) where input.producer == nil && input.path != source {
            #expect(paths.contains(input.path), "\(input.path)")
        }
    }

    /// Of the code, all is read by a stage or is a test: else a change of it would go unnoticed.
    @Test(arguments: examples.filter { $0.template == "python" || $0.template == "pytorch" })
    func allCodeIsReadByAStage(example: Example) throws {
        let rendering = try rendering(example)
        let file = try #require(rendering.files.first { $0.path == "mlkit.yaml" })
        let read = Set(try ProjectSpec(parsing: file.content, kinds: .builtIn).stages.flatMap(\.inputs).map(\.path))
        let code = rendering.files.map(\.path).filter { path in
            path.hasSuffix(".py") && !path.hasSuffix("__init__.py") && !path.hasPrefix("\(rendering.layout[.tests])/")
        }
        #expect(code.count > 5)
        for path in code where path != "main.py" { #expect(read.contains(path), "\(path)") }
    }

    @Test(arguments: examples)
    func nothingOfTheTemplateLanguageIsLeft(example: Example) throws {
        for file in try rendering(example).files where !file.path.hasSuffix(".gz") && !file.path.hasPrefix(".github/") {
            let text = String(decoding: file.content, as: UTF8.self)
            #expect(!text.contains("{{") && !text.contains("{%"), "\(file.path)")
        }
    }

    /// A package for each task, each saying what belongs there, and an entry point.
    @Test(arguments: ["python", "pytorch", "tabular"])
    func thePackagesLayoutHasItsPackages(template: String) throws {
        let rendering = try rendering(Example(name: "", template: template, layout: "packages"))
        let files = Dictionary(rendering.files.map { ($0.path, String(decoding: $0.content, as: UTF8.self)) }) { $1 }
        for folder in ["configs", "dataloader", "evaluation", "executor", "model", "ops", "utils"] {
            #expect(files["\(folder)/__init__.py"]?.hasPrefix("\"\"\"") == true, "\(folder)")
        }
        #expect(files["__init__.py"] != nil && files["main.py"] != nil)
        #expect(files["notebooks/explore.ipynb"] != nil)
    }

    /// Packages are pinned to the versions that the tests run with.
    @Test(arguments: ["python", "pytorch", "tabular"])
    func requirementsAreThoseThatAreTested(template: String) throws {
        let tested = try ["requirements.txt", "requirements-optional.txt"].flatMap { name in
            try requirements(LocalFileSystem().readText(BuiltTool.sourceRoot.appending("Tests").appending(name)))
        }
        let path = BuiltTool.sourceRoot.pushing(FilePath("templates/\(template)/files/{% if pinned %}requirements.txt{% endif %}"))
        let wanted = try requirements(LocalFileSystem().readText(path))
        #expect(wanted.count > 2)
        for one in wanted { #expect(tested.contains { $0 == one || $0 == one + "+cpu" }, "\(one)") }
    }

    /// Of the tools each has one version, whatever installs them, and it is the one that tests run with.
    @Test func toolsAreOfOneVersion() throws {
        let tested = try requirements(LocalFileSystem().readText(BuiltTool.sourceRoot.pushing("Tests/requirements.txt")))
        var versions: [String: Set<String>] = [:]
        for manager in ["pip", "uv", "poetry", "conda"] {
            for (linter, types, docs) in [("ruff", "mypy", "mkdocs"), ("flake8", "none", "sphinx")] {
                let answers = ["manager=\(manager)", "linter=\(linter)", "types=\(types)", "docs=\(docs)"]
                let files = try rendering(Example(name: "", template: "tabular", layout: "classic", assignments: answers)).files
                for file in files where file.path == "pyproject.toml" || file.path == "requirements-dev.txt" {
                    let text = String(decoding: file.content, as: UTF8.self)
                    for match in text.matches(of: #/([a-z0-9-]+)==([0-9.]+)/#) {
                        versions[String(match.1), default: []].insert(String(match.2))
                    }
                }
            }
        }
        #expect(versions.keys.sorted() == ["black", "flake8", "mkdocs", "mypy", "myst-parser", "pre-commit", "ruff", "sphinx"])
        for (tool, found) in versions { #expect(found.count == 1, "\(tool)") }
        for tool in ["mypy", "ruff"] { #expect(tested.contains("\(tool)==\(versions[tool]?.first ?? "")"), "\(tool)") }
    }

    private func requirements(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            line.split(separator: "#", omittingEmptySubsequences: false).first.map {
                $0.filter { !$0.isWhitespace }
            }
        }.filter { !$0.isEmpty }
    }
}
