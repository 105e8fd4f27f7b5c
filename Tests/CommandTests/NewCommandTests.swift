import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit new`, seen from outside.
@Suite struct NewCommandTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    func new(_ arguments: String..., environment: [String: String] = [:]) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(["new"] + arguments, in: scratch.path, environment: environment)
    }

    func git(_ arguments: String..., in folder: String) async throws -> String {
        try await BuiltTool.run("git", arguments, in: scratch.path.pushing(FilePath(folder))).output
    }

    /// The names in the scratch folder: what was made, or left behind.
    func entries(_ folder: String = "") throws -> [String] {
        try LocalFileSystem().list(scratch.path.pushing(FilePath(folder)))
    }

    static let next = steps("`cd census` first\n  ")

    static func steps(_ first: String) -> String {
        """
        next:
          \(first)`mlkit run` cleans the data, trains the models, compares them and packs the best for serving
          `mlkit check` shows what else a sound project needs
          README.md says what each folder is for, mlkit.yaml is where to change things

        """
    }

    @Test func defaultsMakeAProjectWithOneCommit() async throws {
        let outcome = try await new("census", "--defaults")
        #expect(outcome.status == 0)
        #expect(outcome.error == "")
        let commit = try await git("rev-parse", "--short=7", "HEAD", in: "census").filter { !$0.isWhitespace }
        #expect(
            outcome.output == "made `\(scratch.path)/census`: 25 files, commit \(commit)\n\n" + Self.next)
        #expect(try entries() == ["census"])
        #expect(try await git("status", "--porcelain", in: "census") == "")
        #expect(
            try await git("log", "--format=%an <%ae>%n%s", in: "census") == """
                Test <test@example.org>
                Create census from the template tabular

                """)
        #expect(
            try await git("ls-files", in: "census") == """
                .github/workflows/ci.yml
                .gitignore
                .mlkit/renderings
                .mlkit/schema.json
                .mlkit/template.yaml
                .pre-commit-config.yaml
                LICENSE
                Makefile
                README.md
                data/original/README.md
                data/original/adult.csv.gz
                data/test/.gitkeep
                data/train/.gitkeep
                data/valid/.gitkeep
                docs/data-sheet.md
                logs/.gitkeep
                mlkit.yaml
                notebooks/explore.ipynb
                pyproject.toml
                requirements-dev.txt
                requirements.txt
                src/__init__.py
                src/report.py
                src/tests/__init__.py
                src/tests/test_report.py

                """)
    }

    @Test func aNewProjectIsSoundAndPassesItsOwnTests() async throws {
        _ = try await new("census", "--defaults")
        let project = scratch.path.appending("census")
        let status = try await BuiltTool.mlkit(["status"], in: project)
        #expect(status.status == 0)
        #expect(status.output.hasPrefix("would run   ingest          it has not run yet\n"))
        let tests = try await BuiltTool.run("python3", ["-m", "unittest"], in: project)
        #expect(tests.status == 0, "\(tests.error)")
        #expect(!tests.error.contains("Ran 0 tests"))
    }

    @Test func answersAreSetFromTheCommandLine() async throws {
        let outcome = try await new(
            "prices", "--set", "data=own", "--set", "target=price", "--set", "task=regression", "--set",
            "owner=Ada & co: \"us\"", "--set", "maturity=mvp", "--set", "models=trees", "--set", "seed=7", "--no-git")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                made `\(scratch.path)/prices`: 24 files

                next:
                  `cd prices` first
                  put your data at data/original/prices.csv, and describe it in data/original/README.md
                  `mlkit run` cleans the data, trains the models, compares them and packs the best for serving
                  `mlkit check` shows what else a sound project needs
                  README.md says what each folder is for, mlkit.yaml is where to change things

                """)
        let spec = try scratch.read("prices/mlkit.yaml")
        for line in ["  owner: \"Ada & co: \\\"us\\\"\"\n", "  maturity: mvp ", "  seed: 7\n", "minimize: rmse\n"] {
            #expect(spec.contains(line), "\(line)")
        }
        #expect(!spec.contains("kind: network") && !spec.contains("quantize") && spec.contains("kind: lightgbm"))
        #expect(try !scratch.exists("prices/.git"))
        #expect(try !scratch.exists("prices/data/original/adult.csv.gz"))
        // Its source is still to come.
        let status = try await BuiltTool.mlkit(["status"], in: scratch.path.appending("prices"))
        #expect(status.status == 1)
        #expect(status.error.hasPrefix("error: the input `data/original/prices.csv` of stage `ingest` is not there"), "\(status.error)")
    }

    @Test func wrongAnswersAreToldAtOnceAndNothingIsMade() async throws {
        let outcome = try await new(
            "p", "--set", "maturty=mvp", "--set", "license=GPL", "--set", "owner=", "--set", "seed=-3", "--set",
            "target=x")
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(
            outcome.error == """
                error: the template `tabular` asks no question `maturty`

                hint: did you mean `maturity`?

                error: question `target` is not asked here, so it cannot be set

                hint: it is asked if `data == "own"`

                error: question `owner`: `` does not fit

                hint: the owner cannot be empty

                error: question `license`: `GPL` is not one of `MIT`, `Apache-2.0` and `proprietary`

                error: question `seed`: `-3` does not fit

                hint: the seed is a whole number from 0 on

                """)
        #expect(try entries() == [])
    }

    @Test func somethingThatIsNoAnswerIsSaidToBeNone() async throws {
        let outcome = try await new("p", "--set", "maturity")
        #expect(outcome.status == 1)
        #expect(outcome.error == "error: `maturity` sets nothing\n\nhint: write `--set QUESTION=ANSWER`\n")
    }

    @Test func aFolderThatIsNotEmptyIsRefusedAndLeftAlone() async throws {
        try scratch.write("mine", to: "census/notes.txt")
        let outcome = try await new("census", "--defaults")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: the folder `\(scratch.path)/census` is not empty

                hint: `mlkit init` makes a project of what is there; for a new one, choose another name or an empty folder

                """)
        #expect(try entries("census") == ["notes.txt"])
        #expect(try entries() == ["census"])
    }

    @Test func anEmptyFolderIsFilled() async throws {
        try LocalFileSystem().makeDirectory(scratch.path.appending("empty"))
        let outcome = try await BuiltTool.mlkit(["new", ".", "--defaults"], in: scratch.path.appending("empty"))
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("made `\(scratch.path)/empty`: 25 files, commit "))
        #expect(outcome.output.hasSuffix("\n\n" + Self.steps("")))
        #expect(try await git("status", "--porcelain", in: "empty") == "")
        #expect(try entries("empty").contains("mlkit.yaml"))
    }

    @Test(arguments: [
        ("日本", "hint: take a name in Latin letters, and say this one with `--set title=…`\n"), ("@", "at most\n"),
        ("a\u{7}b", "hint: try `a-b`\n"),
    ])
    func aNameThatWillNotDoIsRefused(name: String, hint: String) async throws {
        let outcome = try await BuiltTool.mlkit(["new", "--defaults", "--", name], in: scratch.path)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("cannot name a project\nnote: names are made of small letters, digits, `-` and `_`"))
        #expect(outcome.error.hasSuffix(hint))
        #expect(try entries() == [])
    }

    /// The folder is called as was asked for, and so is the project for people; what has to be short follows from it.
    @Test(arguments: [
        ("Census & Income", "census-income", "Census & Income"), ("Größe", "grosse", "Größe"), ("B_Umlaut-ü", "b_umlaut-u", "B_Umlaut-ü"),
        ("My Flats", "my-flats", "My Flats"), ("my_flats", "my_flats", "My Flats"),
    ])
    func aShortNameIsMadeOfAnother(name: String, short: String, title: String) async throws {
        let outcome = try await new(name, "--template", "minimal", "--defaults")
        #expect(outcome.status == 0, "\(outcome.error)")
        let said = "called `\(short)` in mlkit.yaml, where names are made of small letters, digits, `-` and `_`\n"
        #expect(outcome.output.contains(said) == (short != name), "\(outcome.output)")
        let spec = try scratch.read("\(name)/mlkit.yaml")
        #expect(spec.contains("\n  name: \(short)\n")
            && (spec.contains("\n  title: \(title)\n") || spec.contains("\n  title: \"\(title)\"\n")), "\(spec)")
        #expect(try await BuiltTool.mlkit(["plan"], in: scratch.path.appending(name)).output.hasPrefix("nothing to do"))
    }

    /// What nobody said is said where it is to be changed.
    @Test(arguments: [("tabular", "mlkit.yaml"), ("pytorch", "mlkit.yaml"), ("python", "src/settings.py")])
    func aTargetThatNobodyNamedIsSaid(template: String, file: String) async throws {
        let open = try await new("p", "--template", template, "--set", "data=own", "--defaults")
        #expect(open.output.contains("  \(file) says that the column `target` is predicted, by classification: change "), "\(open.output)")
        let named = try await new("q", "--template", template, "--set", "data=own", "--set", "target=price", "--defaults")
        #expect(named.status == 0 && !named.output.contains("is predicted"), "\(named.output)")
    }

    @Test func aPackageIsNotCalledAsPythonsOwnWords() async throws {
        let refused = try await new("class", "--layout", "data-science", "--defaults")
        #expect(refused.status == 1)
        #expect(
            refused.error.hasPrefix("error: `class` is a word of Python's own, so that no package can be called so\n"),
            "\(refused.error)")
        #expect(try entries() == [])
        #expect(try await new("class", "--defaults").status == 0)
        #expect(try await new("classes", "--layout", "data-science", "--defaults").status == 0)
    }

    @Test func anUnknownTemplateIsSuggested() async throws {
        let outcome = try await new("p", "--template", "tabluar")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: no template is called `tabluar`
                note: a template of your own is named by its folder, as in `./tabluar`

                hint: did you mean `tabular`?

                """)
        #expect(try entries() == [])
    }

    @Test func aTemplateFolderThatIsNoneIsNamed() async throws {
        let outcome = try await new("p", "--template", "./nowhere")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("\(scratch.path)/nowhere"))
        #expect(try entries() == [])
    }

    /// `mlkit new demo` of a template whose filter takes a while, which gets a signal once the filter has begun.
    func newStopped(by signal: String) async throws -> BuiltTool.Outcome {
        try scratch.write("template: 1\nname: slow\nversion: 1.0.0\ndescription: slow\n", to: "slow/template.yaml")
        try scratch.write("*.txt filter=slow\n", to: "slow/files/.gitattributes")
        try scratch.write("one\n", to: "slow/files/a.txt")
        try scratch.write("mlkit: 1\nproject: {name: demo}\n", to: "slow/files/mlkit.yaml")
        try scratch.write("[filter \"slow\"]\n\tclean = touch \(scratch.path)/begun; sleep 0.3; cat\n", to: "gitconfig")
        let script = "'\(BuiltTool.folder.appending("mlkit"))' new demo --template ./slow --defaults & "
            + "while [ ! -e begun ]; do sleep 0.01; done; kill -\(signal) $!; wait $!"
        var settings = BuiltTool.settings()
        settings["GIT_CONFIG_GLOBAL"] = scratch.path.appending("gitconfig").string
        // A shell has what it starts in the background ignore the interrupt.
        return try await BuiltTool.run("bash", ["-mc", script], in: scratch.path, environment: settings)
    }

    /// A signal that comes while files are written ends the command when all of them are there.
    @Test(arguments: ["TERM", "INT", "HUP", "QUIT", "PIPE", "XFSZ"]) func aSignalLeavesNothingHalfMade(_ signal: String) async throws {
        let outcome = try await newStopped(by: signal)
        #expect([129, 130, 131, 141, 143, 153].contains(outcome.status), "\(outcome.error)")
        #expect(outcome.output.contains("made `\(scratch.path)/demo`: "))
        #expect(try entries() == ["begun", "demo", "gitconfig", "slow"])
        #expect(try await git("status", "--porcelain", in: "demo") == "")
    }

    /// What there is is listed once, and not beside a name that was meant.
    @Test func aLayoutThatThereIsNotIsNamed() async throws {
        try scratch.write("x\n", to: "repo/a.txt")
        let known = "hint: known are `classic`, `packages` and `data-science`\n"
        for arguments in [["new", "x"], ["init", "-C", "repo"]] {
            let far = try await BuiltTool.mlkit(arguments + ["--layout", "nope"], in: scratch.path)
            #expect(far.status == 1 && far.error == "error: no layout is called `nope`\n\n\(known)")
            let near = try await BuiltTool.mlkit(arguments + ["--layout", "clasic"], in: scratch.path)
            #expect(near.error == "error: no layout is called `clasic`\n\nhint: did you mean `classic`?\n")
        }
    }

    @Test func aParentThatIsNoFolderIsNamed() async throws {
        try scratch.write("", to: "file")
        let below = try await new("file/census", "--defaults")
        #expect(below.status == 1)
        #expect(below.error == "error: `\(scratch.path)/file` is not a folder, so `\(scratch.path)/file/census` cannot be made\n")
        #expect(try entries() == ["file"])
        let proc = try await new("/proc/census", "--defaults")
        #expect(proc.status == 1)
        #expect(proc.error == "error: cannot make the folder `/proc/census`: no such file or directory\n")
    }
}
