import MLKitChecklist
import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

/// How often the test split was looked at, and whether anything was chosen by it.
@Suite struct TestSplitProbeTests {
    private static let split = ContentHash(of: "rows")
    private static let lock = [
        ".mlkit/lock/ingest.json": "{\"outputs\": {\"data/test/ingest.parquet\": \"\(split)\"}}"
    ]

    /// A project in which models were looked at.
    private func project(
        _ models: [String], split: ContentHash = split, sweep: String? = nil, _ more: [String: String] = [:]
    ) throws -> ProbeProject {
        var texts = Self.lock.merging(more) { $1 }
        for model in models {
            var look = TestLook(split: split, model: ContentHash(of: model), modelName: model, stage: "evaluate")
            look.sweep = sweep
            texts["\(TestLook.folder)/\(look.fileName)"] = look.json.pretty
        }
        return try ProbeProject(ReportProbeTests.spec, texts)
    }

    @Test func oneModelIsMeasuredOnce() async throws {
        let one = try await project(["trees"]).verdict("test_split: once")
        #expect(one.passes && one.message == "one model was measured on the test split: `trees`")
        let two = try await project(["trees", "network"]).verdict("test_split: once")
        #expect(two.outcome == .failed)
        #expect(two.message.hasPrefix("2 different models were measured on the same test split (`network` and `trees`)"))
        #expect(two.evidence.count == 2)
    }

    @Test func aNoteThatCannotBeReadIsNotPassedOver() async throws {
        for text in ["{", "{\"split\": 1}"] {
            let project = try project(["trees"], ["\(TestLook.folder)/x.json": text])
            #expect(try await project.outcome("test_split: once") == .unknown)
            #expect(try await project.outcome("test_split: not-searched") == .unknown)
        }
    }

    /// A new split begins anew.
    @Test func looksAtAnotherSplitDoNotCount() async throws {
        let old = try await project(["trees", "network"], split: ContentHash(of: "before")).verdict("test_split: once")
        #expect(old.outcome == .failed && old.message == "no model was measured on the test split yet")
        #expect(try await ProbeProject(ReportProbeTests.spec).outcome("test_split: once") == .unknown)
        let commands = "mlkit: 1\nproject: {name: p}\nstages: {a: {run: x}}\n"
        #expect(try await ProbeProject(commands).outcome("test_split: once") == .manual)
    }

    @Test func aSweepThatChoseByItIsFound() async throws {
        // Nothing was selected yet.
        #expect(try await project(["trees"]).outcome("test_split: not-searched") == .unknown)
        let trial = try await project(["trees"], sweep: "depth").verdict("test_split: not-searched")
        #expect(trial.outcome == .failed && trial.message == "a trial of the sweep `depth` was measured on the test split")
        func searched(_ split: ContentHash?) async throws -> ProbeVerdict {
            let search = TestSearch(sweep: "depth", metric: "evaluate.test.rmse", split: split)
            return try await project([], ["\(TestLook.folder)/\(search.fileName)": search.json.pretty])
                .verdict("test_split: not-searched")
        }
        let own = try await searched(Self.split)
        #expect(own.outcome == .failed)
        #expect(own.message == "the sweep `depth` chose by `evaluate.test.rmse`, a figure of the test split")
        // Where nobody knows which split it was, it may have been this one.
        #expect(try await searched(nil).outcome == .failed)
        #expect(try await searched(ContentHash(of: "before")).outcome == .unknown)
    }

    /// Each of its trials is a model that was tried on the test split.
    @Test func aSweepOnItIsMoreThanOneLook() async throws {
        let search = TestSearch(sweep: "depth", metric: "score.accuracy", split: Self.split)
        let verdict = try await project(["trees"], ["\(TestLook.folder)/\(search.fileName)": search.json.pretty])
            .verdict("test_split: once")
        #expect(verdict.outcome == .failed && verdict.message.hasPrefix("the sweep `depth` tried its models on the test split"))
        #expect(verdict.evidence.count == 2)
    }

    @Test(arguments: ["once", "not-searched"]) func aValidationSplitThatIsTheTestSplitIsFound(probe: String) async throws {
        let lock = """
            {"outputs": {"data/test/ingest.parquet": "\(Self.split)", "data/valid/ingest.parquet": "\(Self.split)"}}
            """
        let verdict = try await project(["trees"], [".mlkit/lock/ingest.json": lock]).verdict("test_split: \(probe)")
        #expect(verdict.outcome == .failed)
        #expect(
            verdict.message
                == "the validation split of `ingest` is its test split: what is chosen on it is chosen on the test split")
    }

    @Test func aStageThatSelectsOnItIsFound() async throws {
        func report(_ on: String) -> String {
            """
            {"task": "regression", "target": "y", "split": "test", "rows": 3, "baseline": null,
             "models": [{"name": "a", "kind": "trees", "metrics": {}}, {"name": "b", "kind": "trees", "metrics": {}}],
             "selection": {"model": "a", "metric": "rmse", "maximize": false, "on": "\(on)"}}
            """
        }
        let path = "reports/evaluation.json"
        let found = try await project([], [path: report("test")]).verdict("test_split: not-searched")
        #expect(found.outcome == .failed)
        #expect(found.message == "\(path): the stage `evaluate` selects a model on the test split: set `select.on: valid`")
        let good = try project([], [path: report("valid")])
        let verdict = try await good.verdict("test_split: not-searched")
        #expect(verdict.passes && verdict.message == "\(path): neither it nor a sweep chose a model by the test split")
        good.stale = ["evaluate": "its data changed"]
        #expect(try await good.outcome("test_split: not-searched") == .unknown)
        #expect(try await ProbeProject("mlkit: 1\nproject: {name: p}\n").outcome("test_split: not-searched") == .manual)
    }

    private func note(_ model: String, _ edit: (inout TestLook) -> Void = { _ in }) -> (name: String, text: String) {
        var look = TestLook(split: Self.split, model: ContentHash(of: model), modelName: model, stage: "evaluate")
        let name = look.fileName
        edit(&look)
        return (name, look.json.pretty)
    }

    private func version(_ note: (name: String, text: String)) -> PastFiles.Version {
        PastFiles.Version(name: note.name, content: Array(note.text.utf8))
    }

    @Test func aNoteThatWasRemovedCounts() async throws {
        let project = try project(["trees"])
        let gone = note("network")
        project.git?.pastNotes.versions = [version(gone)]
        project.git?.pastNotes.removals = [gone.name: "abc1234"]
        let verdict = try await project.verdict("test_split: once")
        #expect(verdict.outcome == .failed)
        #expect(verdict.message.hasPrefix("2 different models were measured on the same test split (`network` and `trees`)"))
        #expect(verdict.message.hasSuffix("; `\(TestLook.folder)/\(gone.name)` was removed in abc1234, and counts"))
        project.git?.pastNotes.removals = [:]
        #expect(try await project.verdict("test_split: once").message.hasSuffix("is in git and not here, and counts"))
        // It never said that, where it stands.
        let search = TestSearch(sweep: "depth", metric: "evaluate.test.rmse", split: Self.split)
        project.git?.pastNotes.versions = [version((search.fileName, search.json.pretty)), version(note("trees") { $0.sweep = "depth" })]
        #expect(try await project.outcome("test_split: once") == .failed)
        let searched = try await project.verdict("test_split: not-searched")
        #expect(searched.message.hasPrefix("the sweep `depth` chose by"), "\(searched.message)")
        project.git?.pastNotes.versions.removeFirst()
        #expect(try await project.outcome("test_split: once") == .passed)
        let trial = try await project.verdict("test_split: not-searched")
        #expect(trial.outcome == .failed && trial.message == "a trial of the sweep `depth` was measured on the test split")
    }

    @Test func notesThatNobodyCanReadAreNotPassedOver() async throws {
        let damaged = note("network") { $0.split = ContentHash(of: "other").description }
        for text in ["", damaged.text] {
            let project = try project(["trees"], ["\(TestLook.folder)/\(damaged.name)": text])
            let verdict = try await project.verdict("test_split: once")
            #expect(
                verdict.outcome == .unknown && verdict.message.hasPrefix("`\(TestLook.folder)/\(damaged.name)` is not as mlkit wrote it"))
            #expect(try await project.outcome("test_split: not-searched") == .unknown)
        }
        let other = try project(["trees"])
        other.git?.pastNotes.versions = [PastFiles.Version(name: damaged.name, content: [])]
        #expect(try await other.outcome("test_split: once") == .unknown)
    }

    @Test func aPartOfTheHistoryAndIgnoredNotesTellNothing() async throws {
        let project = try project(["trees"])
        project.git?.pastNotes.isCut = true
        #expect(try await project.verdict("test_split: once").message.hasPrefix("only a part of the history is in this clone"))
        #expect(try await project.outcome("test_split: not-searched") == .unknown)
        project.git?.pastNotes.isCut = false
        project.git?.ignored = [".mlkit"]
        let verdict = try await project.verdict("test_split: once")
        #expect(verdict.outcome == .unknown && verdict.message.hasPrefix("git ignores `\(TestLook.folder)`"))
    }

    @Test func aLockThatNamesALookWantsItsNote() async throws {
        func lock(_ model: String) -> [String: String] {
            let (split, hash) = (Self.split, ContentHash(of: model))
            return [
                ".mlkit/lock/evaluate.json": """
                    {"version": 3, "inputs": {"data/test/ingest.parquet": "\(split)"}, "outputs": {"models/selected.onnx": "\(hash)"}}
                    """,
                ".mlkit/lock/train.baseline.json": "{\"outputs\": {\"models/baseline/model.onnx\": \"\(ContentHash(of: "base"))\"}}",
            ]
        }
        #expect(try await project(["trees"], lock("trees")).outcome("test_split: once") == .passed)
        for noted in [[], ["network"]] {
            let verdict = try await project(noted, lock("trees")).verdict("test_split: once")
            #expect(verdict.outcome == .failed)
            #expect(
                verdict.message.hasPrefix("the stage `evaluate` measured a model on the test split, and the note of it"),
                "\(verdict.message)")
        }
        // A baseline leaves none.
        #expect(try await project(["trees"], lock("base")).outcome("test_split: once") == .passed)
    }

    /// Notes that were taken away leave no trace without a history.
    @Test(arguments: [true, false]) func withoutAHistoryNobodyCanTell(isRepository: Bool) async throws {
        let look = TestLook(split: Self.split, model: ContentHash(of: "trees"), modelName: "trees", stage: "evaluate")
        let texts = Self.lock.merging(["\(TestLook.folder)/\(look.fileName)": look.json.pretty]) { $1 }
        let project = try ProbeProject(ReportProbeTests.spec, texts, git: isRepository)
        project.git?.hasCommit = false
        let found = try await project.verdict("test_split: once")
        #expect(found.outcome == .unknown && found.message.hasPrefix("there is no history of git here"), "\(found.message)")
        project.git?.hasCommit = true
        if isRepository { #expect(try await project.outcome("test_split: once") == .passed) }
    }

    /// The card of the bundle that is served, not of one that cannot be there.
    @Test func theCardOfTheCurrentBundleIsLookedAt() async throws {
        let card = """
            ---
            license: mit
            ---
            # M
            ## Intended use
            Something.
            ## Data
            Something.
            ## Metrics
            Something.
            ## Limits
            Something.
            """
        let project = try ProbeProject(
            ReportProbeTests.spec, ["deploy/current": "abc123\n", "deploy/abc123/MODEL_CARD.md": card])
        let verdict = try await project.verdict("model_card: complete")
        #expect(verdict.passes && verdict.evidence == ["deploy/abc123/MODEL_CARD.md"])
        // By its lock the stage made another one, of which this card says nothing.
        project.spec += "  ship: {kind: deploy, model: '${stages.evaluate.selected}'}\n"
        try project.write("{\"outputs\": {\"deploy/abc123\": \"x\"}}", to: ".mlkit/lock/ship.json")
        #expect(try await project.outcome("model_card: complete") == .passed)
        try project.write("{\"outputs\": {\"deploy/def456\": \"x\"}}", to: ".mlkit/lock/ship.json")
        let other = try await project.verdict("model_card: complete")
        #expect(other.outcome == .unknown && other.message.hasPrefix("served is `deploy/abc123`, another version than `deploy/def456`"))
        try project.files.remove("/project/.mlkit/lock/ship.json")
        try project.write("other\n", to: "deploy/current")
        #expect(try await project.outcome("model_card: complete") == .failed)
    }
}
