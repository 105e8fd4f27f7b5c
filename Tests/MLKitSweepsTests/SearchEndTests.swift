import MLKitCore
import MLKitSpec
import Testing

@testable import MLKitSweeps

/// What searches do where little is left, and how numbers are cut to their digits.
@Suite struct SearchEndTests {
    /// Of 10,000 combinations all were tried but one, which stands as far behind the random place as can be, or right at it.
    @Test(arguments: [0, 1, 9998, 9999]) func theOneThatIsLeftIsFound(behind: Int) throws {
        let count = 10_000
        let space = SearchSpace([SweepParameter(name: "a", domain: PlayedSweep.whole(1, Double(count)))])
        var random = SearchRandom(seed: 3, "trial 7")
        var draws = random
        let drawn = Set((0..<100).map { _ in space.sample(&draws) })
        let left = space.combination(number: (draws.index(below: count) + behind) % count)
        try #require(!drawn.contains(left))
        var tried = Set((0..<count).map { space.combination(number: $0) })
        tried.remove(left)
        #expect(space.sample(&random, besides: tried) == left)
        tried.insert(left)
        #expect(space.sample(&random, besides: tried) == nil)
    }

    /// The last parameter changes first; of a list without values there is no combination.
    @Test func combinationsAreCounted() {
        let space = SearchSpace([
            SweepParameter(name: "a", domain: .values(["x", "y"])), SweepParameter(name: "b", domain: PlayedSweep.whole(1, 3)),
        ])
        #expect(space.count == 6 && space.combination(number: 2) == ["x", 3] && space.combination(number: 3) == ["y", 1])
        #expect(SearchSpace([SweepParameter(name: "a", domain: PlayedSweep.numbers(0, 1))]).count == nil)
        let wide = (0..<3).map { SweepParameter(name: "\($0)", domain: PlayedSweep.whole(1, 1e12)) }
        #expect(SearchSpace(wide).count == nil)
        var random = SearchRandom(seed: 1, "x")
        let tried: Set<[JSON]> = [["x"]]
        #expect(SearchSpace([SweepParameter(name: "a", domain: .values(["x"]))]).sample(&random, besides: tried) == nil)
    }

    /// Digits are rounded, not cut off.
    @Test(arguments: [
        (2.718281828, 2.71828), (2.7182851, 2.71829), (1_234_567, 1_234_570), (1_234_564, 1_234_560), (0.00123456789, 0.00123457),
        (-2.718286, -2.71829), (999_999.6, 1_000_000), (99_999.96, 100_000), (0, 0),
    ])
    func numbersAreRoundedToSixDigits(value: Double, rounded: Double) {
        let axis = NumberAxis(.init(minimum: -1e7, maximum: 1e7))
        #expect(axis.value(at: value) == .double(rounded))
    }

    /// Values of a stepped range have no more digits than twelve, and the last of them is there.
    @Test func stepsAreRoundedToTwelveDigits() throws {
        let axis = NumberAxis(.init(minimum: 0, maximum: 0.7, step: 0.1))
        #expect(axis.count == 8 && (0..<8).map { axis.value(number: $0) } == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
        let (first, second) = (try #require(axis.stretch(of: 0.0249)), try #require(axis.stretch(of: 0.0251)))
        #expect(first.lowerBound == axis.lower && abs(first.upperBound - 0.0749) < 1e-12 && abs(second.lowerBound + 0.0249) < 1e-12)
    }

    /// Each kernel is as wide as the further neighbour is away, none narrower than a tenth of the axis, and that of the prior as wide as
    /// all of it.
    @Test func kernelsReachTheirFurtherNeighbour() throws {
        let axis = NumberAxis(.init(minimum: 0, maximum: 10))
        guard case .mixture(_, let kernels) = ParzenEstimator(.numbers(axis), [2, 9, 2.5, 5]) else {
            Issue.record("no mixture")
            return
        }
        #expect(kernels.map(\.mean) == [2, 2.5, 5, 5, 9] && kernels.map(\.deviation) == [1, 2.5, 10, 4, 4])
        // Half of a normal distribution is within two thirds of a deviation, and the rest of a wide one far outside.
        #expect(kernels.allSatisfy { $0.mass > 0.3 && $0.mass < 1 } && abs(kernels[2].mass - 0.3829249) < 1e-6)
    }

    /// A list's value counts once more than it was seen.
    @Test func weightsAreThoseOfWhatWasSeen() {
        guard case .weights(let weights, _) = ParzenEstimator(.values(["a", "b", "c"]), ["a", "a"]) else {
            Issue.record("no weights")
            return
        }
        #expect(weights["a"] == 0.6 && weights["b"] == 0.2 && weights["c"] == 0.2)
    }

    @Test func numbersAreDrawnBelowTheirBound() {
        var random = SearchRandom(seed: 4, "numbers")
        let drawn = (0..<2000).map { _ in random.index(below: 3) }
        #expect(Set(drawn) == [0, 1, 2] && random.index(below: 1) == 0)
        let weighed = (0..<4000).map { _ in random.index(weights: [1, 0, 2, 1]) }
        let counts = (0..<4).map { place in weighed.count { $0 == place } }
        #expect(counts[1] == 0 && abs(counts[0] - 1000) < 100 && abs(counts[2] - 2000) < 120 && abs(counts[3] - 1000) < 100)
        let normal = (0..<4000).map { _ in random.normal(mean: 5, deviation: 2) }
        let mean = normal.reduce(0, +) / 4000
        let deviation = (normal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000).squareRoot()
        #expect(abs(mean - 5) < 0.1 && abs(deviation - 2) < 0.1 && normal.allSatisfy(\.isFinite))
    }

    /// Trials at random until ten have a metric; failed ones and those that run do not count.
    @Test func tenTrialsTellEnough() {
        let domain = [("x", PlayedSweep.numbers(0, 1))]
        func proposals(_ count: Int, of method: SweepSpec.Method, running: Int = 0) -> JSON? {
            let trials = (0..<count + running).map { number in
                var trial = SweepTrial(number: number, SweepProposal(values: [.double(0.9 + Double(number) / 1000)]))
                if number < count { (trial.state, trial.metric) = (.done, Double(number)) }
                return trial
            }
            let spec = PlayedSweep.spec(method, domain, trials: 100, seed: 6)
            guard case .trial(let proposal) = spec.strategy.next(number: 50, trials) else { return nil }
            return proposal.values[0]
        }
        let random = proposals(9, of: .random)
        #expect(proposals(9, of: .tpe) == random && proposals(9, of: .tpe, running: 5) == random)
        #expect(proposals(10, of: .tpe) != random && proposals(10, of: .tpe) != nil)
    }
}
