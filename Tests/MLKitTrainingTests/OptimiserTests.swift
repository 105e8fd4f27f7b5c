import MLKitCore
import MLKitEvaluation
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
