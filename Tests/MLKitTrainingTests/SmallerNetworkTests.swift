import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTraining

/// Networks that are pruned, and those that are trained with rounded numbers.
@Suite struct SmallerNetworkTests {
    private func settings(_ change: (inout NetworkFamily.Configuration) -> Void = { _ in }) -> Training.Algorithm {
        var settings = NetworkFamily.Configuration(hidden: [40, 16], learningRate: 0.01, batchSize: 50, epochs: 30, l2: 1e-3)
        change(&settings)
        return .network(settings)
    }

    private func pruned(_ change: (inout NetworkPruning) -> Void) -> Training.Algorithm {
        var pruning = NetworkPruning()
        pruning.epochs = 10
        change(&pruning)
        return settings { $0.prune = pruning }
    }

    private func network(_ model: TrainedModel) throws -> NetworkEstimator { try #require(model.estimator as? NetworkEstimator) }

    private func losses(_ model: TrainedModel, _ name: String) throws -> [Double] {
        try #require(model.history.array).compactMap { $0[name]?.double }
    }

    // MARK: Pruning

    @Test(arguments: [1, 3]) func unitsLeaveTheGraph(steps: Int) throws {
        let problem = Training.problem(.multiclass)
        let whole = try Training.train(problem, settings())
        let smaller = try Training.train(
            problem,
            pruned {
                $0.part = .units
                $0.share = 0.75
                $0.steps = steps
            })
        #expect(try network(smaller).shape.sizes.dropFirst() == [10, 4, 3])
        #expect(try smaller.model.bytes.count < whole.model.bytes.count)
        #expect(smaller.metrics["pruning"]?["units_before"] == [40, 16] && smaller.metrics["pruning"]?["units"] == [10, 4])
        #expect(smaller.report.algorithm == "network with 40, 16 hidden units, pruned by 75 % of its units")
        #expect(try #require(smaller.report.valid[.accuracy]) > 0.8)
        #expect(try #require(smaller.report.exportDifference) < 1e-5)
    }

    /// Of 40 and of 16 units without a share of them the nearest number is left, and one at least.
    @Test(arguments: [(0.2, [32, 13, 3]), (0.27, [29, 12, 3]), (0.99, [1, 1, 3])])
    func theNumberOfUnitsIsRounded(share: Double, sizes: [Int]) throws {
        let model = try Training.train(
            Training.problem(.multiclass),
            pruned {
                $0.part = .units
                $0.share = share
                $0.epochs = 1
            })
        #expect(try Array(network(model).shape.sizes.dropFirst()) == sizes)
    }

    /// Of weights the nearest number too.
    @Test(arguments: [0.4, 0.6]) func theNumberOfWeightsIsRounded(fraction: Double) throws {
        let problem = Training.problem(.binary)
        let inputs = try Training.train(problem, settings { $0.epochs = 1 }).report.features
        let all = inputs * 40 + 40 * 16 + 16
        let model = try Training.train(
            problem,
            pruned {
                $0.share = 1 - (Double(all - 20) + fraction) / Double(all)
                $0.epochs = 1
            })
        #expect(try #require(model.report.course.pruning).weights == (fraction < 0.5 ? all - 20 : all - 19))
    }

    @Test func theSmallestWeightsAreNoughtAndStaySo() throws {
        let model = try Training.train(Training.problem(.binary), pruned { $0.share = 0.8 })
        let (network, pruning) = (try network(model), try #require(model.report.course.pruning))
        let state = NetworkState(shape: network.shape, parameters: network.parameters)
        let all = model.report.features * 40 + 40 * 16 + 16
        #expect(pruning.weightsBefore == all)
        #expect(state.weightCount == pruning.weights)
        // Some of what is left may have led to or from units that nothing else does.
        #expect(pruning.weights * 5 <= all && pruning.weights * 8 > all)
        #expect(try #require(model.report.valid[.accuracy]) > 0.85)
        #expect(try #require(model.report.exportDifference) < 1e-5)
    }

    /// What is left goes back to where it came from, and its loss with it.
    @Test func ticketsAreRewound() throws {
        let problem = Training.problem(.binary)
        func first(_ rewind: Int?) throws -> (before: Double, after: Double) {
            let model = try Training.train(
                problem,
                pruned {
                    $0.share = 0.2
                    $0.rewind = rewind
                })
            let losses = try losses(model, "train_loss")
            let whole = try self.losses(try Training.train(problem, settings()), "train_loss")
            #expect(Array(losses.prefix(whole.count)) == whole)
            return (whole[0], losses[whole.count])
        }
        let (tuned, start, early) = (try first(nil), try first(0), try first(5))
        #expect(tuned.after < 0.5 * start.after)
        #expect(abs(start.after - start.before) < 0.5 * start.before)
        #expect(early.after < start.after && early.after > tuned.after)
    }

    /// Of two inputs, three and two hidden units and one output.
    private let state = NetworkState(
        shape: NetworkShape(sizes: [2, 3, 2, 1]),
        parameters: [1, 0, -3, 2, 0, 0.5, 0.1, 0.7, 0.3, 1, 0, 5, 6, 0.2, -0.4, 0.01, 0.02, 1, 2, 0.5])

    @Test func theLargestWeightsOfAllLayersAreKept() {
        let pruned = state.keepingWeights(4)
        #expect(pruned.parameters == [0, 0, -3, 2, 0, 0, 0.1, 0.7, 0.3, 0, 0, 5, 6, 0, 0, 0.01, 0.02, 0, 0, 0.5])
        #expect(pruned.isSparse && pruned.weightCount == 4 && state.weightCount == 11)
        #expect(state.keepingWeights(5).parameters[17...] == [0, 2, 0.5])
        #expect(state.pruned(as: pruned) == pruned)
    }

    @Test func theUnitsThatDoMostAreKept() {
        // The second unit of the first layer has no weights to it; the first and the third have norms √5 · 1 and √9.25 · √0.2.
        #expect(state.largestUnits([2, 1]) == [[0, 2], [1]])
        #expect(state.largestUnits([0, 5]) == [[0], [0, 1]])
        let smaller = state.keepingUnits([[0, 2], [1]])
        #expect(smaller.shape.sizes == [2, 2, 1, 1])
        #expect(smaller.parameters == [1, -3, 2, 0.5, 0.1, 0.3, 0, -0.4, 0.02, 2, 0.5])
    }

    /// The unit that nothing leads to answers 0.7, which goes into the biases above.
    @Test func idleUnitsLeaveAndNothingChanges() throws {
        let smaller = state.withoutIdleUnits()
        #expect(smaller.shape.sizes == [2, 2, 2, 1])
        func answers(_ state: NetworkState) throws -> [Float] {
            var features = FeatureMatrix(rows: 4, columns: 2)
            features.values = [1, 2, -1, 0.5, 3, -2, 0, 0]
            return try NetworkEstimator(shape: state.shape, loss: .squared, parameters: state.parameters, blas: Training.blas())
                .predict(features)
        }
        #expect(zip(try answers(state), try answers(smaller)).allSatisfy { abs($0 - $1) < 1e-5 })
        // Without weights one unit is left in each layer, and the answer is the same for all.
        let empty = state.keepingWeights(0).withoutIdleUnits()
        #expect(empty.hidden == [1, 1])
        #expect(try answers(empty) == answers(state.keepingWeights(0)))
    }

    @Test func stepsTakeTheSameShareOfWhatIsLeft() {
        var pruning = NetworkPruning()
        (pruning.share, pruning.steps) = (0.75, 2)
        #expect(abs(pruning.share(after: 1) - 0.5) < 1e-12)
        #expect(pruning.share(after: 2) == 0.75)
    }

    // MARK: Quantization

    private func quantized(_ weights: QuantizedTraining.Weights, _ change: (inout NetworkFamily.Configuration) -> Void = { _ in })
        -> Training.Algorithm
    {
        settings {
            var quantize = QuantizedTraining()
            (quantize.weights, quantize.epochs) = (weights, 10)
            $0.quantize = quantize
            change(&$0)
        }
    }

    @Test(arguments: [QuantizedTraining.Weights.int8, .int4], [ModelTask.binary, .multiclass, .regression])
    func whatWasSimulatedRuns(weights: QuantizedTraining.Weights, task: ModelTask) throws {
        let problem = Training.problem(task)
        let model = try Training.train(problem, quantized(weights))
        let counts = model.model.operatorCounts
        if weights == .int8 {
            #expect(counts["QuantizeLinear"] == 3 && counts["Gemm"] == 3)
        } else {
            // The first layer's columns have fewer weights than a block.
            #expect(counts["com.microsoft.MatMulNBits"] == 1)
        }
        // The trainer's figures are those of the rounded network, and the exported one answers the same.
        #expect(try #require(model.report.exportDifference) < 0.02)
        let floats = try Training.train(problem, settings())
        #expect(try model.model.bytes.count < floats.model.bytes.count)
        let (metric, slack) = task == .regression ? (Metric.r2, 0.02) : (.accuracy, 0.03)
        #expect(try #require(model.report.valid[metric]) > (try #require(floats.report.valid[metric])) - slack)
        #expect(model.report.algorithm.hasSuffix(", trained for \(weights.rawValue)") || task == .regression)
    }

    @Test func trainingOnDoesNotMakeItWorse() throws {
        let log = Log()
        var context = Training.context
        context.log = { log.add($0) }
        let model = try Training.train(Training.problem(.binary), quantized(.int4), context: context)
        let line = try #require(log.lines.first { $0.hasPrefix("quantized to int4: validation loss ") })
        let start = try #require(Double(line.split(separator: " ").last ?? ""))
        #expect(try #require(model.report.valid[.logLoss]) <= start + 1e-4)
    }

    @Test(arguments: [QuantizedTraining.Weights.int8, .int4]) func theSeedDecidesAll(weights: QuantizedTraining.Weights) throws {
        let algorithm = quantized(weights) {
            $0.prune = NetworkPruning()
            $0.prune?.epochs = 3
        }
        let problem = Training.problem(.binary, rows: 200)
        let first = try Training.train(problem, algorithm, seed: 1)
        #expect(try first.model.bytes == Training.train(problem, algorithm, seed: 1).model.bytes)
        #expect(try first.model.bytes != Training.train(problem, algorithm, seed: 2).model.bytes)
    }

    /// Gradients pass the rounding, but not where a value is beyond its range.
    @Test func gradientsPassStraightThrough() throws {
        let shape = NetworkShape(sizes: [1, 1, 1])
        let evaluator = NetworkEvaluator<Float>(
            shape: shape, loss: .squared, l2: 0, capacity: 4, isRounding: true, blas: try Training.blas())
        evaluator.scales = [try #require(ActivationScale(covering: 0...255))]
        var gradient = [Float](repeating: 0, count: 4)
        // A hidden unit of 0.4, which is rounded to 0, 1.4, 300 and −1; the weight above is 2.
        let (inputs, targets): ([Float], [Float]) = ([0.4, 1.4, 300, -1], [1, 1, 1, 1])
        let sum: Double = targets.withUnsafeBufferPointer {
            evaluator.differentiate(inputs, targets: $0, parameters: [1, 0, 2, 0], gradient: &gradient)
        }
        #expect(sum == 129_542)
        // Slopes by the answers: −1, 1, 509 and −1; by the hidden unit twice that, of the first two alone: 2 · 1.4 − 2 · 0.4.
        let expected: [Float] = [2, 0, 129_796, 508]
        #expect(zip(gradient, expected).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(evaluator.largestOutput(ofHidden: 0, rows: 4) == 300 && evaluator.largestOutput(ofHidden: 0, rows: 2) == 1.4)
    }

    @Test func rangesFollowTheBatches() {
        var rounding = NetworkRounding(.init(mode: .static), ranges: [-1...1, 0...10])
        rounding.follow(20, layer: 1)
        #expect(abs(rounding.ranges[1].upperBound - 10.1) < 1e-5)
        #expect(rounding.ranges[0] == -1...1)
        #expect(NetworkRounding(.init(mode: .weights), ranges: [0...1]).scales.isEmpty)
    }
}
