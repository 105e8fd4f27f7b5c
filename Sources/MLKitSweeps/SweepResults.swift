internal import MLKitCore
public import MLKitSpec

/// What a sweep has found.
public struct SweepResults: Sendable {
    public let sweep: SweepSpec
    /// By number.
    public var trials: [SweepTrial]
    /// How many trials there are of other states of the sweep or the project.
    public var others: Int
    /// The split of data that the metric is of; `nil` if it is of none, or nobody knows.
    public var split: String?
    /// Whether it was told to stop.
    public var isInterrupted = false

    /// The trials with those of the largest budget first, and of these the best; then those that run or were
    /// interrupted, then those that failed.
    public var ranked: [SweepTrial] {
        func order(_ trial: SweepTrial) -> (Int, Double) {
            switch trial.state {
            case .done: (0, -(trial.rung?.budget.double ?? 0))
            case .running: (1, 0)
            case .failed: (2, 0)
            }
        }
        return trials.ranked(by: sweep.goal).enumerated().sorted {
            let (a, b) = (order($0.element), order($1.element))
            return a == b ? $0.offset < $1.offset : a < b
        }.map(\.element)
    }

    /// The best trial of those with the largest budget; `nil` if none is done.
    public var best: SweepTrial? { ranked.first { $0.state == .done } }

    /// The trials that are as good as the best, with the best; those that were given less are not compared with it.
    public var tied: [SweepTrial] {
        guard let best else { return [] }
        return trials.filter { $0.state == .done && $0.metric == best.metric && $0.rung?.budget == best.rung?.budget }
    }

    /// Whether every trial has the same metric, though they tried different values: it depends on none of them.
    public var isFlat: Bool {
        let done = trials.filter { $0.state == .done }
        return Set(done.map(\.values)).count > 1 && Set(done.map(\.metric)).count == 1
    }

    public func count(_ state: SweepTrial.State) -> Int { trials.count { $0.state == state } }
}
