import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Sweeps of built-in stages: they choose by the validation split, and leave the test split alone.
@Suite struct SweepOnSplitsTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            params: {rounds: 2}
            stages:
              ingest:
                kind: data
                source: data.csv
                target: label
                split: {train: 0.6, valid: 0.2, test: 0.2, stratify: label, seed: 1}
              train:
                kind: train
                data: ${stages.ingest}
                matrix: {model: [baseline, {kind: trees, rounds: "${params.rounds}"}]}
              evaluate: {kind: evaluate, models: "${stages.train}", data: "${stages.ingest}", select: {minimize: log_loss}}

            """, to: "mlkit.yaml")
        let rows = (0..<150).map { "\($0 % 29),\($0 * 7 % 13),\(($0 % 29 > 14) != ($0 * 7 % 13 > 10) ? "yes" : "no")\n" }
        try scratch.write("x,z,label\n" + rows.joined(), to: "data.csv")
    }

    private func sweep(_ metric: String, _ more: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(
            ["sweep", "--param", "rounds=[1, 30]", "--metric", metric, "--goal", "minimize", "--method", "grid", "-j", "1"] + more,
            in: scratch.path, engines: BuiltTool.sourceRoot.appending("engines"))
    }

    private static let folder = ".mlkit/test-looks"

    private func looks() throws -> [JSON] {
        guard try scratch.exists(Self.folder) else { return [] }
        let folder = scratch.path.pushing(FilePath(Self.folder))
        let names = try LocalFileSystem().list(folder).filter { !$0.hasPrefix("sweep-") }
        return try names.map { try JSON(parsing: LocalFileSystem().read(folder.appending($0))) }
    }

    @Test func trialsLeaveTheTestSplitAlone() async throws {
        let outcome = try await sweep("evaluate.log_loss", "--apply")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)")
        #expect(
            outcome.output.hasPrefix(
                "sweep adhoc (grid): minimize evaluate.valid.log_loss on the valid split; 2 of 2 trials done\n"))
        #expect(try looks().isEmpty)
        #expect(try scratch.read("mlkit.yaml").contains("params: {rounds: 30}"))
        // What the trial trained is in the cache; the one look is that of the run.
        let run = try await BuiltTool.mlkit(["run"], in: scratch.path, engines: BuiltTool.sourceRoot.appending("engines"))
        #expect(run.status == 0 && run.error.contains("back train.trees"), "\(run.error)")
        let found = try looks()
        #expect(found.map { $0["name"] } == ["trees"] && found.first?["sweep"] == .some(.null))
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path, engines: BuiltTool.sourceRoot.appending("engines"))
    }

    private func forgetLooks() throws { try LocalFileSystem().remove(scratch.path.pushing(FilePath(Self.folder))) }

    /// A figure that is shown was looked at, wherever it comes from: as on another branch, where the looks are not.
    @Test func looksAreNotedWhereFiguresComeFromTheCache() async throws {
        for rounds in ["2", "30"] {
            #expect(try await mlkit("run", "--set", "params.rounds=\(rounds)").status == 0)
        }
        let all = try looks()
        #expect(all.count == 2)
        try forgetLooks()
        let run = try await mlkit("run", "--set", "params.rounds=2")
        #expect(run.error.contains("back evaluate "), "\(run.error)")
        #expect(try looks().count == 1)
        _ = try await mlkit("run", "--set", "params.rounds=30")
        #expect(try looks() == all)
        // A clone that pulls them.
        #expect(try await mlkit("cache", "push", "--remote", "remote").status == 0)
        try forgetLooks()
        for path in [".mlkit/cache", "reports", "models"] { try LocalFileSystem().remove(scratch.path.pushing(FilePath(path))) }
        _ = try await mlkit("cache", "pull", "--remote", "remote")
        #expect(try scratch.exists("reports/evaluation.json") && looks().count == 1)
    }

    @Test func trialsFromTheCacheAreLooksToo() async throws {
        let first = try await sweep("evaluate.test.log_loss", "--on-test")
        let all = try looks()
        #expect(first.status == 0 && all.count == 2)
        // Those that were made before are shown again,
        try forgetLooks()
        let resumed = try await sweep("evaluate.test.log_loss", "--on-test")
        #expect(resumed.error.contains("2 trials of 2 made before"), "\(resumed.error)")
        #expect(try looks() == all)
        // and those of another sweep come from the cache.
        try forgetLooks()
        let other = try await sweep("evaluate.test.roc_auc", "--on-test")
        #expect(other.error.contains("from the cache"), "\(other.error)")
        #expect(try looks() == all)
    }

    /// A command measures as well as a stage of mlkit's own, on what it says that it reads, itself or by others.
    @Test(arguments: ["${stages.ingest.test}", "data/test", "data/*/ingest.parquet", "${stages.ingest}"])
    func aCommandThatReadsTheTestSplitIsRefused(input: String) async throws {
        let spec = try scratch.read("mlkit.yaml")
        try scratch.write(
            spec + """
                  score:
                    run: "echo '{\\"loss\\": ${params.rounds}}' > score.json"
                    inputs: ["${stages.train.trees}", "\(input)"]
                    metrics: [score.json]
                  last: {run: cp score.json last.json, inputs: [score.json], metrics: [last.json]}

                """, to: "mlkit.yaml")
        for stage in ["score", "last"] {
            let refused = try await sweep("\(stage).loss", "--apply")
            #expect(refused.status == 1)
            #expect(
                refused.error.contains("would choose by `\(stage).loss`, which is measured on the test split: nothing was tried")
                    && refused.error.contains("note: `score` reads `"), "\(refused.error)")
        }
        #expect(try !scratch.exists(Self.folder) && scratch.read("mlkit.yaml").contains("params: {rounds: 2}"))
        guard input == "data/test" else { return }
        let insisted = try await sweep("last.loss", "--on-test")
        #expect(insisted.status == 0 && insisted.output.contains("minimize last.loss on the test split"), "\(insisted.error)")
        let record = try JSON(parsing: Array(try scratch.read("\(Self.folder)/sweep-adhoc.json").utf8))
        let hash = try LocalFileSystem().hash(scratch.path.pushing("data/test/ingest.parquet"))
        #expect(record["split"]?.string == hash.description && record["metric"] == "last.loss")
    }

    /// Of a report of the evaluation, trials have what it says of the validation split; of other splits nothing is said.
    @Test func aCommandThatReadsNoTestSplitIsNot() async throws {
        let spec = try scratch.read("mlkit.yaml")
        try scratch.write(
            spec + """
                  score:
                    run: "echo '{\\"loss\\": ${params.rounds}}' > score.json"
                    inputs: ["${stages.train.trees}", "${stages.ingest.valid}", reports/evaluation.json]
                    metrics: [score.json]

                """, to: "mlkit.yaml")
        let outcome = try await sweep("score.loss")
        #expect(outcome.status == 0 && !outcome.output.contains("test split"), "\(outcome.error)")
        #expect(try looks().isEmpty)
    }

    @Test func aCopyOfTheTestSplitIsRefused() async throws {
        let spec = try scratch.read("mlkit.yaml").replacing("data: ${stages.ingest}", with: "data: ${stages.two}")
            .replacing("data: \"${stages.ingest}\"", with: "data: \"${stages.two}\"")
        try scratch.write(
            spec + """
                  two:
                    run: mkdir -p two && cp data/train/* two/train.parquet && cp data/test/* two/valid.parquet && cp data/test/* \
                data/schema.yaml two
                    inputs: ["${stages.ingest}"]
                    outputs: {train: two/train.parquet, valid: two/valid.parquet, test: two/ingest.parquet, schema: two/schema.yaml}

                """, to: "mlkit.yaml")
        let outcome = try await sweep("evaluate.log_loss")
        #expect(outcome.status == 1 && outcome.error.contains("error: the validation split of `two` is its test split"), "\(outcome.error)")
        let run = try await mlkit("run")
        #expect(run.status == 1 && run.error.contains("the validation split and the test split are the same file"), "\(run.error)")
        #expect(try looks().isEmpty)
    }

    @Test func theTestSplitIsSearchedOnlyIfToldTo() async throws {
        let refused = try await sweep("evaluate.test.log_loss")
        #expect(refused.status == 1)
        #expect(refused.error.contains("choose by `evaluate.valid.log_loss`, or insist with --on-test"), "\(refused.error)")
        #expect(try !scratch.exists(Self.folder))
        let insisted = try await sweep("evaluate.test.log_loss", "--on-test")
        #expect(insisted.status == 0, "\(insisted.error)")
        #expect(try looks().allSatisfy { $0["sweep"] == "adhoc" } && !looks().isEmpty)
        let record = try JSON(parsing: Array(try scratch.read("\(Self.folder)/sweep-adhoc.json").utf8))
        let hash = try LocalFileSystem().hash(scratch.path.pushing("data/test/ingest.parquet"))
        #expect(record["split"]?.string == hash.description)
    }
}
