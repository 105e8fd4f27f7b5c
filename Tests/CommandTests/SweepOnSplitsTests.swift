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
