import MLKitCore
import MLKitEvaluation
import MLKitSpec
import MLKitTestSupport
import Testing

@testable import MLKitTraining

/// A network's arithmetic in both precisions, and in parts of any size.
@Suite struct NetworkArithmeticTests {
    private func sample(_ loss: Loss, rows: Int) -> (inputs: [Double], targets: [Double]) {
        var random = RandomSource(seed: 9)
        let inputs = (0..<(rows * 3)).map { _ in Double(Float(random.unit() * 4 - 2)) }
        let targets = (0..<rows).map { row in
            loss == .squared ? Double(Float(random.unit())) : Double(row % max(loss.outputs, 2))
        }
        return (inputs, targets)
    }

    @Test(arguments: [Loss.logistic, .softmax(classes: 3), .squared], [[], [4], [6, 5], [3, 4, 3]])
    func bothPrecisionsAgree(loss: Loss, hidden: [Int]) throws {
        let shape = NetworkShape(sizes: [3] + hidden + [loss.outputs])
        let blas = try Training.blas()
        let (inputs, targets) = sample(loss, rows: 7)
        var random = RandomSource(seed: 6)
        let parameters: [Double] = shape.initialParameters(&random).map { (value: Double) in Double(Float(value)) }
        func differentiate<Scalar: BLASScalar>(_ type: Scalar.Type) -> (Double, [Double]) {
            let evaluator = NetworkEvaluator<Scalar>(shape: shape, loss: loss, l2: 0.5, capacity: 9, blas: blas)
            var gradient = [Scalar](repeating: 7, count: shape.parameterCount)
            let sum = targets.map { Scalar($0) }.withUnsafeBufferPointer {
                evaluator.differentiate(
                    inputs.map { Scalar($0) }, targets: $0, parameters: parameters.map { Scalar($0) }, gradient: &gradient)
            }
            return (sum, gradient.map { Double($0) })
        }
        let (double, float) = (differentiate(Double.self), differentiate(Float.self))
        #expect(abs(double.0 - float.0) < 1e-4 * max(1, abs(double.0)))
        for (a, b) in zip(double.1, float.1) { #expect(abs(a - b) < 1e-4 * max(1, abs(a))) }
        // Without a penalty it is the sum over rows; the penalty leaves biases out.
        let evaluator = NetworkEvaluator<Double>(shape: shape, loss: loss, l2: 0, capacity: 9, blas: blas)
        let sum = evaluator.totalLoss(inputs, targets: targets, parameters: parameters)
        let squares = shape.layers.reduce(0.0) { $0 + parameters[$1.weights..<$1.bias].reduce(0) { $0 + $1 * $1 } }
        #expect(abs(double.0 - sum - 0.25 * squares) < 1e-9)
    }

    /// By hand: what is below zero goes no further, and what is above goes on as it is.
    @Test func hiddenLayersAreRectified() throws {
        let shape = NetworkShape(sizes: [1, 1, 1])
        let network = NetworkEstimator(
            shape: shape, loss: .squared, parameters: [1, 0.25, 2, 0.5], blas: try Training.blas())
        var features = FeatureMatrix(rows: 3, columns: 1)
        features.values = [-1, 0.25, 2]
        #expect(try network.predict(features) == [0.5, 1.5, 5])
        let evaluator = NetworkEvaluator<Double>(shape: shape, loss: .squared, l2: 0, capacity: 3, blas: try Training.blas())
        var gradient = [Double](repeating: 0, count: 4)
        let sum = [0.0, 1, 5].withUnsafeBufferPointer {
            evaluator.differentiate([-1, 0.25, 2], targets: $0, parameters: [1, 0.25, 2, 0.5], gradient: &gradient)
        }
        // Half of the squares of 0.5, 0.5 and 0, and their slopes where the hidden unit is on.
        #expect(abs(sum - 0.25) < 1e-12)
        #expect(gradient == [0.25, 1, 0.25, 1])
    }

    /// The last part is smaller, and no row is left out or counted twice.
    @Test(arguments: [1, 2, 3, 5, 6, 7]) func aLossIsThatOfAllRows(capacity: Int) throws {
        let shape = NetworkShape(sizes: [3, 4, 3])
        let loss = Loss.softmax(classes: 3)
        let (inputs, targets) = sample(loss, rows: 6)
        var random = RandomSource(seed: 2)
        let parameters: [Double] = shape.initialParameters(&random)
        func total(_ capacity: Int) throws -> Double {
            NetworkEvaluator<Double>(shape: shape, loss: loss, l2: 0, capacity: capacity, blas: try Training.blas())
                .totalLoss(inputs, targets: targets, parameters: parameters)
        }
        #expect(abs(try total(capacity) - total(6)) < 1e-12)
    }

    /// Around the number of rows that are answered at a time.
    @Test(arguments: [0, 1, 1023, 1024, 1025, 2048, 2050], [Loss.logistic, .softmax(classes: 2), .squared])
    func everyRowHasItsOwnAnswer(rows: Int, loss: Loss) throws {
        let shape = NetworkShape(sizes: [1, 2, loss.outputs])
        var random = RandomSource(seed: 4)
        let parameters: [Float] = shape.initialParameters(&random)
        let network = NetworkEstimator(shape: shape, loss: loss, parameters: parameters, blas: try Training.blas())
        func answer(_ values: [Float]) throws -> [Float] {
            var features = FeatureMatrix(rows: values.count, columns: 1)
            features.values = values
            return try network.predict(features)
        }
        let answers = try answer((0..<rows).map { Float($0) / 1000 })
        let width = loss == .squared ? 1 : 2
        #expect(answers.count == rows * width)
        for row in [0, 1, 1022, 1023, 1024, 2047, 2049] where row < rows {
            let own = try answer([Float(row) / 1000])
            for column in 0..<width { #expect(abs(answers[row * width + column] - own[column]) < 1e-5, "row \(row)") }
            if width == 2 { #expect(abs(own[0] + own[1] - 1) < 1e-5) }
        }
    }

    @Test func valuesAreScaledAndScaledBack() {
        let targets = [2.0, 4, 6, 8]
        let scaling = TargetScaling(targets, loss: .squared)
        #expect(scaling.mean == 5 && abs(scaling.scale - 5.0.squareRoot()) < 1e-12)
        let scaled: [Double] = scaling.apply(targets)
        #expect(abs(scaled.reduce(0, +)) < 1e-12 && abs(scaled.reduce(0) { $0 + $1 * $1 } - 4) < 1e-12)
        #expect(abs(scaling.restore(loss: 3) - 15) < 1e-12)
        #expect(abs(TargetScaling([0.1, 0.3], loss: .squared).scale - 0.1) < 1e-12)
        // Only the last layer answers in the target's units.
        let shape = NetworkShape(sizes: [1, 1, 1])
        let expected = [1, 2, 3 * scaling.scale, 4 * scaling.scale + 5].map { Float($0) }
        #expect(scaling.restore([1, 2, 3, 4], shape: shape) == expected)
        for (targets, loss) in [([0, 1, 1], Loss.logistic), ([3, 3], .squared), ([], .squared)] as [([Double], Loss)] {
            let scaling = TargetScaling(targets, loss: loss)
            #expect(scaling.scale == 1 && scaling.mean == (targets == [3, 3] ? 3 : 0))
        }
    }

    @Test func layersLieOneBehindTheOther() {
        let shape = NetworkShape(sizes: [3, 4, 2])
        #expect(shape.layers.map(\.weights) == [0, 16])
        #expect(shape.layers.map(\.bias) == [12, 24])
        #expect(shape.layers.map(\.end) == [16, 26])
        #expect(shape.parameterCount == 26)
        #expect(NetworkShape(sizes: [3]).parameterCount == 0)
        var random = RandomSource(seed: 1)
        let parameters: [Double] = shape.initialParameters(&random)
        #expect(parameters[..<16].allSatisfy { abs($0) <= (6.0 / 7).squareRoot() })
        #expect(parameters[16...].allSatisfy { abs($0) <= 1 })
        #expect(parameters.map { abs($0) }.max() ?? 0 > 0.7)
    }

    /// A hundred steps of Adam beside its paper's own formulas.
    @Test func adamIsThatOfItsPaperAfterManySteps() {
        var adam = Adam(learningRate: 0.01, parameterCount: 1)
        var parameters: [Float] = [1]
        var (mean, square, expected) = (0.0, 0.0, 1.0)
        for step in 1...100 {
            let slope = Double(step % 7) - 2
            adam.update(&parameters, gradient: [Float(slope) * 4], scale: 0.25)
            mean = 0.9 * mean + 0.1 * slope
            square = 0.999 * square + 0.001 * slope * slope
            let (a, b) = (mean / (1 - power(0.9, step)), square / (1 - power(0.999, step)))
            expected -= 0.01 * a / (b.squareRoot() + 1e-8)
            #expect(abs(Double(parameters[0]) - expected) < 1e-4, "step \(step)")
        }
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}
