import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit init`, seen from outside.
@Suite struct InitCommandTests {
    let churn: ChurnProject

    init() throws { churn = try ChurnProject() }

    private static let found = """
        is not an mlkit project yet

        found:
          name       churn (from the folder's name)
          languages  Shell 1 file
          layout     classic
          data       data: 1 file, 16 bytes (csv)
          stages     head, count

        template `minimal` 1.0.0:
          missing    .github/workflows/ci.yml
          similar    .gitignore                OWN
          skipped    LICENSE                   the licence is yours to choose: `--set license=…`
          similar    README.md                 OWN

        notes:
          not taken over: `fetch` (dvc.yaml, line 10): `${where}` stands for nothing that is known

        """

    @Test func aloneItShowsAndWritesNothing() async throws {
        _ = try await churn.git("init", "--quiet")
        let before = try churn.entries()
        let outcome = try await churn.mlkit("init")
        #expect(outcome.status == 0 && outcome.error == "")
        #expect(try churn.entries() == before)
        #expect(
            churn.normal(outcome.output) == "`FOLDER` " + Self.found + """

                proposed mlkit.yaml:
                  # What this project is, and what `mlkit run` does.
                  #
                  # Proposed by `mlkit init` from what stands in the folder: look through it, and change what does not fit. What
                  # needs a decision is marked `review`.
                  mlkit: 1

                  project:
                    name: churn  # from the folder's name
                    title: Churn  # from README.md
                    description: Tells which customers leave next month.  # from README.md
                    owner: Test  # from git
                    maturity: poc  # poc, mvp or production: which checklist items are required

                  # What the files that mlkit added come from. `mlkit apply` brings them into line with newer templates.
                  template:
                    source: minimal

                  # How folders are arranged.
                  layout: classic
                  checklists: [end-to-end]

                  # Values that the commands below take as ${params.NAME}, from params.yaml and `vars` of dvc.yaml.
                  params:
                    rows: 2

                  # What `mlkit run` does. A stage runs after those that make its inputs, and only if something it uses changed.
                  stages:
                    # From dvc.yaml, line 2.
                    head:
                      run: head -n ${params.rows} data/raw.csv > data/head.csv
                      inputs: [data/raw.csv]
                      outputs: [data/head.csv]

                    # From dvc.yaml, line 6.
                    # review: DVC has `count.txt` among its metrics, and it is none of csv, json, yaml, yml.
                    count:
                      run: sh src/count.sh
                      inputs: [data/head.csv, src/count.sh]
                      outputs: [count.txt]

                  # Found, and not taken over:
                  # - `fetch` (dvc.yaml, line 10): `${where}` stands for nothing that is known

                nothing is written. The same command with
                  `--accept all`   writes mlkit.yaml, and what belongs to it in .mlkit; and 1 missing file
                  `--accept spec`  writes mlkit.yaml, and what belongs to it in .mlkit; no file of the template's

                """.replacing("run: head -n ${params.rows} data/raw.csv > data/head.csv",
                    with: "run: \"head -n ${params.rows} data/raw.csv > data/head.csv\""))
        #expect(try await churn.mlkit("init", "--accept", "none").output == outcome.output)
    }

    @Test func anAdoptedProjectRuns() async throws {
        _ = try await churn.git("init", "--quiet")
        let outcome = try await churn.mlkit("init", "--accept", "all")
        #expect(outcome.status == 0 && outcome.error == "")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(
            churn.normal(lines.joined(separator: "\n") + "\n")
                == churn.normal("`FOLDER` " + Self.found).split(separator: "\n").joined(separator: "\n") + """

                wrote 5 files, and changed none:
                  .github/workflows/ci.yml
                  mlkit.yaml
                  .mlkit/schema.json
                  .mlkit/renderings
                  .mlkit/template.yaml
                next:
                  `git add .github/workflows/ci.yml mlkit.yaml .mlkit`, and commit
                  look through mlkit.yaml: 1 place to review
                  `mlkit status` shows which stages would run, `mlkit check` what a sound project needs
                  git does not ignore what `mlkit run` makes: `printf '%s\\n' '/models/' '/deploy/' >> .gitignore` has it do so

                """)
        let status = try await churn.mlkit("status")
        #expect(
            status.output == """
                would run   head   it has not run yet
                would run   count  it has not run yet
                                   `head` runs first

                """)
        #expect(try await churn.mlkit("run").status == 0)
        #expect(try churn.scratch.read("churn/count.txt").trimmed == "2")
        #expect(try await churn.mlkit("run").error.contains("nothing to do: 2 stages up to date"))
        #expect(try await churn.mlkit("check").status == 0)
        let plan = try await churn.mlkit("plan")
        #expect(plan.status == 0 && plan.output == "nothing to do: 6 files stay as they are\n", "\(plan.error)")
        #expect(
            try await churn.mlkit("init").output == """
                `\(churn.path)` is an mlkit project already: there is nothing to adopt
                `mlkit plan` shows what its template would change, `mlkit status` which stages would run

                """)
    }

    /// Git is to ignore what stages make, as DVC has it do: but for what is tracked, or DVC leaves to git.
    @Test func whatStagesMakeIsNotForGit() async throws {
        _ = try await churn.git("init", "--quiet")
        try churn.scratch.write("/data/\n/logs/\n/parts/\n", to: "churn/.gitignore")
        try churn.scratch.write("1\n", to: "churn/old.csv")
        try churn.scratch.write("1\n", to: "churn/folder/old.csv")
        _ = try await churn.git("add", "--all")
        let outputs = [
            "clean.csv", "\"it's [v1].csv\"", "parts", "old.csv", "folder", "data/x.csv", "models/m.pkl", "noted.csv: {cache: false}",
        ]
        try churn.scratch.write("stages:\n  all:\n    cmd: sh x\n    outs: [\(outputs.joined(separator: ", "))]\n", to: "churn/dvc.yaml")
        let adopted = try await churn.mlkit("init", "--accept", "spec")
        #expect(adopted.status == 0, "\(adopted.error)")
        let command = #"printf '%s\n' '/models/' '/deploy/' '/clean.csv' '/it'\''s \[v1\].csv' >> .gitignore"#
        #expect(adopted.output.contains("  git does not ignore what `mlkit run` makes: `\(command)` has it do so\n"), "\(adopted.output)")
        _ = try await BuiltTool.run("sh", ["-c", command], in: churn.path)
        let ignored = try await churn.git("check-ignore", "clean.csv", "it's [v1].csv", "it's v.csv", "noted.csv")
        #expect(ignored == "clean.csv\nit's [v1].csv\n")
    }

    @Test(arguments: [10, 11])
    func rulesForManyOutputsAreNotSpelledOut(count: Int) async throws {
        _ = try await churn.git("init", "--quiet")
        let outputs = (1...count).map { "out/\($0).csv" }.joined(separator: ", ")
        try churn.scratch.write("stages:\n  all:\n    cmd: sh x\n    outs: [\(outputs)]\n", to: "churn/dvc.yaml")
        let output = try await churn.mlkit("init", "--accept", "spec").output
        #expect(output.contains(" '/deploy/' '/out/1.csv' '/out/2.csv' ") == (count == 10), "\(output)")
        let line = "  git does not ignore what the stages make: `out/1.csv`, `out/2.csv`, `out/3.csv` and 8 more; let .gitignore name "
            + "their folders\n"
        #expect(output.contains(line) == (count == 11), "\(output)")
    }

    @Test func theSpecAloneOutsideGit() async throws {
        let outcome = try await churn.mlkit("init", "--accept", "spec", "-C", "churn", in: churn.scratch.path)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("the folder is not in a git repository"))
        #expect(outcome.output.contains("`git init` makes this a git repository, in which to keep all this\n"))
        #expect(try !churn.entries().contains(".github") && churn.entries().contains("mlkit.yaml"))
    }

    /// A rule of what to ignore may be what keeps a secret out.
    @Test func nothingThatGitIgnoresIsToBeForcedIn() async throws {
        _ = try await churn.git("init", "--quiet")
        try churn.scratch.write(".github\n.mlkit/\n", to: "churn/.gitignore")
        let outcome = try await churn.mlkit("init", "--accept", "all")
        #expect(outcome.status == 0 && !outcome.output.contains("--force"))
        #expect(outcome.output.contains("\nnext:\n  `git add mlkit.yaml`, and commit\n"))
        #expect(outcome.output.contains(
            "  git ignores, so to be left out: `.github/workflows/ci.yml`, `.mlkit/schema.json`, `.mlkit/renderings` and "
            + "`.mlkit/template.yaml`\n"))
        #expect(outcome.error.hasPrefix(
            "warning: git ignores `.mlkit/template.yaml` and `.mlkit/renderings`: clones of this project cannot be updated\n"))
    }

    @Test func jsonHoldsTheWholePlan() async throws {
        let outcome = try await churn.mlkit("init", "--format", "json")
        let json = try JSON(parsing: Array(outcome.output.utf8))
        #expect(json["adopted"] == false && json["written"] == .null)
        #expect(json["project"]?["title"] == ["value": "Churn", "source": "README.md"])
        #expect(json["layout"] == ["base": "classic", "own": .object([])])
        #expect(json["stages"]?.array?.map { $0["name"] } == ["head", "count"])
        #expect(json["stages"]?.array?.first?["inputs"] == ["data/raw.csv"])
        #expect(json["left_out"]?.array?.count == 1)
        #expect(json["files"]?.array?.first == ["path": ".github/workflows/ci.yml", "state": "missing", "detail": ""])
        let accepted = try await churn.mlkit("init", "--format", "json", "--accept", "spec")
        let written = try JSON(parsing: Array(accepted.output.utf8))
        #expect(written["written"]?.array?.first == "mlkit.yaml")
        #expect(try churn.scratch.read("churn/mlkit.yaml") == json["spec"]?.string)
        #expect(try JSON(parsing: Array(await churn.mlkit("init", "--format", "json").output.utf8))["adopted"] == true)
    }

    @Test func onATerminalItAsks() async throws {
        let outcome = try await PseudoTerminal.mlkit(["init"], answers: ["Ada", "mvp", "", "maybe", "", "yes"], in: churn.path)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("write mlkit.yaml as shown? yes/no [yes]: maybe\nanswer `yes` and `no`\n"))
        // What is there and what would be written are shown before anything is asked, and then what the answers change.
        let order = ["found:\n", "proposed mlkit.yaml:\n", "\nquestions; Enter takes what stands in brackets\n", "owner [data-team]: Ada\n",
            "\nyour answers change the proposed mlkit.yaml:\n  -  maturity: poc  #",
            "  +  owner: Ada  # from your answer\n  +  maturity: mvp  #",
            "\n\nwrite mlkit.yaml as shown?"]
        var rest = outcome.output[...]
        for part in order {
            guard let place = rest.firstRange(of: part) else {
                Issue.record("`\(part)` is missing, or stands elsewhere: \(outcome.output)")
                break
            }
            rest = rest[place.upperBound...]
        }
        #expect(outcome.output.contains("write `.github/workflows/ci.yml`? no/yes [no]: yes\n"))
        #expect(try churn.scratch.read("churn/mlkit.yaml").contains("  owner: Ada  # from your answer\n  maturity: mvp  #"))
        #expect(try churn.scratch.exists("churn/.github/workflows/ci.yml"))
    }

    @Test func refusingOrLeavingWritesNothing() async throws {
        let before = try churn.entries()
        let refused = try await PseudoTerminal.mlkit(["init", "--defaults"], answers: ["no"], in: churn.path)
        #expect(refused.status == 0 && refused.output.hasSuffix("nothing is written\n"))
        let left = try await PseudoTerminal.mlkit(["init", "--defaults"], answers: ["yes"], in: churn.path)
        #expect(left.status == 1 && left.output.contains("error: the input ended: nothing is written"))
        #expect(try churn.entries() == before)
    }

    @Test func whatCannotBeIsSaid() async throws {
        try LocalFileSystem().makeDirectory(churn.scratch.path.appending("empty"))
        let empty = try await churn.mlkit("init", in: churn.scratch.path.appending("empty"))
        #expect(empty.status == 1)
        #expect(
            empty.error == """
                error: the folder `\(churn.scratch.path)/empty` is empty

                hint: make a new project in it with `mlkit new .`

                """)
        let none = try await churn.mlkit("init", "-C", "nowhere")
        #expect(none.status == 1 && none.error == "error: there is no folder `\(churn.path)/nowhere`\n")
        let missing = try await churn.mlkit("init", "--accept", "missing")
        #expect(
            missing.error == """
                error: there is no mlkit.yaml yet, and `--accept missing` writes none

                hint: write both with `--accept all`

                """)
        #expect(try await churn.mlkit("init", "--accept", "some").status == 64)
        #expect(try await churn.mlkit("init", "--template", "minimall").error.contains("did you mean `minimal`?"))
        #expect(try !churn.entries().contains("mlkit.yaml"))
    }
}
