import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// The whole path where several labels are predicted together.
@Suite struct LabelsCommandTests {
    private static let table: String = {
        "size,origin,sent,urgent,billing,spam\n"
            + (0..<600).map { row in
                let size = (row * 7919) % 601
                let origin = ["web", "mail", "phone"][(row * 31) % 7 % 3]
                let urgent = size > 300 || origin == "phone"
                let billing = origin == "mail" && (row % 11 != 0)
                let spam = size < 120 && row % 5 != 0
                return "\(size),\(origin),2024-0\(row % 9 + 1)-15,\(urgent),\(billing ? "yes" : "no"),\(spam ? 1 : 0)\n"
            }.joined()
    }()

    private static func spec(_ models: String, more: String = "") -> String {
        """
        mlkit: 1
        project: {name: tickets}
        stages:
          ingest:
            kind: data
            source: data.csv
            target: [urgent, billing, spam]
            task: multilabel
            split: {train: 0.6, valid: 0.2, test: 0.2, stratify: [urgent, billing, spam], seed: 1}
          train:
            kind: train
            data: ${stages.ingest}
            matrix: {model: \(models)}
          evaluate:
            kind: evaluate
            models: ${stages.train}
            data: ${stages.ingest}
            select: {maximize: f1}
            slices: [origin]
        \(more)

        """
    }

    private func project(_ spec: String) throws -> ScratchDirectory {
        let scratch = try ScratchDirectory()
        try scratch.write(Self.table, to: "data.csv")
        try scratch.write(spec, to: "mlkit.yaml")
        return scratch
    }

    private func mlkit(_ scratch: ScratchDirectory, _ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path, engines: BuiltTool.sourceRoot.appending("engines"))
    }

    /// Answers and metrics beside those of ONNX Runtime and scikit-learn in Python.
    private static let comparing = """
        import json, sys, numpy as np, pandas as pd, onnxruntime as ort
        from sklearn.metrics import *
        report = json.load(open("reports/evaluation.json"))
        frame = pd.read_parquet("data/test/ingest.parquet")
        truth = np.stack([frame["urgent"].astype(int), (frame["billing"] == "yes").astype(int), frame["spam"].astype(int)], 1)
        options = ort.SessionOptions(); options.intra_op_num_threads = 1
        session = ort.InferenceSession("models/selected.onnx", options, providers=["CPUExecutionProvider"])
        days = (pd.to_datetime(frame["sent"]) - pd.Timestamp("1970-01-01")).dt.days
        feed = {"size": frame[["size"]].to_numpy(np.float64), "origin": frame[["origin"]].to_numpy(object),
                "sent": days.to_numpy(np.float64).reshape(-1, 1)}
        feed = {input.name: feed[input.name] for input in session.get_inputs()}
        labels, shares = session.run(["labels", "probabilities"], feed)
        assert labels.dtype == bool and labels.shape == truth.shape == shares.shape
        assert (labels == (shares > 0.5)).all()
        found = {model["name"]: model for model in report["models"]}[report["selection"]["model"]]
        told = found["metrics"]
        expected = dict(
            f1=f1_score(truth, labels, average="macro", zero_division=0), f1_micro=f1_score(truth, labels, average="micro"),
            hamming_loss=hamming_loss(truth, labels), subset_accuracy=accuracy_score(truth, labels),
            roc_auc=roc_auc_score(truth, shares, average="macro"))
        for name, value in expected.items():
            assert abs(told[name] - value) < 1e-6, (name, told[name], value)
        for place, entry in enumerate(found["per_class"]):
            assert entry["name"] == report["classes"][place]
            assert entry["rows"] == truth[:, place].sum()
            assert abs(entry["f1"] - f1_score(truth[:, place], labels[:, place])) < 1e-9
        answers = pd.read_csv("answers.csv")
        assert list(answers.columns) == ["label_" + n for n in report["classes"]] + ["probability_" + n for n in report["classes"]]
        raw = pd.read_csv("data.csv")
        days = (pd.to_datetime(raw["sent"]) - pd.Timestamp("1970-01-01")).dt.days
        feed = {"size": raw[["size"]].to_numpy(np.float64), "origin": raw[["origin"]].to_numpy(object),
                "sent": days.to_numpy(np.float64).reshape(-1, 1)}
        labels, shares = session.run(["labels", "probabilities"], {input.name: feed[input.name] for input in session.get_inputs()})
        assert (answers.iloc[:, :3].to_numpy(bool) == labels).all()
        assert np.allclose(answers.iloc[:, 3:].to_numpy(float), shares, atol=1e-6)
        """

    @Test func everyFamilyLearnsThemAndTheBestIsServed() async throws {
        let families = [
            "baseline", "linear", "trees", "lightgbm", "forest", "{name: logistic, kind: network, hidden: []}", "bayes", "svm",
            "{kind: neighbours, neighbours: 5}",
        ]
        let scratch = try project(
            Self.spec("[\(families.joined(separator: ", "))]", more: "  deploy: {kind: deploy, model: \"${stages.evaluate.selected}\"}"))
        let outcome = try await mlkit(scratch, "run")
        try #require(outcome.status == 0, "\(outcome.error)")
        let report = try JSON(parsing: scratch.read("reports/evaluation.json"))
        #expect(report["task"] == "multilabel" && report["classes"] == ["urgent", "billing", "spam"])
        let models = report["validation"]?["models"]?.array ?? []
        #expect(models.count == 9)
        for model in models where model["name"] != "baseline" {
            #expect(model["metrics"]?["f1"]?.double ?? 0 > 0.8, "\(model)")
        }
        let training = try JSON(parsing: scratch.read("models/lightgbm/metrics.json"))
        #expect(training["labels"]?.array?.compactMap { $0["name"]?.string } == ["urgent", "billing", "spam"])
        #expect(training["algorithm"] == "gradient-boosted trees (LightGBM), one for each label")
        let predicted = try await mlkit(scratch, "predict", "models/selected.onnx", "data.csv", "-o", "answers.csv")
        #expect(predicted.status == 0, "\(predicted.error)")
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let compared = try await BuiltTool.run(python, ["-c", Self.comparing], in: scratch.path)
        #expect(compared.status == 0, "\(compared.error)")
        try await serve(scratch)
    }

    private func serve(_ scratch: ScratchDirectory) async throws {
        let script = """
            "$MLKIT" serve --port 0 > out & SERVER=$!
            trap 'kill $SERVER 2> /dev/null' EXIT
            for i in $(seq 200); do grep -q listening out && break; sleep 0.1; done
            ask() { curl -s --noproxy '*' "$(sed 's/listening on //' out)$1" -d "$2"; echo; }
            ask /predict '{"rows": [{"size": 400, "origin": "mail", "sent": "2024-03-15", "spam": "whatever"}, {"size": 250, "origin": \
            "web", "sent": "2024-03-15"}]}'
            ask /invocations '{"dataframe_split": {"columns": ["size", "origin", "sent"], "data": [[400, "mail", "2024-03-15"]]}}'
            """
        let outcome = try await BuiltTool.run(
            "/bin/sh", ["-c", script], in: scratch.path,
            environment: ["MLKIT": "\(BuiltTool.folder)/mlkit", "MLKIT_ENGINES": "\(BuiltTool.sourceRoot)/engines",
                "XDG_DATA_HOME": "/nonexistent"])
        let lines = outcome.output.split(separator: "\n")
        try #require(lines.count == 2, "\(outcome.output)\(outcome.error)")
        let answers = try JSON(parsing: String(lines[0]))["predictions"]?.array ?? []
        #expect(answers.map { $0["labels"] } == [["urgent", "billing"], []])
        #expect(answers.allSatisfy { $0["probabilities"]?.members?.map(\.name) == ["urgent", "billing", "spam"] })
        #expect(try JSON(parsing: String(lines[1]))["predictions"] == [["urgent", "billing"]])
    }

    /// What is for one target is refused by name.
    @Test(arguments: [
        ("[auto]", "models of kind `auto` are found for one target, and the data have several labels"),
        ("[{name: n, kind: network, hidden: [4], quantize: int8}]", "a network is trained with rounded numbers for one target"),
    ])
    func whatIsForOneTargetIsRefused(_ models: String, _ message: String) async throws {
        let outcome = try await mlkit(project(Self.spec(models)), "run")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(message), "\(outcome.error)")
    }

    @Test(arguments: [
        ("task: multilabel", "task: binary", "several targets are predicted together with `task: multilabel` alone"),
        ("task: multilabel", "task: regression", "several numbers are not predicted by one model"),
        ("[urgent, billing, spam]\n    task", "urgent\n    task", "with `task: multilabel` there are two targets or more"),
        ("[urgent, billing, spam]\n    task", "[urgent, billing, urgent]\n    task", "the target `urgent` stands here twice"),
        ("task: multilabel", "task: multilabel\n    balance: oversample", "with `task: multilabel` there is no `balance`"),
    ])
    func settingsThatDoNotGoTogetherAreNamed(_ old: String, _ new: String, _ message: String) async throws {
        let scratch = try project(Self.spec("[baseline]").replacing(old, with: new))
        let outcome = try await mlkit(scratch, "run")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(message), "\(outcome.error)")
    }

    @Test func whatAnEvaluationAsksOfOneTargetIsRefused() async throws {
        let spec = Self.spec("[baseline]")
            .replacing("select: {maximize: f1}", with: "select: {maximize: f1}\n    threshold: 0.4\n    errors: true")
        let outcome = try await mlkit(project(spec), "run")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("`threshold` tells two classes apart, and the data have 3 labels"), "\(outcome.error)")
        #expect(outcome.error.contains("`errors` looks at the errors of one target, and the data have 3 labels"), "\(outcome.error)")
        let metric = try await mlkit(project(Self.spec("[baseline]").replacing("maximize: f1", with: "maximize: accuracy")), "run")
        #expect(metric.error.contains("the metric `accuracy` is for classes, and `urgent`, `billing` and `spam` are several labels"),
            "\(metric.error)")
    }
}
