import MLKitCore
import SystemPackage
import Testing

@testable import MLKitScaffold

/// What a change of `layout:` does to a project.
@Suite struct LayoutUpdateTests {
    private static let spec = """
        mlkit: 1
        project: {name: demo}
        layout: {{ layout.name }}
        stages:
          # what it reads and writes
          report:
            run: python3 {{ layout.executor }}/report.py --out {{ layout.reports }}/x.json
            inputs: [{{ layout.executor }}/report.py, {{ layout.original }}/a.csv]
            outputs: [docs/report.md]
          other:
            run: python3 {% if layout.name == "packages" %}main.py{% else %}{{ layout.executor }}/report.py{% endif %}
            inputs: [{% if layout.name == "packages" %}main.py, {% endif %}{{ layout.executor }}/report.py]

        """
    private static let evidence = """
        ---
        item: data.rights
        evidence:
          - path: data/original/a.csv
            sha256: x
        ---
        A note.

        """
    private static let files = [
        "mlkit.yaml.stencil": spec, "{{ layout.executor }}/report.py": "print(1)\n",
        "{{ layout.tests }}/test_report.py": "test = 1\n", "{{ layout.original }}/README.md": "put it here\n",
        "README.md.stencil": "code is in {{ layout.utils }}\n",
    ]

    private func fixture() async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(Self.files, ownership: "  \"data/**\": seed\n")
        let own = """
              mine:
                run: ["python3", -m, src.mine, "src/mine.py"]   # my own
                inputs: [src/mine.py, "src/tests/", "data/original/*.csv"]
                outputs: [data/train/out.ignored]

            """
        for doing in [
            Doing.write("mlkit.yaml", (try fixture.read("mlkit.yaml") ?? "") + own),
            .write("src/mine.py", "mine = 1\n"), .write("src/tests/test_mine.py", "import src.mine\n"),
            .write("src/deep/er/x.py", "x = 1\n"), .write("data/original/a.csv", "a\n1\n"),
            .write("data/train/big.ignored", "big\n"), .write("src/store/z.ignored", "z\n"),
            .write("src/report.py", "print(2)\n"), .write("NOTES.md", "see src/mine.py\n"),
            .write("checklist/data/rights.md", Self.evidence),
        ] { try fixture.perform(doing) }
        try await fixture.commit()
        return fixture
    }

    private func change(_ fixture: UpdateFixture, from old: String, to new: String) async throws {
        let text = try fixture.read("mlkit.yaml") ?? ""
        #expect(text.contains("layout: \(old)\n"))
        try fixture.perform(.write("mlkit.yaml", text.replacing("layout: \(old)\n", with: "layout: \(new)\n")))
        let update = try fixture.update()
        #expect(update.plan.conflicts.map(\.path) == [])
        try update.apply()
        #expect(try await fixture.status().filter { !"MARD".contains($0.first ?? " ") } == [])
        try await fixture.commit()
        #expect(try fixture.update().plan.lines == [])
    }

    @Test func fromOneToTheNextAndBack() async throws {
        let fixture = try await fixture()
        let tree = try fixture.tree()
        try await change(fixture, from: "classic", to: "packages")
        let packages = Set(try fixture.tree().keys)
        for path in [
            "executor/report.py", "tests/test_report.py", "tests/test_mine.py", "utils/mine.py", "utils/deep/er/x.py",
            "utils/store/z.ignored", "data/original/a.csv",
        ] { #expect(packages.contains(path), "\(path)") }
        #expect(!packages.contains { $0.hasPrefix("src/") })
        #expect(try !LocalFileSystem().exists(fixture.file("src")))
        #expect(try fixture.read("executor/report.py") == "print(2)\n")
        #expect(
            try fixture.read("mlkit.yaml") == """
                mlkit: 1
                project: {name: demo}
                layout: packages
                stages:
                  # what it reads and writes
                  report:
                    run: python3 executor/report.py --out reports/x.json
                    inputs: [executor/report.py, data/original/a.csv]
                    outputs: [docs/report.md]
                  other:
                    run: python3 main.py
                    inputs: [main.py, executor/report.py]
                  mine:
                    run: ["python3", -m, utils.mine, "utils/mine.py"]   # my own
                    inputs: [utils/mine.py, "tests/", "data/original/*.csv"]
                    outputs: [data/train/out.ignored]

                """)
        try await change(fixture, from: "packages", to: "data-science")
        let science = Set(try fixture.tree().keys)
        for path in [
            "demo/modeling/report.py", "tests/test_report.py", "demo/mine.py", "data/raw/a.csv", "data/raw/README.md",
            "data/processed/train/big.ignored",
        ] { #expect(science.contains(path), "\(path)") }
        #expect(try fixture.read("checklist/data/rights.md")?.contains("  - path: data/raw/a.csv\n") == true)
        try await change(fixture, from: "data-science", to: "classic")
        let back = try fixture.tree()
        #expect(Set(back.keys) == Set(tree.keys))
        for (path, text) in tree where !path.hasPrefix(".mlkit/") { #expect(back[path] == text, "\(path)") }
    }

    @Test func aLayoutOfOnesOwn() async throws {
        let fixture = try await fixture()
        let index = try fixture.index()
        let tree = try fixture.tree()
        let text = try fixture.read("mlkit.yaml") ?? ""
        let own = "layout:\n  base: classic\n  data: datasets\n  utils: lib\n"
        try fixture.perform(.write("mlkit.yaml", text.replacing("layout: classic\n", with: own)))
        #expect(try fixture.apply().conflicts.isEmpty)
        let names = Set(try fixture.tree().keys)
        #expect(names.isSuperset(of: ["datasets/original/a.csv", "datasets/train/big.ignored", "lib/mine.py"]))
        #expect(try fixture.read("mlkit.yaml")?.contains(own) == true)
        #expect(try fixture.read("mlkit.yaml")?.contains("datasets/original/*.csv") == true)
        try fixture.undo()
        #expect(try fixture.index() == index)
        #expect(try fixture.tree().filter { $0.key != "mlkit.yaml" } == tree.filter { $0.key != "mlkit.yaml" })
    }

    @Test func whatIsInTheWayIsNamedBeforehand() async throws {
        let fixture = try await fixture()
        try fixture.perform(.write("utils/mine.py", "another\n"))
        try await fixture.commit()
        let text = try fixture.read("mlkit.yaml") ?? ""
        try fixture.perform(.write("mlkit.yaml", text.replacing("layout: classic", with: "layout: packages")))
        let tree = try fixture.tree()
        #expect(
            messages { try fixture.apply() } == ["`utils/mine.py` cannot be written: something of that name is there"])
        #expect(try fixture.tree() == tree)
    }

    @Test func filesThatStillNameOldFoldersAreListed() async throws {
        let fixture = try await fixture()
        let text = try fixture.read("mlkit.yaml") ?? ""
        try fixture.perform(.write("mlkit.yaml", text.replacing("layout: classic", with: "layout: packages")))
        #expect(
            try fixture.update().plan.notes == [
                .warning(
                    "1 file still mentions folders that are elsewhere now", notes: ["`NOTES.md`"],
                    hint: "put the new paths there")
            ])
    }

    @Test func foldersTradePlaces() async throws {
        let fixture = try await UpdateFixture(["a.txt": "a\n"])
        for (path, text) in [("models/f.txt", "model\n"), ("reports/f.txt", "report\n"), ("models/m.ignored", "m\n")] {
            try fixture.perform(.write(path, text))
        }
        try await fixture.commit()
        let tree = try fixture.tree()
        let text = try fixture.read("mlkit.yaml") ?? ""
        let layout = "layout: {models: reports, reports: models, figures: models/figures}"
        try fixture.perform(.write("mlkit.yaml", text.replacing("layout: classic", with: layout)))
        try fixture.apply()
        #expect(try fixture.read("models/f.txt") == "report\n" && fixture.read("reports/f.txt") == "model\n")
        #expect(try fixture.read("reports/m.ignored") == "m\n")
        try fixture.undo()
        #expect(try fixture.tree().filter { $0.key != "mlkit.yaml" } == tree.filter { $0.key != "mlkit.yaml" })
    }
}
