import MLKitCore
import MLKitEngines
import MLKitEvaluation
import MLKitONNX
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct TrainStageTests {
    static let tasks: [ModelTask] = [.binary, .multiclass, .regression]
    static let algorithms = [
        .baseline, Training.linear, Training.network, Training.trees, Training.lightGBM, Training.forest,
        Training.ridge, Training.neighbours, Training.margins, Training.kernel,
    ]

    /// A metric that says how much better than guessing a model is.
    private func skill(_ model: TrainedModel, _ split: String) throws -> Double {
        let metric = model.classes.isEmpty ? "r2" : "roc_auc"
        return try #require(model.metrics[split]?[metric]?.double)
    }

    @Test(arguments: tasks, [Training.linear, Training.ridge, Training.network, Training.trees, Training.lightGBM, Training.forest, Training.kernel])
    func learns(task: ModelTask, algorithm: Training.Algorithm) throws {
        let model = try Training.train(Training.problem(task), algorithm)
        #expect(try skill(model, "valid") > 0.9)
        #expect(try skill(model, "train") > 0.9)
    }

    @Test func theBaselineKnowsOnlyTheTarget() throws {
        let problem = Training.problem(.binary)
        let model = try Training.train(problem, .baseline)
        let targets = try Target(problem.schema).values(in: problem.train)
        let share = Float(targets.reduce(0, +) / 400)
        let answers = try model.predict(problem.valid)
        #expect(answers.count == 400)
        #expect(answers.indices.allSatisfy { abs(answers[$0] - ($0 % 2 == 1 ? share : 1 - share)) < 1e-6 })
        #expect(try skill(model, "valid") == 0.5)
        let mean = try Training.train(Training.problem(.regression), .baseline)
        #expect(abs(try skill(mean, "train")) < 1e-6)
    }

    /// Rows with everything that can befall a served model: gaps, and a category nobody has seen.
    @Test(arguments: tasks, algorithms)
    func exportAnswersLikeTheTrainer(task: ModelTask, algorithm: Training.Algorithm) throws {
        let problem = Training.problem(task)
        let features = FeatureChoices(categorical: .init(minimumCount: 10))
        let model = try Training.train(problem, algorithm, features: features)
        var odd = problem.valid
        odd.columns[0].values = .numeric([.nan, 1e9] + (try odd.numbers(of: "x")).dropFirst(2))
        odd.columns[2].values = .text(Training.texts((0..<200).map { [nil, "", "violet", "rare", "red"][$0 % 5] }))
        let check = ExportCheck(context: Training.context)
        #expect(try check.largestDifference(model, on: problem.valid) <= 1e-5)
        #expect(try check.largestDifference(model, on: odd) <= 1e-5)
    }

    @Test func theModelDeclaresRawColumnsAndAnswers() throws {
        let model = try Training.train(Training.problem(.multiclass), .baseline).model
        #expect(model.inputs.map(\.name) == ["x", "y", "colour", "flag"])
        #expect(model.inputs.map(\.type) == [.double, .double, .string, .string])
        #expect(model.outputs.map(\.name) == ["label", "probabilities"])
        #expect(model.outputs.map(\.shape) == [["N"], ["N", 3]])
        #expect(model.metadata["classes"] == #"["0","1","2"]"#)
        #expect(model.metadata["task"] == "multiclass")
        #expect(model.metadata["target"] == "target")
        #expect(model.metadata["kind"] == "baseline")
        #expect(model.metadata["features"] == #"["x","y","colour","flag"]"#)
        let value = try Training.train(Training.problem(.regression), .baseline).model
        #expect(value.outputs.map(\.name) == ["prediction"])
        #expect(value.metadata["classes"] == nil)
    }

    @Test func theLabelIsTheMostProbableClass() throws {
        let problem = Training.problem(.multiclass)
        let model = try Training.train(problem, Training.trees)
        let session = try Session(model.model, runtime: Runtime(locator: Training.context.engines))
        let answers = try session.run(model.inputs(for: problem.valid))
        let probabilities = try #require(answers["probabilities"]?.floats).map { Double($0) }
        let expected = Scores.mostProbable(probabilities, classes: 3).map { model.classes[$0] }
        #expect(answers["label"]?.strings == expected)
        #expect(Set(expected) == ["0", "1", "2"])
    }

    @Test(arguments: [Training.linear, Training.ridge, Training.network, Training.trees, Training.lightGBM, Training.forest])
    func theSameSeedGivesTheSameBytes(algorithm: Training.Algorithm) throws {
        let problem = Training.problem(.binary)
        let first = try Training.train(problem, algorithm)
        let second = try Training.train(problem, algorithm)
        #expect(try first.model.bytes == second.model.bytes)
        #expect(first.metrics == second.metrics)
        #expect(first.history == second.history)
    }

    @Test func anotherSeedGivesAnotherNetwork() throws {
        let problem = Training.problem(.binary)
        let first = try Training.train(problem, Training.network, seed: 1)
        let second = try Training.train(problem, Training.network, seed: 2)
        #expect(try first.model.bytes != second.model.bytes)
    }

    @Test(arguments: algorithms + [Training.bayes])
    func columnsWithoutAnyValueAreNoObstacle(algorithm: Training.Algorithm) throws {
        var problem = Training.problem(.binary)
        for split in [\Training.Problem.train, \.valid] {
            let rows = problem[keyPath: split].rowCount
            problem[keyPath: split].columns[1].values = .numeric([Double](repeating: .nan, count: rows))
            problem[keyPath: split].columns[2].values = .text(Training.texts([String?](repeating: nil, count: rows)))
        }
        let model = try Training.train(problem, algorithm)
        let names = switch algorithm.settings.family {
        case "lightgbm", "forest": ["x", "y", "colour", "flag"]
        case "linear", "svm", "neighbours": ["x", "y", "colour missing", "flag=false", "flag=true"]
        default: ["x", "y", "flag=false", "flag=true"]
        }
        #expect(model.featureNames == names)
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: problem.valid) <= 1e-5)
    }

    @Test func withoutONNXRuntimeTheCheckIsSkippedAndSaidSo() throws {
        let log = Log()
        let context = StageContext(
            engines: EngineLocator(folders: [], programs: [], libraries: []), log: { log.add($0) })
        _ = try Training.train(Training.problem(.binary), .baseline, context: context)
        #expect(log.lines.last == "ONNX Runtime is not installed: the exported model is not checked")
    }

    @Test func aWrongExportIsCaught() throws {
        let problem = Training.problem(.binary)
        let right = try Training.train(problem, Training.linear)
        let other = try Training.train(problem, Training.trees)
        let wrong = TrainedModel(
            model: other.model, report: right.report, history: right.history, featureNames: right.featureNames,
            classes: right.classes, fitted: right.fitted)
        #expect(throws: Failure.self) { try ExportCheck(context: Training.context).run(wrong, on: problem.valid) }
    }
}
