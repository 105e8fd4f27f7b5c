internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// Rounds of boosting, each of which adds trees: up to a number, or as early stopping says.
struct BoostingRounds {
    /// The most rounds.
    let most: Int
    let patience: Int?
    /// Where it is kept how far training is; `nil` for nowhere.
    var checkpoints: Checkpoints?
    let log: (String) -> Void

    struct Result {
        let history: [HistoryEntry]
        /// How many rounds make the model.
        let kept: Int
        let course: TrainingReport.Course
    }

    /// A round that was made, and whether there is nothing left to be learned after it.
    typealias Round = (entry: HistoryEntry, isLast: Bool)

    /// Rounds that were made before training was stopped.
    struct Made {
        var history: [HistoryEntry] = []
        /// Whether nothing was left to be learned.
        var isOver = false
        /// The trees.
        var model: [UInt8] = []
    }

    /// What was made before; no rounds where training begins.
    func made() -> Made {
        guard let found = checkpoints?.read(), let history = [HistoryEntry](found.state["history"]), !history.isEmpty else { return Made() }
        log("goes on behind round \(history.count)")
        return Made(history: history, isOver: found.state["over"]?.bool ?? false, model: found.bytes)
    }

    /// Begins, and keeps nothing on the way.
    ///
    /// - Parameter make: makes a round, counted from 0; `nil` where there was nothing left to be learned.
    func run(_ make: (Int) throws -> Round?) rethrows -> Result { try run(from: Made(), save: { _ in [] }, make) }

    /// - Parameters:
    ///   - made: rounds to go on behind.
    ///   - save: the trees so far, for a checkpoint.
    ///   - make: makes a round, counted from 0; `nil` where there was nothing left to be learned.
    func run(from made: Made, save: (Int) throws -> [UInt8], _ make: (Int) throws -> Round?) rethrows -> Result {
        var (history, isOver) = (made.history, made.isOver)
        var stopping = EarlyStopping(patience: patience)
        for entry in history { _ = stopping.take(entry) }
        let begun = checkpoints?.now ?? 0
        while !isOver, history.count < max(most, 1), !stopping.isOver(at: history.count) {
            guard let round = try make(history.count) else {
                isOver = true
                break
            }
            log(round.entry.description(of: "round"))
            history.append(round.entry)
            _ = stopping.take(round.entry)
            isOver = round.isLast
            if let checkpoints, checkpoints.isDue { try keep(checkpoints, history, isOver, save) }
        }
        if let checkpoints, history.count > made.history.count, checkpoints.isWorth(since: begun) { try keep(checkpoints, history, isOver, save) }
        return Result(
            history: history, kept: stopping.kept(of: history.count),
            course: .init(rounds: history.count, bestRound: stopping.best.step))
    }

    private func keep(_ checkpoints: Checkpoints, _ history: [HistoryEntry], _ isOver: Bool, _ save: (Int) throws -> [UInt8]) rethrows {
        checkpoints.write(
            Checkpoint(state: ["history": .array(history.map(\.exact)), "over": .bool(isOver)], bytes: try save(history.count)),
            Checkpoints.progress("round", history.count, of: most))
    }
}
