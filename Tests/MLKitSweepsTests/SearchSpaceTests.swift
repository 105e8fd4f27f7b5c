import Foundation
import MLKitCore
import MLKitSpec
import Testing

@testable import MLKitSweeps

/// Grid and random search.
@Suite struct SearchSpaceTests {
    @Test func aGridHasEveryCombinationOnce() {
        var sweep = PlayedSweep(
            PlayedSweep.spec(
                .grid,
                [
                    ("a", .values([1, "x", [64, 32]])), ("b", PlayedSweep.whole(3, 5)),
                    ("c", .range(.init(minimum: 0, maximum: 0.3, step: 0.1))),
                ])
        ) { _ in 0 }
        sweep.run()
        let all: [[JSON]] = [1, "x", [64, 32]].flatMap { a in
            [3, 4, 5].flatMap { b in [0.0, 0.1, 0.2, 0.3].map { [a as JSON, b as JSON, .double($0)] } }
        }
        #expect(sweep.trials.map(\.values) == all)
    }

    @Test func aGridMayBeCut() {
        var sweep = PlayedSweep(PlayedSweep.spec(.grid, [("a", PlayedSweep.whole(1, 9))], trials: 4)) { _ in 0 }
        sweep.run()
        #expect(sweep.trials.map(\.values) == [[1], [2], [3], [4]])
    }

    private static func draw(_ domain: SweepParameter.Domain, _ count: Int, seed: Int = 5) -> [JSON] {
        let space = SearchSpace([SweepParameter(name: "a", domain: domain)])
        return (0..<count).map { number in
            var random = SearchRandom(seed: seed, "trial \(number)")
            return space.sample(&random)[0]
        }
    }

    /// The largest distance of the distribution of values in [0, 1] from the uniform one (Kolmogorov and Smirnov).
    private static func distance(_ places: [Double]) -> Double {
        let count = Double(places.count)
        return places.sorted().enumerated().map { index, place in
            max(abs(place - Double(index) / count), abs(place - Double(index + 1) / count))
        }.max() ?? 1
    }

    /// With 2,000 draws a distance of 1.63 / √2000 is exceeded by chance once in a hundred times; the seed is fixed.
    @Test(arguments: [false, true]) func numbersAreUniformOnTheirScale(isLogarithmic: Bool) {
        let values = Self.draw(PlayedSweep.numbers(0.001, 10, log: isLogarithmic), 2000).compactMap(\.double)
        #expect(values.count == 2000 && values.allSatisfy { (0.001...10).contains($0) })
        let places = values.map { isLogarithmic ? (log10($0) + 3) / 4 : ($0 - 0.001) / 9.999 }
        #expect(Self.distance(places) < 1.63 / 2000.0.squareRoot())
        // The same values are far from uniform on the other scale.
        let others = values.map { isLogarithmic ? ($0 - 0.001) / 9.999 : (log10($0) + 3) / 4 }
        #expect(Self.distance(others) > 0.4)
    }

    @Test func wholeNumbersAreAllAsLikely() {
        let values = Self.draw(PlayedSweep.whole(1, 4), 4000)
        let counts = [1, 2, 3, 4].map { wanted in Double(values.count { $0 == .int(wanted) }) }
        #expect(counts.reduce(0, +) == 4000)
        // χ² with three degrees of freedom: 11.3 is exceeded once in a hundred times.
        #expect(counts.map { ($0 - 1000) * ($0 - 1000) / 1000 }.reduce(0, +) < 11.3)
    }

    @Test func wholeNumbersOnALogarithmicScaleReachBothEnds() {
        let values = Set(Self.draw(PlayedSweep.whole(1, 8, log: true), 500))
        #expect(values == Set((1...8).map { .int($0) }))
        let counts = Self.draw(PlayedSweep.whole(1, 1000, log: true), 3000).compactMap(\.int)
        let small = Double(counts.count { $0 <= 31 }) / 3000
        #expect((0.5...0.62).contains(small))
    }

    @Test func numbersHaveSixDigits() {
        for value in Self.draw(PlayedSweep.numbers(1e-5, 1, log: true), 100) {
            #expect(value.compact.filter(\.isNumber).drop { $0 == "0" }.count <= 8, "\(value.compact)")
            #expect(Double(value.compact) == value.double)
        }
    }

    @Test func noCombinationComesTwiceAndAllAreFound() {
        var sweep = PlayedSweep(
            PlayedSweep.spec(.random, [("a", PlayedSweep.whole(1, 7)), ("b", .values(["x", "y"]))], trials: 100)
        ) { _ in 0 }
        sweep.run()
        #expect(sweep.trials.count == 14 && Set(sweep.trials.map(\.values)).count == 14)
    }

    @Test func aSeedDecidesAndAnotherDecidesOtherwise() {
        func values(_ seed: Int) -> [[JSON]] {
            var sweep = PlayedSweep(
                PlayedSweep.spec(.random, [("a", PlayedSweep.numbers(0, 1))], trials: 5, seed: seed)
            ) { _ in 0 }
            sweep.run(atOnce: seed + 1)
            return sweep.trials.map(\.values)
        }
        #expect(values(1) == values(1))
        #expect(values(1) != values(2))
    }
}
