import MLKitCore
import MLKitSpec

@testable import MLKitSweeps

/// A sweep over a function instead of a project.
struct PlayedSweep {
    var spec: SweepSpec
    /// The metric; `nil` for a trial that fails.
    var objective: (SweepProposal) -> Double?
    private(set) var trials: [SweepTrial] = []

    init(_ spec: SweepSpec, _ objective: @escaping (SweepProposal) -> Double?) {
        self.spec = spec
        self.objective = objective
    }

    static func spec(
        _ method: SweepSpec.Method, _ domains: [(String, SweepParameter.Domain)], trials: Int? = nil, seed: Int = 0,
        budget: SweepBudget? = nil, goal: SweepSpec.Goal = .minimize
    ) -> SweepSpec {
        SweepSpec(
            name: "s", method: method, parameters: domains.map { SweepParameter(name: $0.0, domain: $0.1) },
            metric: .init(stage: "s", name: "m"), goal: goal, trials: trials, seed: seed, budget: budget)
    }

    static func numbers(_ low: Double, _ high: Double, log: Bool = false) -> SweepParameter.Domain {
        .range(.init(minimum: low, maximum: high, isLogarithmic: log))
    }

    static func whole(_ low: Double, _ high: Double, log: Bool = false) -> SweepParameter.Domain {
        .range(.init(minimum: low, maximum: high, step: 1, isLogarithmic: log, isWhole: true))
    }

    /// Makes trials, so many at a time, until there are no more or as many as wanted. The oldest of those at work ends
    /// first.
    mutating func run(atOnce: Int = 1, upTo limit: Int = .max) {
        let strategy = spec.strategy
        while true {
            while trials.count < limit, trials.count(where: { $0.state == .running }) < atOnce,
                case .trial(let proposal) = strategy.next(number: trials.count, trials)
            {
                trials.append(SweepTrial(number: trials.count, proposal))
            }
            guard let index = trials.firstIndex(where: { $0.state == .running }) else { return }
            trials[index].metric = objective(trials[index].proposal)
            trials[index].state = trials[index].metric == nil ? .failed : .done
        }
    }

    var results: SweepResults { SweepResults(sweep: spec, trials: trials, others: 0) }
}
