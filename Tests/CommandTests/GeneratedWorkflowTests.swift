import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What checks every push of a new project, for each service and template.
@Suite struct GeneratedWorkflowTests {
    private static let templates = ["minimal", "tabular", "python", "pytorch"]

    private func project(_ template: String, ci: String) async throws -> ScratchDirectory {
        let scratch = try ScratchDirectory()
        let outcome = try await BuiltTool.mlkit(
            ["new", "p", "--template", template, "--defaults", "--set", "ci=\(ci)"], in: scratch.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        return scratch
    }

    @Test(arguments: templates)
    func actionlintHasNothingToSay(template: String) async throws {
        let scratch = try await project(template, ci: "github")
        let linter = BuiltTool.sourceRoot.pushing(".venv/bin/actionlint").string
        let outcome = try await BuiltTool.run(linter, [".github/workflows/ci.yml"], in: scratch.path.appending("p"))
        #expect(outcome.status == 0)
        #expect(outcome.output == "")
        #expect(try !scratch.exists("p/.gitlab-ci.yml"))
    }

    /// The commands that install, test, plan, run and gate are the same, in the same order.
    @Test(arguments: templates)
    func bothServicesRunTheSameCommands(template: String) async throws {
        let github = try await project(template, ci: "github").read("p/.github/workflows/ci.yml")
        let gitlab = try await project(template, ci: "gitlab").read("p/.gitlab-ci.yml")
        let steps = github.split(separator: "\n").compactMap { $0.split(separator: "run: ", maxSplits: 1).last }
            .filter { ["pip", "python3", "mlkit"].contains($0.prefix { $0 != " " }) }
        let lines = gitlab.split(separator: "\n").map(\.trimmed).filter { $0.hasPrefix("- ") }.map { $0.dropFirst(2) }
        #expect(steps.map(String.init) == lines.map(String.init))
        #expect(steps.first == "pip install mlkit-cli==\(Version.current)")
        #expect(Array(steps.suffix(3)) == ["mlkit plan", "mlkit run", "mlkit check gate --audited --allow-commands"])
        #expect(steps.contains("python3 -m unittest") == (template != "minimal"))
    }

    @Test func noServiceMeansNoFileOfOne() async throws {
        let scratch = try await project("tabular", ci: "none")
        #expect(try !scratch.exists("p/.github"))
        #expect(try !scratch.exists("p/.gitlab-ci.yml"))
        #expect(try !scratch.read("p/README.md").contains("on every push"))
    }
}
