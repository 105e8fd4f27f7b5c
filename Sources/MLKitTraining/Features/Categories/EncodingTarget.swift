internal import MLKitEvaluation
internal import MLKitSignature

/// What the categories of a column are told by where they are encoded by the target: numbers for each training row.
struct EncodingTarget {
    /// The values themselves, the second of two classes as 1, or for each of several classes whether a row has it.
    let columns: [[Double]]
    /// The part of each row: what stands for its category follows from the rows of the other parts alone.
    let parts: [Int]
    /// The class of each column; `nil` where there is one column.
    let classes: [String]?
    /// What each row counts for, 1 on average; `nil` where all count alike.
    let weights: [Double]?

    static let partCount = 5

    /// - Parameters:
    ///   - targets: one class index or value per row.
    ///   - weights: what each row counts for; `nil` where all count alike.
    init(_ targets: [Double], of target: Target, weights: [Double]? = nil, seed: Int) {
        self.init(targets, classes: target.task == .multiclass ? target.classes : nil, weights: weights, seed: seed)
    }

    init(_ targets: [Double], classes: [String]?, weights: [Double]? = nil, seed: Int) {
        self.classes = classes
        let sum = weights?.reduce(0, +) ?? 0
        self.weights = sum > 0 ? weights.map { weights in weights.map { $0 * Double(weights.count) / sum } } : nil
        columns = classes.map { classes in
            classes.indices.map { place in targets.map { Int($0) == place ? 1 : 0 } }
        } ?? [targets]
        var order = Array(targets.indices)
        var random = RandomSource(seed: seed)
        random.shuffle(&order)
        var parts = [Int](repeating: 0, count: targets.count)
        for (place, row) in order.enumerated() { parts[row] = place % Self.partCount }
        self.parts = parts
    }
}
