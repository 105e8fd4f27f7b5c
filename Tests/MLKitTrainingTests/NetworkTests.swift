import MLKitCore
import MLKitEvaluation
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct NetworkTests {
    /// Inputs [5, 3] and targets that fit the loss.
    private func sample(_ loss: Loss) -> (inputs: [Double], targets: [Double]) {
        var random = RandomSource(seed: 5)
        let inputs = (0..<15).map { _ in random.unit() * 4 - 2 }
        let targets = (0..<5).map { row in loss == .squared ? random.unit() : Double(row % max(loss.outputs, 2)) }
        return (inputs, targets)
    }

    @Test(
        "back-propagation agrees with finite differences",
        arguments: [Loss.logistic, .softmax(classes: 3), .squared], [[], [4], [6, 5]])
    func gradient(loss: Loss, hidden: [Int]) throws {
        let shape = NetworkShape(sizes: [3] + hidden + [loss.outputs])
        let evaluator = NetworkEvaluator<Double>(
            shape: shape, loss: loss, l2: 0.3, capacity: 5, blas: try Training.blas())
        let (inputs, targets) = sample(loss)
        var random = RandomSource(seed: 6)
        let parameters: [Double] = shape.initialParameters(&random)
        func value(_ parameters: [Double], _ gradient: inout [Double]) -> Double {
            targets.withUnsafeBufferPointer {
                evaluator.differentiate(inputs, targets: $0, parameters: parameters, gradient: &gradient)
            }
        }
        var gradient = [Double](repeating: 0, count: parameters.count)
        var unused = gradient
        _ = value(parameters, &gradient)
        for index in parameters.indices {
            var (low, high) = (parameters, parameters)
            low[index] -= 1e-5
            high[index] += 1e-5
            let slope = (value(high, &unused) - value(low, &unused)) / 2e-5
            #expect(abs(slope - gradient[index]) < 1e-6 * max(1, abs(slope)))
        }
    }

    @Test func lossesHoldUpUnderLargeMargins() {
        for (loss, margins, target) in [
            (Loss.logistic, [1000.0], 1.0), (.logistic, [-1000], 0), (.softmax(classes: 2), [-900, 900], 1),
        ] {
            var margins = margins
            let value = margins.withUnsafeMutableBufferPointer { margins in
                [target].withUnsafeBufferPointer { loss.differentiate(margins, targets: $0) }
            }
            #expect(value == 0)
            #expect(margins.allSatisfy { $0 == 0 })
        }
        var wrong = [-1000.0]
        let value = wrong.withUnsafeMutableBufferPointer { margins in
            [1.0].withUnsafeBufferPointer { Loss.logistic.differentiate(margins, targets: $0) }
        }
        #expect(value == 1000)
    }

    @Test func adamFollowsItsPaper() {
        var adam = Adam(learningRate: 0.1, parameterCount: 2)
        var parameters: [Float] = [1, 2]
        adam.update(&parameters, gradient: [4, -2], scale: 0.5)
        // The first step is the learning rate against the gradient's sign, whatever its size.
        #expect(abs(parameters[0] - 0.9) < 1e-5 && abs(parameters[1] - 2.1) < 1e-5)
        adam.update(&parameters, gradient: [0, -2], scale: 0.5)
        let mean: Float = 0.9 * 0.2 / (1 - 0.81)
        let square: Float = 0.999 * 0.004 / (1 - 0.998001)
        #expect(abs(parameters[0] - (0.9 - 0.1 * mean / square.squareRoot())) < 1e-4)
    }

    @Test func stopsAfterPatienceAndKeepsTheBestEpoch() throws {
        let problem = Training.problem(.binary, rows: 200)
        let settings = NetworkFamily.Configuration(
            hidden: [32], learningRate: 0.05, batchSize: 20, epochs: 300, patience: 4, l2: 0)
        let model = try Training.train(problem, .network(settings))
        let losses = try #require(model.history.array).compactMap { $0["valid_loss"]?.double }
        let best = try #require(model.metrics["best_epoch"]?.int)
        #expect(losses.count == model.metrics["epochs"]?.int)
        #expect(losses.count == best + 4)
        #expect(losses[best - 1] == losses.min())
        let loss = try #require(model.metrics["valid"]?["log_loss"]?.double)
        #expect(abs(loss - losses[best - 1]) < 1e-4)
    }

    @Test func divergenceIsAFailure() async {
        var settings = NetworkFamily.Configuration(hidden: [8], learningRate: 1e30)
        settings.batchSize = 10
        let problem = Training.problem(.regression, rows: 100)
        let text = await failureText { _ = try Training.train(problem, .network(settings)) }
        #expect(text.hasPrefix("error: the network's loss is no longer a number in epoch 1\n"))
        #expect(text.contains("hint: lower `learning_rate` (1e+30), or scale the numeric features"))
    }
}
