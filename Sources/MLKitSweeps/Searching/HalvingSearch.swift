internal import MLKitCore
internal import MLKitSpec

/// Values at random, of which the better ones are tried again with more effort.
struct HalvingSearch: SweepStrategy {
    private let brackets: [Bracket]
    /// The values of each bracket's trials, none of them twice in all brackets.
    private let configurations: [[[JSON]]]
    private let goal: SweepSpec.Goal

    init(_ brackets: [Bracket], space: SearchSpace, seed: Int, goal: SweepSpec.Goal) {
        self.brackets = brackets
        self.goal = goal
        var drawn = Set<[JSON]>()
        configurations = brackets.indices.map { bracket in
            (0..<(brackets[bracket].rungs.first?.trials ?? 0)).compactMap { number in
                var random = SearchRandom(seed: seed, "bracket \(bracket), values \(number)")
                // A small space may have fewer combinations than the brackets would take.
                guard let values = space.sample(&random, besides: drawn) else { return nil }
                drawn.insert(values)
                return values
            }
        }
    }

    func next(number: Int, _ trials: [SweepTrial]) -> SweepStep {
        let known = Dictionary(trials.compactMap { trial in trial.rung.map { ($0, trial) } }) { first, _ in first }
        var waits = false
        for bracket in brackets.indices {
            switch next(in: bracket, known) {
            case .trial(let proposal): return .trial(proposal)
            case .wait: waits = true
            case .done: break
            }
        }
        return waits ? .wait : .done
    }

    private func next(in bracket: Int, _ known: [SweepRung: SweepTrial]) -> SweepStep {
        var contenders = Array(configurations[bracket].indices)
        for (rung, plan) in brackets[bracket].rungs.enumerated() {
            contenders = Array(contenders.prefix(plan.trials))
            var ended: [SweepTrial] = []
            for configuration in contenders.sorted() {
                let place = SweepRung(
                    bracket: bracket, rung: rung, configuration: configuration, budget: plan.budget)
                guard let trial = known[place] else {
                    return .trial(SweepProposal(values: configurations[bracket][configuration], rung: place))
                }
                if trial.state != .running { ended.append(trial) }
            }
            guard ended.count == contenders.count else { return .wait }
            contenders = ended.ranked(by: goal).filter { $0.metric != nil }.compactMap { $0.rung?.configuration }
        }
        return .done
    }
}

extension [SweepTrial] {
    /// The best first; those without a metric last. Of equal ones the earlier is better.
    func ranked(by goal: SweepSpec.Goal) -> [SweepTrial] {
        func key(_ trial: SweepTrial) -> Double {
            trial.metric.map { goal == .minimize ? $0 : -$0 } ?? .infinity
        }
        return sorted {
            let (a, b) = (key($0), key($1))
            return a == b ? ($0.rung?.configuration ?? 0, $0.number) < ($1.rung?.configuration ?? 0, $1.number) : a < b
        }
    }
}
