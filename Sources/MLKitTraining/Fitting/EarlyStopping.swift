/// Which step of a training is kept, and when it stops: once the validation loss has not been lower than ever for `patience` steps.
struct EarlyStopping {
    /// Steps without a lower validation loss before training stops; `nil` makes and keeps all.
    let patience: Int?
    /// The step with the lowest validation loss, from 1; 0 before there is one.
    private(set) var best = (step: 0, loss: Double.infinity)

    init(patience: Int?) { self.patience = patience }

    /// Takes a step in; returns whether its validation loss is the lowest so far.
    mutating func take(_ entry: HistoryEntry) -> Bool {
        guard let loss = entry.validLoss, loss < best.loss else { return false }
        best = (entry.step, loss)
        return true
    }

    /// Whether training stops behind a step.
    func isOver(at step: Int) -> Bool { patience.map { step - best.step >= $0 } ?? false }

    /// How many steps make the model, of those that were made.
    func kept(of made: Int) -> Int { patience == nil ? made : max(best.step, 1) }
}
