/// How often each class was taken for each other one.
public struct ConfusionMatrix: Hashable, Sendable {
    /// `counts[truth][predicted]`: C × C numbers of rows.
    public let counts: [[Int]]
    /// Rows of each class, C numbers.
    public let support: [Int]
    /// Rows taken for each class, C numbers.
    public let predictions: [Int]

    /// - Parameters:
    ///   - truth: the class of each row, 0 ..< `classes`.
    ///   - predicted: as long as `truth`, with the same numbering.
    ///   - classes: how many classes there are, C.
    public init(truth: [Int], predicted: [Int], classes: Int) {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for (truth, predicted) in zip(truth, predicted) { counts[truth][predicted] += 1 }
        self.counts = counts
        support = counts.map { $0.reduce(0, +) }
        predictions = counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
    }

    public var total: Int { support.reduce(0, +) }

    /// The share of rows whose class was found; 0 without rows.
    public var accuracy: Double {
        Self.ratio(counts.indices.reduce(0) { $0 + counts[$1][$1] }, total)
    }

    /// The share of rows taken for `class` that are of it; 0 where none was taken for it.
    public func precision(of class: Int) -> Double {
        Self.ratio(counts[`class`][`class`], predictions[`class`])
    }

    /// The share of rows of `class` that were taken for it; 0 where there is none.
    public func recall(of class: Int) -> Double {
        Self.ratio(counts[`class`][`class`], support[`class`])
    }

    /// The harmonic mean of precision and recall; 0 where both are.
    public func f1(of class: Int) -> Double {
        Self.ratio(2 * counts[`class`][`class`], predictions[`class`] + support[`class`])
    }

    /// Precision as the metric of a whole model: that of the second of two classes; for more classes the mean
    /// over those that occur in truth or predictions (scikit-learn's `binary` and `macro`, `zero_division=0`).
    public var precision: Double { summary(precision(of:)) }

    /// Recall, summed up like `precision`.
    public var recall: Double { summary(recall(of:)) }

    /// F1, summed up like `precision`.
    public var f1: Double { summary(f1(of:)) }

    private func summary(_ metric: (Int) -> Double) -> Double {
        if counts.count == 2 { return metric(1) }
        let seen = counts.indices.filter { support[$0] + predictions[$0] > 0 }
        guard !seen.isEmpty else { return 0 }
        return seen.map(metric).reduce(0, +) / Double(seen.count)
    }

    private static func ratio(_ part: Int, _ whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }
}
