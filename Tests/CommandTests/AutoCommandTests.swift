import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A model of kind `auto` on its way through a project.
@Suite struct AutoCommandTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        let rows = (0..<400).map { row in
            let (place, rooms) = (1 + row * 7 % 3, 1 + row * 11 % 5)
            let area = 20 * rooms + row * 37 % 23
            return "\(["north", "south", "harbour"][place - 1]),\(rooms),\(area),\(900 * place * area + row * 7919 % 9973)\n"
        }
        try scratch.write("district,rooms,area,price\n" + rows.joined(), to: "flats.csv")
    }

    private func spec(_ model: String) throws {
        try scratch.write(
            """
            mlkit: 1
            project: {name: flats}
            stages:
              ingest: {kind: data, source: flats.csv, target: price}
              train:
                kind: train
                data: ${stages.ingest}
                model: \(model)
              evaluate: {kind: evaluate, models: "${stages.train}", data: "${stages.ingest}"}
              quantize: {kind: quantize, model: "${stages.train}", calibrate: "${stages.ingest.valid}", max_accuracy_drop: 1}
              deploy: {kind: deploy, model: "${stages.evaluate.selected}"}

            """, to: "mlkit.yaml")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    @Test func isEvaluatedQuantizedDeployedAndServedLikeAnyOther() async throws {
        try spec("{kind: auto, name: best, trials: 5, families: [network]}")
        let outcome = try await mlkit("run")
        #expect(outcome.status == 0, "\(outcome.error)")
        let report = try JSON(parsing: Array(scratch.read("models/best/trials.json").utf8))
        let trials = try #require(report["trials"]?.array)
        #expect(trials.count == 5 && report["model"] == "best" && report["ended"] == "trials")
        let members = trials.count { $0["weight"]?.double ?? 0 > 0 }
        let summary = members == 1 ? "hidden units, " : "weighted mean of \(members) models (network), "
        #expect(members > 0 && outcome.error.contains(summary), "\(outcome.error)")
        #expect(try scratch.read("models/best/trials.html").contains("Trials of best"))
        #expect(try scratch.read("logs/train.log").contains("trial 5, "))
        let answers = try await mlkit("predict", "current", "flats.csv", "-o", "answers.csv")
        #expect(answers.status == 0 && answers.output + answers.error == "answered 400 rows in `answers.csv`\n", "\(answers.error)")
        #expect(try await mlkit("run").error.contains("nothing to do"))
        // Settings of the search are settings of the stage.
        try spec("{kind: auto, name: best, trials: 3, families: [network]}")
        #expect(try await mlkit("status").output.contains("`model.trials`"))
    }

    @Test func whatCannotBeTriedIsRefused() async throws {
        try spec("{kind: auto, families: [baseline], budget: 60}")
        let outcome = try await mlkit("status")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("`baseline`") && outcome.error.contains("`budget`"), "\(outcome.error)")
    }

    /// Killed while it searches, it leaves nothing, and the next run begins anew.
    @Test func anInterruptedSearchLeavesNothing() async throws {
        try spec("{kind: auto, name: best, trials: 200, families: [network]}")
        let script = """
            "$MLKIT" run train & pid=$!
            until grep -q 'trial 1,' logs/train.log 2> /dev/null; do sleep 0.1; done
            kill -9 $pid; wait $pid 2> /dev/null; ls models 2> /dev/null; echo gone
            """
        let outcome = try await BuiltTool.run(
            "/bin/sh", ["-c", script], in: scratch.path,
            environment: ["MLKIT": "\(BuiltTool.folder)/mlkit", "MLKIT_ENGINES": "\(BuiltTool.sourceRoot)/engines"])
        #expect(outcome.output == "gone\n", "\(outcome.output)\(outcome.error)")
        try spec("{kind: auto, name: best, trials: 2, families: [linear, lightgbm]}")
        let again = try await mlkit("run", "train")
        #expect(again.status == 0 && again.error.contains("done train"), "\(again.error)")
    }
}
