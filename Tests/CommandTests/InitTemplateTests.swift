import MLKitTestSupport
import Testing

/// What becomes later of the template that `mlkit init` has named: what was taken, and what was declined.
@Suite struct InitTemplateTests {
    let churn: ChurnProject

    init() throws { churn = try ChurnProject() }

    /// What the template brings later is merged into the user's own files, and what was declined stays away.
    @Test func aNewerTemplateIsMerged() async throws {
        let header = "template: 1\nname: small\nversion: 1.0.0\ndescription: small\n"
        try churn.scratch.write(header, to: "small/template.yaml")
        try churn.scratch.write("*.tmp\n", to: "small/files/.gitignore")
        try churn.scratch.write("one\n", to: "small/files/declined.txt")
        let own = ChurnProject.files[".gitignore"] ?? ""
        try churn.scratch.write(own + "\n# mine\n\n*.tmp\n", to: "churn/.gitignore")
        _ = try await churn.git("init", "--quiet")
        #expect(try await churn.mlkit("init", "--template", "../small", "--accept", "spec").status == 0)
        #expect(try await churn.mlkit("plan").status == 0)
        _ = try await churn.git("add", "--all")
        _ = try await churn.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "Adopt")
        try churn.scratch.write("*.tmp\n*.bak\n", to: "small/files/.gitignore")
        try churn.scratch.write("two\n", to: "small/files/declined.txt")
        let applied = try await churn.mlkit("apply")
        #expect(applied.status == 0, "\(applied.output)\(applied.error)")
        #expect(try churn.scratch.read("churn/.gitignore") == own + "\n# mine\n\n*.tmp\n*.bak\n")
        #expect(try !churn.entries().contains("declined.txt"))
    }

    /// As git would check it out: else the `git add` that comes next is refused by `core.safecrlf`.
    @Test func whatIsWrittenHasTheLineEndsOfGit() async throws {
        try churn.scratch.write("template: 1\nname: small\nversion: 1.0.0\ndescription: small\n", to: "small/template.yaml")
        try churn.scratch.write("1\n", to: "small/files/a.txt")
        _ = try await churn.git("init", "--quiet")
        for name in ["autocrlf", "safecrlf"] { _ = try await churn.git("config", "core.\(name)", "true") }
        #expect(try await churn.mlkit("init", "--template", "../small", "--accept", "all").status == 0)
        let paths = ["mlkit.yaml", "a.txt", ".mlkit/renderings", ".mlkit/template.yaml"]
        for path in paths {
            let text = try churn.scratch.read("churn/\(path)")
            #expect(text.contains("\r\n") && !text.replacing("\r\n", with: "").contains("\n"), "\(path)")
        }
        _ = try await churn.git("add", "mlkit.yaml", "a.txt", ".mlkit")
        #expect(try await churn.git("ls-files").split(separator: "\n").count >= paths.count)
        let plan = try await churn.mlkit("plan")
        #expect(plan.status == 0, "\(plan.output)\(plan.error)")
    }

    /// What was done without is taken later, also where the template has gone on: other files wait for `mlkit apply`.
    @Test func whatWasDeclinedIsTakenLater() async throws {
        let header = "template: 1\nname: small\nversion: 1.0.0\ndescription: small\n"
        try churn.scratch.write(header, to: "small/template.yaml")
        try churn.scratch.write("/data/\n", to: "small/files/.gitignore")
        try churn.scratch.write("one\n", to: "small/files/declined.txt")
        _ = try await churn.git("init", "--quiet")
        #expect(try await churn.mlkit("init", "--template", "../small", "--accept", "spec").status == 0)
        _ = try await churn.git("add", "--all")
        _ = try await churn.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "Adopt")
        try churn.scratch.write("/data/\n*.bak\n", to: "small/files/.gitignore")
        try churn.scratch.write("two\n", to: "small/files/declined.txt")
        let taken = try await churn.mlkit("init", "--accept", "missing")
        #expect(taken.status == 0, "\(taken.error)")
        #expect(churn.normal(taken.output).hasPrefix("`FOLDER` is an mlkit project, and does without 1 file of its template\n"))
        #expect(taken.output.contains("wrote 3 files, and changed none:\n  declined.txt\n  .mlkit/renderings\n  .mlkit/template.yaml\n"))
        #expect(try churn.scratch.read("churn/declined.txt") == "two\n")
        #expect(try await churn.mlkit("init", "--accept", "missing").output.hasSuffix("which stages would run\n"))
        _ = try await churn.git("add", "--all")
        _ = try await churn.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "More")
        let plan = try await churn.mlkit("plan")
        #expect(plan.output.contains("  .gitignore  "), "\(plan.output)\(plan.error)")
        try churn.scratch.write("three\n", to: "small/files/declined.txt")
        #expect(try await churn.mlkit("plan").output.contains("update    declined.txt"))
    }

    /// What stages need of the template is named, and how it is written.
    @Test func whatStagesNeedOfTheTemplateIsNamed() async throws {
        try churn.scratch.write("x,y\n" + (0..<200).map { "\($0 * 37 % 101),\($0 * 37 % 101 + $0 % 7)\n" }.joined(), to: "churn/k.csv")
        _ = try await churn.git("init", "--quiet")
        let adopted = try await churn.mlkit("init", "--data", "k.csv", "--target", "y", "--layout", "classic", "--accept", "spec")
        let words = "stages need `src/report.py` of the template, which is not written: `mlkit init --accept missing` writes it\n"
        #expect(adopted.status == 0 && adopted.output.contains(words), "\(adopted.output)\(adopted.error)")
        #expect(adopted.output.contains("\n`k.csv`: 200 rows, 2 columns\n  target ") && adopted.output.contains("the column to predict: as chosen\n"))
        #expect(adopted.output.contains("  of the template `.github/workflows/ci.yml`, ") && adopted.output.contains(" more are not written: `mlkit init --accept missing` writes them\n"), "\(adopted.output)")
        let stopped = try await churn.mlkit("status")
        let hint = "hint: if it is one of the template's files, `mlkit init --accept missing` writes it; if the stage can do without it, "
            + "say so: "
        #expect(stopped.error.contains(hint), "\(stopped.error)")
        let taken = try await churn.mlkit("init", "--accept", "missing")
        #expect(taken.status == 0 && !taken.output.contains("stages need"), "\(taken.output)\(taken.error)")
        let status = try await churn.mlkit("status")
        #expect(!status.error.contains("is not there"), "\(status.error)")
    }

    /// The spec says what the project was made from.
    @Test func aLostRecordIsMadeFromTheTemplateOfTheSpec() async throws {
        try churn.scratch.write("template: 1\nname: small\nversion: 1.0.0\ndescription: small\n", to: "small/template.yaml")
        try churn.scratch.write("one\n", to: "small/files/one.txt")
        try churn.scratch.write("mlkit: 1\nproject: {name: mine}\ntemplate: {source: ../small}\n", to: "churn/mlkit.yaml")
        let outcome = try await churn.mlkit("init", "--accept", "missing")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try churn.scratch.read("churn/one.txt") == "one\n")
        #expect(try churn.scratch.read("churn/.mlkit/template.yaml").contains("  name: small\n  version: 1.0.0\n  source: ../small\n"))
    }

    @Test func anExistingSpecTakesWhatIsMissing() async throws {
        try churn.scratch.write("mlkit: 1\nproject: {name: mine}\n", to: "churn/mlkit.yaml")
        let shown = try await churn.mlkit("init")
        #expect(churn.normal(shown.output).hasPrefix("`FOLDER` has a mlkit.yaml, and follows no template yet\n"))
        #expect(!shown.output.contains("proposed mlkit.yaml"))
        #expect(shown.output.hasSuffix("  `--accept spec`     writes what belongs to a project in .mlkit; no file of the template's\n"))
        #expect(try await churn.mlkit("init", "--accept", "missing").status == 0)
        #expect(try churn.scratch.read("churn/mlkit.yaml") == "mlkit: 1\nproject: {name: mine}\n")
        #expect(try churn.scratch.exists("churn/.github/workflows/ci.yml"))
    }
}
