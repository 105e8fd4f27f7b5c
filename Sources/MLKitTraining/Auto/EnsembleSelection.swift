/// Which models go best together: greedy selection with replacement (Caruana and others, "Ensemble selection from libraries of models",
/// 2004). From nothing on, the model is added, be it once more, whose mean with those before has the lowest loss; of all these means
/// the best is taken. What is measured on has to be rows that no model was fitted on.
struct EnsembleSelection: Equatable {
    /// The candidates in the order in which they were added, up to the best mean.
    private(set) var steps: [Int] = []
    /// The loss of the mean after each.
    private(set) var losses: [Double] = []

    /// - Parameters:
    ///   - candidates: what each says of all rows; the first of equals is preferred.
    ///   - members: the most different candidates.
    ///   - most: the most steps.
    init(_ candidates: [RowEvidence], by loss: EvidenceLoss, members: Int, most: Int = 50) {
        var sums = [Double](repeating: 0, count: loss.targets.count)
        while steps.count < most {
            let share = 1 / Double(steps.count + 1)
            let chosen = Set(steps)
            var best: (candidate: Int, loss: Double)?
            for (place, candidate) in candidates.enumerated() where chosen.count < members || chosen.contains(place) {
                let mean = loss.mean { (sums[$0] + Double(candidate.values[$0])) * share }
                if mean.isFinite, mean < best?.loss ?? .infinity { best = (place, mean) }
            }
            guard let best else { break }
            for row in sums.indices { sums[row] += Double(candidates[best.candidate].values[row]) }
            steps.append(best.candidate)
            losses.append(best.loss)
        }
        guard let lowest = losses.min(), let end = losses.firstIndex(of: lowest) else { return }
        steps.removeSubrange((end + 1)...)
        losses.removeSubrange((end + 1)...)
    }

    /// The share of each candidate that was chosen, after so many steps; all of them if left out.
    func weights(after count: Int? = nil) -> [Int: Double] {
        let made = steps.prefix(count ?? steps.count)
        return Dictionary(grouping: made) { $0 }.mapValues { Double($0.count) / Double(made.count) }
    }
}
