/// The mean loss over the rows of all folds, after each step of a training: a round, an epoch, or a penalty that was tried.
struct FoldCurve {
    private var courses: [(losses: [Double], steps: [Int], rows: Double)] = []

    /// Takes the course of a fold in.
    ///
    /// - Parameter rows: how many rows its losses are the mean of.
    mutating func add(_ history: [HistoryEntry], rows: Int) {
        let known = history.filter { $0.validLoss != nil }
        guard !known.isEmpty else { return }
        courses.append((known.map { $0.validLoss ?? .nan }, known.map(\.step), Double(rows)))
    }

    /// The step with the lowest loss, the first of equals; `nil` where nothing looks at such rows.
    var best: Int? {
        let steps = courses.max { ($0.steps.last ?? 0) < ($1.steps.last ?? 0) }?.steps ?? []
        let losses = steps.map { self[$0] }.map { $0.isNaN ? .infinity : $0 }
        return losses.indices.min { losses[$0] < losses[$1] }.map { steps[$0] }
    }

    /// The loss after a step. A fold that stopped before has the loss that it stopped with, by which it had got worse.
    subscript(step: Int) -> Double {
        let sum = courses.reduce(0) { sum, course in
            let place = (course.steps.firstIndex { $0 > step } ?? course.steps.count) - 1
            return sum + course.losses[max(place, 0)] * course.rows
        }
        return sum / courses.reduce(0) { $0 + $1.rows }
    }
}
