internal import MLKitReports

/// Rounds of boosting, each of which adds trees: up to a number, or as early stopping says.
struct BoostingRounds {
    /// The most rounds.
    let most: Int
    let patience: Int?
    let log: (String) -> Void

    struct Result {
        let history: [HistoryEntry]
        /// How many rounds make the model.
        let kept: Int
        let course: TrainingReport.Course
    }

    /// A round that was made, and whether there is nothing left to be learned after it.
    typealias Round = (entry: HistoryEntry, isLast: Bool)

    /// - Parameter make: makes a round, counted from 0; `nil` where there was nothing left to be learned.
    func run(_ make: (Int) throws -> Round?) rethrows -> Result {
        var history = [HistoryEntry]()
        var stopping = EarlyStopping(patience: patience)
        for number in 0..<max(most, 1) {
            guard let round = try make(number) else { break }
            log(round.entry.description(of: "round"))
            history.append(round.entry)
            _ = stopping.take(round.entry)
            if round.isLast || stopping.isOver(at: round.entry.step) { break }
        }
        return Result(
            history: history, kept: stopping.kept(of: history.count),
            course: .init(rounds: history.count, bestRound: stopping.best.step))
    }
}
