import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// Probes that look at the spec and at what stages report: each with a project that passes and one that does not.
@Suite struct ReportProbeTests {
    static let spec = """
        mlkit: 1
        project: {name: p, license: MIT}
        params: {seed: 3}
        stages:
          ingest: {kind: data, source: data.csv, target: y, split: {train: 0.6, valid: 0.2, test: 0.2, seed: 1}}
          train: {kind: train, data: '${stages.ingest}', seed: 1, matrix: {model: [baseline, {kind: trees, l2: 2}]}}
          evaluate: {kind: evaluate, models: '${stages.train}', data: '${stages.ingest}'}
          small: {kind: quantize, model: '${stages.train.trees}', calibrate: '${stages.ingest.valid}'}

        """

    private func project(_ texts: [String: String] = [:], tracked: [String: String] = [:]) throws -> ProbeProject {
        try ProbeProject(Self.spec, texts, tracked: tracked)
    }

    /// What a probe finds in a project with a file that has either of two contents, and in one without it.
    private func outcomes(_ probe: String, _ path: String, _ good: String, _ bad: String) async throws -> [String] {
        var found = [String]()
        for text in [good, bad] { found.append(try await project([path: text]).outcome(probe).rawValue) }
        return found + [try await project().outcome(probe).rawValue]
    }

    @Test func fieldsOfTheSpec() async throws {
        let project = try project()
        #expect(try await project.outcome("spec: project.license") == .passed)
        #expect(try await project.outcome("spec: project.owner") == .failed)
        #expect(try await project.outcome("spec: {field: project.license, equals: MIT}") == .passed)
        #expect(try await project.outcome("spec: {field: project.license, in: [GPL, BSD]}") == .failed)
        #expect(try await project.outcome("spec: {stage: train, field: matrix}") == .passed)
        #expect(try await project.outcome("spec: {stage: train, field: l2, equals: 2}") == .passed)
        #expect(try await project.outcome("spec: {stage: data, field: split.seed, equals: 2}") == .failed)
        #expect(try await project.outcome("spec: {stage: deploy, field: targets}") == .manual)
        let verdict = try await project.verdict("spec: {field: project.license, in: [GPL]}")
        #expect(verdict.message == "mlkit.yaml sets `project.license` to \"MIT\", not to \"GPL\"")
    }

    @Test func stagesThatRan() async throws {
        let project = try project([".mlkit/lock/ingest.json": "{\"outputs\": {}}"])
        #expect(try await project.outcome("stage: {kind: data}") == .passed)
        #expect(try await project.outcome("stage: {kind: train}") == .failed)
        #expect(try await project.outcome("stage: {kind: deploy}") == .manual)
        #expect(try await project.outcome("stage: {kind: data, up_to_date: true}") == .passed)
        project.stale = ["ingest": "`data.csv` changed"]
        let verdict = try await project.verdict("stage: {kind: data, up_to_date: true}")
        #expect(verdict.message == "the stage `ingest` is not up to date: `data.csv` changed")
        (project.stale, project.absent) = ([:], ["ingest": "data/train.parquet"])
        let absent = try await project.verdict("stage: {kind: data, up_to_date: true}")
        #expect(
            absent.passes
                && absent.message
                    == "every stage of kind `data` is up to date, by its lock; `data/train.parquet` is not here: `mlkit cache pull` gets "
                        + "it")
    }

    @Test func aFileThatOnlyTheLockHasIsTold() async throws {
        let project = try project()
        #expect(try await project.outcome("file: '{models}/*/metrics.json'") == .failed)
        project.absent = ["train.trees": "models/trees/metrics.json"]
        let verdict = try await project.verdict("file: '{models}/*/metrics.json'")
        #expect(
            verdict.passes
                && verdict.message
                    == "`models/trees/metrics.json` is not in this clone; the lock of `train.trees` has it: `mlkit cache pull` gets it")
        // A lock does not say what is in a folder.
        project.absent = ["train.trees": "models/trees"]
        #expect(try await project.outcome("file: '{models}/*/metrics.json'") == .unknown)
        #expect(try await project.outcome("file: '{reports}/*/metrics.json'") == .failed)
        project.absent = ["ship": "deploy/ab12"]
        #expect(try await project.outcome("file: '{deploy}/**/*.onnx'") == .unknown)
        project.spec += "  ship: {kind: deploy, model: '${stages.evaluate.selected}'}\n"
        #expect(try await project.outcome("file: '{deploy}/**/*.onnx'") == .passed)
    }

    /// Any folders match `**`, but what comes behind them has to match as well, and what is here is not absent.
    @Test(arguments: ["docs/*runbook*", "docs/**/*runbook*", "**/*runbook*", "{docs}/**/*runbook*"])
    func anAbsentOutputHasToMatch(pattern: String) async throws {
        let project = try project(["docs/report.md": "x"])
        for output in ["docs/report.md", "models/m.bin", "docs/other.md"] {
            project.absent = ["evaluate": output]
            #expect(try await project.outcome("any_file: ['\(pattern)']") == .failed, "\(output)")
        }
        project.absent = ["evaluate": "docs/runbook.md"]
        #expect(try await project.outcome("any_file: ['\(pattern)']") == .passed)
    }

    @Test func aReportThatIsNoJSONIsToldFromNone() async throws {
        let none = try await project().verdict("baseline: beaten").message
        #expect(none == "the report of `evaluate` does not exist yet: `mlkit run evaluate`")
        let verdict = try await project(["reports/evaluation.json": "{\"task\": "]).verdict("baseline: beaten")
        #expect(verdict.outcome == .unknown && verdict.message.hasPrefix("`reports/evaluation.json` cannot be read as JSON: "))
    }

    @Test func aReportSaysNothingOnceItsStageWouldRunAgain() async throws {
        let project = try project(["reports/evaluation.json": evaluation()])
        #expect(try await project.outcome("baseline: beaten") == .passed)
        project.stale = ["evaluate": "its output `reports/evaluation.json` was changed by something else"]
        let verdict = try await project.verdict("baseline: beaten")
        #expect(
            verdict.outcome == .unknown
                && verdict.message
                    == "reports/evaluation.json says nothing of the project as it is: its output `reports/evaluation.json` was changed "
                        + "by something else; run `evaluate` again")
        (project.stale, project.absent) = ([:], ["evaluate": "models/a.onnx"])
        #expect(try await project.outcome("baseline: beaten") == .passed)
    }

    /// A report of before says nothing of it; figures of few rows are perfect by chance.
    @Test func aNearlyPerfectFigureOfAnEarlierReportIsQuestionedToo() async throws {
        func report(rows: Int, auc: String) -> String {
            evaluation().replacing("\"rows\": 10", with: "\"rows\": \(rows)").replacing("\"roc_auc\": 0.9", with: "\"roc_auc\": \(auc)")
        }
        let path = "reports/evaluation.json"
        for (rows, auc, outcome) in [(50, "0.999", "failed"), (49, "1", "passed"), (50, "0.9989", "passed"), (50, "null", "passed")] {
            #expect(try await project([path: report(rows: rows, auc: auc)]).outcome("evaluation: credible").rawValue == outcome, "\(rows) \(auc)")
        }
    }

    /// Copies of rows in the test split, and columns that give the target away, as a stage says of its data.
    @Test func aTestThatTheDataSpeakAgainstProvesNothing() async throws {
        func data(shared: Int, warning: String = "") -> String {
            """
            {"rows": {"read": 200, "kept": 200}, "target": "y", "task": "binary", "columns": [], "split": {"seed": 1, "shared_rows": \(shared)},
             "splits": [], "warnings": ["\(warning)"]}
            """
        }
        let leak = "the column `x` alone tells the target `y` in every row looked at: if it is known only after the target, add it to `clean.drop`"
        func project(_ data: String, _ spec: String = Self.spec) throws -> ProbeProject {
            try ProbeProject(spec, ["reports/evaluation.json": evaluation(), "reports/data.json": data])
        }
        let known = Self.spec.replacing("{kind: evaluate, ", with: "{kind: evaluate, perfect: true, ")
        for probe in ["baseline: beaten", "evaluation: credible"] {
            #expect(try await project(data(shared: 2, warning: "some words")).outcome(probe) == .passed)
            #expect(try await project(data(shared: 3)).outcome(probe) == .failed)
            let verdict = try await project(data(shared: 0, warning: leak)).verdict(probe)
            #expect(verdict.outcome == .failed && verdict.message.hasSuffix("says nothing, since by reports/data.json \(leak)"), "\(verdict.message)")
            #expect(verdict.evidence == ["reports/data.json"])
            #expect(try await project(data(shared: 0, warning: leak), known).outcome(probe) == .passed)
            #expect(try await project(data(shared: 3), known).outcome(probe) == .failed)
        }
    }

    /// What a run calls chance is no proof, unless it is one on the rows that models were compared on.
    @Test func aBaselineThatIsBeatenByChanceAloneIsNotBeaten() async throws {
        func comparison(_ verdict: String) -> String {
            """
            "comparisons": [{"model": "trees", "other": "baseline", "metric": "roc_auc", "difference": 0.2, "interval": {"lower": -0.1, "upper": 0.5},
              "test": "delong", "chance": 0.2, "corrected": 0.2, "verdict": "\(verdict)"}]
            """
        }
        func report(test: String, folds: String) -> String {
            evaluation().replacing(
                "{\"task\"",
                with: "{\(comparison(test)), \"folds\": {\"split\": \"folds\", \"rows\": 90, \"models\": [], \(comparison(folds))}, \"task\"")
        }
        let path = "reports/evaluation.json"
        for (test, folds, passes) in [("better", "better", true), ("unclear", "better", true), ("better", "unclear", true), ("unclear", "unclear", false)] {
            let verdict = try await project([path: report(test: test, folds: folds)]).verdict("baseline: beaten")
            #expect(verdict.passes == passes && verdict.message.contains("may be chance") == (test != folds || test == "unclear"), "\(verdict.message)")
        }
    }

    @Test func reportsOfNoRowsSayNothing() async throws {
        let data = """
            {"rows": {"read": 0, "kept": 0}, "target": "y", "columns": [], "split": {"seed": 1, "shared_rows": 0},
             "splits": [{"name": "train", "rows": 0, "classes": []}]}
            """
        for probe in ["splits: disjoint", "splits: without-copies", "splits: stratified"] {
            #expect(try await project(["reports/data.json": data]).outcome(probe) == .unknown, "\(probe)")
        }
        let empty = evaluation().replacing("\"rows\": 10", with: "\"rows\": 0")
        for probe in ["baseline: recorded", "baseline: beaten", "evaluation: credible", "metric: {name: roc_auc, above: 0.1}", "evaluation: confusion"] {
            #expect(try await project(["reports/evaluation.json": empty]).outcome(probe) == .unknown, "\(probe)")
        }
    }

    @Test func theSchemaIsEnforced() async throws {
        let lock = ".mlkit/lock/ingest.json"
        let held = "{\"outputs\": {\"data/schema.yaml\": \"\(ContentHash(of: "a: 1"))\"}}"
        let good = try project([lock: held], tracked: ["data/schema.yaml": "a: 1"])
        #expect(try await good.outcome("schema: enforced") == .passed)
        good.stale = ["ingest": "`data.csv` changed"]
        #expect(try await good.outcome("schema: enforced") == .unknown)
        try good.write("a: 2", to: "data/schema.yaml")
        #expect(try await good.outcome("schema: enforced") == .failed)
        #expect(try await project([lock: held, "data/schema.yaml": "a: 1"]).outcome("schema: enforced") == .failed)
        #expect(try await project(tracked: ["data/schema.yaml": "a: 1"]).outcome("schema: enforced") == .unknown)
        #expect(try await project().outcome("schema: enforced") == .failed)
    }

    @Test func theSplits() async throws {
        let path = "reports/data.json"
        func data(_ split: String, _ splits: String = "[]") -> String {
            """
            {"rows": {"read": 100, "kept": 100}, "target": "y", "task": "binary", "columns": [],
             "split": {"seed": 1\(split)}, "splits": \(splits)}
            """
        }
        let disjoint = try await outcomes(
            "splits: disjoint", path, data(", \"shared_rows\": 0"), data(", \"shared_rows\": 3"))
        #expect(disjoint == ["passed", "failed", "unknown"])
        let old = try await project([path: data("")]).verdict("splits: disjoint")
        #expect(old.outcome == .unknown && old.message == "reports/data.json: `split.shared_rows` is missing in it")
        func splits(_ rows: [[Int]]) -> String {
            let parts = rows.map { "{\"name\": \"train\", \"rows\": \($0[0] + $0[1]), \"classes\": [{\"name\": \"a\", \"rows\": "
                + "\($0[0])}, {\"name\": \"b\", \"rows\": \($0[1])}]}" }
            return data("", "[\(parts.joined(separator: ","))]")
        }
        let stratified = try await outcomes(
            "splits: stratified", path, splits([[600, 400], [61, 39]]), splits([[600, 400], [80, 20]]))
        #expect(stratified == ["passed", "failed", "unknown"])
        let regression = try await project(
            [path: data("", "[{\"name\": \"train\", \"rows\": 10, \"classes\": []}]")]).outcome("splits: stratified")
        #expect(regression == .passed)
    }

    private func evaluation(
        selected: String = "trees", difference: String = "0.2", baseline: String = "\"baseline\"",
        task: String = "binary"
    ) -> String {
        """
        {"task": "\(task)", "target": "y", "rows": 10, "baseline": \(baseline), "models": [
          {"name": "baseline", "kind": "baseline", "metrics": {}, "confusion": [[1]]},
          {"name": "trees", "kind": "trees", "size_mb": 2.5, "metrics": {"roc_auc": 0.9, "accuracy": 0.8},
           "difference_to_baseline": {"roc_auc": \(difference)}, "confusion": [[1]]}],
         "selection": {"model": "\(selected)", "metric": "roc_auc", "maximize": true}}
        """
    }

    @Test func theBaseline() async throws {
        let path = "reports/evaluation.json"
        let recorded = try await outcomes(
            "baseline: recorded", path, evaluation(), evaluation(baseline: "null"))
        #expect(recorded == ["passed", "failed", "unknown"])
        let beaten = try await outcomes("baseline: beaten", path, evaluation(), evaluation(difference: "-0.1"))
        #expect(beaten == ["passed", "failed", "unknown"])
        #expect(try await project([path: evaluation(selected: "baseline")]).outcome("baseline: beaten") == .failed)
        #expect(try await project([path: evaluation(difference: "null")]).outcome("baseline: beaten") == .unknown)
    }

    @Test(arguments: [
        ("{name: roc_auc, above: 0.85}", "passed"), ("{name: roc_auc, above: 0.9}", "failed"),
        ("{name: selection, above: 0.85, below: 0.95}", "passed"), ("{name: accuracy, max: 0.8}", "passed"),
        ("{name: accuracy, below: 0.8}", "failed"), ("{name: size_mb, max: 2}", "failed"), ("{name: rmse, max: 2}", "passed"),
        ("{name: f1, above: 0.1}", "unknown"),
    ])
    func metrics(probe: String, outcome: String) async throws {
        let project = try project(["reports/evaluation.json": evaluation()])
        #expect(try await project.outcome("metric: \(probe)").rawValue == outcome)
    }

    @Test func confusion() async throws {
        let path = "reports/evaluation.json"
        let bad = evaluation().replacing(", \"metrics\": {}, \"confusion\": [[1]]", with: ", \"metrics\": {}")
        #expect(try await outcomes("evaluation: confusion", path, evaluation(), bad) == ["passed", "failed", "unknown"])
        let regression = bad.replacing("binary", with: "regression")
        #expect(try await project([path: regression]).outcome("evaluation: confusion") == .passed)
    }

    @Test func quantization() async throws {
        func report(kept: Bool) -> String {
            """
            {"size": {"ratio": 0.25}, "metrics": {},
             "allowed": {"metric": "accuracy", "drop": 0.001, "kept": \(kept)}}
            """
        }
        let found = try await outcomes(
            "quantization: report", "reports/quantization.json", report(kept: true), report(kept: false))
        #expect(found == ["passed", "failed", "unknown"])
    }

    @Test func seeds() async throws {
        #expect(try await project().outcome("seed: fixed") == .passed)
        let without = try ProbeProject(Self.spec.replacing("seed: 1, matrix", with: "matrix"))
        #expect(try await without.verdict("seed: fixed").message == "the stage `train.baseline` does not set `seed`")
        let commands = "mlkit: 1\nproject: {name: p}\nstages: {a: {run: ls}}\n"
        #expect(try await ProbeProject(commands).outcome("seed: fixed") == .failed)
        #expect(try await ProbeProject(commands + "params: {seed: 1}\n").outcome("seed: fixed") == .passed)
    }
}
