internal import MLKitEvaluation

/// Training rows cut into parts. Every part has about the same share of each class; of numbers, rows are dealt at random.
struct FoldParts {
    /// The part of each row.
    let parts: [Int]

    /// - Parameters:
    ///   - targets: a class index or value for each row.
    ///   - isClassified: whether they are classes.
    init(_ count: Int, of targets: [Double], isClassified: Bool, seed: Int) {
        var random = RandomSource(seed: seed)
        var order = Array(targets.indices)
        random.shuffle(&order)
        if isClassified { order = Self.sorted(order, by: targets) }
        var parts = [Int](repeating: 0, count: targets.count)
        for (place, row) in order.enumerated() { parts[row] = place % count }
        self.parts = parts
    }

    /// The rows of a part, and those of the others.
    func held(_ part: Int) -> [Int] { parts.indices.filter { parts[$0] == part } }
    func others(_ part: Int) -> [Int] { parts.indices.filter { parts[$0] != part } }

    /// In the order of classes, and where these are the same in the order that they had.
    private static func sorted(_ order: [Int], by targets: [Double]) -> [Int] {
        order.enumerated().sorted { (targets[$0.element], $0.offset) < (targets[$1.element], $1.offset) }.map(\.element)
    }
}
