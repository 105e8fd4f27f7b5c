/// Which trial is measured next, and on what: asynchronous successive halving (Li and others, "A system for massively parallel
/// hyperparameter tuning", 2020). A trial goes on to the next rung when it is in the better half of those that were measured on the one
/// it is on; what can go on does so before a new trial begins. The standard settings of each family go on in any case.
struct Halving {
    enum Step: Equatable {
        case begin
        /// Measure a trial on a rung, from 0.
        case goOn(trial: Int, rung: Int)
    }

    private struct Entry {
        let trial: Int
        let loss: Double
        let isStandard: Bool
    }

    /// By rung, those that were measured on it.
    private var measured: [[Entry]]
    /// By rung, those that have gone on from it, or could have.
    private var gone: [Set<Int>]

    init(rungs: Int) {
        measured = [[Entry]](repeating: [], count: rungs)
        gone = [Set<Int>](repeating: [], count: rungs)
    }

    /// Takes in what a trial did on a rung; one without a finite loss goes no further.
    mutating func take(_ trial: Int, rung: Int, loss: Double, isStandard: Bool) {
        guard loss.isFinite else { return }
        measured[rung].append(Entry(trial: trial, loss: loss, isStandard: isStandard))
    }

    /// - Parameter canBegin: whether there are more trials.
    /// - Returns: `nil` where there is nothing left to be done.
    mutating func next(canBegin: Bool) -> Step? {
        for rung in measured.indices.dropLast().reversed() {
            let sorted = measured[rung].sorted { ($0.loss, $0.trial) < ($1.loss, $1.trial) }
            let better = sorted.prefix(sorted.count / 2) + sorted.dropFirst(sorted.count / 2).filter(\.isStandard)
            guard let entry = better.first(where: { !gone[rung].contains($0.trial) }) else { continue }
            gone[rung].insert(entry.trial)
            return .goOn(trial: entry.trial, rung: rung + 1)
        }
        return canBegin ? .begin : nil
    }
}
