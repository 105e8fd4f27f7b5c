import MLKitCore
import MLKitEvaluation
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct LinearTests {
    private struct Fitted {
        var data: TrainingData
        var estimator: LinearEstimator
        /// In units in which targets have a deviation of 1.
        var parameters: [Double]
        var scaling: TargetScaling
        var report: TrainingResult
    }

    private func fit(_ task: ModelTask, _ configuration: LinearFamily.Configuration) throws -> Fitted {
        let problem = Training.problem(task)
        let target = try Target(problem.schema)
        let encoder = try FeatureEncoder(fitting: problem.train, schema: problem.schema, to: LinearFamily().features)
        func split(_ table: Table) throws -> TrainingData.Split {
            TrainingData.Split(features: try encoder.encode(table), targets: try target.values(in: table))
        }
        let data = TrainingData(
            train: try split(problem.train), valid: try split(problem.valid),
            loss: Loss(task: task, classes: target.classes.count))
        let result = LinearFitter(configuration: configuration, log: { _ in }).train(data)
        let estimator = try #require(result.estimator as? LinearEstimator)
        let scaling = TargetScaling(data.train.targets, loss: data.loss)
        let bias = estimator.parameters.count - data.loss.outputs
        let parameters = estimator.parameters.enumerated().map {
            (Double($1) - ($0 >= bias ? scaling.mean : 0)) / scaling.scale
        }
        return Fitted(data: data, estimator: estimator, parameters: parameters, scaling: scaling, report: result)
    }

    private static let tasks: [ModelTask] = [.binary, .multiclass, .regression]

    /// At the minimum, the loss's slope along a weight is what its penalties pull with; along one that is 0, no more.
    @Test(arguments: tasks, [LinearFamily.Configuration(l2: 0.5), .init(l1: 4), .init(l2: 2, l1: 8)])
    func isAtTheMinimum(task: ModelTask, configuration: LinearFamily.Configuration) throws {
        let fitted = try fit(task, configuration)
        let objective = LinearObjective(fitted.data.train, fitted.data.loss, fitted.scaling)
        var gradient = [Double](repeating: 0, count: objective.parameterCount)
        _ = objective.differentiate(fitted.parameters, l2: configuration.l2 ?? 0, &gradient)
        let pull = configuration.l1 / fitted.scaling.scale / Double(objective.rows)
        for (index, weight) in fitted.parameters.enumerated() {
            let isPulled = objective.penalised[index] && pull > 0
            if isPulled, fitted.estimator.parameters[index] == 0 {
                #expect(abs(gradient[index]) <= pull + 1e-5)
            } else {
                #expect(abs(gradient[index] + (isPulled ? (weight > 0 ? pull : -pull) : 0)) < 1e-5)
            }
        }
        #expect(fitted.report.course.converged == true)
    }

    @Test func lassoLeavesOutWhatIsOfNoUse() throws {
        let ridge = try fit(.binary, .init(l2: 1)).estimator.parameters
        let lasso = try fit(.binary, .init(l1: 20)).estimator.parameters
        #expect(!ridge.contains(0))
        let count = lasso.count { $0 == 0 }
        #expect(count >= 3 && count < lasso.count - 2)
    }

    @Test(arguments: tasks) func thePenaltyIsChosenByTheValidationRows(task: ModelTask) throws {
        let fitted = try fit(task, .init())
        let losses = fitted.report.history.compactMap(\.validLoss)
        #expect(losses.count == LinearFitter.strengths.count)
        let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
        #expect(fitted.report.course.l2 == LinearFitter.strengths[best])
        let held = LinearObjective(fitted.data.valid, fitted.data.loss, fitted.scaling).loss(fitted.parameters)
        #expect(abs(fitted.scaling.restore(loss: held) - losses[best]) < 1e-5 * max(1, losses[best]))
    }

    @Test func sparseRowsHoldWhatDenseOnesDo() throws {
        let problem = Training.problem(.binary)
        var features = LinearFamily().features
        let sparse = try FeatureEncoder(fitting: problem.train, schema: problem.schema, to: features).encode(problem.valid)
        features.isSparse = false
        let dense = try FeatureEncoder(fitting: problem.train, schema: problem.schema, to: features).encode(problem.valid)
        var expanded = [Float](repeating: 0, count: dense.values.count)
        sparse.sparse?.forEachRow { row, places, values in
            for (place, value) in zip(places, values) { expanded[row * sparse.columns + Int(place)] = value }
        }
        #expect(sparse.values.isEmpty && expanded == dense.values && sparse.columns == dense.columns)
    }

    /// Thousands of categories take no room in the rows, and little in the model.
    @Test func manyCategoriesAreNoObstacle() throws {
        var problem = Training.problem(.regression)
        for split in [\Training.Problem.train, \.valid] {
            let rows = problem[keyPath: split].rowCount
            problem[keyPath: split].columns[2].values = .text(
                TextColumn(categories: (0..<rows / 2).map { "c\($0)" }, codes: (0..<rows).map { Int32($0 / 2) }))
        }
        let model = try Training.train(problem, Training.ridge)
        #expect(model.report.preparation[2].categories == 200)
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: problem.valid) <= 1e-5)
    }
}
