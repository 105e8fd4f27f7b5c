internal import Glibc
internal import MLKitCore
internal import MLKitSpec

/// One round of successive halving: how many trials get which budget, from rung to rung.
struct Bracket: Hashable, Sendable {
    struct Rung: Hashable, Sendable {
        var trials: Int
        var budget: JSON
    }

    var rungs: [Rung]

    /// Successive halving (Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter
    /// optimization", 2016): all trials get the least budget, and the best, fewer by the factor, that much more.
    ///
    /// - Parameter trials: how many begin; `nil` for as many as leave one at the largest budget.
    static func halving(_ trials: Int?, _ budget: SweepBudget) -> Bracket {
        let last = lastRung(budget)
        return bracket(trials ?? power(budget.factor, last), last, budget)
    }

    /// Hyperband (Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband: a novel bandit-based approach to
    /// hyperparameter optimization", 2018): brackets that begin with ever larger budgets, as nobody knows how soon bad
    /// values tell. They have the sizes of the paper's table 1; its formula rounds up instead of down.
    static func hyperband(_ budget: SweepBudget) -> [Bracket] {
        let last = lastRung(budget)
        return (0...last).reversed().map { rungs in
            bracket((last + 1) / (rungs + 1) * power(budget.factor, rungs), rungs, budget)
        }
    }

    private static func bracket(_ trials: Int, _ last: Int, _ budget: SweepBudget) -> Bracket {
        Bracket(
            rungs: (0...last).map { rung in
                let amount = budget.maximum / pow(Double(budget.factor), Double(last - rung))
                return Rung(
                    trials: max(trials / power(budget.factor, rung), 1),
                    budget: budget.isWhole ? .int(Int(amount.rounded())) : .double(amount))
            })
    }

    /// How often the least budget can grow by the factor.
    private static func lastRung(_ budget: SweepBudget) -> Int {
        var rung = 0
        var amount = budget.minimum * Double(budget.factor)
        while amount <= budget.maximum * (1 + 1e-9) {
            rung += 1
            amount *= Double(budget.factor)
        }
        return rung
    }

    /// Bounded: more trials than this are never made.
    private static func power(_ base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { power, _ in min(power * base, 1_000_000) }
    }
}
