import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What a project in Python is held to by its checklist, and by its own tools, before anybody has touched it.
@Suite struct FreshProjectTests {
    private static let items = [
        "environment.pinned", "environment.interpreter", "environment.project-manager", "programming.formatter", "programming.linter",
        "version-control.hooks", "version-control.readme", "environment.setup",
    ]

    private func project(_ template: String, _ layout: String = "classic", _ answers: [String] = []) async throws -> ScratchDirectory {
        let scratch = try ScratchDirectory()
        let made = try await BuiltTool.mlkit(
            ["new", "p", "--template", template, "--layout", layout, "--defaults"] + answers.flatMap { ["--set", $0] }, in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
        return scratch
    }

    private func verdicts(_ scratch: ScratchDirectory) async throws -> [String: [String]] {
        let outcome = try await BuiltTool.mlkit(["check", "verify", "--format", "json"], in: scratch.path.appending("p"))
        let items = try JSON(parsing: Array(outcome.output.utf8)).array ?? []
        let wanted = items.filter { item in Self.items.contains { item["id"] == .string($0) } }
        return Dictionary(
            wanted.map { item in
                (item["id"]?.string ?? "", (item["verdicts"]?.array ?? []).compactMap { $0["outcome"]?.string }.filter { $0 != "manual" })
            }) { first, _ in first }
    }

    @Test(arguments: [
        ("tabular", ["manager=pip"]), ("python", ["manager=pip"]), ("pytorch", ["manager=pip"]), ("tabular", ["manager=conda"]),
        ("python", ["manager=conda", "linter=flake8"]), ("tabular", ["ci=none", "linter=flake8", "types=mypy"]),
    ])
    func itPassesWhatIsLookedAt(template: String, answers: [String]) async throws {
        let verdicts = try await verdicts(project(template, "classic", answers))
        #expect(verdicts.count == Self.items.count)
        for item in Self.items {
            let found = verdicts[item] ?? []
            #expect(!found.isEmpty && found.allSatisfy { $0 == "passed" }, "\(item): \(found)")
        }
    }

    /// `make` says what it would call, and not in which folder, as one called by another `make` does.
    @Test(arguments: [
        ("pip", "python3 -m venv .venv\n.venv/bin/pip install -r requirements.txt -r requirements-dev.txt\n"), ("uv", "uv sync\n"),
        ("poetry", "poetry install\n"), ("conda", "conda env create --prefix .conda --file environment.yml\n"),
    ])
    func oneCommandSetsItUp(manager: String, commands: String) async throws {
        let scratch = try await project("tabular", "classic", ["manager=\(manager)"])
        let outcome = try await BuiltTool.run("make", ["--dry-run", "--no-print-directory", "setup"], in: scratch.path.appending("p"))
        #expect(outcome.status == 0 && outcome.output == commands, "\(outcome.output)\(outcome.error)")
        #expect(try scratch.read("p/README.md").contains("\nmake setup"))
        #expect(try await verdicts(scratch)["environment.setup"] == ["passed"])
    }

    /// A lock file takes a request to an index, so it is written by consent; then it counts.
    @Test(arguments: ["uv", "poetry"])
    func whatIsNotLockedYetIsSaid(manager: String) async throws {
        let scratch = try await project("tabular", "classic", ["manager=\(manager)"])
        #expect(try await verdicts(scratch)["environment.pinned"] == ["failed"])
        let packages = ["matplotlib", "pandas", "pyarrow"].map { "[[package]]\nname = \"\($0)\"\nversion = \"30.0\"\n" }
        try scratch.write(packages.joined(separator: "\n"), to: "p/\(manager).lock")
        let added = try await BuiltTool.run("git", ["add", "--all"], in: scratch.path.appending("p"))
        #expect(added.status == 0)
        #expect(try await verdicts(scratch)["environment.pinned"] == ["passed"])
    }

    @Test func aLockIsWrittenByConsentAlone() async throws {
        let scratch = try ScratchDirectory()
        let made = try await BuiltTool.mlkit(["new", "p", "--defaults", "--set", "manager=uv"], in: scratch.path)
        #expect(made.status == 0 && made.output.contains("\nnot run:\n  if command -v uv "), "\(made.output)")
        #expect(try await !BuiltTool.mlkit(["new", "q", "--defaults"], in: scratch.path).output.contains("not run"))
    }

    /// The formatter has nothing to write, the linter nothing to say, and types fit, in every layout.
    @Test(arguments: ["tabular", "python", "pytorch"], TemplateProjectTests.layouts)
    func itsToolsHaveNothingToSay(template: String, layout: String) async throws {
        let scratch = try await project(template, layout, ["types=mypy"])
        for (tool, words) in [("ruff", ["check"]), ("ruff", ["format", "--check"]), ("mypy", ["."])] {
            let program = BuiltTool.sourceRoot.pushing(".venv/bin").appending(tool).string
            let outcome = try await BuiltTool.run(program, words, in: scratch.path.appending("p"))
            #expect(outcome.status == 0, "\(tool) \(words): \(outcome.output)\(outcome.error)")
        }
    }
}
