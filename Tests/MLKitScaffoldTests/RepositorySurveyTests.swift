import MLKitCore
import MLKitGit
import MLKitScaffold
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct RepositorySurveyTests {
    @Test func aProjectSaysWhatItIs() throws {
        let fixture = try AdoptFixture([
            "README.md": """
            [![build](https://x.org/b.svg)](https://x.org)
            <p align="center">logo</p>

            # Churn of **customers** ![x](y.png)

            > a quotation

            Predicts [which customers](https://x.org) leave, from their `bills`.
            It goes on.

            A second paragraph.

            """,
            "pyproject.toml": """
            [build-system]
            name = "wrong"
            [project]
            name = "Churn_Model"  # the package
            license = {text = "BSD-3-Clause"}
            authors = [{name = "Grace Example", email = "g@example.com"}]

            """, "LICENSE": "MIT License\n\nPermission is hereby granted, free of charge, to any person…\n"
                + "THE SOFTWARE IS PROVIDED \"AS IS\"\n",
        ])
        let facts = try fixture.survey().facts
        #expect(facts.name == ProjectFact(value: "churn-model", source: "pyproject.toml"))
        #expect(facts.title == ProjectFact(value: "Churn of customers", source: "README.md"))
        #expect(
            facts.summary
                == ProjectFact(value: "Predicts which customers leave, from their bills. It goes on.", source: "README.md"))
        #expect(facts.license == ProjectFact(value: "MIT", source: "LICENSE"))
        #expect(facts.owner == ProjectFact(value: "Grace Example", source: "pyproject.toml"))
        try fixture.makeRepository()
        #expect(try fixture.survey().facts.owner == ProjectFact(value: "Ada Example", source: "git"))
    }

    @Test(arguments: [
        ("README.rst", "Churn model\n===========\n\nTells who leaves the company next.\n", "Churn model"),
        ("README.md", "Title\r\n---\r\n\r\nTells who leaves the company next.\r\n", "Title"),
        ("readme.md", "<h1 align=center><img src=x>&nbsp;Big <b>one</b></h1>\n\nTells who leaves the company next.\n", "Big one"),
    ])
    func readmesOfEveryKind(name: String, text: String, title: String) throws {
        let facts = try AdoptFixture([name: text]).survey().facts
        #expect(facts.title?.value == title)
        #expect(facts.summary?.value == "Tells who leaves the company next.")
    }

    @Test func otherPackageFiles() throws {
        let node = try AdoptFixture([
            "package.json": #"{"name": "@org/web-churn", "description": "A web thing", "license": "ISC", "author": "Jo <j@x.org>"}"#
        ]).survey().facts
        #expect(node.name.value == "org-web-churn" && node.license?.value == "ISC" && node.owner?.value == "Jo")
        let setup = try AdoptFixture(["setup.cfg": "[metadata]\nname = old_churn\ndescription = Tells who leaves\n"]).survey().facts
        #expect(setup.name.value == "old-churn" && setup.summary?.value == "Tells who leaves")
        let broken = try AdoptFixture(["package.json": "{", "pyproject.toml": "[project\nname ==\n\"\""]).survey().facts
        #expect(broken.name == ProjectFact(value: "churn", source: "the folder's name"))
    }

    @Test func filesOfToolsAndWhatIsBehindLinksAreNotLookedAt() throws {
        let fixture = try AdoptFixture([
            "src/a.py": "", "node_modules/x/b.js": "", ".venv/lib/c.py": "", "own-env/pyvenv.cfg": "", "own-env/d.py": "",
            "src/__pycache__/a.pyc": "", "nested/.git/HEAD": "", "nested/e.py": "",
        ])
        try fixture.scratch.write("secret", to: "outside/f.py")
        try AdoptLinks.make("../outside", at: fixture.folder.appending("linked"))
        let tree = try fixture.tree()
        #expect(tree.files == ["src/a.py"])
        #expect(tree.links == ["linked"])
        #expect(tree.repository == nil)
    }

    @Test func gitDecidesWhatCounts() throws {
        let fixture = try AdoptFixture([
            ".gitignore": "data/\n*.tmp\n", "src/a.py": "", "x.tmp": "", "data/raw/b.csv": "1,2\n",
            "env/pyvenv.cfg": "", "env/lib.py": "",
        ])
        try fixture.makeRepository()
        let survey = try fixture.survey()
        #expect(survey.tree.files == [".gitignore", "src/a.py"])
        #expect(survey.languages.map { "\($0.language) \($0.files)" } == ["Python 1"])
        // Data is mostly ignored, and counts all the same.
        #expect(survey.data.map { "\($0.path) \($0.files) \($0.bytes) \($0.formats)" } == ["data/raw 1 4 [\"csv\"]"])
    }

    @Test func dataAndSoftwareAreFound() throws {
        let survey = try AdoptFixture([
            "datasets/a.csv": "12345", "datasets/b.json.gz": "123", "datasets/c.csv": "", "package-lock.json": "{}",
            "top.parquet": "12", "requirements-dev.txt": "", "environment.yml": "", "deep/er/uv.lock": "",
        ]).survey()
        #expect(
            survey.data.map { "\($0.path): \($0.files) \($0.bytes) \($0.formats)" } == [
                ": 1 2 [\"parquet\"]", "datasets: 3 8 [\"csv\", \"json\"]",
            ])
        #expect(survey.environments == ["environment.yml", "requirements-dev.txt"])
    }

    @Test(arguments: [
        (["data/train/a.csv", "src/tests/t.py", "src/a.py", "logs/x.log"], "classic"),
        (["data/raw/a.csv", "churn/__init__.py", "churn/modeling/__init__.py", "references/x.md", "tests/t.py"], "data-science"),
        (["configs/a.py", "dataloader/a.py", "evaluation/a.py", "executor/a.py", "model/a.py", "utils/a.py"], "packages"),
        (
            ["datasets/a.csv", "src/a.py", "artifacts/m.pkl", "nb/a.ipynb"],
            "classic, with data in datasets, models in artifacts, notebooks in nb"),
        (["models/net.py", "train.py"], "classic, with model in models"),
        (["notes.txt"], "classic"),
    ])
    func layoutsAreGuessed(files: [String], layout: String) throws {
        let fixture = try AdoptFixture(Dictionary(uniqueKeysWithValues: files.map { ($0, "") }))
        #expect(try fixture.survey().layout.summary == layout)
    }

    @Test func aGuessedLayoutHasTheFoldersThatAreThere() throws {
        let layout = try AdoptFixture([
            "data/raw/a.csv": "", "src/churn/__init__.py": "", "src/churn/models/net.py": "", "test/t.py": "",
            "results/figs/a.png": "",
        ]).survey().layout.layout
        #expect(layout[.original] == "data/raw" && layout[.utils] == "src/churn" && layout[.model] == "src/churn/models")
        #expect(layout[.tests] == "test" && layout[.reports] == "results" && layout[.figures] == "results/figs")
    }

}
