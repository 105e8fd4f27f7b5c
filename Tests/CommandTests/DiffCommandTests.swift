import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit diff`, seen from outside.
@Suite struct DiffCommandTests {
    private func hash(_ text: String) -> String { String(ContentHash(of: text).hex.prefix(10)) }

    @Test func whatChangedSinceTheCommitIsShownWithItsDifference() async throws {
        let project = try await ViewedProject()
        #expect(try await project.output("diff") == "nothing changed between `HEAD` and now\n")
        try project.edit("rate: 0.1", "rate: 0.05")
        try project.edit("langs: [de, fr], size: {de: 1, fr: 2}", "langs: [de, it], size: {de: 1, it: 2}")
        let old = ["csv", "json", "txt"].map { $0 == "txt" ? "fit/fr.txt" : "reports/fr.\($0)" }
        let olds = try old.map { hash(try project.git.read($0)) }
        let before = try (hash(project.git.read("reports/de.csv")), hash(project.git.read("reports/de.json")))
        let oldReport = hash(try project.git.read("report.txt"))
        try await project.run()
        let report = (oldReport, hash(try project.git.read("report.txt")))
        let after = try (hash(project.git.read("reports/de.csv")), hash(project.git.read("reports/de.json")))
        let fit = hash("raw\n2\n")
        let text = try await project.output("diff")
        #expect(
            text == """
                stages
                  +  clean.it
                  +  fit.it
                  -  clean.fr
                  -  fit.fr

                parameters
                  langs.1  fr   ->  it
                  size.it  -    ->  2
                  rate     0.1  ->  0.05  -0.05
                  size.fr  2    ->  -

                metrics
                  fit.de  loss        0.1  ->  0.05  -0.05
                  fit.it  loss        -    ->  0.05
                  fit.it  rows.valid  -    ->  2
                  fit.fr  loss        0.1  ->  -
                  fit.fr  rows.valid  2    ->  -

                outputs
                  clean.it  clean/it.txt     -           ->  \(fit)
                  fit.de    reports/de.csv   \(before.0)  ->  \(after.0)
                  fit.de    reports/de.json  \(before.1)  ->  \(after.1)
                  fit.it    fit/it.txt       -           ->  \(fit)
                  fit.it    reports/it.csv   -           ->  \(after.0)
                  fit.it    reports/it.json  -           ->  \(after.1)
                  report    report.txt       \(report.0)  ->  \(report.1)
                  clean.fr  clean/fr.txt     \(fit)  ->  -
                  fit.fr    fit/fr.txt       \(olds[2])  ->  -
                  fit.fr    reports/fr.csv   \(olds[0])  ->  -
                  fit.fr    reports/fr.json  \(olds[1])  ->  -

                """)
    }

    @Test func twoCommitsAlsoAsMarkdownAndJSON() async throws {
        let project = try await ViewedProject()
        try project.edit("rate: 0.1", "rate: 0.05")
        try await project.run()
        try await project.git.git("commit", "--quiet", "--all", "--message", "Second")
        #expect(try await project.output("diff") == "nothing changed between `HEAD` and now\n")
        let markdown = try await project.output("diff", "HEAD~1", "HEAD", "--format", "markdown")
        #expect(
            markdown.hasPrefix(
                """
                **parameters**

                | parameter | old | new | change |
                |---|---|---|---|
                | rate | 0.1 | 0.05 | -0.05 |

                **metrics**

                | stage | metric | old | new | change |
                |---|---|---|---|---|
                | fit.de | loss | 0.1 | 0.05 | -0.05 |
                | fit.fr | loss | 0.1 | 0.05 | -0.05 |

                **outputs**

                | stage | output | old | new |
                |---|---|---|---|
                | fit.de | reports/de.csv |
                """))
        let json = try JSON(parsing: Array(try await project.output("diff", "HEAD~1", "--format", "json").utf8))
        #expect(json["from"] == "HEAD~1" && json["to"] == .null)
        #expect(json["parameters"] == [["name": "rate", "old": 0.1, "new": 0.05, "delta": -0.05]])
        #expect(
            json["metrics"]?.array?[0] == ["stage": "fit.de", "name": "loss", "old": 0.1, "new": 0.05, "delta": -0.05])
        #expect(json["outputs"]?.array?.count == 4)
        #expect(json["stages"] == ["added": [], "removed": []])
    }

    /// A value that a run alone was given explains its figures, and so does a key without a parameter in it.
    @Test func whatWasSetForARunAndKeysAreShown() async throws {
        let project = try await ViewedProject()
        let run = try await project.mlkit("run", "--set", "params.rate=0.2")
        #expect(run.status == 0, "\(run.error)")
        try project.edit("fit/*.txt > report.txt", "fit/*.txt|sort > report.txt")
        let text = try await project.output("diff")
        #expect(
            text.hasPrefix(
                """
                set for a run
                  fit.de  rate  0.1  ->  0.2  +0.1
                  fit.fr  rate  0.1  ->  0.2  +0.1

                keys
                  report  run  cat fit/*.txt > report.txt  ->  cat fit/*.txt|sort > report.txt

                metrics
                """), "\(text)")
        let json = try JSON(parsing: Array(try await project.output("diff", "--format", "json").utf8))
        #expect(json["parameters"] == [])
        #expect(json["set"]?.array?.first == ["stage": "fit.de", "name": "rate", "old": 0.1, "new": 0.2, "delta": 0.1])
        #expect(json["keys"]?.array?.first?["name"] == "run")
    }

    @Test func aProjectInAFolderOfItsRepositoryIsFound() async throws {
        let git = try await GitSandbox()
        let spec = "mlkit: 1\nproject: {name: p}\nparams: {a: 1}\n"
        try await git.commit(["README": "x"])
        try await git.commit(["sub/mlkit.yaml": spec])
        try git.write(spec.replacing("a: 1", with: "a: |\n  b | `c`"), to: "sub/mlkit.yaml")
        let folder = git.path.appending("sub")
        let outcome = try await BuiltTool.mlkit(["diff"], in: folder, environment: git.variables)
        #expect(outcome.status == 1)
        try git.write(spec.replacing("a: 1", with: "a: 'b | `c`'"), to: "sub/mlkit.yaml")
        let markdown = try await BuiltTool.mlkit(
            ["diff", "--format", "markdown"], in: folder, environment: git.variables)
        #expect(
            markdown.output
                == "**parameters**\n\n| parameter | old | new | change |\n|---|---|---|---|\n| a | 1 | b \\| \\`c\\` |  |\n"
        )
        let older = try await BuiltTool.mlkit(["diff", "HEAD~1"], in: folder, environment: git.variables)
        #expect(older.status == 1)
        #expect(
            older.error
                == "error: there is no `sub/mlkit.yaml` in `HEAD~1`\n\nhint: the project may be younger than that commit\n"
        )
    }

    @Test func aRevisionThatIsNoneOrBrokenIsNamed() async throws {
        let project = try await ViewedProject()
        let unknown = try await project.mlkit("diff", "HAED")
        #expect(unknown.status == 1)
        #expect(unknown.error == "error: `HAED` names no commit in this repository\n\nhint: did you mean `HEAD`?\n")
        let far = try await project.mlkit("diff", "deadbeef")
        #expect(
            far.error
                == "error: `deadbeef` names no commit in this repository\n\nhint: name a branch, a tag or a commit; `git fetch` gets "
                    + "those of others\n"
        )
        let good = try project.git.read("mlkit.yaml")
        try await project.git.commit(["mlkit.yaml": "mlkit: 0\nproject: {name: p}\n"])
        try project.git.write(good, to: "mlkit.yaml")
        let broken = try await project.mlkit("diff")
        #expect(broken.status == 1)
        #expect(broken.error.hasPrefix("error: `mlkit` must be 1, not 0\n --> HEAD:mlkit.yaml:1:8\n"))
    }
}
