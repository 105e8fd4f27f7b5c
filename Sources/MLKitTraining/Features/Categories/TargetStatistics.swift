/// What the target is like in the rows of each category, some parts of the rows left out: its mean, drawn towards the mean of all
/// rows the more the fewer there are (Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes in
/// classification and prediction problems", 2001).
struct TargetStatistics {
    /// Of each category; of one without rows the mean of all.
    let encodings: [Double]
    let mean: Double
    /// How many rows the mean of all counts for; infinite where categories tell nothing.
    let weight: Double

    /// - Parameters:
    ///   - places: the category of each row, below 0 for none.
    ///   - weights: what each row counts for, 1 on average; `nil` where all count alike.
    ///   - smoothing: how many rows the mean of all counts for; `nil` for as many as `weight` finds.
    ///   - prior: what encodings of few rows are drawn to; the mean of the rows that count if `nil`.
    ///   - isIn: whether a row counts.
    init(
        _ target: [Double], _ places: [Int], categories: Int, weights: [Double]?, smoothing: Double?, prior: Double? = nil,
        isIn: (Int) -> Bool
    ) {
        var (sum, rows) = (0.0, 0.0)
        var groups = [Group](repeating: Group(), count: categories)
        for row in target.indices where isIn(row) {
            let weight = weights?[row] ?? 1
            guard weight > 0 else { continue }
            sum += weight * target[row]
            rows += weight
            if places[row] >= 0 { groups[places[row]].add(target[row], weight) }
        }
        let mean = prior ?? (rows > 0 ? sum / rows : 0)
        let weight = smoothing ?? Self.weight(groups.filter { $0.rows > 0 })
        (self.mean, self.weight) = (mean, weight)
        encodings = groups.map { group in
            guard group.rows > 0, weight.isFinite else { return mean }
            return (group.rows * group.mean + weight * mean) / (group.rows + weight)
        }
    }

    /// The rows of a category: how many they count for, their mean, and the sum of squares around it, updated as Welford did (1962), with
    /// weights as West did (1979).
    private struct Group {
        var rows = 0.0
        var mean = 0.0
        var squares = 0.0

        mutating func add(_ value: Double, _ weight: Double) {
            rows += weight
            let difference = value - mean
            mean += weight * difference / rows
            squares += weight * difference * (value - mean)
        }
    }

    /// The variance of rows within categories over that of categories, each estimated from all of them by the method of moments
    /// (the analysis of variance with random effects): as many rows of one category say as much as the mean of all does. Infinite where
    /// categories differ no more than rows do, so that a category of one row, which has no variance of its own, is believed no more than
    /// others.
    private static func weight(_ groups: [Group]) -> Double {
        let rows = groups.reduce(0) { $0 + $1.rows }
        let count = Double(groups.count)
        guard rows > count, count > 1 else { return .infinity }
        let within = groups.reduce(0) { $0 + $1.squares } / (rows - count)
        let mean = groups.reduce(0) { $0 + $1.rows * $1.mean } / rows
        let between = groups.reduce(0) { $0 + $1.rows * ($1.mean - mean) * ($1.mean - mean) }
        let spread = rows - groups.reduce(0) { $0 + $1.rows * $1.rows } / rows
        let variance = (between - (count - 1) * within) / spread
        return variance > 0 ? within / variance : .infinity
    }
}
