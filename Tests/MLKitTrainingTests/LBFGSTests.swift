import MLKitEvaluation
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct LBFGSTests {
    @Test func findsTheMinimumOfRosenbrocksValley() {
        let result = LBFGS(gradientTolerance: 1e-10).minimise(
            { point, gradient in
                let (a, b) = (1 - point[0], point[1] - point[0] * point[0])
                gradient = [-2 * a - 400 * point[0] * b, 200 * b]
                return a * a + 100 * b * b
            }, from: [-1.2, 1])
        #expect(result.converged)
        #expect(result.iterations < 60)
        #expect(result.point.allSatisfy { abs($0 - 1) < 1e-8 })
    }

    @Test func everyIterationLowersABadlyScaledQuadratic() {
        let scales = (0..<20).map { Double(1 << $0) }
        var values = [Double]()
        let result = LBFGS(gradientTolerance: 1e-6).minimise(
            { point, gradient in
                for index in point.indices { gradient[index] = scales[index] * (point[index] - 1) }
                return zip(scales, point).reduce(0) { $0 + $1.0 * ($1.1 - 1) * ($1.1 - 1) / 2 }
            }, from: [Double](repeating: 0, count: 20), report: { values.append($0) })
        #expect(result.converged)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 })
        #expect(result.point.allSatisfy { abs($0 - 1) < 1e-4 })
    }

    @Test func stopsAtTheLimitAndSaysSo() {
        let result = LBFGS(maximumIterations: 2).minimise(
            { point, gradient in
                gradient = [4 * point[0] * point[0] * point[0], 2 * point[1]]
                return point[0] * point[0] * point[0] * point[0] + point[1] * point[1]
            }, from: [10, 3])
        #expect(!result.converged)
        #expect(result.iterations == 2)
    }

    /// One number and no penalty: the line of least squares, in closed form.
    @Test func linearRegressionIsLeastSquares() throws {
        let x = [1.0, 2, 3, 4, 7]
        let y = [1e6 + 3, 1e6 + 5, 1e6 + 6, 1e6 + 9, 1e6 + 14]
        var features = FeatureMatrix(rows: 5, columns: 1)
        features.values = x.map { Float($0) }
        let data = TrainingData(
            train: .init(features: features, targets: y), valid: .init(features: features, targets: y),
            loss: .squared)
        let trainer = LinearTrainer(l2: 0, maximumIterations: 100, blas: try Training.blas(), log: { _ in })
        let network = try #require(trainer.train(data).estimator as? NetworkEstimator)
        let meanX = x.reduce(0, +) / 5
        let meanY = y.reduce(0, +) / 5
        let slope =
            zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
            / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        #expect(abs(Double(network.parameters[0]) - slope) < 1e-4)
        #expect(abs(Double(network.parameters[1]) - (meanY - slope * meanX)) < 0.1)
    }

    /// scikit-learn 1.9: LogisticRegression(C=0.5, tol=1e-10).fit([[0],[1],[2],[3],[4],[5]], [0,0,1,0,1,1])
    @Test func logisticRegressionIsScikitLearns() throws {
        var features = FeatureMatrix(rows: 6, columns: 1)
        features.values = [0, 1, 2, 3, 4, 5]
        let split = TrainingData.Split(features: features, targets: [0, 0, 1, 0, 1, 1])
        let data = TrainingData(train: split, valid: split, loss: .logistic)
        let trainer = LinearTrainer(l2: 2, maximumIterations: 100, blas: try Training.blas(), log: { _ in })
        let network = try #require(trainer.train(data).estimator as? NetworkEstimator)
        #expect(abs(network.parameters[0] - 0.600985) < 1e-4)
        #expect(abs(network.parameters[1] + 1.502463) < 1e-4)
    }
}
