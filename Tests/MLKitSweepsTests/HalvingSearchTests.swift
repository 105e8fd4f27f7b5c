import MLKitCore
import MLKitSpec
import Testing

@testable import MLKitSweeps

/// Successive halving and Hyperband.
@Suite struct HalvingSearchTests {
    private static func sizes(_ bracket: Bracket) -> [[Int]] {
        bracket.rungs.map { [$0.trials, $0.budget.int ?? -1] }
    }

    /// Table 1 of Li et al. 2018: R = 81 and η = 3.
    @Test func hyperbandHasTheBracketsOfThePaper() {
        let brackets = Bracket.hyperband(SweepBudget(parameter: "r", minimum: 1, maximum: 81, factor: 3))
        #expect(
            brackets.map(Self.sizes) == [
                [[81, 1], [27, 3], [9, 9], [3, 27], [1, 81]], [[27, 3], [9, 9], [3, 27], [1, 81]],
                [[9, 9], [3, 27], [1, 81]], [[6, 27], [2, 81]], [[5, 81]],
            ])
    }

    @Test func halvingGoesFromTheLeastToTheLargestBudget() {
        let budget = SweepBudget(parameter: "r", minimum: 10, maximum: 270, factor: 3)
        #expect(Self.sizes(.halving(nil, budget)) == [[27, 10], [9, 30], [3, 90], [1, 270]])
        #expect(Self.sizes(.halving(10, budget)) == [[10, 10], [3, 30], [1, 90], [1, 270]])
        let odd = SweepBudget(parameter: "r", minimum: 10, maximum: 100, factor: 2)
        #expect(Self.sizes(.halving(nil, odd)) == [[8, 13], [4, 25], [2, 50], [1, 100]])
    }

    private static let budget = SweepBudget(parameter: "r", minimum: 1, maximum: 27)

    private static func sweep(
        _ method: SweepSpec.Method, _ objective: @escaping (SweepProposal) -> Double?
    ) -> PlayedSweep {
        PlayedSweep(
            PlayedSweep.spec(
                method, [("x", PlayedSweep.numbers(0, 1))], seed: 3, budget: budget, goal: .maximize),
            objective)
    }

    /// More with a larger x, and with a larger budget.
    private static func gain(_ proposal: SweepProposal) -> Double {
        (proposal.values[0].double ?? 0) + (proposal.rung?.budget.double ?? 0) / 1000
    }

    @Test func theBetterThirdGetsMore() {
        var sweep = Self.sweep(.halving, Self.gain)
        sweep.run()
        #expect(sweep.trials.count == 27 + 9 + 3 + 1)
        for rung in 1...3 {
            let before = sweep.trials.filter { $0.rung?.rung == rung - 1 }
                .sorted { ($0.metric ?? 0) > ($1.metric ?? 0) }
            let after = sweep.trials.filter { $0.rung?.rung == rung }
            #expect(Set(after.map(\.values)) == Set(before.prefix(after.count).map(\.values)))
        }
        let best = sweep.results.best
        #expect(best?.rung?.budget == 27)
        #expect(best?.values == sweep.trials.map(\.values).max { ($0[0].double ?? 0) < ($1[0].double ?? 0) })
    }

    @Test(arguments: [SweepSpec.Method.halving, .hyperband], [2, 5, 100])
    func manyAtOnceTryTheSame(method: SweepSpec.Method, atOnce: Int) {
        var one = Self.sweep(method, Self.gain)
        one.run()
        var many = Self.sweep(method, Self.gain)
        many.run(atOnce: atOnce)
        #expect(Set(one.trials.map(\.proposal)) == Set(many.trials.map(\.proposal)))
        #expect(one.results.best?.proposal == many.results.best?.proposal)
    }

    @Test func whatFailsIsNotTriedAgain() {
        var sweep = Self.sweep(.halving) { ($0.values[0].double ?? 0) > 0.5 ? nil : Self.gain($0) }
        sweep.run()
        let failed = sweep.trials.filter { $0.state == .failed }
        #expect(!failed.isEmpty && failed.allSatisfy { $0.rung?.rung == 0 })
        #expect(sweep.results.best?.rung?.budget == 27)
        #expect(sweep.results.ranked.suffix(failed.count).allSatisfy { $0.state == .failed })
    }

    @Test func ifAllFailItEnds() {
        var sweep = Self.sweep(.hyperband) { _ in nil }
        sweep.run()
        #expect(sweep.trials.count == 27 + 9 + 6 + 4)
        #expect(sweep.results.best == nil)
    }

    @Test func aSmallSpaceHasFewerTrials() {
        var sweep = PlayedSweep(
            PlayedSweep.spec(.hyperband, [("x", PlayedSweep.whole(1, 5))], budget: Self.budget)
        ) { Double($0.values[0].int ?? 0) }
        sweep.run()
        #expect(sweep.trials.filter { $0.rung?.rung == 0 && $0.rung?.bracket == 0 }.count == 5)
        #expect(sweep.results.best?.values == [1])
    }

    /// Of equally good ones the earlier configuration, whenever its trial began; then the earlier trial.
    @Test func equallyGoodTrialsStandInTheOrderOfTheirConfigurations() {
        func trial(_ number: Int, _ configuration: Int?, _ metric: Double?) -> SweepTrial {
            let rung = configuration.map { SweepRung(bracket: 0, rung: 0, configuration: $0, budget: 1) }
            var trial = SweepTrial(number: number, SweepProposal(values: [], rung: rung))
            trial.metric = metric
            return trial
        }
        let trials = [trial(0, 5, 1), trial(1, 2, 1), trial(2, 2, 1), trial(3, 9, 0), trial(4, 0, nil), trial(5, 1, 2)]
        #expect(trials.ranked(by: .minimize).map(\.number) == [3, 1, 2, 0, 5, 4])
        #expect(trials.ranked(by: .maximize).map(\.number) == [5, 1, 2, 0, 3, 4])
        #expect([trial(1, nil, 1), trial(0, nil, 1)].ranked(by: .minimize).map(\.number) == [0, 1])
    }
}
