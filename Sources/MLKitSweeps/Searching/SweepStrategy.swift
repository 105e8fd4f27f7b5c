public import MLKitCore
internal import MLKitSpec

/// A way to choose what a sweep tries. What it proposes follows from the sweep's seed, the trial's number, and the
/// trials that there are, so that a sweep can go on at any time.
protocol SweepStrategy: Sendable {
    /// What the trial of that number is to be.
    ///
    /// - Parameter trials: all others, by number.
    func next(number: Int, _ trials: [SweepTrial]) -> SweepStep
}

/// What a strategy wants.
enum SweepStep: Sendable {
    case trial(SweepProposal)
    /// Nothing before some of the trials have ended.
    case wait
    case done
}

/// What a trial is to try.
struct SweepProposal: Hashable, Sendable {
    /// A value for each parameter, in the order of the sweep.
    var values: [JSON]
    var rung: SweepRung?
}

/// Where a trial stands among those that are halved again and again.
public struct SweepRung: Hashable, Sendable {
    /// Which round of halving it belongs to, from 0.
    public var bracket: Int
    /// How often it was among the better ones.
    public var rung: Int
    /// Which values of the bracket it has, from 0.
    public var configuration: Int
    public var budget: JSON
}

/// Every combination, in order.
struct GridSearch: SweepStrategy {
    let space: SearchSpace
    /// The most that are tried; `nil` for all.
    let limit: Int?

    func next(number: Int, _ trials: [SweepTrial]) -> SweepStep {
        let count = min(space.count ?? 0, limit ?? .max)
        return number < count ? .trial(SweepProposal(values: space.combination(number: number))) : .done
    }
}

/// Combinations at random, none of them twice (Bergstra and Bengio, "Random search for hyper-parameter optimization",
/// 2012).
struct RandomSearch: SweepStrategy {
    let space: SearchSpace
    let seed: Int
    let limit: Int

    func next(number: Int, _ trials: [SweepTrial]) -> SweepStep {
        guard number < limit else { return .done }
        var random = SearchRandom(seed: seed, "trial \(number)")
        let tried = Set(trials.filter { $0.number < number }.map(\.values))
        return space.sample(&random, besides: tried).map { .trial(SweepProposal(values: $0)) } ?? .done
    }
}

extension SweepSpec {
    /// The strategy of the sweep's method.
    var strategy: any SweepStrategy {
        let space = SearchSpace(parameters)
        let limit = trials ?? Self.standardTrials
        switch method {
        case .grid: return GridSearch(space: space, limit: trials)
        case .random: return RandomSearch(space: space, seed: seed, limit: limit)
        case .tpe: return ParzenSearch(space: space, seed: seed, limit: limit, goal: goal)
        case .halving, .hyperband: return HalvingSearch(brackets, space: space, seed: seed, goal: goal)
        }
    }

    /// The rounds of halving; none without a budget.
    var brackets: [Bracket] {
        guard let budget else { return [] }
        return method == .halving ? [Bracket.halving(trials, budget)] : Bracket.hyperband(budget)
    }
}
