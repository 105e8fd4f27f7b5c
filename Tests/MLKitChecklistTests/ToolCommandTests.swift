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
        (action, workflow("run: pip install -e . && pytest -q")),
        (action, workflow("run: |\n          make lint\n          make \\\n            test")),
        (action, workflow("{name: Tests, run: uv run --frozen pytest}")), (action, workflow("uses: julia-actions/julia-runtest@v1")),
        (".gitlab-ci.yml", "test:\n  script:\n    - pip install .\n    - python -m unittest\n"),
        (".gitlab-ci.yml", ".all: &all\n  script: [pytest]\ntest:\n  <<: *all\n"),
        (".circleci/config.yml", "jobs: {t: {steps: [checkout, {run: {name: T, command: npm test}}]}}"),
        ("azure-pipelines.yml", "steps:\n- script: pytest tests\n  displayName: Test\n"), (".travis.yml", "script: tox\n"),
        (".drone.yml",
            "kind: pipeline\nsteps: [{name: x, commands: [ls]}]\n---\nkind: pipeline\nsteps: [{name: t, commands: [go test ./...]}]\n"),
        (".buildkite/pipeline.yml", "steps:\n  - command: cargo test\n"),
        ("bitbucket-pipelines.yml", "pipelines: {default: [{step: {script: [pytest]}}]}"),
        ("cloudbuild.yaml", "steps: [{name: python, entrypoint: python, args: ['-m', pytest]}]"),
        ("Jenkinsfile", "stage('Test') {\n  sh 'pytest'\n}\n"),
        (".ci/run.sh", "set -e\npytest\n"),
        (action, workflow("run: |\n          if [ -f x ]; then\n            pip install x\n          fi\n          cd src && pytest")),
        (action, workflow("run: pytest | tee log\n        shell: bash")),
        (action, workflow("run: |\n          set -o pipefail\n          pytest | tee log")),
        (action, workflow("run: pytest || exit 1")), (action, workflow("run: pytest 2>&1")),
        (action, workflow("{run: pytest, continue-on-error: false}")),
        (".gitlab-ci.yml", ".t:\n  script: [pytest]\nu:\n  extends: .t\n"), (".gitlab-ci.yml", "t:\n  script: ['pytest | tee log']\n"),
        (".gitlab-ci.yml", ".d: {allow_failure: true}\nt: {extends: .d, allow_failure: false, script: [pytest]}\n"),
        (".gitlab-ci.yml", "t: {only: [main], except: [tags], script: [pytest], variables: {PYTEST_ADDOPTS: -q}}\n"),
        (".gitlab-ci.yml", ".a: {script: [ls]}\n.b: {script: [pytest]}\nt: {extends: [.a, .b]}\n"),
        (".gitlab-ci.yml", "default: {before_script: [pytest]}\nt: {script: [ls]}\n"),
        (".gitlab-ci.yml", "t:\n  rules:\n    - {if: $X, when: never}\n    - when: always\n  script: [pytest]\n"),
    ]

    /// What looks like idle commands, and runs.
    @Test(arguments: [
        "make -j4 -C lib test", "make test ARGS='-n auto'", "gradle test -x lint", "mvn -B test -DskipTests=false",
        "go test -count=1 ./...", "exec pytest",
        "docker run --rm image pytest", "trap 'rm -rf x || true' EXIT\n          pytest", "[ -d src ] && cd src\n          pytest",
        "exec 2>&1\n          pytest",
        "command -v pytest || exit 1\n          pytest", "tox -e py -- -x",
        "docker compose run --rm app pytest", "bash -ec 'pip install . && pytest; echo fine'", "sh -c 'pytest'",
        "docker run image sh -c \"pip install . && pytest\"",
        "bash -c 'set -e\n          pytest\n          echo done'", "eval \"pytest\"",
        "echo \"it's\n          all\" # don't\n          pytest", "python -W error -m pytest",
        "export PYTEST_ADDOPTS='-q --color=yes'\n          pytest", "go test -run . ./...", "go test -run=TestA ./...",
        "cat <<EOF\n          don't\n          EOF\n          pytest",
        "python -m coverage run -m pytest", "set +o pipefail\n          set -o pipefail\n          pytest | tee log",
        "docker run --init image pytest",
    ])
    func whatLooksIdleAndRunsPasses(command: String) async throws {
        let found = try await outcome("ci: configured", Self.action, Self.workflow("run: |\n          \(command)"))
        #expect(found.passes, "\(found.message)")
    }

    @Test(arguments: [
        ("on: push", "on: {push: {branches: [main], paths-ignore: ['docs/**']}}"),
        ("on: push", "on: {push: {branches-ignore: ['**'], tags: ['v*']}}"),
        ("on: push", "on: [push, pull_request, hovering]"), ("on: push", "on: {schedule: [{cron: '0 3 * * *'}]}"),
        ("    steps", "    strategy: {matrix: {x: [1], include: []}}\n    steps"),
        ("jobs:", "jobs:\n  lint: {runs-on: x, steps: [{run: ls}]}"),
    ])
    func whatAnEventStartsPasses(old: String, new: String) async throws {
        var text = Self.workflow("run: pytest").replacing(old, with: new)
        if new.contains("lint:") { text = text.replacing("    steps:", with: "    needs: lint\n    steps:") }
        let found = try await outcome("ci: configured", Self.action, text)
        #expect(found.passes, "\(text) \(found.message)")
    }

    /// Commands that run no test, or whose failure fails nothing.
    @Test(arguments: [
        "pytest -h", "tox -l", "nox -l", "ctest -N", "go test -c ./...", "go test -list . ./...", "mvn test -DskipTests",
        "mvn test -Dmaven.test.skip=true",
        "gradle test -x test", "./gradlew check --exclude-task test", "jest --listTests", "swift test list", "make -t test", "make -i test",
        "make -n test",
        "make -ki test", "make --touch test", "just -n test", "docker run alpine true pytest", "trap 'exit 0' EXIT\n          pytest",
        "exec true\n          pytest",
        "[ -z \"$X\" ] && exit 0\n          pytest", "ls || exit 0\n          pytest", "mvn -fn test", "task --dry test",
        "docker build -t pytest .", "docker push me/pytest", "echo \"to test, run:\n          pytest\"",
        "python -c \"import pytest; print(pytest.__version__)\"",
        "python -m compileall pytest", "sh -c \"pytest; echo fine\"", "bash -c 'pytest || true'", "eval 'pytest || true'",
        "export PYTEST_ADDOPTS=--collect-only\n          pytest",
        "go test -run '^$' -bench . ./...", "go test -run=^$ ./...", "GOFLAGS=-n go test ./...", "export MAKEFLAGS=n\n          make test",
        "podman pull pytest",
        "set -o pipefail\n          set +o pipefail\n          pytest | tee log", "cat <<'EOF'\n          pytest\n          EOF",
        "echo 'a\n          pytest\n          b'",
    ])
    func anIdleCommandDoesNot(command: String) async throws {
        let found = try await outcome("ci: configured", Self.action, Self.workflow("run: |\n          \(command)"))
        #expect(found.outcome == .unknown, "\(found.message)")
    }

    /// Workflows that no event starts, and jobs that no workflow runs.
    @Test(arguments: [
        ("on: push", "on: {push: {branches-ignore: ['**']}}"), ("on: push", "on: {push: {paths-ignore: ['**']}}"),
        ("on: push", "on: pushh"),
        ("on: push", "on: {push: {branches: ['!main']}}"), ("on: push", "on: {push: {paths: ['**', '!**']}}"),
        ("on: push", "on: {schedule: []}"),
        ("on: push", "on: {push: {tags-ignore: ['**']}}"), ("    steps", "    strategy: {matrix: {x: []}}\n    steps"),
        ("    steps", "    needs: [nothere]\n    steps"), ("    steps", "    needs: test\n    steps"),
        ("    steps", "    if: failure()\n    steps"),
        ("jobs:", "env: {PYTEST_ADDOPTS: --collect-only}\njobs:"), ("    steps", "    env: {PYTEST_ADDOPTS: --co}\n    steps"),
        ("run: pytest", "{run: pytest, env: {PYTEST_ADDOPTS: --co}}"),
        ("- run: pytest", "- run: echo PYTEST_ADDOPTS=--co >> $GITHUB_ENV\n      - run: pytest"),
        ("run: pytest", "{run: 'set +o pipefail; pytest | tee log', shell: bash}"),
        ("jobs:", "jobs:\n  off: {runs-on: x, if: false, steps: []}"), ("run: pytest", "{run: pytest, shell: python}"),
    ])
    func whatNeverStartsDoesNot(old: String, new: String) async throws {
        var text = Self.workflow("run: pytest").replacing(old, with: new)
        if new.contains("off:") { text = text.replacing("    steps", with: "    needs: off\n    steps") }
        let found = try await outcome("ci: configured", Self.action, text)
        #expect(found.outcome == .unknown, "\(text) \(found.message)")
    }

    @Test(arguments: running.indices) func whatRunsTestsPasses(index: Int) async throws {
        let found = try await outcome("ci: configured", Self.running[index].path, Self.running[index].text)
        #expect(found.passes, "\(Self.running[index]) \(found.message)")
    }

    static let idle: [(path: String, text: String)] = [
        (action, workflow("run: echo pytest")), (action, workflow("run: pytest || true")), (action, workflow("{run: pytest, if: false}")),
        (action, workflow("{run: pytest, continue-on-error: true}")), (action, workflow("run: pytest --version")),
        (action, workflow("{uses: actions/cache@v4, with: {key: pytest, path: pytest}}")), (action, workflow("{name: pytest, run: ls}")),
        (action, workflow("run: uv pip install pytest")), (action, workflow("run: pytest --collect-only")),
        (action, workflow("run: |\n          # pytest\n          ls")),
        (action, "on: push\nenv: {TOOL: pytest}\njobs: {pytest: {steps: []}}"),
        (".gitlab-ci.yml", "test: {script: [pytest], allow_failure: true}"), (".gitlab-ci.yml", "test: {script: [pytest], when: never}"),
        (".gitlab-ci.yml", "pytest:\n  script: [ls]\n"), (action, "jobs: [pytest"), ("Jenkinsfile", "echo 'pytest'\n// sh 'pytest'\n"),
        (".travis.yml", "install: pip install pytest\nscript: ls\n"),
        (action, workflow("run: |\n          cat <<EOF > run.sh\n          pytest\n          EOF")),
        (action, workflow("run: |\n          t() {\n            pytest\n          }\n          echo ok")),
        (action, workflow("run: false && pytest")),
        (action, workflow("run: if false; then pytest; fi")), (action, workflow("run: |\n          exit 0\n          pytest")),
        (action, workflow("run: |\n          set +e\n          pytest\n          exit 0")), (action, workflow("run: pytest | tee log")),
        (action, workflow("run: pytest &")), (action, workflow("run: pytest\n        continue-on-error: ${{ true }}")),
        (action, workflow("run: |\n          pytest && echo fine\n          ls")), (action, workflow("run: ls || pytest")),
        (action, workflow("run: cargo test --no-run")), (action, workflow("uses: actions/pytest@v1")),
        (action, workflow("run: make -n test")),
        (action, String(workflow("run: pytest").dropFirst("on: push\n".count))),
        (action, workflow("run: pytest").replacing("on: push", with: "on: workflow_dispatch")),
        (action, workflow("run: pytest").replacing("on: push", with: "on: {workflow_call: {}}")),
        (".gitlab-ci.yml", ".t:\n  script: [pytest]\n"), (".gitlab-ci.yml", "t:\n  rules:\n    - when: never\n  script: [pytest]\n"),
        (".gitlab-ci.yml", "t: {script: [pytest], when: manual}"), (".gitlab-ci.yml", "t: {script: [pytest], when: on_failure}"),
        (".gitlab-ci.yml", "t: {script: [pytest], rules: [{when: always, allow_failure: true}]}"),
        (".gitlab-ci.yml", "t: {script: [pytest], only: []}"),
        (".gitlab-ci.yml", ".d: {allow_failure: true}\nt: {extends: .d, script: [pytest]}"),
        (".gitlab-ci.yml", "variables: {PYTEST_ADDOPTS: --co}\nt: {script: [pytest]}"),
        (".gitlab-ci.yml", ".e: {when: never}\n.d: {extends: [.e]}\nt: {extends: .d, script: [pytest]}"),
        (".gitlab-ci.yml", "t: {script: [pytest], except: [branches, tags]}"),
        (".gitlab-ci.yml", ".a: {script: [pytest]}\n.b: {script: [ls]}\nt: {extends: [.a, .b]}\n"),
        (action, "<<<<<<< HEAD\n" + workflow("run: pytest")),
    ]

    @Test func aWorkflowThatAnotherOneCallsRuns() async throws {
        let called = Self.workflow("run: pytest").replacing("on: push", with: "on: workflow_call")
        let caller = "on: push\njobs: {a: {uses: ./.github/workflows/tests.yml}}\n"
        let files = [".github/workflows/tests.yml": called, Self.action: caller]
        #expect(try await ProbeProject(tracked: files).outcome("ci: configured") == .passed)
    }

    /// Services look at the root of a repository, wherever in it the project lies.
    @Test func theWorkflowsOfARepositoryAreAtItsRoot() async throws {
        func project(_ path: String, _ text: String, inside: Bool) throws -> ProbeProject {
            let project = try ProbeProject(texts: [inside ? path : "../../\(path)": text], tracked: ["a.py": "x"])
            project.git?.folder = "work/p"
            project.git?.others = [inside ? "work/p/\(path)" : path]
            if inside { project.git?.tracked.append(path) }
            return project
        }
        let text = Self.workflow("run: pytest")
        let found = try await project(Self.action, text, inside: false).verdict("ci: configured")
        #expect(found.message == "`../../\(Self.action)` runs `pytest`")
        #expect(try await project(Self.action, text, inside: true).outcome("ci: configured") == .failed)
        #expect(try await project("Jenkinsfile", "sh 'pytest'\n", inside: true).outcome("ci: configured") == .passed)
        for (directory, outcome) in [("work/p", ProbeVerdict.Outcome.passed), ("./work", .passed), ("work/q", .unknown)] {
            let text = Self.workflow("{run: pytest, working-directory: \(directory)}")
            #expect(try await project(Self.action, text, inside: false).outcome("ci: configured") == outcome, "\(directory)")
        }
        let hook = "repos: [{repo: x, hooks: [{id: black}]}]"
        #expect(try await project(".pre-commit-config.yaml", hook, inside: false).outcome("formatter: runs") == .passed)
    }

    /// The tests that the probe runs are those that CI runs.
    @Test func testsOfPythonsOwnLibraryNeedNoOther() async throws {
        func command(_ files: [String: String]) async throws -> String {
            try await ProbeProject(tracked: files).verdict("tests: pass").message
        }
        let own = ["tests/__init__.py": "",
            "tests/test_a.py": "import unittest\nclass A(unittest.TestCase):\n    def test_a(self): self.fail()\n"]
        #expect(try await command(own) == "`python3 -m unittest` was not run: allow it with `--allow-commands`")
        #expect(try await command(own.merging(["tests/test_b.py": "import pytest\n"]) { $1 }).hasPrefix("`pytest` "))
        #expect(try await command(["pyproject.toml": "x"]).hasPrefix("`pytest` "))
    }

    @Test(arguments: idle.indices) func whatOnlyNamesTestsDoesNot(index: Int) async throws {
        let found = try await outcome("ci: configured", Self.idle[index].path, Self.idle[index].text)
        #expect(found.outcome == .unknown, "\(Self.idle[index]) \(found.message)")
    }

    static let tools: [(probe: String, path: String, text: String, passes: Bool)] = [
        ("linter: runs", "package.json", "{\"scripts\": {\"lint\": \"eslint .\"}}", true),
        ("linter: runs", "package.json", "{\"devDependencies\": {\"eslint\": \"^9.0.0\"}}", false),
        ("linter: runs", "tox.ini", "[testenv]\ndeps =\n    flake8\ncommands =\n    pytest\n", false),
        ("linter: runs", "tox.ini", "[testenv]\ndeps = flake8\ncommands =\n    flake8 src\n", true),
        ("formatter: runs", ".pre-commit-config.yaml",
            "repos:\n- repo: https://github.com/psf/black\n  rev: 24.1.0\n  hooks: [{id: other}]\n", false),
        ("formatter: runs", ".pre-commit-config.yaml",
            "repos:\n- repo: https://x\n  hooks: [{id: blacken, additional_dependencies: [black]}]\n", false),
        ("formatter: runs", ".pre-commit-config.yaml", "repos:\n- repo: local\n  hooks:\n  - {id: f, entry: uv run black .}\n", true),
        ("linter: runs", ".pre-commit-config.yaml", "repos:\n- repo: x\n  hooks:\n  - id: ruff\n    args: [--fix]\n", true),
        ("formatter: runs", "Makefile", "format:\n\t-black .\n", false), ("formatter: runs", "Makefile", "format:\n\t@black .\n", true),
        ("formatter: runs", "Makefile", "help:\n\t@echo black\n", false),
        ("linter: runs", "noxfile.py", "session.install(\"ruff\", \"check\")\n", false),
        ("linter: runs", ".pre-commit-config.yaml", "repos:\n- repo: x\n  hooks:\n  - id: ruff\n    args: [--exit-zero]\n", false),
    ]

    /// A linter whose findings fail nothing, that prints or lists, or that is only named.
    @Test(arguments: [
        "ruff check --exit-zero .", "flake8 --exit-zero", "pylint --exit-zero a", "pylint --fail-under=0 a", "pylint --fail-under -1 a",
        "eslint --print-config a.js",
        "golangci-lint run --issues-exit-code=0", "swiftlint lint --lenient", "biome rage", "ruff check --show-files",
        "docker build -t ruff check",
        "echo \"to lint, run:\n          ruff check\n          \"", "python -c 'import flake8'",
    ])
    func anIdleLinterDoesNot(command: String) async throws {
        let found = try await outcome("linter: runs", Self.action, Self.workflow("run: |\n          \(command)"))
        #expect(found.outcome == .failed, "\(found.message)")
    }

    @Test(arguments: [
        "ruff check .", "pylint --fail-under=8 a", "eslint --max-warnings 0 .", "golangci-lint run", "swiftlint lint --strict",
        "uv run flake8", "biome check .",
    ])
    func aLinterRuns(command: String) async throws {
        let found = try await outcome("linter: runs", Self.action, Self.workflow("run: |\n          \(command)"))
        #expect(found.passes, "\(found.message)")
    }

    @Test(arguments: tools.indices) func toolsRun(index: Int) async throws {
        let tool = Self.tools[index]
        let found = try await outcome(tool.probe, tool.path, tool.text)
        #expect(found.passes == tool.passes, "\(tool) \(found.message)")
    }

    private static let black = "repos:\n- repo: https://github.com/psf/black\n  rev: 24.1.0\n  hooks:\n  - id: black\n"

    /// Hooks for no file, and hooks that only somebody's call runs: what stands before the hook, and in it.
    @Test(arguments: [
        ("exclude: .*", "", false), ("files: ^$", "", false), ("", "stages: [manual]", false), ("", "files: ^$", false),
        ("", "exclude: .*", false),
        ("default_stages: [manual]", "", false), ("", "", true), ("", "exclude: ^docs/", true), ("", "stages: [pre-commit, manual]", true),
        ("default_stages: [manual]", "stages: [pre-push]", true),
    ])
    func aHookRunsByItself(top: String, inside: String, passes: Bool) async throws {
        let text = "\(top)\n\(Self.black)    \(inside)\n"
        let found = try await outcome("formatter: runs", ".pre-commit-config.yaml", text)
        #expect(found.passes == passes, "\(text) \(found.message)")
    }

    static let files: [(path: String, text: String, passes: Bool)] = [
        ("a_test.go", "package a\nfunc TestMain(m *testing.M) {}\n", false), ("a_test.go", "func Testify(x int) int { return 1 }\n", false),
        ("a_test.go", "func TestA(x int) {}\n", false), ("a_test.go", "func Test(t *testing.T) {}\n", true),
        ("a_test.go", "func FuzzA(f *testing.F) {}\n", true),
        ("test_a.py", "import pytest\n@pytest.fixture\ndef test_data():\n    assert 1\n", false),
        ("test_a.py", "@fixture(scope='x')\ndef test_data():\n    assert 1\n", false),
        ("test_a.py", "class Helper:\n    def test_a(self):\n        assert 1\n", false),
        ("test_a.py", "def outer():\n    def test_a():\n        assert 1\n", false),
        ("test_a.py", "class Helper:\n    x = 1\n\ndef test_a():\n    assert 1\n", true),
        ("test_a.py", "class TestA:\n    class TestB:\n        def test_a(self):\n            assert 1\n", true),
        ("test_a.py", "@pytest.fixture\ndef data():\n    return 1\n\n@pytest.mark.slow\ndef test_a(data):\n    assert data\n", true),
        ("test_a.py", "class Spec(\n    unittest.TestCase,\n):\n    def test_a(self):\n        self.fail()\n", true),
        ("test_a.py", "if True:\n    def test_a():\n        assert 1\n", true),
        ("test_a.py", "from unittest import TestCase\n", false), ("test_a.py", "class TestConfig:\n    x = 1\n", false),
        ("test_a.py", "class TestA(TestCase):\n    async def test_b(self): self.fail()\n", true),
        ("test_split.py", "def test_split(df):\n    return df\n", false),
        ("test_a.py", "<<<<<<< HEAD\ndef test_a():\n    assert 1\n", false), ("test_a.py", "\"\"\"\ndef test_a(): pass\n\"\"\"\n", false),
        ("test_a.py", "\"\"\"What is tested.\"\"\"\n\ndef test_a(): assert 1\n", true), ("test_a.py", "latest = undef testing\n", false),
        ("a.test.js", "process.exit(1)\nawait(x)\n", false), ("a.test.js", "describe('a', () => {})\n", false),
        ("a.test.js", "/* test('a')\n test('b')\n*/\n", false), ("a.test.ts", "test('a', () => {})\n", true),
        ("test_a.jl", "@testset \"x\" begin end\n", false), ("test_a.jl", "@test_throws Error f()\n", true),
        ("ATests.swift", "@testable import A\nimport XCTest\n", false), ("ATests.swift", "@Test func a() {}\n", true),
        ("test_a.py", "def test_a():\n    pass  # assert something\n", false),
        ("test_a.py", "def test_a():\n    \"\"\"assert something\"\"\"\n", false),
        ("test_a.py", "def test_a():\n    '''\n    assert 1\n    '''\n", false),
        ("test_a.py", "def test_a():\n    print('assert')\n", false),
        ("test_a.py", "def test_a():\n    \"\"\"It's so.\"\"\"\n    assert f('#')  # it's\n", true),
        ("test_a.py", "X = '''\ndef test_a():\n'''\nassert X\n", false),
        ("test_a.py", "@unittest.skip('later')\nclass A(TestCase):\n    def test_a(self): self.fail()\n", false),
        ("test_a.py", "@pytest.mark.skip\ndef test_a():\n    assert 1\n", false),
        ("test_a.py", "@pytest.mark.skipif(x, reason='y')\ndef test_a():\n    assert 1\n", true),
        ("test_a.py", "@pytest.mark.skip\ndef test_a():\n    assert 1\n\ndef test_b():\n    assert 1\n", true),
        ("a.test.js", "describe.skip(\"x\", () => { it(\"y\", () => { expect(1).toBe(2) }) })\n", false),
        ("a.test.js", "describe.skip('x', () => {\n  it('y)', () => {\n    f()\n  })\n})\nit('z', () => {})\n", true),
        ("a.test.js", "xdescribe('x', () => {\n  it('y', () => {})\n})\n", false),
        ("tests.rs", "#[test]\n#[ignore]\nfn a() {}\n", false), ("tests.rs", "#[ignore = \"slow\"]\n#[test]\nfn a() {}\n", false),
        ("ATests.swift", "@Test(.disabled()) func a() {}\n", false),
        ("tests.rs", "#[test]\nfn a() {}\n", true), ("a_spec.rb", "exit 1\ncommit x\n", false),
    ]

    /// A file that names a thing, and says nothing of it.
    static let empty: [(probe: String, path: String, text: String)] = [
        ("monitoring: configured", "prometheus.yml", "scrape_configs: []\n"),
        ("monitoring: configured", "tests/fixtures/prometheus.yml", "scrape_configs: [{job_name: x}]\n"),
        ("schedule: set", action, "on:\n  schedule:\n    - cron: \"\"\njobs: {}\n"),
        ("interpreter: fixed", "pyproject.toml", "requires-python = \"\"\n"),
        ("updates: scheduled", "renovate.json", "{\"enabled\": false, \"extends\": [\"x\"]}"),
        ("updates: scheduled", "renovate.json", "{\"extends\": []}"),
        ("updates: scheduled", ".github/dependabot.yml",
            "updates:\n- package-ecosystem: pip\n  schedule: {interval: weekly}\n  open-pull-requests-limit: 0\n"),
        ("setup: one-command", "Makefile", "setup:\nclean:\n\trm x\n"),
        ("tests: exist", ".venv/lib/test_a.py", "def test_a():\n    assert 1\n"),
        ("tests: exist", "node_modules/x/a.test.js", "test('a')\n"), ("license: present", "LICENSE", "dummy\n"),
        ("docs: present", "docs/x.md", String(repeating: "w ", count: 60)),
        ("package: declared", "pyproject.toml", "[project]\nname = \"\"\nversion = \"1\"\n"),
    ]

    @Test(arguments: empty.indices) func aNameAloneSaysNothing(index: Int) async throws {
        let (probe, path, text) = Self.empty[index]
        let found = try await ProbeProject("mlkit: 1\nproject: {name: p, license: MIT}\n", tracked: [path: text]).verdict(probe)
        #expect(!found.passes, "\(path): \(found.message)")
    }

    @Test(arguments: files.indices) func aFileHoldsTests(index: Int) async throws {
        let file = Self.files[index]
        let found = try await outcome("tests: exist", file.path, file.text)
        #expect(found.outcome == (file.passes ? .passed : .unknown), "\(file) \(found.message)")
    }
}
