import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What checks every push of a new project, for each service and template.
@Suite struct GeneratedWorkflowTests {
    private static let templates = ["minimal", "tabular", "python", "pytorch"]
    /// A template with answers that change what is checked.
    private static let tools =
        ["tabular", "python", "pytorch"].flatMap { template in ["uv", "poetry", "conda"].map { (template, ["manager=\($0)"]) } } + [
            ("tabular", ["linter=flake8", "types=mypy", "docs=mkdocs"]), ("python", ["linter=none"]),
            ("pytorch", ["manager=uv", "linter=none", "types=mypy", "docs=sphinx"]),
        ]
    private static let all = templates.map { ($0, [String]()) } + tools

    private func project(_ template: String, ci: String, _ answers: [String] = []) async throws -> ScratchDirectory {
        let scratch = try ScratchDirectory()
        let outcome = try await BuiltTool.mlkit(
            ["new", "p", "--template", template, "--defaults"] + (["ci=\(ci)"] + answers).flatMap { ["--set", $0] }, in: scratch.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        return scratch
    }

    @Test(arguments: all)
    func actionlintHasNothingToSay(template: String, answers: [String]) async throws {
        let scratch = try await project(template, ci: "github", answers)
        let linter = BuiltTool.sourceRoot.pushing(".venv/bin/actionlint").string
        let outcome = try await BuiltTool.run(linter, [".github/workflows/ci.yml"], in: scratch.path.appending("p"))
        #expect(outcome.status == 0)
        #expect(outcome.output == "")
        #expect(try !scratch.exists("p/.gitlab-ci.yml"))
    }

    /// The commands that install, test, plan, run and gate are the same, in the same order.
    @Test(arguments: all)
    func bothServicesRunTheSameCommands(template: String, answers: [String]) async throws {
        let github = try await project(template, ci: "github", answers).read("p/.github/workflows/ci.yml")
        let gitlab = try await project(template, ci: "gitlab", answers).read("p/.gitlab-ci.yml")
        let steps = github.split(separator: "\n").compactMap { $0.wholeMatch(of: #/ +(?:- )?run: (.*)/#).map { String($0.1) } }
        let lines = gitlab.split(separator: "\n").map(\.trimmed).filter { $0.hasPrefix("- ") }.map { String($0.dropFirst(2)) }
        #expect(steps == lines)
        #expect(steps.first == "pip install mlkit-cli==\(Version.current)")
        let last = ["mlkit plan", "mlkit run", "mlkit check gate --audited --allow-commands"]
        #expect(zip(steps.suffix(3), last).allSatisfy { $0.hasSuffix($1) })
        #expect(steps.contains { $0.hasSuffix("python3 -m unittest") } == (template != "minimal"))
    }

    /// Each tool that was chosen is called by its own manager, or in the environment that was made.
    @Test func theToolsAreThoseThatWereChosen() async throws {
        let plain = try await project("tabular", ci: "gitlab").read("p/.gitlab-ci.yml")
        #expect(plain.contains("    - pip install -r requirements.txt -r requirements-dev.txt\n"))
        #expect(plain.contains("    - ruff check\n    - ruff format --check\n    - python3 -m unittest\n"))
        let uv = try await project("pytorch", ci: "gitlab", ["manager=uv", "linter=flake8", "types=mypy", "docs=sphinx"])
        let lines = try uv.read("p/.gitlab-ci.yml")
        #expect(lines.contains(#/    - pip install uv==[\d.]+\n    - uv sync --locked\n/#))
        #expect(
            lines.contains(
                """
                    - uv run flake8
                    - uv run black --check .
                    - uv run mypy .
                    - uv run sphinx-build -W docs docs/_build
                    - uv run python3 -m unittest

                """))
        #expect(lines.contains("    - uv run mlkit run\n"))
        #expect(try !uv.exists("p/requirements.txt") && !uv.exists("p/requirements-dev.txt") && uv.exists("p/.python-version"))
    }

    @Test func noServiceMeansNoFileOfOne() async throws {
        let scratch = try await project("tabular", ci: "none")
        #expect(try !scratch.exists("p/.github"))
        #expect(try !scratch.exists("p/.gitlab-ci.yml"))
        #expect(try !scratch.read("p/README.md").contains("on every push"))
    }
}
