internal import MLKitONNX

/// Exact Shapley values of sums of trees: what a row's value of each column adds to the sum, beside the values of other rows. Columns are
/// in a coalition or not with all features that follow from them.
///
/// This is the algorithm of Lundberg et al., "From local explanations to global understanding with explainable AI for trees" (2020),
/// for features that are replaced by those of other rows (`feature_perturbation="interventional"` of the package `shap`); the form is that
/// of Laberge and Pequignot, "Understanding interventional TreeSHAP" (2022): a leaf counts for the columns in which the way to it takes
/// one of both rows.
struct TreeShapley {
    let trees: TreeSum
    /// For each feature the place of its column; `nil` for one that is the same for all rows.
    let columns: [Int?]
    let columnCount: Int

    private enum Taken { case nothing, own, other }

    /// What each column adds to an output, on average over the other rows: [columns].
    ///
    /// - Parameters:
    ///   - row: its features.
    ///   - others: those of other rows, one or more.
    func values(_ row: [Float], beside others: [[Float]], output: Int) -> [Double] {
        var values = [Double](repeating: 0, count: columnCount)
        for other in others {
            var path = Path(columnCount)
            for root in trees.roots { descend(root, row, other, output, &path, &values) }
        }
        let count = Double(others.count) * trees.divisor
        return values.map { $0 / count }
    }

    /// Which columns the way to a node has taken of which row.
    private struct Path {
        var taken: [Taken]
        var own: [Int] = []
        var others: [Int] = []

        init(_ columns: Int) { taken = [Taken](repeating: .nothing, count: columns) }
    }

    private func descend(
        _ place: Int, _ row: [Float], _ other: [Float], _ output: Int, _ path: inout Path, _ values: inout [Double]
    ) {
        switch trees.nodes[place] {
        case .leaf(let weights):
            for weight in weights where weight.output == output { add(Double(weight.value), path, &values) }
        case .split(let split):
            let (own, others) = (split.next(row[split.feature]), split.next(other[split.feature]))
            guard own != others, let column = columns[split.feature] else {
                return descend(own, row, other, output, &path, &values)
            }
            switch path.taken[column] {
            case .own: descend(own, row, other, output, &path, &values)
            case .other: descend(others, row, other, output, &path, &values)
            case .nothing:
                path.taken[column] = .own
                path.own.append(column)
                descend(own, row, other, output, &path, &values)
                path.own.removeLast()
                path.taken[column] = .other
                path.others.append(column)
                descend(others, row, other, output, &path, &values)
                path.others.removeLast()
                path.taken[column] = .nothing
            }
        }
    }

    /// A leaf is reached by the coalitions that have all columns of `own` and none of `others`.
    private func add(_ value: Double, _ path: Path, _ values: inout [Double]) {
        let (own, others) = (path.own.count, path.others.count)
        if own > 0 {
            let share = value * Self.weight(own - 1, others)
            for column in path.own { values[column] += share }
        }
        if others > 0 {
            let share = value * Self.weight(own, others - 1)
            for column in path.others { values[column] -= share }
        }
    }

    /// a! b! / (a + b + 1)!, the share of orders in which a column comes behind `a` others and before `b` others.
    static func weight(_ a: Int, _ b: Int) -> Double {
        var ways = Double(a + b + 1)
        for step in 0..<min(a, b) { ways *= Double(a + b - step) / Double(step + 1) }
        return 1 / ways
    }
}
