import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// What runs tests and tools, and what only names them; and what holds tests.
@Suite struct ToolCommandTests {
    private func outcome(_ probe: String, _ path: String, _ text: String) async throws -> ProbeVerdict {
        try await ProbeProject(tracked: [path: text]).verdict(probe)
    }

    private static func workflow(_ step: String) -> String {
        "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - \(step)\n"
    }

    private static let action = ".github/workflows/ci.yml"

    static let running: [(path: String, text: String)] = [
        (action, workflow("run: pip install -e . && pytest -q")), (action, workflow("run: |\n          make lint\n          make \\\n            test")),
        (action, workflow("{name: Tests, run: uv run --frozen pytest}")), (action, workflow("uses: julia-actions/julia-runtest@v1")),
        (".gitlab-ci.yml", "test:\n  script:\n    - pip install .\n    - python -m unittest\n"),
        (".gitlab-ci.yml", ".all: &all\n  script: [pytest]\ntest:\n  <<: *all\n"),
        (".circleci/config.yml", "jobs: {t: {steps: [checkout, {run: {name: T, command: npm test}}]}}"),
        ("azure-pipelines.yml", "steps:\n- script: pytest tests\n  displayName: Test\n"), (".travis.yml", "script: tox\n"),
        (".drone.yml", "kind: pipeline\nsteps: [{name: x, commands: [ls]}]\n---\nkind: pipeline\nsteps: [{name: t, commands: [go test ./...]}]\n"),
        (".buildkite/pipeline.yml", "steps:\n  - command: cargo test\n"), ("bitbucket-pipelines.yml", "pipelines: {default: [{step: {script: [pytest]}}]}"),
        ("cloudbuild.yaml", "steps: [{name: python, entrypoint: python, args: ['-m', pytest]}]"), ("Jenkinsfile", "stage('Test') {\n  sh 'pytest'\n}\n"),
        (".ci/run.sh", "set -e\npytest\n"),
    ]

    @Test(arguments: running.indices) func whatRunsTestsPasses(index: Int) async throws {
        let found = try await outcome("ci: configured", Self.running[index].path, Self.running[index].text)
        #expect(found.passes, "\(Self.running[index]) \(found.message)")
    }

    static let idle: [(path: String, text: String)] = [
        (action, workflow("run: echo pytest")), (action, workflow("run: pytest || true")), (action, workflow("{run: pytest, if: false}")),
        (action, workflow("{run: pytest, continue-on-error: true}")), (action, workflow("run: pytest --version")),
        (action, workflow("{uses: actions/cache@v4, with: {key: pytest, path: pytest}}")), (action, workflow("{name: pytest, run: ls}")),
        (action, workflow("run: uv pip install pytest")), (action, workflow("run: pytest --collect-only")),
        (action, workflow("run: |\n          # pytest\n          ls")), (action, "on: push\nenv: {TOOL: pytest}\njobs: {pytest: {steps: []}}"),
        (".gitlab-ci.yml", "test: {script: [pytest], allow_failure: true}"), (".gitlab-ci.yml", "test: {script: [pytest], when: never}"),
        (".gitlab-ci.yml", "pytest:\n  script: [ls]\n"), (action, "jobs: [pytest"), ("Jenkinsfile", "echo 'pytest'\n// sh 'pytest'\n"),
        (".travis.yml", "install: pip install pytest\nscript: ls\n"),
    ]

    @Test(arguments: idle.indices) func whatOnlyNamesTestsDoesNot(index: Int) async throws {
        let found = try await outcome("ci: configured", Self.idle[index].path, Self.idle[index].text)
        #expect(found.outcome == .unknown, "\(Self.idle[index]) \(found.message)")
    }

    static let tools: [(probe: String, path: String, text: String, passes: Bool)] = [
        ("linter: runs", "package.json", "{\"scripts\": {\"lint\": \"eslint .\"}}", true),
        ("linter: runs", "package.json", "{\"devDependencies\": {\"eslint\": \"^9.0.0\"}}", false),
        ("linter: runs", "tox.ini", "[testenv]\ndeps =\n    flake8\ncommands =\n    pytest\n", false),
        ("linter: runs", "tox.ini", "[testenv]\ndeps = flake8\ncommands =\n    flake8 src\n", true),
        ("formatter: runs", ".pre-commit-config.yaml", "repos:\n- repo: https://github.com/psf/black\n  rev: 24.1.0\n  hooks: [{id: other}]\n", false),
        ("formatter: runs", ".pre-commit-config.yaml", "repos:\n- repo: https://x\n  hooks: [{id: blacken, additional_dependencies: [black]}]\n", false),
        ("formatter: runs", ".pre-commit-config.yaml", "repos:\n- repo: local\n  hooks:\n  - {id: f, entry: uv run black .}\n", true),
        ("linter: runs", ".pre-commit-config.yaml", "repos:\n- repo: x\n  hooks:\n  - id: ruff\n    args: [--fix]\n", true),
        ("formatter: runs", "Makefile", "format:\n\t-black .\n", false), ("formatter: runs", "Makefile", "format:\n\t@black .\n", true),
        ("formatter: runs", "Makefile", "help:\n\t@echo black\n", false), ("linter: runs", "noxfile.py", "session.install(\"ruff\", \"check\")\n", false),
    ]

    @Test(arguments: tools.indices) func toolsRun(index: Int) async throws {
        let tool = Self.tools[index]
        let found = try await outcome(tool.probe, tool.path, tool.text)
        #expect(found.passes == tool.passes, "\(tool) \(found.message)")
    }

    static let files: [(path: String, text: String, passes: Bool)] = [
        ("test_a.py", "from unittest import TestCase\n", false), ("test_a.py", "class TestConfig:\n    x = 1\n", false),
        ("test_a.py", "class TestA(TestCase):\n    async def test_b(self): ...\n", true), ("test_a.py", "\"\"\"\ndef test_a(): pass\n\"\"\"\n", false),
        ("test_a.py", "\"\"\"What is tested.\"\"\"\n\ndef test_a(): pass\n", true), ("test_a.py", "latest = undef testing\n", false),
        ("a.test.js", "process.exit(1)\nawait(x)\n", false), ("a.test.js", "describe('a', () => {})\n", false),
        ("a.test.js", "/* test('a')\n test('b')\n*/\n", false), ("a.test.ts", "test('a', () => {})\n", true),
        ("test_a.jl", "@testset \"x\" begin end\n", false), ("test_a.jl", "@test_throws Error f()\n", true),
        ("ATests.swift", "@testable import A\nimport XCTest\n", false), ("ATests.swift", "@Test func a() {}\n", true),
        ("tests.rs", "#[test]\nfn a() {}\n", true), ("a_spec.rb", "exit 1\ncommit x\n", false),
    ]

    @Test(arguments: files.indices) func aFileHoldsTests(index: Int) async throws {
        let file = Self.files[index]
        let found = try await outcome("tests: exist", file.path, file.text)
        #expect(found.outcome == (file.passes ? .passed : .unknown), "\(file) \(found.message)")
    }
}
