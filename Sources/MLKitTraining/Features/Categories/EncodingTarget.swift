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

    static let partCount = 5

    /// - Parameter targets: one class index or value per row.
    init(_ targets: [Double], of target: Target, seed: Int) {
        self.init(targets, classes: target.task == .multiclass ? target.classes : nil, seed: seed)
    }

    init(_ targets: [Double], classes: [String]?, seed: Int) {
        self.classes = classes
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
