/// How often classes were taken for what they are, where rows count several times or not at all.
struct WeightedConfusion: Sendable {
    private let classes: Int
    /// The rows, those with the same true and predicted class beside each other.
    private let order: [Int32]
    /// What they are, and where each kind ends in `order`.
    private let cells: [(truth: Int, predicted: Int, end: Int)]

    init(truth: [Int], predicted: [Int], classes: Int) {
        self.classes = classes
        let kinds = zip(truth, predicted).map { $0 * classes + $1 }
        let sorted = kinds.indices.sorted { (kinds[$0], $0) < (kinds[$1], $1) }
        order = sorted.map { Int32($0) }
        let ends = sorted.indices.filter { $0 + 1 == sorted.count || kinds[sorted[$0]] != kinds[sorted[$0 + 1]] }
        cells = ends.map { (kinds[sorted[$0]] / classes, kinds[sorted[$0]] % classes, $0 + 1) }
    }

    /// What was counted of one class.
    struct Counts: Sendable {
        var found = 0
        var support = 0
        var predictions = 0

        var precision: Double { ratio(found, predictions) }
        var recall: Double { ratio(found, support) }
        var f1: Double { ratio(2 * found, predictions + support) }

        private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
    }

    /// Of each class.
    func counts(_ weights: WeightedMetric.Weights) -> [Counts] {
        var counts = [Counts](repeating: Counts(), count: classes)
        order.withUnsafeBufferPointer { order in
            var place = 0
            for cell in cells {
                var rows = 0
                while place < cell.end {
                    rows += Int(weights[Int(order[place])])
                    place += 1
                }
                counts[cell.truth].support += rows
                counts[cell.predicted].predictions += rows
                if cell.truth == cell.predicted { counts[cell.truth].found += rows }
            }
        }
        return counts
    }

    func accuracy(_ weights: WeightedMetric.Weights) -> Double {
        let counts = self.counts(weights)
        return Double(counts.reduce(0) { $0 + $1.found }) / Double(counts.reduce(0) { $0 + $1.support })
    }

    /// That of the second of two classes; for more the mean over those that occur, as `ConfusionMatrix` has it.
    func summary(_ score: @escaping @Sendable (Counts) -> Double) -> @Sendable (WeightedMetric.Weights) -> Double {
        { weights in
            let counts = self.counts(weights)
            if counts.count == 2 { return score(counts[1]) }
            let seen = counts.filter { $0.support + $0.predictions > 0 }
            return seen.isEmpty ? 0 : seen.reduce(0) { $0 + score($1) } / Double(seen.count)
        }
    }
}
