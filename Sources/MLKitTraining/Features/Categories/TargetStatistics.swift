/// What the target is like in the rows of each category, some parts of the rows left out: its mean, drawn towards the mean of all
/// rows the more the fewer there are (Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes in
/// classification and prediction problems", 2001).
struct TargetStatistics {
    /// Of each category, and what stands for one that is not there.
    let encodings: [Double]
    let mean: Double

    /// - Parameters:
    ///   - places: the category of each row, below 0 for none.
    ///   - smoothing: how many rows the mean of all counts for; `nil` for as many as the spread within a category and among all rows
    ///     call for (scikit-learn's `smooth="auto"`).
    ///   - isIn: whether a row counts.
    init(_ target: [Double], _ places: [Int], categories: Int, smoothing: Double?, isIn: (Int) -> Bool) {
        var (sum, squares, rows) = (0.0, 0.0, 0.0)
        var counts = [Double](repeating: 0, count: categories)
        var sums = counts
        for row in target.indices where isIn(row) {
            sum += target[row]
            rows += 1
            guard places[row] >= 0 else { continue }
            counts[places[row]] += 1
            sums[places[row]] += target[row]
        }
        let mean = rows > 0 ? sum / rows : 0
        var within = [Double](repeating: 0, count: categories)
        for row in target.indices where isIn(row) {
            squares += (target[row] - mean) * (target[row] - mean)
            let place = places[row]
            guard place >= 0 else { continue }
            let difference = target[row] - sums[place] / counts[place]
            within[place] += difference * difference
        }
        let variance = rows > 0 ? squares / rows : 0
        self.mean = mean
        encodings = (0..<categories).map { place in
            guard counts[place] > 0 else { return mean }
            let own = sums[place] / counts[place]
            if let smoothing { return (sums[place] + smoothing * mean) / (counts[place] + smoothing) }
            let pull = variance * counts[place] + within[place] / counts[place]
            guard pull > 0 else { return mean }
            let share = variance * counts[place] / pull
            return share * own + (1 - share) * mean
        }
    }
}
