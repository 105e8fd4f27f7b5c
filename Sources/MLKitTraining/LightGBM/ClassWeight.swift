/// What a row weighs by its class.
package enum ClassWeight: String, CaseIterable, Sendable {
    case none
    /// Each class weighs the same in all.
    case balanced

    /// The weight of a row of each class; `nil` where all weigh the same.
    func weights(_ data: TrainingData) -> [Float]? {
        guard self == .balanced, data.loss != .squared else { return nil }
        var counts = [Double](repeating: 0, count: data.loss.classes)
        for target in data.train.targets { counts[Int(target)] += 1 }
        return counts.map { $0 > 0 ? Float(Double(data.train.rows) / (Double(counts.count) * $0)) : 1 }
    }
}
