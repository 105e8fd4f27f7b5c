import MLKitCore
import MLKitSpec
import MLKitTestSupport
import Testing

@testable import MLKitTraining

/// The parts of the optimisers, each held to what its book says of it.
@Suite struct OptimiserTests {
    private typealias Curve = (value: @Sendable (Double) -> Double, slope: @Sendable (Double) -> Double)

    /// Functions of one number with a minimum to the right of 0.
    private static let curves: [Curve] = [
        ({ ($0 - 1) * ($0 - 1) / 2 }, { $0 - 1 }), ({ ($0 - 7) * ($0 - 7) * 50 }, { ($0 - 7) * 100 }),
        ({ OptimiserTests.pow4($0 - 2) }, { 4 * ($0 - 2) * ($0 - 2) * ($0 - 2) }),
        ({ -$0 / ($0 * $0 + 2) }, { ($0 * $0 - 2) / (($0 * $0 + 2) * ($0 * $0 + 2)) }),
        ({ $0 < 3 ? -$0 : -3 + ($0 - 3) * ($0 - 3) * 40 - ($0 - 3) }, { $0 < 3 ? -1 : 80 * ($0 - 3) - 1 }),
    ]

    private static func pow4(_ x: Double) -> Double { x * x * x * x }

    private func search(
        _ curve: Curve, trying first: Double, curvature: Double = 0.9
    ) -> (trial: LineSearch.Trial?, calls: Int) {
        var calls = 0
        let function: LBFGS.Function = { point, gradient in
            calls += 1
            gradient = [curve.slope(point[0])]
            return curve.value(point[0])
        }
        let search = LineSearch(function: function, point: [0], value: curve.value(0), direction: [1], curvature: curvature)
        return (search.step(gradient: [curve.slope(0)], trying: first), calls)
    }

    /// The strong Wolfe conditions (Nocedal and Wright, 3.7), wherever the search begins.
    @Test(arguments: [1e-4, 0.01, 0.3, 1, 3, 20, 1e3], [0.9, 0.1])
    func aStepMeetsTheWolfeConditions(first: Double, curvature: Double) throws {
        for (number, curve) in Self.curves.enumerated() {
            let step = try #require(search(curve, trying: first, curvature: curvature).trial)
            let label: Comment = "curve \(number)"
            #expect(step.value == curve.value(step.length) && step.point == [step.length], label)
            #expect(step.slope == curve.slope(step.length) && step.gradient == [step.slope], label)
            #expect(step.value <= curve.value(0) + 1e-4 * step.length * curve.slope(0), label)
            #expect(abs(step.slope) <= curvature * abs(curve.slope(0)), label)
        }
    }

    /// A step that is good is taken at once; one that is too long ends in the parabola's minimum.
    @Test func noCallIsInVain() {
        let parabola = Self.curves[0]
        for (first, length, calls) in [(1.0, 1.0, 1), (4, 1, 2), (0.03, 0.12, 3)] {
            let (trial, made) = search(parabola, trying: first)
            #expect(abs((trial?.length ?? 0) - length) < 1e-12, "\(first)")
            #expect(made == calls, "\(first)")
        }
    }

    @Test func thereIsNoStepUphill() {
        #expect(search(({ $0 }, { _ in 1 }), trying: 1).trial == nil)
        #expect(search(({ _ in 0 }, { _ in 0 }), trying: 1).trial == nil)
        #expect(search(({ _ in 0 }, { _ in 0 }), trying: 1).calls == 0)
        // The slope promises what the values do not keep.
        #expect(search(({ abs($0) }, { $0 > 0 ? 1 : -1 }), trying: 1).trial == nil)
    }

    /// It goes on doubling as long as the function falls, and takes what it has then.
    @Test func aSlopeWithoutAnEndIsFollowed() {
        let (trial, calls) = search(({ -$0 }, { _ in -1 }), trying: 1)
        #expect(trial?.length == 0x1p29)
        #expect(calls == 30)
    }

    /// Where a longer step is worse than the one before, whatever its slope says, the search goes back to that one.
    @Test func aBetterPointIsNotGivenUp() {
        let curve: Curve = ({ $0 <= 1 ? -$0 : -1 + 0.05 * ($0 - 1) }, { _ in -0.95 })
        #expect(search(curve, trying: 1).trial?.value == -1)
        #expect(search(curve, trying: 0.5).trial?.value == -1)
    }

    private func pairs(_ count: Int) -> [(step: [Double], change: [Double])] {
        var random = RandomSource(seed: 3)
        return (0..<count).map { _ in
            let step = (0..<6).map { _ in random.unit() - 0.5 }
            return (step, step.enumerated().map { $1 * Double($0 + 1) + 0.01 * step[5 - $0] })
        }
    }

    private func direction(_ pairs: [(step: [Double], change: [Double])], capacity: Int, _ gradient: [Double]) -> [Double] {
        var history = CurvatureHistory(capacity: capacity)
        for pair in pairs { history.add(step: pair.step, change: pair.change) }
        return history.direction(for: gradient)
    }

    /// The secant equation: along the last step the inverse Hessian is what was seen.
    @Test(arguments: 1...6) func theLastChangeLeadsToTheLastStep(count: Int) {
        let pairs = pairs(count)
        for capacity in [1, 3, 40] {
            let found = direction(pairs, capacity: capacity, pairs[count - 1].change)
            for (value, step) in zip(found, pairs[count - 1].step) { #expect(abs(value + step) < 1e-9) }
        }
    }

    @Test func onlyTheLastPairsAreRemembered() {
        let pairs = pairs(5)
        let gradient = [1.0, -2, 3, 0.5, 0, 1]
        #expect(direction(pairs, capacity: 2, gradient) == direction(Array(pairs.suffix(2)), capacity: 9, gradient))
        #expect(direction(pairs, capacity: 5, gradient) == direction(pairs, capacity: 9, gradient))
        #expect(direction(pairs, capacity: 4, gradient) != direction(pairs, capacity: 5, gradient))
        #expect(direction([], capacity: 5, gradient) == gradient.map { -$0 })
    }

    /// What bends downwards, or not at all, would make a direction that leads uphill.
    @Test func aPairWithoutCurvatureIsPassedOver() {
        let pairs = pairs(2)
        let gradient = [1.0, -2, 3, 0.5, 0, 1]
        let zero = [Double](repeating: 0, count: 6)
        for odd in [(pairs[0].step, pairs[0].change.map { -$0 }), (pairs[0].step, zero), (zero, pairs[0].change)] {
            let found = direction(pairs + [(step: odd.0, change: odd.1)], capacity: 2, gradient)
            #expect(found == direction(pairs, capacity: 2, gradient))
        }
    }

    @Test func aStartAtTheMinimumIsTheEnd() {
        var reports = 0
        let minimiser = LBFGS(gradientTolerance: 0.5)
        for (slope, iterations) in [(0.0, 0), (0.5, 0), (-0.5, 0)] {
            let result = minimiser.minimise(
                { point, gradient in
                    gradient = [slope]
                    return slope * point[0]
                }, from: [3], report: { _ in reports += 1 })
            #expect(result.converged && result.iterations == iterations)
            #expect(result.point == [3] && result.value == slope * 3)
        }
        #expect(reports == 0)
    }

    /// The value, the point and the number of iterations are those that were reported last.
    @Test func theResultIsThatOfTheLastIteration() {
        var values = [Double]()
        let function: LBFGS.Function = { point, gradient in
            gradient = [point[0] - 1, 10 * (point[1] + 2)]
            return (point[0] - 1) * (point[0] - 1) / 2 + 5 * (point[1] + 2) * (point[1] + 2)
        }
        let result = LBFGS().minimise(function, from: [5, 5], report: { values.append($0) })
        #expect(result.converged)
        #expect(result.iterations == values.count)
        #expect(result.value == values.last)
        var gradient = [0.0, 0]
        #expect(function(result.point, &gradient) == result.value)
        #expect(gradient.allSatisfy { abs($0) <= 1e-5 })
    }

    /// The first step is as long as one in all, since nothing is known of the function yet; and an iteration that brings
    /// little is the last, and counts.
    @Test func theFirstStepIsShortAndTheLastCounts() {
        var points = [Double]()
        var reports = 0
        let result = LBFGS(gradientTolerance: 0, decreaseTolerance: 1e9).minimise(
            { point, gradient in
                points.append(point[0])
                gradient = [point[0]]
                return point[0] * point[0] / 2
            }, from: [10], report: { _ in reports += 1 })
        #expect(points.prefix(2) == [10, 9])
        #expect(result.converged && result.iterations == 1 && reports == 1)
    }

    @Test func vectorsAreAddedAndMultiplied() {
        var vector = [1.0, -3, 2]
        #expect(vector.dot([2, 1, 5]) == 9)
        #expect(vector.largestMagnitude == 3 && vector.sumOfMagnitudes == 6)
        vector.add(2, [1, 1, -1])
        #expect(vector == [3, -1, 0])
        vector.scale(-2)
        #expect(vector == [-6, 2, 0])
    }
}

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
        #expect(network.predict(features) == [0.5, 1.5, 5])
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
        func answer(_ values: [Float]) -> [Float] {
            var features = FeatureMatrix(rows: values.count, columns: 1)
            features.values = values
            return network.predict(features)
        }
        let answers = answer((0..<rows).map { Float($0) / 1000 })
        let width = loss == .squared ? 1 : 2
        #expect(answers.count == rows * width)
        for row in [0, 1, 1022, 1023, 1024, 2047, 2049] where row < rows {
            let own = answer([Float(row) / 1000])
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
