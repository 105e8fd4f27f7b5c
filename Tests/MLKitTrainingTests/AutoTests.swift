import MLKitCore
import MLKitEngines
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct AutoTests {
    private static let tasks: [ModelTask] = [.binary, .multiclass, .regression]
    private static let families: [any ModelFamily] = [LinearFamily(), LightGBMFamily(), ForestFamily()]

    private func report(_ model: TrainedModel) throws -> TrialsReport { try #require(model.fitted.trials) }
    private func mean(_ model: TrainedModel) throws -> WeightedMean { try #require(model.fitted.model as? WeightedMean) }

    /// The weighted mean of what the members' own graphs answer.
    @Test(arguments: tasks) func theGraphAnswersTheWeightedMeanOfItsMembersGraphs(task: ModelTask) throws {
        let problem = Training.mixed(task, seed: 1)
        let model = try Training.train(problem, .auto(over: Self.families) { $0.trials = 6 })
        let members = try mean(model).members
        #expect(members.count > 1 && abs(members.reduce(0) { $0 + $1.weight } - 1) < 1e-6)
        let runtime = try Runtime(locator: Training.context.engines)
        func answers(_ graph: Model) throws -> [Float] {
            let inputs = try graph.inputs.map { ($0.name, try problem.valid.tensor(for: $0, rows: 0..<problem.valid.rowCount)) }
            let output = task.answer.name
            let session = try Session(graph, runtime: runtime)
            let answer = try session.run(Dictionary(inputs) { first, _ in first }, outputs: [output])
            return try #require(answer[output]?.floats)
        }
        let whole = try answers(model.model)
        var sum = [Double](repeating: 0, count: whole.count)
        let exporter = ModelExporter(target: try Target(problem.schema), model: "part", family: "part")
        for member in members {
            for (place, value) in try answers(exporter.export(member.model)).enumerated() {
                sum[place] += Double(member.weight) * Double(value)
            }
        }
        let scale = max(sum.map(abs).max() ?? 1, 1)
        for place in whole.indices { #expect(abs(Double(whole[place]) - sum[place]) <= 1e-6 * scale) }
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: problem.valid) <= 1e-5)
        #expect(model.model.inputs.map(\.name) == ["few", "many", "gaps", "city", "size"])
    }

    @Test(arguments: tasks) func whatIsChosenIsBetterThanTheBestAloneAndLosersAreDropped(task: ModelTask) throws {
        let model = try Training.train(Training.mixed(task, seed: 2), .auto(over: Self.families) { $0.trials = 12 })
        let report = try report(model)
        #expect(report.trials.count == 12 && report.ended == .trials && report.metric == (task == .regression ? .rmse : .logLoss))
        #expect(Set(report.trials.map(\.kind)) == ["linear", "lightgbm", "forest"])
        let whole = report.trials.filter { $0.rung == report.rungs.count }
        let best = try #require(whole.map(\.value).min())
        #expect(report.value <= best)
        // The standard settings of each family are measured on all folds; not all trials are.
        #expect(report.trials.prefix(3).allSatisfy { $0.rung == 2 && $0.folds.count == 5 } && whole.count < 12)
        let chosen = report.trials.filter { $0.weight > 0 }
        #expect(chosen.count <= 5 && abs(chosen.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
        #expect(try mean(model).members.count == chosen.count)
        #expect(chosen.allSatisfy { $0.rung == 2 })
        #expect(try TrialsReport(report.json, file: "t") == report)
        // The first step of the selection is the best trial alone, the last the model.
        let losses = try #require(model.history.array).compactMap { $0["train_loss"]?.double }
        let figures = losses.map { task == .regression ? (2 * $0).squareRoot() : $0 }
        #expect(abs(figures[0] - best) < 1e-9 * best && abs((figures.last ?? 0) - report.value) < 1e-9 * best)
        let valid = try #require(model.history.array?.last?["valid_loss"]?.double)
        let value = try #require(model.report.valid[report.metric])
        #expect(abs((task == .regression ? (2 * valid).squareRoot() : valid) - value) < 1e-5 * value)
    }

    @Test func theSameSeedAndNumberOfTrialsGiveTheSame() throws {
        func train(_ seed: Int) throws -> TrainedModel {
            try Training.train(Training.problem(.binary), .auto(over: Self.families) { $0.trials = 9 }, seed: seed)
        }
        let (first, second, other) = (try train(3), try train(3), try train(4))
        #expect(try first.model.bytes == second.model.bytes)
        #expect(first.report == second.report && first.history == second.history)
        #expect(try report(first) == report(second))
        #expect(try report(first).trials.map(\.settings) != report(other).trials.map(\.settings))
    }

    /// Every look at the clock takes a second.
    @Test func timeEndsTheSearchAndThatIsSaid() throws {
        final class Ticking: @unchecked Sendable { var now = 0.0 }
        let ticking = Ticking()
        let clock = Training.Algorithm.Clock {
            ticking.now += 1
            return ticking.now
        }
        let model = try Training.train(Training.problem(.regression), .auto(over: Self.families, clock: clock) { $0.budget = 40 })
        let report = try report(model)
        #expect(report.ended == .time && report.budget == 40 && (1..<20).contains(report.trials.count))
        #expect(model.warnings == [
            "the search ended with its time, after \(plural(report.trials.count, "trial")): another run may end elsewhere; "
                + "`trials: \(report.trials.count)` in place of `budget` comes out the same every time"
        ])
        // One trial there is, however little time.
        let hasty = try Training.train(Training.problem(.regression), .auto(over: Self.families, clock: clock) { $0.budget = 0.5 })
        #expect(hasty.fitted.trials?.trials.map(\.weight) == [1] && hasty.report.algorithm == "linear regression (ridge)")
    }

    /// Fits nothing, and answers what it is told.
    private struct Answering: FeatureModelFamily {
        let answer: Float
        var name = "answering"

        struct Settings: Sendable {}

        struct Estimate: Estimator {
            let answer: Float

            func predict(_ features: FeatureMatrix) -> [Float] { [Float](repeating: answer, count: features.rows) }

            func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value { columns[0] }
        }

        var keys: KeySet<Settings> { KeySet("answering", name: name, blank: Settings(), []) }
        func engines(_ configuration: Settings) -> [Engine] { [] }
        func algorithm(_ configuration: Settings, for task: ModelTask) -> String { name }
        func proposal(_ number: Int, _ random: inout RandomSource) -> Settings? { Settings() }
        func canRefit(_ configuration: Settings) -> Bool { true }
        func settled(_ configuration: Settings, at step: Int) -> Settings? { nil }

        func train(
            _ configuration: Settings, on data: TrainingData, seed: Int, _ context: StageContext
        ) throws -> TrainingResult { TrainingResult(estimator: Estimate(answer: answer)) }
    }

    @Test func whatAnswersNoNumbersNeverEnters() throws {
        let families: [any ModelFamily] = [Answering(answer: .nan), LinearFamily()]
        let model = try Training.train(Training.problem(.regression), .auto(over: families) { $0.trials = 6 })
        let trials = try report(model).trials
        #expect(trials[0].kind == "answering" && trials[0].problem == "it answers something that is no finite number")
        #expect(trials[0].value.isNaN && trials[0].weight == 0 && trials.dropFirst().allSatisfy { $0.kind == "linear" })
        #expect(model.warnings == ["of the family `answering` nothing more is tried: it answers something that is no finite number"])
        #expect(try mean(model).members.count > 0)
        let failure = #expect(throws: Failure.self) {
            try Training.train(Training.problem(.regression), .auto(over: [Answering(answer: .infinity)]) { $0.trials = 3 })
        }
        #expect(failure?.diagnostics.first?.message == "no model could be fitted")
        #expect(failure?.diagnostics.first?.notes == ["`answering`: it answers something that is no finite number"])
    }

    @Test func aFamilyWhoseEngineIsNotThereIsLeftOut() throws {
        let context = StageContext(engines: EngineLocator(folders: [], programs: [], libraries: []))
        let model = try Training.train(
            Training.problem(.binary), .auto(over: [TreesFamily(), LinearFamily()]) { $0.trials = 5 }, context: context)
        let trials = try report(model).trials
        #expect(trials.filter { $0.kind == "trees" }.count == 1 && trials[0].problem?.contains("XGBoost") == true)
        #expect(trials.contains { $0.kind == "linear" && $0.weight > 0 })
        #expect(model.warnings.first?.hasPrefix("of the family `trees` nothing more is tried: ") == true)
    }

    /// 400 rows, of which 320 are fitted on in a fold, and 8 inputs of 4 bytes, three times: 30,720 bytes.
    @Test func whatNeedsMoreMemoryIsNotTried() throws {
        func kinds(_ memory: Int) throws -> [String] {
            let families: [any ModelFamily] = [NetworkFamily(), LightGBMFamily()]
            let model = try Training.train(
                Training.problem(.binary), .auto(over: families) { ($0.trials, $0.memory) = (2, memory) })
            return try report(model).trials.filter { $0.problem == nil }.map(\.kind)
        }
        // On all 400 rows it would take 38,400.
        #expect(try kinds(38_400) == ["network", "lightgbm"])
        #expect(try kinds(30_719) == ["lightgbm"])
    }

    @Test func thereMustBeRowsForEveryPart() {
        let failure = #expect(throws: Failure.self) {
            try Training.train(Training.problem(.regression, rows: 8), .auto(over: Self.families) { $0.folds = 5 })
        }
        #expect(failure?.diagnostics.first?.message == "8 training rows cannot be cut into 5 parts of some rows each")
        #expect(failure?.diagnostics.first?.hint == "lower `folds` of the model")
    }

    @Test func enginesAreThoseOfWhatIsTried() {
        let family = AutoFamily(over: [BaselineFamily(), LinearFamily(), NetworkFamily(), TreesFamily(), ForestFamily()], clock: { 0 })
        #expect(family.engines(.init()) == [.openblas, .xgboost, .lightgbm])
        var some = AutoFamily.Configuration()
        some.families = ["linear", "forest"]
        #expect(family.engines(some) == [.lightgbm])
    }

    /// The products of networks are, and named after their member; trees stay as they are.
    @Test func ofAMeanTheNetworksAreQuantized() throws {
        let problem = Training.problem(.binary)
        let settings = [
            NetworkFamily().model(.init(hidden: [64, 32], epochs: 20)), LightGBMFamily().model(.init()),
        ]
        let rows = try TrainingRows(
            schema: problem.schema, choices: FeatureChoices(), train: problem.train, valid: problem.valid)
        let mean = WeightedMean(
            members: try settings.enumerated().map { place, settings in
                .init(
                    name: "trial\(place + 1)", weight: [0.75, 0.25][place],
                    model: try settings.fit(on: rows, seed: 1, Training.context).model)
            })
        let model = try ModelExporter(target: rows.target, model: "m", family: "auto").export(mean)
        let result = try Quantizer(options: .init(mode: .dynamic)).quantize(model: model)
        #expect(result.quantizedNodes.count == 3 && result.quantizedNodes.allSatisfy { $0.hasPrefix("trial1/Gemm.") })
        #expect(result.model.operatorCounts["ai.onnx.ml.TreeEnsembleRegressor"] == 1 && result.model.operatorCounts["Gemm"] == nil)
        let runtime = try Runtime(locator: Training.context.engines)
        let inputs = try model.inputs.map { ($0.name, try problem.valid.tensor(for: $0, rows: 0..<200)) }
        let answers = try [model, result.model].map { graph in
            let session = try Session(graph, runtime: runtime)
            let answer = try session.run(Dictionary(inputs) { first, _ in first }, outputs: ["probabilities"])
            return try #require(answer["probabilities"]?.floats)
        }
        #expect(zip(answers[0], answers[1]).allSatisfy { abs($0 - $1) < 0.05 } && answers[0] != answers[1])
    }

    @Test func thePageShowsTrialsAndMembers() throws {
        let model = try Training.train(Training.problem(.binary), .auto(over: Self.families) { $0.trials = 6 })
        let text = TrialsPage(report: try report(model)).text
        #expect(text.contains("<title>Trials of m</title>") && text.contains("What it is made of") && text.contains("<svg"))
        #expect(text.split(separator: "<tr>").count - 1 >= 6 + 3)
    }
}
