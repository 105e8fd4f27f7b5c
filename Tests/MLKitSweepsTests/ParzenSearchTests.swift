import Foundation
import MLKitCore
import MLKitSpec
import Testing

@testable import MLKitSweeps

/// The tree-structured Parzen estimator.
@Suite struct ParzenSearchTests {
    /// A bowl in a logarithmic and a linear parameter, a whole number and a choice.
    private static let domains: [(String, SweepParameter.Domain)] = [
        ("rate", PlayedSweep.numbers(1e-4, 1, log: true)), ("drop", PlayedSweep.numbers(0, 1)),
        ("depth", PlayedSweep.whole(1, 20)), ("kind", .values(["a", "b", "c", "d"])),
    ]

    private static func bowl(_ proposal: SweepProposal) -> Double {
        let values = proposal.values
        let rate = log10(values[0].double ?? 1) + 2.5
        let drop = (values[1].double ?? 0) - 0.3
        let depth = (values[2].double ?? 0) - 7
        return rate * rate + 4 * drop * drop + depth * depth / 25 + (values[3] == "c" ? 0 : 0.5)
    }

    private static func best(_ method: SweepSpec.Method, seed: Int, atOnce: Int = 1) -> Double {
        var sweep = PlayedSweep(PlayedSweep.spec(method, domains, trials: 60, seed: seed), bowl)
        sweep.run(atOnce: atOnce)
        return sweep.results.best?.metric ?? .infinity
    }

    /// If both were as good, 13 or more wins of 16 would come up once in a hundred times (sign test). The seeds are
    /// fixed, so that this test always says the same.
    @Test(arguments: [1, 4]) func itBeatsRandomSearch(atOnce: Int) {
        let pairs = (0..<16).map { seed in
            (tpe: Self.best(.tpe, seed: seed, atOnce: atOnce), random: Self.best(.random, seed: seed))
        }
        let wins = pairs.count { $0.tpe < $0.random }
        #expect(wins >= 13, "\(wins) of 16")
        let ratios = pairs.map { log($0.tpe / $0.random) }
        #expect(ratios.reduce(0, +) / 16 < log(0.6), "\(exp(ratios.reduce(0, +) / 16))")
    }

    @Test func allValuesAreInsideAndNoneTwice() {
        var sweep = PlayedSweep(PlayedSweep.spec(.tpe, Self.domains, trials: 60, seed: 4), Self.bowl)
        sweep.run(atOnce: 3)
        #expect(sweep.trials.count == 60 && Set(sweep.trials.map(\.values)).count == 60)
        for values in sweep.trials.map(\.values) {
            #expect((1e-4...1).contains(values[0].double ?? 2) && (0...1).contains(values[1].double ?? 2))
            #expect((1...20).contains(values[2].int ?? 0) && ["a", "b", "c", "d"].contains(values[3]))
        }
    }

    @Test func goingOnIsAsIfItHadNeverStopped() {
        var whole = PlayedSweep(PlayedSweep.spec(.tpe, Self.domains, trials: 40, seed: 9), Self.bowl)
        whole.run()
        var parts = whole
        parts = PlayedSweep(whole.spec, Self.bowl)
        for limit in [3, 17, 18, 33, 40] { parts.run(upTo: limit) }
        #expect(whole.trials.map(\.values) == parts.trials.map(\.values))
    }

    @Test func itStaysAwayFromWhatFails() {
        let domain = [("x", PlayedSweep.numbers(0, 1))]
        var sweep = PlayedSweep(PlayedSweep.spec(.tpe, domain, trials: 60, seed: 2)) { proposal in
            let x = proposal.values[0].double ?? 0
            return x > 0.5 ? nil : x
        }
        sweep.run()
        let late = sweep.trials.suffix(30).count { $0.state == .failed }
        #expect(late <= 3)
    }

    @Test func whenAllIsTriedItEnds() {
        var sweep = PlayedSweep(PlayedSweep.spec(.tpe, [("x", PlayedSweep.whole(1, 23))], trials: 100)) {
            Double($0.values[0].int ?? 0)
        }
        sweep.run(atOnce: 2)
        #expect(sweep.trials.count == 23)
    }

    /// Densities are densities: they add up to 1 over the axis.
    @Test func estimatesAddUpToOne() {
        let log = NumberAxis(.init(minimum: 0.01, maximum: 10, isLogarithmic: true))
        let smooth = ParzenEstimator(.numbers(log), [0.02, 0.5, 0.5, 9, 10])
        let steps = 4000
        let width = (log.upper - log.lower) / Double(steps)
        let sum = (0..<steps).map { index in
            exp(smooth.logDensity(.double(Foundation.exp(log.lower + (Double(index) + 0.5) * width)))) * width
        }.reduce(0, +)
        #expect(abs(sum - 1) < 0.001)
        let whole = NumberAxis(.init(minimum: 1, maximum: 9, step: 2, isLogarithmic: true, isWhole: true))
        let stepped = ParzenEstimator(.numbers(whole), [3, 3, 9])
        let weights = [1, 3, 5, 7, 9].map { exp(stepped.logDensity(.int($0))) }
        #expect(abs(weights.reduce(0, +) - 1) < 1e-9)
        #expect(weights[1] > weights[2])
        let choice = ParzenEstimator(.values(["a", "b"]), ["a", "a", "b"])
        #expect(abs(exp(choice.logDensity("a")) - 3.0 / 5) < 1e-12)
    }
}
