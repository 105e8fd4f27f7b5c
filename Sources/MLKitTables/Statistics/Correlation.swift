internal import Glibc

/// Correlations of two columns of numbers, row by row; none may be NaN.
enum Correlation {
    /// Pearson's, from -1 to 1; NaN where one column has the same value in every row.
    static func pearson(_ a: [Double], _ b: [Double]) -> Double {
        let count = Double(a.count)
        let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
        // In shares of the largest distance, so that squares of very large and very small numbers are numbers.
        let (farA, farB) = (farthest(a, meanA), farthest(b, meanB))
        guard farA > 0, farB > 0, farA.isFinite, farB.isFinite else { return .nan }
        var (both, ofA, ofB, sumA, sumB) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            let (x, y) = ((x - meanA) / farA, (y - meanB) / farB)
            both += x * y
            ofA += x * x
            ofB += y * y
            (sumA, sumB) = (sumA + x, sumB + y)
        }
        // What the means were rounded by, which counts where numbers are large and near each other.
        both -= sumA * sumB / count
        ofA -= sumA * sumA / count
        ofB -= sumB * sumB / count
        guard ofA > 0, ofB > 0 else { return .nan }
        return min(max(both / (ofA.squareRoot() * ofB.squareRoot()), -1), 1)
    }

    private static func farthest(_ values: [Double], _ mean: Double) -> Double { values.reduce(0) { max($0, abs($1 - mean)) } }

    /// Spearman's: Pearson's of the ranks.
    static func spearman(_ a: [Double], _ b: [Double]) -> Double { pearson(ranks(a), ranks(b)) }

    /// From 1 on; equal numbers have the mean of their ranks.
    static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
            start = end
        }
        return ranks
    }
}

/// How often values of two columns come together.
struct ContingencyTable {
    private let counts: [Int]
    private let rows: [Int]
    private let columns: [Int]
    private let total: Double

    /// - Parameters:
    ///   - a, b: of each row, the place of its value among the column's different ones.
    init(_ a: [Int], _ b: [Int]) {
        let (height, width) = ((a.max() ?? -1) + 1, (b.max() ?? -1) + 1)
        var counts = [Int](repeating: 0, count: height * width)
        var (rows, columns) = ([Int](repeating: 0, count: height), [Int](repeating: 0, count: width))
        for (i, j) in zip(a, b) {
            counts[i * width + j] += 1
            rows[i] += 1
            columns[j] += 1
        }
        (self.counts, self.rows, self.columns, total) = (counts, rows, columns, Double(a.count))
    }

    /// Cramér's V, without a correction for bias, as `scipy.stats.contingency.association` has it; NaN where a column has one value
    /// only.
    var cramersV: Double {
        let least = min(rows.count { $0 > 0 }, columns.count { $0 > 0 })
        guard least > 1 else { return .nan }
        var statistic = 0.0
        for i in rows.indices where rows[i] > 0 {
            for j in columns.indices where columns[j] > 0 {
                let expected = Double(rows[i]) * Double(columns[j]) / total
                let distance = Double(counts[i * columns.count + j]) - expected
                statistic += distance * distance / expected
            }
        }
        return (statistic / total / Double(least - 1)).squareRoot()
    }
}

extension ContingencyTable {
    /// In nats, from 0: how much one column tells of the other.
    var mutualInformation: Double {
        var sum = 0.0
        for i in rows.indices {
            for j in columns.indices where counts[i * columns.count + j] > 0 {
                let both = Double(counts[i * columns.count + j])
                sum += both / total * log(both * total / (Double(rows[i]) * Double(columns[j])))
            }
        }
        return max(sum, 0)
    }
}
