import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// Probes that look at files of the tree: each with a project that passes and one that does not.
@Suite struct TreeProbeTests {
    private func outcome(
        _ probe: String, _ texts: [String: String] = [:], tracked: [String: String] = [:],
        spec: String = "mlkit: 1\nproject: {name: p}\n"
    ) async throws -> String {
        try await ProbeProject(spec, texts, tracked: tracked).outcome(probe).rawValue
    }

    @Test func filesByPattern() async throws {
        #expect(try await outcome("file: Dockerfile", ["Dockerfile": "FROM a"]) == "passed")
        #expect(try await outcome("file: Dockerfile", ["Dockerfile": ""]) == "failed")
        #expect(try await outcome("file: '{docs}/*label*'", ["docs/our-labels.md": "x"]) == "passed")
        #expect(try await outcome("any_file: [a.txt, '**/b.txt']", ["x/y/b.txt": "x"]) == "passed")
        #expect(try await outcome("any_file: [a.txt, b.txt]", ["x/b.txt": "x"]) == "failed")
        #expect(try await outcome("file: '{original}/**'", ["data/original/a/b.csv": "x"]) == "passed")
        #expect(try await outcome("file: '{original}/**'", ["data/original/a/b.csv": ""]) == "failed")
    }

    @Test func whatGitIgnoresIsNotLookedAt() async throws {
        let project = try ProbeProject(texts: ["venv/Dockerfile": "x", "models/trees/metrics.json": "{}"])
        project.git?.ignored = ["venv/", "models/"]
        #expect(try await project.outcome("file: '**/Dockerfile'") == .failed)
        #expect(try await project.outcome("file: '{models}/*/metrics.json'") == .passed)
        // Nor a file that is named.
        project.git?.ignored = ["venv/Dockerfile", "models/"]
        #expect(try await project.outcome("file: venv/Dockerfile") == .failed)
        #expect(try await project.outcome("file: '{models}/trees/metrics.json'") == .passed)
        project.git?.ignored = []
        #expect(try await project.outcome("file: '**/Dockerfile'") == .passed)
    }

    @Test func outsideGitTrackedFilesCannotBeTold() async throws {
        let project = try ProbeProject(texts: ["uv.lock": "x"], git: false)
        for probe in ["environment: pinned", "secrets: none", "tests: exist", "ci: configured"] {
            #expect(try await project.outcome(probe) == .unknown)
        }
        #expect(try await project.outcome("git: repository") == .failed)
    }

    @Test func tooling() async throws {
        #expect(try await outcome("environment: pinned", tracked: ["uv.lock": "[[package]]"]) == "passed")
        #expect(try await outcome("environment: pinned", tracked: ["uv.lock": "version = 1"]) == "unknown")
        #expect(try await outcome("environment: pinned", ["uv.lock": "[[package]]"]) == "failed")
        let pinned = "# ours\n--index-url https://x\na==1.0\nb @ https://c/b.whl --hash=sha256:\(String(repeating: "1", count: 64))\n"
        #expect(try await outcome("environment: pinned", tracked: ["requirements.txt": pinned]) == "passed")
        #expect(try await outcome("environment: pinned", tracked: ["requirements.txt": "a==1\nb>=2\n"]) == "failed")
        #expect(try await outcome("tests: exist", tracked: ["src/tests/test_a.py": "def test_a(): assert 1"]) == "passed")
        #expect(try await outcome("tests: exist", tracked: ["src/tests/test_a.py": "x"]) == "unknown")
        #expect(try await outcome("tests: exist", tracked: ["src/split_train_test.py": "def split(a): pass"]) == "unknown")
        #expect(try await outcome("tests: exist", tracked: ["a_test.go": "// func Test\nfunc TestA(t *testing.T) {}"]) == "passed")
        #expect(try await outcome("tests: exist", tracked: ["src/latest_a.py": "x"]) == "failed")
        #expect(try await outcome("ci: configured",
            tracked: [".github/workflows/ci.yml": "on: push\njobs: {a: {runs-on: x, steps: [{run: python -m pytest -q}]}}"]) == "passed")
        for text in ["run: echo hi", "# run: pytest", "run: pip install pytest", "- name: pytest"] {
            #expect(try await outcome("ci: configured", tracked: [".github/workflows/ci.yml": text]) == "unknown", "\(text)")
        }
        for text in ["make -C src test", "npm run test:unit", "uv run pytest", "cargo test --all", "tox -e py311"] {
            #expect(try await outcome("ci: configured", tracked: [".gitlab-ci.yml": "t: {script: \(text)}"]) == "passed", "\(text)")
        }
        #expect(try await outcome("ci: configured", tracked: ["github/ci.yml": "x"]) == "failed")
        #expect(try await outcome("monitoring: configured", tracked: ["ops/grafana/a/b.json": "{\"panels\": [{\"id\": 1}]}"]) == "passed")
        for text in ["scrape_configs:\n  - job_name: a\n", "scrape_configs:\n- job_name: a\n", "rule_files: [a.yml]\n"] {
            #expect(try await outcome("monitoring: configured", tracked: ["ops/prometheus.yml": text]) == "passed", "\(text)")
        }
        // A key with nothing in it says nothing.
        for text in ["scrape_configs: []", "scrape_configs:", "scrape_configs:\nother: 1", "rule_files: null\n", "scrape_configs: [\n]"] {
            #expect(try await outcome("monitoring: configured", tracked: ["ops/prometheus.yml": text]) == "failed", "\(text)")
        }
        #expect(try await outcome("monitoring: configured", tracked: ["ops/grafana/a/b.json": "{\"panels\": []}"]) == "failed")
        #expect(try await outcome("setup: one-command", tracked: ["Makefile": "setup:\n\tpip install .\n"]) == "passed")
        #expect(try await outcome("setup: one-command", tracked: ["Makefile": "setup:\n\ntest:\n\tpytest\n"]) == "failed")
        #expect(try await outcome("monitoring: configured", tracked: ["ops/prometheus.yml": "x"]) == "failed")
        #expect(try await outcome("monitoring: configured", tracked: ["ops/other.yml": "x"]) == "failed")
    }

    @Test func documents() async throws {
        let readme = "Title\n=====\n\n## How to Install\n\n```sh\n# run\nmake\n```\n\n## Running\n\n### In a shell\n\nmlkit run\n"
        #expect(try await outcome("readme: [install, run]", ["README.md": readme]) == "passed")
        #expect(try await outcome("readme: [install]", ["README.md": "# Install\n\n# Next\nx\n"]) == "failed")
        #expect(try await outcome("readme: [install]") == "failed")
        let licensed = "mlkit: 1\nproject: {name: p, license: MIT}\n"
        #expect(try await outcome("license: present", tracked: ["LICENSE": LicenseProbeTests.mit], spec: licensed) == "passed")
        #expect(try await outcome("license: present", tracked: ["LICENSE": LicenseProbeTests.mit]) == "failed")
        #expect(try await outcome("license: present", ["LICENSE": LicenseProbeTests.mit], spec: licensed) == "failed")
        let long = (0..<50).map { "word\($0 / 2) " }.joined()
        #expect(try await outcome("docs: present", ["docs/a/guide.md": long]) == "passed")
        #expect(try await outcome("docs: present", ["docs/guide.md": "short"]) == "failed")
        // What git ignores is in no other clone.
        let project = try ProbeProject("mlkit: 1\nproject: {name: p}\n", ["docs/a/guide.md": long])
        project.git?.ignored = ["docs/a"]
        #expect(try await project.outcome("docs: present") == .failed)
    }

    /// What nobody sees says nothing: comments, definitions of links, front matter, places that wait for a text.
    @Test func onlyWhatIsShownCounts() async throws {
        let hidden = [
            "<!--\n# Install\n\nwrite this\n-->\n", "# Install\n<!-- write this -->\n",
            "# Install\n\n[x]: https://x.org\n[//]: # (write this)\n",
            "# Install\n\n{{ how to install }}\n", "# Install\n\n[More Information Needed]\n", "# Install\n\n<how to install it>\n",
            "# Install\nTODO\n",
            "# Install\n```sh\n```\n", "# Install\n<!-- it goes on\n\nand on\n",
        ]
        for text in hidden { #expect(try await outcome("readme: [install]", ["README.md": text]) == "failed", "\(text)") }
        let shown = [
            "# Install\n<!-- first --> run make\n", "# Install\n```html\n<!-- kept -->\n```\n",
            "# Install\nSee [the page][1].\n\n[1]: https://x.org\n",
            "# Install\nComments are `<!--` and so on\n\n", "# Install\n- [ ] get the data\n", "# Install\n<p>Run it</p>\n",
        ]
        for text in shown { #expect(try await outcome("readme: [install]", ["README.md": text]) == "passed", "\(text)") }
        let many = (0..<60).map { "word\($0) " }.joined()
        for (path, text) in [
            ("docs/a.md", "<!-- \(many) -->"), ("docs/a.md", "---\ntext: \(many)\n---\n"), ("docs/a.html", "<p><!--\n\(many)\n--></p>"),
            ("docs/a.rst", ".. hidden\n   \(many)\n"),
        ] { #expect(try await outcome("docs: present", [path: text]) == "failed", "\(path)") }
        #expect(try await outcome("docs: present", ["docs/a.rst": ".. note::\n   \(many)\n"]) == "passed")
        let parts = ["Use", "Data", "Metrics", "Limits"].map { "# \($0)\n\nIt is so.\n" }.joined()
        #expect(try await outcome("model_card: complete", ["MODEL_CARD.md": "---\nlicense: mit\n---\n<!--\n\(parts)-->\n"]) == "failed")
        #expect(try await outcome("data_sheet: complete", ["DATASHEET.md": "<!--\n\(parts)-->\n"]) == "failed")
        #expect(try await outcome("data_sheet: complete", ["DATASHEET.md": parts]) == "passed")
    }

    /// What nobody has touched says nothing of the project.
    @Test func textOfTheTemplateIsNobodysWord() async throws {
        let many = (0..<60).map { "word\($0) " }.joined()
        for (probe, path) in [("docs: present", "docs/a.md"), ("any_file: ['docs/*']", "docs/a.md"), ("file: 'README.md'", "README.md")] {
            let project = try ProbeProject(texts: [path: many])
            #expect(try await project.outcome(probe) == .passed)
            project.rendered = [path: many]
            let verdict = try await project.verdict(probe)
            #expect(verdict.outcome == .failed && verdict.message.contains("`\(path)` is as the template wrote it"), "\(verdict.message)")
            try project.write(many + "and mine", to: path)
            #expect(try await project.outcome(probe) == .passed)
        }
        let spec = "mlkit: 1\nproject: {name: p, title: T, description: Predict a column.}\n"
        let described = try ProbeProject(spec)
        #expect(try await described.outcome("spec: project.description") == .passed)
        described.rendered = ["mlkit.yaml": spec.replacing("name: p", with: "name: q")]
        #expect(try await described.outcome("spec: project.description") == .failed)
        #expect(try await described.outcome("spec: project.name") == .passed)
        described.spec = spec.replacing("a column", with: "what a flat is worth")
        #expect(try await described.outcome("spec: project.description") == .passed)
        // What is no document may well be right as it came.
        let project = try ProbeProject(texts: ["pyproject.toml": "[project]\n"])
        project.rendered = ["pyproject.toml": "[project]\n"]
        #expect(try await project.outcome("any_file: [pyproject.toml]") == .passed)
    }

    /// A question may go on in the next line; a title with an introduction answers nothing.
    @Test func aDataSheetOfQuestionsIsNone() async throws {
        let asked = "# Data sheet\n\nIt follows a paper.\n" + (1...5).map { "## Part \($0)\n\nWhy was it made, and what\nfor?\n" }.joined()
        #expect(try await outcome("data_sheet: complete", ["DATASHEET.md": asked]) == "failed")
        let answered = asked.replacing("for?\n", with: "for?\nTo learn from it.\n")
        #expect(try await outcome("data_sheet: complete", ["DATASHEET.md": answered]) == "passed")
        let tables = "# Data sheet\n" + (1...4).map { "## Part \($0)\n\n| column | what it is |\n|---|---|\n| a | who is it? |\n" }.joined()
        #expect(try await outcome("data_sheet: complete", ["DATASHEET.md": tables]) == "passed")
    }

    @Test func cards() async throws {
        let card = """
            ---
            license: mit
            ---
            # Model
            ## Intended use
            For us.
            ## Training data
            Ours.
            ## Metrics
            | auc | 0.9 |
            ## Limits
            None TBDetermined.
            """
        #expect(try await outcome("model_card: complete", ["MODEL_CARD.md": card]) == "passed")
        #expect(try await outcome("model_card: complete", ["docs/MODEL_CARD.md": card]) == "passed")
        // One of several headings with the word has a text.
        let second = card.replacing("For us.\n", with: "").replacing("# Metrics", with: "# Use\nFor us.\n# Metrics")
        #expect(try await outcome("model_card: complete", ["MODEL_CARD.md": second]) == "passed")
        for (old, new) in [("license: mit", "a: b"), ("Ours.", "TODO: say"), ("For us.", ""), ("## Limits", "## More")] {
            let worse = card.replacing(old, with: new)
            #expect(try await outcome("model_card: complete", ["MODEL_CARD.md": worse]) == "failed", "\(new)")
        }
        #expect(try await outcome("model_card: complete") == "failed")
        let sheet = (1...4).map { "## Part \($0)\n\nWhy was it made?\n\nTo learn from it.\n" }.joined()
        #expect(try await outcome("data_sheet: complete", ["docs/data-sheet.md": sheet]) == "passed")
        #expect(try await outcome("data_sheet: complete", ["DATASHEET.md": sheet + "TODO\n"]) == "failed")
        let asked = sheet.replacing("To learn from it.", with: "_And by whom?_")
        #expect(try await outcome("data_sheet: complete", ["DATASHEET.md": asked]) == "failed")
    }

    @Test func notebooksAndIgnoredData() async throws {
        let clean = "{\"cells\": [{\"outputs\": []}, {\"source\": []}]}"
        #expect(try await outcome("git: clean-notebooks", tracked: ["a.ipynb": clean]) == "passed")
        let dirty = "{\"cells\": [{\"outputs\": [{}]}]}"
        #expect(try await outcome("git: clean-notebooks", tracked: ["a.ipynb": dirty]) == "failed")
        let project = try ProbeProject()
        #expect(try await project.outcome("gitignore: covers-data") == .failed)
        project.git?.ignored = ["data/", "models/", "logs/"]
        #expect(try await project.outcome("gitignore: covers-data") == .passed)
    }

    @Test func largeFiles() async throws {
        let large = String(repeating: "x", count: 3000)
        let project = try ProbeProject(tracked: ["a.bin": large])
        #expect(try await project.outcome("git: {no-large-files: 1MiB}") == .passed)
        #expect(try await project.outcome("git: {no-large-files: 2KiB}") == .failed)
        project.git?.commits = ["a.bin": "version https://git-lfs.github.com/spec/v1\n"]
        #expect(try await project.outcome("git: {no-large-files: 2KiB}") == .passed)
    }

    @Test func commandsRunWithConsentOnly() async throws {
        let project = try ProbeProject(texts: ["Makefile": "all:\n\tls\ntest: all\n\tls\n"])
        #expect(try await project.verdict("command: make lint").message == "`make lint` was not run: allow it with `--allow-commands`")
        project.allowed = ["make lint": 0, "make test": 2]
        #expect(try await project.outcome("command: make lint") == .passed)
        #expect(try await project.outcome("tests: pass") == .failed)
        #expect(project.ran == ["make lint", "make lint", "make test"])
        _ = try project.runner().glance(at: ProbeProject.item("command: make lint"))
        #expect(project.ran.count == 3)
        #expect(try await ProbeProject().outcome("tests: pass") == .unknown)
    }
}
