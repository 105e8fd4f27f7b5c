import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit new` on a terminal, where it asks.
@Suite struct NewPromptTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func aPersonIsAskedOnATerminal() async throws {
        let outcome = try await PseudoTerminal.mlkit(
            ["new", "flats", "--set", "license=MIT"],
            answers: ["", "2", "", "rent", "number", "regression", "Rents", "", "1", "", "", "2", "", "", "linear,3", "x1", "1"],
            in: scratch.path)
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasPrefix(
                """
                How are the project's folders arranged?
                  1) classic       data by split, notebooks, and one folder with code and its tests
                  2) packages      a package for each task of the code: loading, models, training, evaluation and more
                  3) data-science  as cookiecutter-data-science has it, with one package named after the project
                layout [classic]:\u{20}
                What data do you start with?
                  1) census  the Adult census data, 48,842 rows, to try everything out
                  2) own     a file of your own
                data [census]: 2
                Where in the project will your data file be? (csv, tsv, json, parquet or xlsx, also packed)
                source [data/original/flats.csv]:\u{20}
                Which column is to be predicted?
                target [target]: rent
                What is in that column?
                  1) classification  one of a few classes
                  2) regression      a number
                task [classification]: number
                question `task`: `number` is not one of `classification` and `regression`
                task [classification]: regression
                One line that says what the project is about
                title [Flats]: Rents

                """), "\(outcome.output)")
        #expect(outcome.output.contains("seed [42]: x1\nquestion `seed`: `x1` is not a whole number\nseed [42]: 1\n"))
        #expect(outcome.output.contains("made `\(scratch.path)/flats`: 25 files, commit "))
        #expect(try scratch.exists("flats/.flake8") && scratch.read("flats/requirements-dev.txt").contains("\nflake8=="))
        let spec = try scratch.read("flats/mlkit.yaml")
        #expect(spec.contains("target: rent") && spec.contains("minimize: rmse") && spec.contains("kind: lightgbm"))
        #expect(!spec.contains("hidden: [64"))
    }

    /// Unless it was said, or nobody can answer, or the template makes nothing of it.
    @Test func howFoldersAreArrangedIsAsked() async throws {
        let set = ["--template", "minimal", "--set", "title=T", "--set", "owner=O", "--set", "license=MIT", "--set", "maturity=poc",
            "--set", "ci=none"]
        let asked = try await PseudoTerminal.mlkit(["new", "p"] + set, answers: ["classical", "packages"], in: scratch.path)
        #expect(asked.status == 0 && asked.output.contains("layout [classic]: classical\nquestion `layout`: `classical` is not one of"),
            "\(asked.output)")
        #expect(try scratch.read("p/mlkit.yaml").contains("layout: packages"))
        let said = try await PseudoTerminal.mlkit(["new", "q", "--layout", "data-science"] + set, answers: [], in: scratch.path)
        #expect(said.status == 0 && !said.output.contains("layout ["), "\(said.output)")
        let ended = try await PseudoTerminal.mlkit(["new", "r"] + set, answers: [], in: scratch.path)
        #expect(ended.output.hasSuffix("hint: answer with `--layout …`, or take the defaults with `--defaults`\n"), "\(ended.output)")
        #expect(try !scratch.exists("r"))
    }

    @Test func whenTheInputEndsNothingIsMade() async throws {
        let outcome = try await PseudoTerminal.mlkit(["new", "flats"], answers: ["packages", "1"], in: scratch.path)
        #expect(outcome.status == 1)
        #expect(
            outcome.output.hasSuffix(
                """
                error: the input ended before `title` was answered

                hint: answer with `--set title=…`, or take the defaults with `--defaults`

                """), "\(outcome.output)")
        #expect(try LocalFileSystem().list(scratch.path) == [])
    }
}
