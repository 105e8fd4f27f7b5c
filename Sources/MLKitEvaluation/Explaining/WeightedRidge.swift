/// A linear fit of weighted rows with a penalty on its coefficients, and none on its intercept: ridge regression, as scikit-learn's `Ridge`
/// has it with `sample_weight`.
struct WeightedRidge {
    let intercept: Double
    /// One for each input.
    let coefficients: [Double]
    /// The share of the weighted variance that the fit explains (R²); NaN where there is none.
    let share: Double

    /// - Parameters:
    ///   - inputs: for each row whether each input is 1 or 0.
    ///   - targets: a number for each row.
    ///   - weights: what each row counts for; one of them above 0.
    ///   - penalty: above 0, on half the sum of squared coefficients against half the sum of squared errors.
    init(_ inputs: [[Bool]], _ targets: [Double], weights: [Double], penalty: Double) {
        let width = inputs.first?.count ?? 0
        let total = weights.reduce(0, +)
        var means = [Double](repeating: 0, count: width)
        var products = [[Double]](repeating: means, count: width)
        var moments = means
        let mean = zip(weights, targets).reduce(0) { $0 + $1.0 * $1.1 } / total
        for (row, weight) in weights.enumerated() {
            let ones = inputs[row].indices.filter { inputs[row][$0] }
            for (number, place) in ones.enumerated() {
                means[place] += weight
                moments[place] += weight * (targets[row] - mean)
                for other in ones[...number] { products[place][other] += weight }
            }
        }
        for place in 0..<width { means[place] /= total }
        for place in 0..<width {
            for other in 0...place { products[place][other] -= total * means[place] * means[other] }
            products[place][place] += penalty
        }
        let coefficients = Self.solved(products, moments)
        let intercept = mean - zip(coefficients, means).reduce(0) { $0 + $1.0 * $1.1 }
        var (left, all) = (0.0, 0.0)
        for (row, weight) in weights.enumerated() {
            let fitted = inputs[row].indices.reduce(intercept) { inputs[row][$1] ? $0 + coefficients[$1] : $0 }
            left += weight * (targets[row] - fitted) * (targets[row] - fitted)
            all += weight * (targets[row] - mean) * (targets[row] - mean)
        }
        (self.coefficients, self.intercept) = (coefficients, intercept)
        share = all > 0 ? 1 - left / all : .nan
    }

    /// By Cholesky's factors of a positive definite matrix, of which the lower triangle is given.
    private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var (lower, solution) = (matrix, right)
        for row in right.indices {
            for column in 0...row {
                let sum = (0..<column).reduce(lower[row][column]) { $0 - lower[row][$1] * lower[column][$1] }
                lower[row][column] = row == column ? max(sum, .leastNormalMagnitude).squareRoot() : sum / lower[column][column]
            }
        }
        for row in right.indices {
            solution[row] = (0..<row).reduce(solution[row]) { $0 - lower[row][$1] * solution[$1] } / lower[row][row]
        }
        for row in right.indices.reversed() {
            solution[row] = ((row + 1)..<right.count).reduce(solution[row]) { $0 - lower[$1][row] * solution[$1] } / lower[row][row]
        }
        return solution
    }
}
