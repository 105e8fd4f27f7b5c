import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// Rows that count for more than others. Weights, intercepts and probabilities are those of scikit-learn's `LogisticRegression` with
/// C = 2 and `Ridge` with alpha = 0.5.
@Suite struct RowWeightingTests {
    private static let x = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, -2, 0.25]
    private static let weights: [Double] = [1, 2, 0.5, 3, 1, 1, 2, 0, 1, 1.5]

    private func problem(_ task: ModelTask, weights: [Double] = weights) -> Training.Problem {
        let target: Column
        let column: ColumnSchema
        switch task {
        case .binary, .multilabel:
            target = .text(Training.texts([0, 0, 1, 0, 1, 0, 1, 1, 0, 0].map { ["no", "yes"][$0] }))
            column = ColumnSchema(name: "target", type: .text, categories: ["no", "yes"])
        case .multiclass:
            target = .text(Training.texts([0, 0, 1, 2, 1, 0, 2, 2, 0, 1].map { ["a", "b", "c"][$0] }))
            column = ColumnSchema(name: "target", type: .text, categories: ["a", "b", "c"])
        case .regression:
            target = .numeric([1, 2, 4, 3, 5, 2, 7, 8, 0, 3])
            column = ColumnSchema(name: "target", type: .number)
        }
        let table = Training.table(["x": .numeric(Self.x), "w": .numeric(weights), "target": target], rows: 10)
        let schema = TableSchema(
            columns: [ColumnSchema(name: "x", type: .number), ColumnSchema(name: "w", type: .number), column], target: "target")
        return Training.Problem(task: task, schema: schema, train: table, valid: table)
    }

    private func train(
        _ task: ModelTask, _ algorithm: Training.Algorithm, weight: String? = nil, classWeight: TrainConfiguration.ClassWeight? = nil,
        weights: [Double] = weights, folds: Int? = nil
    ) throws -> TrainedModel {
        let problem = problem(task, weights: weights)
        let features = FeatureChoices(numeric: .init(scale: FeatureConfiguration.Scaling.none))
        let configuration = TrainConfiguration(
            features: features, model: ModelChoice(name: "m", algorithm.settings), seed: 3, crossValidation: folds.map { .parts($0) },
            classWeight: classWeight, weight: weight)
        // Where it is not the weight, the column is no feature either.
        return try TrainStage.run(
            configuration: configuration, schema: problem.schema.hiding("w"), train: problem.train, valid: problem.valid,
            context: Training.context)
    }

    private func parameters(_ model: TrainedModel) -> [Float] {
        (model.estimator as? LinearEstimator)?.parameters ?? (model.estimator as? NetworkEstimator)?.parameters ?? []
    }

    private func isNear(_ values: [Float], _ others: [Double], _ tolerance: Double = 1e-4) -> Bool {
        values.count == others.count && zip(values, others).allSatisfy { abs(Double($0) - $1) < tolerance }
    }

    private static let linear = [
        Training.Algorithm(settings: LinearFamily().model(.init(l2: 0.5))), Training.Algorithm.network(.init(epochs: 500, l2: 0.5)),
    ]

    @Test(arguments: linear) func logisticRegressionIsThatOfScikitLearn(algorithm: Training.Algorithm) throws {
        #expect(isNear(parameters(try train(.binary, algorithm)), [0.98764998, -0.56922448]))
        #expect(isNear(parameters(try train(.binary, algorithm, weight: "w")), [1.36106164, -1.31069066]))
        #expect(isNear(parameters(try train(.binary, algorithm, classWeight: .balanced)), [0.98763579, -0.18124278]))
        #expect(isNear(parameters(try train(.binary, algorithm, classWeight: .of(["yes": 5]))), [1.14095603, 0.97246136]))
        #expect(isNear(parameters(try train(.binary, algorithm, weight: "w", classWeight: .balanced)), [1.36088283, -0.40247252]))
    }

    @Test(arguments: linear) func severalClassesAndNumbersToo(algorithm: Training.Algorithm) throws {
        let balanced = try train(.multiclass, algorithm, classWeight: .balanced)
        let first = try balanced.predict(problem(.multiclass).train).prefix(6)
        let expected = [
            0.6979448014055777, 0.269808860269916, 0.03224633832450621, 0.5896468360752852, 0.34227467900938974, 0.06807848491532503,
        ]
        #expect(isNear(Array(first), expected))
        let weighted = try train(.multiclass, algorithm, weight: "w").predict(problem(.multiclass).train).prefix(3)
        #expect(isNear(Array(weighted), [0.8026746993632174, 0.11873633904175104, 0.07858896159503144]))
        #expect(isNear(parameters(try train(.regression, algorithm, weight: "w")), [1.56333525, 3.297532180044273], 1e-3))
    }

    private static let all = linear + [
        Training.Algorithm.baseline, .network(.init(hidden: [8], learningRate: 0.01, batchSize: 4, epochs: 60)),
        .trees(.init(rounds: 20, maxDepth: 2)), .lightGBM { ($0.rounds, $0.patience, $0.minimumRows) = (20, 0, 1) },
    ]

    /// Rows that count twice are as good as rows that are there twice, and one that counts for nothing as if it were not there.
    @Test(arguments: [all[0], all[1], all[2], all[4]], [ModelTask.binary, .regression])
    func aWeightIsACopy(algorithm: Training.Algorithm, task: ModelTask) throws {
        let weights: [Double] = [1, 2, 0, 3, 1, 1, 2, 1, 1, 2]
        let weighted = try train(task, algorithm, weight: "w", weights: weights)
        var problem = problem(task)
        let rows = weights.indices.flatMap { [Int](repeating: $0, count: Int(weights[$0])) }
        problem.train = problem.train.rows(rows)
        problem.valid = problem.train
        let copied = try TrainStage.run(
            configuration: TrainConfiguration(
                features: FeatureChoices(numeric: .init(scale: FeatureConfiguration.Scaling.none)),
                model: ModelChoice(name: "m", algorithm.settings), seed: 3),
            schema: problem.schema.hiding("w"), train: problem.train, valid: problem.valid, context: Training.context)
        let (one, other) = (try weighted.predict(problem.train), try copied.predict(problem.train))
        let difference = zip(one, other).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(one.count == other.count && difference < 1e-3, "\(difference)")
    }

    /// What a stage says of classes is the same as what a model of LightGBM says.
    @Test func theStageBalancesAsLightGBMDoes() throws {
        func answers(_ own: ClassWeight, _ classWeight: TrainConfiguration.ClassWeight?) throws -> [Float] {
            let algorithm = Training.Algorithm.lightGBM { ($0.rounds, $0.minimumRows, $0.classWeight) = (20, 1, own) }
            return try train(.binary, algorithm, classWeight: classWeight).predict(problem(.binary).train)
        }
        let balanced = try answers(.none, .balanced)
        #expect(try balanced == answers(.balanced, nil) && balanced != answers(.none, nil))
    }

    @Test(arguments: all) func theReportSaysWhatRowsCountFor(algorithm: Training.Algorithm) throws {
        let model = try train(.binary, algorithm, weight: "w", classWeight: .of(["yes": 50]))
        #expect(model.report.weight == "w" && model.report.classWeight?.map(\.weight) == [1, 50])
        #expect(try #require(model.report.exportDifference) <= 1e-5 && !model.featureNames.contains("w"))
        #expect(!model.model.inputs.map(\.name).contains("w"))
        let plain = try train(.binary, algorithm)
        #expect(plain.report.weight == nil && plain.report.classWeight == nil)
        // A class that counts for much is expected more often.
        func mean(_ model: TrainedModel) throws -> Float {
            let answers = try model.predict(problem(.binary).train)
            return (0..<10).reduce(0) { $0 + answers[2 * $1 + 1] } / 10
        }
        #expect(try mean(model) > mean(plain))
        let folds = try train(.binary, algorithm, classWeight: .balanced, folds: 2)
        #expect(folds.report.folds?.count == 2)
    }

    @Test func balancedWeightsGoByWhatRowsCountFor() throws {
        let problem = problem(.binary)
        let target = try Target(problem.schema)
        let targets = try target.values(in: problem.train)
        func classes(_ weight: String?) throws -> [Double]? {
            try RowWeighting(
                WeightChoice(TrainConfiguration(classWeight: .balanced, weight: weight)), target, problem.train, targets).classes
        }
        #expect(try classes(nil) == [10.0 / 12, 10.0 / 8])
        #expect(try classes("w") == [13.0 / (2 * 9.5), 13.0 / (2 * 3.5)])
    }

    @Test func whatIsNoWeightIsRefused() throws {
        func message(
            _ task: ModelTask, weight: String? = nil, _ classWeight: TrainConfiguration.ClassWeight? = nil,
            _ weights: [Double] = Self.weights
        ) -> String? {
            #expect(throws: Failure.self) {
                try train(task, Training.Algorithm.baseline, weight: weight, classWeight: classWeight, weights: weights)
            }?.diagnostics.first?.message
        }
        var wrong = Self.weights
        wrong[3] = -1
        #expect(message(.binary, weight: "w", nil, wrong) == "the weight in the column `w` is -1 in row 4")
        let texts = Training.table(["w": .text(Training.texts(["a", "b"]))], rows: 2)
        let target = try Target(problem(.binary).schema)
        var choice = WeightChoice()
        choice.column = "w"
        let named = #expect(throws: Failure.self) { try RowWeighting(choice, target, texts, [0, 1]).weights(of: texts, [0, 1], target) }
        #expect(named?.diagnostics.first?.message == "`weight` names the column `w`, which is not one of numbers")
        wrong[3] = .nan
        #expect(message(.binary, weight: "w", nil, wrong) == "the weight in the column `w` is missing in row 4")
        #expect(message(.binary, weight: "w", nil, [Double](repeating: 0, count: 10)) == "all weights in the column `w` are 0")
        #expect(message(.regression, weight: "target") == "the target `target` cannot be the weight of the rows too")
        #expect(message(.binary, weight: "v") == "the table has no column `v`")
        #expect(message(.regression, .balanced) == "`class_weight` is for classes, and the target `target` is a number")
        #expect(message(.binary, .of(["maybe": 2])) == "`class_weight` names the class `maybe`, which the target `target` does not have")
    }
}
