import MLKitChecklist
import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitTestSupport
import Testing

/// Every probe with a project that it passes, one that it fails, and one in which it cannot tell.
@Suite struct ProbeCaseTests {
    private static var lost: ProbeFixture { ProbeFixture(git: nil) }
    private static func unreadable() -> ProbeFixture {
        let git = FixtureGit()
        git.isBroken = true
        return ProbeFixture(git: git)
    }

    private static func git(_ change: (FixtureGit) -> Void) -> ProbeFixture {
        let git = FixtureGit()
        change(git)
        return ProbeFixture(git: git)
    }

    private static func with(_ path: String, _ text: String) -> ProbeFixture { ProbeFixture(files: [path: text]) }

    private static func without(_ stage: String) -> ProbeFixture {
        ProbeFixture(spec: "mlkit: 1\nproject: {name: p}\nstages: {\(stage)}\n")
    }

    private static var none: ProbeFixture { without("a: {run: ls}") }

    private static func data(_ shared: Int = 0, _ rows: [[Int]] = [[60, 40], [60, 40]], column: String = "age") -> String {
        let parts = rows.map { "{\"name\": \"train\", \"rows\": \($0[0] + $0[1]), \"classes\": [{\"name\": \"a\", \"rows\": \($0[0])}, "
            + "{\"name\": \"b\", \"rows\": \($0[1])}]}" }
        return """
            {"rows": {"read": 200, "kept": 200}, "target": "y", "task": "binary", "columns": [{"name": "\(column)", "type": "integer"}],
             "split": {"seed": 1, "shared_rows": \(shared)}, "splits": [\(parts.joined(separator: ","))]}
            """
    }

    /// The report of a comparison with one column; without any if `nil`.
    private static func compared(_ findings: String? = "") -> ProbeFixture {
        let column = findings.map { "{\"name\": \"age\", \"type\": \"integer\"\($0)}" } ?? ""
        let side = "{\"name\": \"a.csv\", \"rows\": 10}"
        return ProbeFixture(
            files: ["reports/comparison.json": "{\"from\": \(side), \"to\": \(side), \"columns\": [\(column)]}"],
            spec: ReportProbeTests.spec + "  drift: {kind: compare, from: '${stages.ingest.train}', to: new.csv}\n")
    }

    private static func evaluation(baseline: String = "\"baseline\"", by difference: String = "0.2",
        confusion: String = ", \"confusion\": [[1]]") -> String {
        """
        {"task": "binary", "target": "y", "rows": 10, "baseline": \(baseline), "models": [
          {"name": "baseline", "kind": "baseline", "metrics": {}, "confusion": [[1]]},
          {"name": "trees", "kind": "trees", "metrics": {"roc_auc": 0.9}, "difference_to_baseline": {"roc_auc": \
        \(difference)}\(confusion)}],
         "selection": {"model": "trees", "metric": "roc_auc", "maximize": true}}
        """
    }

    private static func suspected(expected: Bool) -> String {
        evaluation().replacing(
            "\"maximize\": true}",
            with: "\"maximize\": true}, \"suspicion\": {\"split\": \"test\", \"metric\": \"roc_auc\", \"value\": 1, \"columns\": [], \"expected\": \(expected)}")
    }

    /// The reports of both models.
    private static func training(train: String = "0.9", valid: String = "0.88", export: String = "0.00001") -> ProbeFixture {
        func report(_ name: String) -> String {
            """
            {"model": "\(name)", "kind": "\(name)", "algorithm": "a", "task": "binary", "target": "y", "train": {"accuracy": \(train)},
             "valid": {"accuracy": \(valid)}, "export_difference": \(export)}
            """
        }
        return ProbeFixture(files: ["models/baseline/metrics.json": report("baseline"), "models/trees/metrics.json": report("trees")])
    }

    private static func quantized(kept: Bool) -> ProbeFixture {
        with("reports/quantization.json",
            "{\"size\": {\"ratio\": 0.25}, \"metrics\": {}, \"allowed\": {\"metric\": \"accuracy\", \"drop\": 0.001, \"kept\": \(kept)}}")
    }

    private static func bundle(_ passed: Bool, rows: Int = 3) -> ProbeFixture {
        ProbeFixture(files: served.merging(["deploy/ab12/smoke.json": "{\"passed\": \(passed), \"rows\": \(rows)}"]) { $1 })
    }

    /// A bundle that was promoted on record.
    private static let served = [
        "deploy/current": "ab12\n", "deploy/history.jsonl": "{\"to\": \"ab12\"}\n", "deploy/ab12/model.onnx": "model",
        "deploy/ab12/SHA256SUMS": BundleChecksums(["model.onnx": ContentHash(of: "model")]).text,
    ]

    private static func looked(at models: [String]) -> ProbeFixture {
        let split = ContentHash(of: "rows")
        let looks = models.map { TestLook(split: split, model: ContentHash(of: $0), modelName: $0, stage: "evaluate") }
        let files = Dictionary(looks.map { ("\(TestLook.folder)/\($0.fileName)", $0.json.pretty) }) { $1 }
        return ProbeFixture(files: files.merging([schema: "{\"outputs\": {\"data/test/ingest.parquet\": \"\(split)\"}}"]) { $1 })
    }

    private static func chosen(on split: String) -> String {
        evaluation().replacing("\"maximize\": true", with: "\"maximize\": true, \"on\": \"\(split)\"")
    }

    private static let card = "---\nlicense: mit\n---\n# M\n## Use\nFor us.\n## Data\nOurs.\n## Metrics\n0.9\n## Limits\nNone.\n"
    private static let sheet = (1...4).map { "## Part \($0)\n\nWhy was it made?\n\nTo learn from it.\n" }.joined()
    private static let workflow = ".github/workflows/ci.yml"
    private static func job(_ run: String) -> String { "on: push\njobs: {a: {runs-on: x, steps: [{run: \(run)}]}}\n" }
    private static let noSeed = ReportProbeTests.spec.replacing("seed: 1, matrix", with: "matrix")
    private static let schema = ".mlkit/lock/ingest.json"
    private static let ran = "{\"outputs\": {}}"
    private static func held(_ text: String, tracked: Bool = true) -> ProbeFixture {
        let lock = "{\"outputs\": {\"data/schema.yaml\": \"\(ContentHash(of: "a: 1"))\"}}"
        return ProbeFixture(files: tracked ? [schema: lock, "data/schema.yaml": text] : ["data/schema.yaml": text])
    }

    static let cases = repository + files + project + reports

    private static let repository: [ProbeCase] = [
        ProbeCase("git: repository", passes: ProbeFixture(), fails: git { $0.commits = false }, cannotTell: unreadable()),
        ProbeCase("git: remote", passes: git { $0.servers = ["origin"] }, fails: ProbeFixture(), cannotTell: unreadable()),
        ProbeCase("git: default-branch", passes: ProbeFixture(), fails: git { $0.branches = ["mine"] }, cannotTell: unreadable()),
        ProbeCase("git: version-tag", passes: git { $0.versions = ["v1.2.3"] }, fails: git { $0.versions = ["first"] },
            cannotTell: unreadable()),
        ProbeCase(
            "git: hooks", passes: with(".pre-commit-config.yaml", "repos:\n  - hooks:\n      - id: black\n"),
            fails: with(".pre-commit-config.yaml", "repos: []\n"), cannotTell: unreadable()),
        ProbeCase(
            "git: clean-notebooks", passes: with("a.ipynb", "{\"cells\": [{\"outputs\": []}]}"),
            fails: with("a.ipynb", "{\"cells\": [{\"outputs\": [{}]}]}"), cannotTell: with("a.ipynb", "no notebook")),
        ProbeCase(
            "git: {no-large-files: 1KiB}", passes: with("a", "small"), fails: with("a", String(repeating: "x", count: 2000)),
            cannotTell: lost),
        ProbeCase(
            "gitignore: covers-data", passes: git { $0.ignored = ["data/", "models/", "logs/"] }, fails: ProbeFixture(),
            cannotTell: unreadable()),
        ProbeCase(
            "secrets: none", passes: with("a.py", "x = 1"), fails: with("a.py", "pass" + "word = 'k3yRin9xQ2'"),
            cannotTell: ProbeFixture()),
        ProbeCase(
            "personal_data: none", passes: with("a.md", "nobody"), fails: with("a.md", "ada" + "@lovelace.org"),
            cannotTell: ProbeFixture()),
        ProbeCase("environment: pinned", passes: with("uv.lock", "[[package]]"), fails: with("requirements.txt", "a>=1"),
            cannotTell: with("uv.lock", "version = 1")),
        ProbeCase("tests: exist", passes: with("test_a.py", "def test_a(): assert 1"), fails: with("a.py", "x"),
            cannotTell: with("test_a.py", "x = 1")),
        ProbeCase("ci: configured", passes: with(workflow, job("pytest")), fails: with("a", "x"),
            cannotTell: with(workflow, job("echo hi"))),
    ]

    private static let files: [ProbeCase] = [
        ProbeCase("file: '*.md'", passes: with("a.md", "x"), fails: with("a.md", ""), cannotTell: unreadableMatch()),
        ProbeCase("any_file: [a.txt, '*.md']", passes: with("b.md", "x"), fails: with("a.txt", ""), cannotTell: unreadableMatch()),
        ProbeCase(
            "readme: [install]", passes: with("README.md", "# Install\n\nmake\n"), fails: with("README.md", "# Install\n"),
            cannotTell: ProbeFixture(files: ["README.md": "# Install\n\nmake\n"], broken: "README.md")),
        ProbeCase(
            "license: present", passes: ProbeFixture(files: ["LICENSE": LicenseProbeTests.mit], spec: ReportProbeTests.spec),
            fails: ProbeFixture(files: ["LICENSE": LicenseProbeTests.mit], spec: "mlkit: 1\nproject: {name: p}\n"), cannotTell: lost),
        ProbeCase(
            "docs: present", passes: with("docs/a.md", (0..<60).map { "word\($0) " }.joined()), fails: with("docs/a.md", "short"),
            cannotTell: ProbeFixture(files: ["docs/a.md": "short"], broken: "docs/a.md")),
        ProbeCase(
            "model_card: complete", passes: ProbeFixture(files: ["deploy/current": "v1\n", "deploy/v1/MODEL_CARD.md": card]),
            fails: ProbeFixture(files: ["deploy/current": "v2\n", "deploy/v1/MODEL_CARD.md": card]),
            cannotTell: ProbeFixture(files: ["MODEL_CARD.md": card], broken: "MODEL_CARD.md")),
        ProbeCase(
            "data_sheet: complete", passes: with("DATASHEET.md", sheet), fails: with("DATASHEET.md", sheet + "TODO\n"),
            cannotTell: ProbeFixture(files: ["DATASHEET.md": sheet], broken: "DATASHEET.md")),
        ProbeCase("interpreter: fixed", passes: with("pyproject.toml", "requires-python = \">=3.11\""),
            fails: with("pyproject.toml", "[tool.x]"), cannotTell: with(".python-version", "\n")),
        ProbeCase("package: declared", passes: with("pyproject.toml", "[project]\nname = \"p\"\nversion = \"1\"\n"),
            fails: with("pyproject.toml", "[tool.ruff]\n"), cannotTell: with("setup.py", "")),
        ProbeCase("setup: one-command", passes: with("Makefile", "setup:\n\tuv sync\n"), fails: with("Makefile", "clean:\n\trm x\n"),
            cannotTell: with("Makefile", "")),
        ProbeCase(
            "updates: scheduled",
            passes: with(".github/dependabot.yml", "updates:\n  - package-ecosystem: pip\n    schedule: {interval: weekly}\n"),
            fails: with(".github/dependabot.yml", "updates: []\n"), cannotTell: with("renovate.json", "")),
        ProbeCase("image: pinned", passes: with("Dockerfile", "FROM python:3.12 AS a\nFROM a\n"),
            fails: with("Dockerfile", "FROM python:latest\n"), cannotTell: with("Dockerfile", "# to come\n")),
        ProbeCase("formatter: runs", passes: with(".pre-commit-config.yaml", "  - id: ruff-format\n"),
            fails: with("Makefile", "test:\n\tpytest\n"), cannotTell: with("Makefile", "")),
        ProbeCase("linter: runs", passes: with(workflow, job("uv run ruff check .")), fails: with(workflow, job("pip install ruff check")),
            cannotTell: with(workflow, "")),
        ProbeCase("schedule: set", passes: with(workflow, "on:\n  schedule:\n    - cron: '0 3 * * *'\n"),
            fails: with(workflow, "on: push\n"), cannotTell: with("prefect.yaml", "")),
        ProbeCase("infrastructure: declared", passes: with("main.tf", "resource \"x\" \"y\" {}\n"),
            fails: with("main.tf", "variable \"x\" {}\n"), cannotTell: with("main.tf", "")),
        ProbeCase(
            "monitoring: configured", passes: with("ops/alerts.yml", "- alert: Late\n  expr: up == 0\n"),
            fails: with("ops/alerts.yml", "groups: []\n"),
            cannotTell: with("ops/alerts.yml", "")),
        ProbeCase("data_dictionary: complete",
            passes: ProbeFixture(files: ["reports/data.json": data(), "docs/data.md": "`age`: in years."]),
            fails: ProbeFixture(files: ["reports/data.json": data(column: "income"), "docs/data.md": "`age`: in years."]),
            cannotTell: with("docs/data.md", "`age`")),
    ]

    private static func unreadableMatch() -> ProbeFixture {
        let fixture = unreadable()
        return ProbeFixture(files: ["b.md": "x"], git: fixture.git)
    }

    private static let project: [ProbeCase] = [
        ProbeCase("spec: {stage: train, field: seed}", passes: ProbeFixture(), fails: ProbeFixture(spec: noSeed), cannotTell: none),
        ProbeCase("stage: {kind: data}", passes: with(schema, ran), fails: with(schema, "{}"), cannotTell: none),
        ProbeCase(
            "stage: {kind: data, up_to_date: true}", passes: with(schema, ran),
            fails: ProbeFixture(files: [schema: ran], stale: ["ingest"]),
            cannotTell: none),
        ProbeCase("seed: fixed", passes: ProbeFixture(), fails: ProbeFixture(spec: noSeed), cannotTell: without("")),
        ProbeCase("schema: enforced", passes: held("a: 1"), fails: held("a: 2"), cannotTell: held("a: 1", tracked: false)),
        ProbeCase("command: ls", passes: ProbeFixture(), fails: ProbeFixture(exitCode: 1), cannotTell: ProbeFixture(exitCode: nil)),
        ProbeCase("tests: pass", passes: with("Makefile", "test:\n"), fails: ProbeFixture(files: ["Makefile": "test:\n"], exitCode: 2),
            cannotTell: with("a", "x")),
    ]

    private static let reports: [ProbeCase] = [
        ProbeCase("splits: disjoint", passes: with("reports/data.json", data()), fails: with("reports/data.json", data(3)),
            cannotTell: ProbeFixture()),
        ProbeCase(
            "splits: without-copies", passes: with("reports/data.json", data(2)), fails: with("reports/data.json", data(3)),
            cannotTell: with("reports/data.json", data().replacing("\"kept\": 200", with: "\"kept\": 0"))),
        ProbeCase(
            "splits: stratified", passes: with("reports/data.json", data()), fails: with("reports/data.json", data(0, [[60, 40], [80, 20]])),
            cannotTell: ProbeFixture(files: ["reports/data.json": data()], stale: ["ingest"])),
        ProbeCase(
            "classes: sufficient", passes: with("reports/data.json", data()),
            fails: with("reports/data.json", data(0, [[60, 40], [60, 29]])),
            cannotTell: with("reports/data.json", data(0, []))),
        ProbeCase("drift: held", passes: compared(), fails: compared(", \"findings\": [\"distributed otherwise\"]"), cannotTell: compared(nil)),
        ProbeCase("baseline: recorded", passes: with("reports/evaluation.json", evaluation()), fails: with("reports/evaluation.json", evaluation(baseline: "null")), cannotTell: ProbeFixture()),
        ProbeCase("baseline: beaten", passes: with("reports/evaluation.json", evaluation()), fails: with("reports/evaluation.json", evaluation(by: "-0.1")), cannotTell: with("reports/evaluation.json", evaluation(by: "null"))),
        ProbeCase("metric: {name: roc_auc, above: 0.8}", passes: with("reports/evaluation.json", evaluation()), fails: with("reports/evaluation.json", evaluation().replacing("0.9", with: "0.7")), cannotTell: ProbeFixture()),
        ProbeCase(
            "evaluation: credible", passes: with("reports/evaluation.json", suspected(expected: true)),
            fails: with("reports/evaluation.json", suspected(expected: false)),
            cannotTell: with("reports/evaluation.json", evaluation().replacing("\"rows\": 10", with: "\"rows\": 0"))),
        ProbeCase("evaluation: confusion", passes: with("reports/evaluation.json", evaluation()), fails: with("reports/evaluation.json", evaluation(confusion: "")), cannotTell: ProbeFixture()),
        ProbeCase("quantization: report", passes: quantized(kept: true), fails: quantized(kept: false), cannotTell: ProbeFixture()),
        ProbeCase("generalisation: held", passes: training(), fails: training(train: "1", valid: "0.8"),
            cannotTell: training(valid: "null")),
        ProbeCase("export: exact", passes: training(), fails: training(export: "0.2"), cannotTell: training(export: "null")),
        ProbeCase(
            "cross_validation: used", passes: GroupProbeTests.trained([0.7, 0.9], [0.7, 0.9]), fails: GroupProbeTests.trained(nil, nil),
            cannotTell: GroupProbeTests.trained([0.7, .nan], [0.7, .nan])),
        ProbeCase(
            "evaluation: slices", passes: with("reports/evaluation.json", GroupProbeTests.sliced),
            fails: with("reports/evaluation.json", GroupProbeTests.evaluation()),
            cannotTell: with("reports/evaluation.json", GroupProbeTests.lone)),
        ProbeCase(
            "fairness: {}", passes: with("reports/evaluation.json", GroupProbeTests.fair),
            fails: with("reports/evaluation.json", GroupProbeTests.unfair),
            cannotTell: with("reports/evaluation.json", GroupProbeTests.incomparable)),
        ProbeCase("test_split: once", passes: looked(at: ["trees"]), fails: looked(at: ["trees", "network"]), cannotTell: ProbeFixture()),
        ProbeCase(
            "test_split: not-searched", passes: with("reports/evaluation.json", chosen(on: "valid")),
            fails: with("reports/evaluation.json", chosen(on: "test")),
            cannotTell: looked(at: ["trees"])),
        ProbeCase("bundle: answers", passes: bundle(true), fails: bundle(false), cannotTell: bundle(true, rows: 0)),
    ]

    @Test(arguments: cases.map(\.probe)) func eachPassesFailsAndCannotTell(probe: String) async throws {
        let found = try #require(Self.cases.first { $0.probe == probe })
        #expect(try await found.passes().outcome(probe) == .passed)
        #expect(try await found.fails().outcome(probe) == .failed)
        let unsure = try await found.cannotTell().outcome(probe)
        #expect(unsure == .unknown || unsure == .manual, "\(unsure)")
    }

    @Test func aBundleThatOnlyTheLockHasIsJudgedByThat() async throws {
        let lock = ".mlkit/lock/ship.json"
        func project(_ passed: Bool) throws -> ProbeProject {
            let project = try ProbeProject(ProbeFixture().spec, [lock: "{\"result\": {\"metrics\": {\"passed\": \(passed), \"rows\": 3}}}"])
            project.absent = ["ship": "deploy/current"]
            return project
        }
        #expect(try await project(true).verdict("bundle: answers").message == "\(lock): 3 rows answered as offline")
        #expect(try await project(false).outcome("bundle: answers") == .failed)
        // What the card says is in no lock.
        let card = try await project(true).verdict("model_card: complete")
        #expect(card.outcome == .unknown && card.message.hasSuffix("`mlkit cache pull` gets it"), "\(card.message)")
    }

    /// What `current` names could be anything: it is judged as far as it is what a stage made.
    @Test func aBundleThatNobodyMadeIsNotJudged() async throws {
        let report = ["deploy/ab12/smoke.json": "{\"passed\": true, \"rows\": 3}"]
        func message(_ changes: [String: String?]) async throws -> String {
            let files = Self.served.merging(report) { $1 }.merging(changes.compactMapValues { $0 }) { $1 }
            let project = try ProbeProject(ProbeFixture().spec, files.filter { changes[$0.key] != .some(nil) })
            let verdict = try await project.verdict("bundle: answers")
            return verdict.outcome == .passed ? "" : verdict.message
        }
        #expect(try await message([:]) == "")
        #expect(try await message(["deploy/ab12/model.onnx": "another"]) == "`deploy/ab12/model.onnx` is not what SHA256SUMS says")
        #expect(try await message(["deploy/ab12/SHA256SUMS": nil]).hasPrefix("`deploy/ab12/SHA256SUMS` is not here"))
        #expect(try await message(["deploy/ab12/SHA256SUMS": ""]) == "`deploy/ab12/SHA256SUMS` has no checksum of `model.onnx`")
        let unmade = "no stage of the project made `deploy/ab12`, and `deploy/history.jsonl` has no line of it"
        #expect(try await message(["deploy/history.jsonl": "{\"to\": \"cd34\"}\n"]) == unmade)
        let whole = BundleChecksums(["model.onnx": ContentHash(of: "model"), "smoke.json": ContentHash(of: "{}")]).text
        #expect(try await message(["deploy/ab12/SHA256SUMS": whole]) == "`deploy/ab12/smoke.json` is not what SHA256SUMS says")
        // In bundles of earlier versions the report is in no checksum; a lock knows it all the same.
        let entries = ["SHA256SUMS": Self.served["deploy/ab12/SHA256SUMS"] ?? "", "model.onnx": "model",
            "smoke.json": report["deploy/ab12/smoke.json"] ?? ""]
        let hash = ContentHash(ofFolder: entries.sorted { $0.key < $1.key }.map { ($0.key, ContentHash(of: $0.value)) })
        let lock = [".mlkit/lock/ship.json": "{\"outputs\": {\"deploy/ab12\": \"\(hash)\"}}"]
        #expect(try await message(lock.merging(["deploy/history.jsonl": ""]) { $1 }) == "")
        let forged = ["deploy/ab12/smoke.json": "{\"passed\": true, \"rows\": 999}"]
        #expect(try await message(lock.merging(forged) { $1 }) == "`deploy/ab12` is not as its stage left it")
    }

    @Test func noProbeIsWithoutItsCases() {
        let known = Set(Self.cases.map(\.probe))
        #expect(FixedProbe.allCases.map(\.rawValue).filter { !known.contains($0) } == [])
        #expect(known.count == Self.cases.count)
    }
}
