import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// What is said of a spec that is wrong.
@Suite struct SpecDiagnosticsTests {
    private func problems(_ text: String) -> String {
        do {
            _ = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
            return ""
        } catch {
            return "\(error)"
        }
    }

    /// The example with one text replaced by another.
    private func problems(_ original: String, _ replacement: String) -> String {
        #expect(exampleSpec.contains(original))
        return problems(exampleSpec.replacing(original, with: replacement))
    }

    @Test func anUnknownKeyIsSuggested() {
        #expect(
            problems("    target: income\n", "    targte: income\n") == """
                error: a stage of kind `data` needs the key `target`
                  --> mlkit.yaml:11:5
                   |
                11 |     kind: data
                   |     ^^^^^^^^^^

                hint: `target`: the column to predict

                error: unknown key `targte` in a stage of kind `data`
                  --> mlkit.yaml:13:5
                   |
                13 |     targte: income
                   |     ^^^^^^

                hint: did you mean `target`?

                """)
    }

    @Test func anUnknownStageIsSuggested() {
        #expect(
            problems("models: ${stages.train}", "models: ${stages.trian}") == """
                error: unknown stage `trian`
                  --> mlkit.yaml:28:13
                   |
                28 |     models: ${stages.trian}
                   |             ^^^^^^^^^^^^^^^

                hint: did you mean `train`?

                """)
    }

    @Test func anUnknownParameterIsSuggested() {
        #expect(
            problems("${params.train.rounds}", "${params.train.round}") == """
                error: unknown parameter `train.round`
                  --> mlkit.yaml:25:33
                   |
                25 |         - {kind: trees, rounds: "${params.train.round}"}
                   |                                 ^^^^^^^^^^^^^^^^^^^^^^^

                hint: did you mean `train.rounds`?

                """)
    }

    @Test func aCycleIsShownWhole() {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              a: {run: a, inputs: [z], outputs: [x]}
              b: {run: b, inputs: [x], outputs: [y]}
              c: {run: c, inputs: [y], outputs: [z]}

            """
        #expect(
            problems(text) == """
                error: these stages wait for each other: a -> c -> b -> a
                 --> mlkit.yaml:4:3
                  |
                4 |   a: {run: a, inputs: [z], outputs: [x]}
                  |   ^

                hint: let one of them no longer read what another makes

                """)
    }

    @Test func twoStagesThatWriteOnePathAreNamed() {
        #expect(
            problems("outputs: [docs/report.md]", "outputs: [reports/evaluation.json]").contains(
                "error: the stages `evaluate` and `report` both write `reports/evaluation.json`"))
    }

    @Test func everythingIsReportedAtOnceInFileOrder() {
        let text = """
            mlkit: 0
            project: {name: Big Project}
            stages:
              a:
                kind: data
                source: ../../secret
                target: {x: 1}
                split: {train: 0.5, valid: 0.1, test: 0.1}
              b: {kind: trian}
              c: {inputs: [x]}
            colour: red

            """
        let messages = problems(text).split(separator: "\n").filter { $0.hasPrefix("error: ") }
        #expect(
            messages == [
                "error: `mlkit` must be 1, not 0",
                "error: `Big Project` does not fit `name`",
                "error: the path `../../secret` leads out of the project",
                "error: `target` must be text, not a mapping",
                "error: the shares of `split` add up to 0.7, not to 1",
                "error: unknown value `trian` for `kind`",
                "error: `c` has neither `kind` nor `run`",
                "error: unknown key `colour` in mlkit.yaml",
            ])
    }

    @Test(arguments: [
        ("model: ${stages.train.network}", "model: ${stages.train}", "one model is wanted here, but `train` makes 4"),
        ("model: ${stages.train.network}", "model: ${stages.train.netwrok}", "`train` has no model `netwrok`"),
        ("calibrate: ${stages.ingest.valid}", "calibrate: ${stages.ingest.val}", "`ingest` has no split `val`"),
        (
            "calibrate: ${stages.ingest.valid}", "calibrate: ${stages.ingest.test}",
            "the test split of `ingest` is to be measured on, and nothing is found out from it"
        ),
        ("calibrate: ${stages.ingest.valid}", "calibrate: data/x.parquet", "`calibrate` must refer to a stage"),
        ("model: ${stages.evaluate.selected}", "model: ${stages.ingest}", "`ingest` is a stage of kind `data`"),
        ("select: {maximize: roc_auc,", "select: {", "`select` needs either `maximize` or `minimize`"),
        ("select: {maximize: roc_auc,", "select: {maximize: roc_auc, on: folds,",
            "error: models are to be selected on folds, and there are none of `baseline`, `logistic`, `network` and `trees`"),
        ("test: 0.15, stratify", "test: 0, stratify", "error: `split` leaves no rows to `test`"),
        ("size_mb < 5", "size < 5", "`size < 5` does not fit `subject_to`"),
        ("hidden: [64, 32]", "hidden: [64, many]", "`hidden` must be a whole number, not text"),
        ("name: logistic,", "name: network,", "two stages would be called `train.network`"),
        ("maturity: mvp", "maturity: mpv", "unknown value `mpv` for `maturity`"),
    ])
    func eachMistakeHasItsMessage(original: String, replacement: String, message: String) {
        #expect(problems(original, replacement).contains(message))
    }

    @Test func anEmptyFileSaysWhatItNeeds() {
        #expect(problems("").contains("error: `mlkit.yaml` must be a mapping, not nothing") == true)
    }
}
