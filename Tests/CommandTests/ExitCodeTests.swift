import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What commands end with: the page docs/exit-codes.md, held against them.
@Suite struct ExitCodeTests {
    private func page() throws -> [(command: String, codes: [String])] {
        let text = try LocalFileSystem().readText(BuiltTool.sourceRoot.pushing("docs/exit-codes.md"))
        return text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmed }
            return (String(cells[0].dropFirst().dropLast()), Array(cells.dropFirst()))
        }
    }

    private static let groups = ["check", "cache", "template", "deploy", "data"]

    @Test func everyCommandIsOnThePage() async throws {
        let scratch = try ScratchDirectory()
        let listed = Set(try page().map(\.command))
        for group in [""] + Self.groups {
            let help = try await BuiltTool.mlkit(group.isEmpty ? ["--help"] : [group, "--help"], in: scratch.path).output
            let lines = help.split(separator: "\n").map(String.init)
            let names = lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  -") && !$0.hasPrefix("  <") }
                .compactMap { $0.split(separator: " ").first.map(String.init) }
            for name in names where name != "See" && !Self.groups.contains(name) {
                let whole = group.isEmpty ? name : "\(group) \(name)"
                #expect(listed.contains(whole), "\(whole) is not in docs/exit-codes.md")
            }
        }
    }

    /// What makes a command fail outside any project, where no argument is not enough.
    private static let failing: [String: [String]] = [
        "new": ["@"], "predict": ["nothing.onnx", "rows.csv", "-o", "answers.csv"], "explain": ["nothing.onnx", "rows.csv"],
        "quantize": ["nothing.onnx", "-o", "less.onnx"], "template check": ["nowhere"], "template show": ["nowhere"],
        "deploy promote": ["v"], "deploy key": ["k", "--keys", "/dev/null/keys"], "why": ["words"], "logs": ["words"],
        "check show": ["scoping.objective"],
        "check add": ["scoping", "A title"], "check answer": ["scoping.objective", "money"],
        "check done": ["scoping.baseline"], "check skip": ["scoping.baseline", "--because", "none"],
        "check waive": ["scoping.baseline", "--because", "none", "--until", "2999-01-01"],
        "check reopen": ["scoping.baseline"], "check choose": ["scoping.baseline", "yes"],
        "check assign": ["scoping.baseline", "ann"], "check review": ["scoping.baseline"],
        "check evidence": ["scoping.baseline"], "check diff": ["HEAD"], "check export": ["markdown"],
        "check sync": ["list.md"], "data show": ["table.csv"], "data compare": ["table.csv", "other.csv"],
        "data schema": ["words"],
    ]

    @Test func whatCannotBeginHasTheCodeOfThePage() async throws {
        let scratch = try ScratchDirectory()
        for (command, codes) in try page() where codes[1] != "—" && command != "doctor" {
            // Without its own folder mlkit finds no templates; all else fails before that.
            let variables = ["MLKIT_HOME": command == "template list" ? "/nonexistent/home" : BuiltTool.sourceRoot.string]
            let words = command.split(separator: " ").map(String.init) + (Self.failing[command] ?? [])
            let outcome = try await BuiltTool.mlkit(words, in: scratch.path, environment: variables)
            #expect(outcome.status == (codes[2].hasPrefix("3: ") || codes[2].contains("; 3: ") ? 3 : 1), "\(command)")
            #expect(outcome.error.hasPrefix("error: ") && outcome.output == "", "\(command): \(outcome.output)\(outcome.error)")
        }
        #expect(try LocalFileSystem().list(scratch.path) == [])
    }

    /// What commands are told so that they do their work, in this order in one project; 1 for those that find something.
    private static let working: [(command: String, arguments: [String], status: Int)] = [
        ("template list", [], 0), ("template show", ["minimal"], 0),
        ("template check", [BuiltTool.sourceRoot.pushing("templates/minimal").string], 0), ("schema", [], 0),
        ("completions", ["bash"], 0), ("init", [], 0), ("plan", [], 0), ("apply", [], 0), ("run", [], 0), ("status", [], 0),
        ("logs", ["words"], 0),
        ("graph", [], 0), ("why", ["words"], 0), ("metrics", [], 0), ("diff", [], 0), ("plots", [], 0),
        ("cache status", [], 0), ("cache gc", [], 0), ("cache verify", [], 0), ("cache push", ["--remote", "../remote"], 0),
        ("cache pull", ["--remote", "../remote"], 0), ("check progress", [], 0), ("check list", [], 0),
        ("check show", ["scoping.baseline"], 0), ("check next", [], 0), ("check add", ["scoping", "A title"], 0),
        ("check answer", ["scoping.opportunity", "in sales"], 0), ("check done", ["scoping.baseline"], 0),
        ("check assign", ["scoping.baseline", "ann"], 0), ("check reopen", ["scoping.baseline"], 0),
        ("check skip", ["scoping.baseline", "--because", "none"], 0),
        ("check waive", ["scoping.tags", "--because", "none", "--until", "2999-01-01"], 0),
        ("check verify", [], 0), ("check gate", [], 1), ("check audit", [], 0), ("check evidence", ["scoping.objective"], 0),
        ("check upgrade", [], 0), ("check log", [], 0), ("check diff", ["HEAD~1"], 0), ("check burndown", [], 0),
        ("check export", ["markdown", "--output", "list.md"], 0), ("check sync", ["list.md"], 0),
        ("deploy status", [], 0), ("deploy key", ["k"], 0),
    ]

    /// Those that need a model, another person or a missing engine, each of which has a suite of its own.
    private static let elsewhere: Set<String> = [
        "new", "doctor", "sweep", "serve", "quantize", "predict", "explain", "deploy promote", "deploy rollback", "deploy pack",
        "check choose", "check review",
        "data show", "data compare", "data schema",
    ]

    @Test func whatIsDoneHasTheCodeOfThePage() async throws {
        #expect(Set(try page().map(\.command)) == Set(Self.working.map(\.command)).union(Self.elsewhere))
        let scratch = try ScratchDirectory()
        let made = try await BuiltTool.mlkit(["new", "demo", "--template", "minimal", "--defaults"], in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
        for (command, arguments, status) in Self.working {
            let words = command.split(separator: " ").map(String.init) + arguments
            let outcome = try await BuiltTool.mlkit(words, in: scratch.path.appending("demo"))
            #expect(outcome.status == status, "\(command): \(outcome.output)\(outcome.error)")
        }
    }

    @Test func whatIsFoundHasACodeOfItsOwn() async throws {
        let scratch = try ScratchDirectory()
        let doctor = try await BuiltTool.mlkit(
            ["doctor"], in: scratch.path, engines: nil, environment: ["MLKIT_HOME": "/nonexistent"])
        #expect(doctor.status == 1 && doctor.output.contains("missing"))
        try scratch.write("template: 1\nname: bad\n", to: "bad/template.yaml")
        let template = try await BuiltTool.mlkit(["template", "check", "bad"], in: scratch.path)
        #expect(template.status == 1 && template.output.contains("error"))
        let project = try await TemplatedProject()
        try project.secondVersion()
        #expect(try await project.mlkit("plan").status == 1)
        try project.write("mine\n", to: "a.txt")
        try await project.commit()
        #expect(try await project.mlkit("plan").status == 2)
        #expect(try await project.mlkit("apply").status == 2)
        try await project.commit()
        try project.write("mlkit: 1\nproject: {name: demo}\nstages: {a: {run: \"false\"}}\n", to: "mlkit.yaml")
        #expect(try await project.mlkit("run").status == 1)
        try project.write("mlkit: 1\nproject: [\n", to: "mlkit.yaml")
        #expect(try await project.mlkit("check", "gate").status == 3)
        #expect(try await project.mlkit("run").status == 1)
    }

    @Test func aWrongOptionIsWrongUsageEverywhere() async throws {
        let scratch = try ScratchDirectory()
        for (command, _) in try page() {
            let words = command.split(separator: " ").map(String.init)
            let outcome = try await BuiltTool.mlkit(words + ["--no-such-option"], in: scratch.path)
            #expect(outcome.status == 64, "\(command)")
        }
    }

    @Test func aPlanThatCannotBeMadeIsNotOneThatFindsChanges() async throws {
        let project = try await TemplatedProject()
        let missing = try await project.mlkit("plan", "--template", "./nowhere")
        #expect(missing.status == 3 && missing.output == "" && missing.error.hasPrefix("error: "))
        #expect(try await project.mlkit("apply", "--template", "./nowhere").status == 1)
        let outside = try ScratchDirectory()
        #expect(try await BuiltTool.mlkit(["plan"], in: outside.path).status == 3)
    }
}
