/// Sequential minimal optimization of the dual of a machine: two rows at a time, the second chosen by what it gains (Fan, Chen and Lin,
/// "Working set selection using second order information for training support vector machines", 2005), as LIBSVM does.
struct MinimalOptimization {
    /// How far from optimal the result may be.
    var tolerance = 1e-3
    /// The most steps.
    var iterations = 10_000_000

    /// ½·αᵀQα + pᵀα with Q = signs · kernel · signs, where signsᵀα stays 0 and each α is between 0 and its bound.
    struct Dual {
        /// 1 or -1 for each α.
        let signs: [Double]
        let linear: [Double]
        let bounds: [Double]
        /// The row of the kernel that each α is of.
        let rows: [Int]
    }

    struct Result {
        var alphas: [Double]
        /// What is taken off the sum of likenesses.
        var offset: Double
        var iterations: Int
        var converged: Bool
    }

    private static let least = 1e-12

    func minimise(_ dual: Dual, _ kernel: KernelRows) -> Result {
        let signs = dual.signs
        var alphas = [Double](repeating: 0, count: signs.count)
        var gradient = dual.linear
        var (steps, converged) = (0, false)
        while steps < iterations {
            guard let (first, row, second) = pair(dual, alphas, gradient, kernel) else {
                converged = true
                break
            }
            steps += 1
            let other = kernel.row(dual.rows[second])
            let before = (alphas[first], alphas[second])
            move(&alphas, first, second, dual, gradient, likeness: Double(row[dual.rows[second]]))
            let changes = ((alphas[first] - before.0) * signs[first], (alphas[second] - before.1) * signs[second])
            for place in gradient.indices {
                let like = dual.rows[place]
                gradient[place] += signs[place] * (Double(row[like]) * changes.0 + Double(other[like]) * changes.1)
            }
        }
        return Result(alphas: alphas, offset: offset(dual, alphas, gradient), iterations: steps, converged: converged)
    }

    /// The two that are changed next, with the kernel's row of the first; `nil` where nothing is far from optimal.
    private func pair(
        _ dual: Dual, _ alphas: [Double], _ gradient: [Double], _ kernel: KernelRows
    ) -> (first: Int, row: [Float], second: Int)? {
        var (first, highest) = (-1, -Double.infinity)
        for place in alphas.indices where dual.signs[place] > 0 ? alphas[place] < dual.bounds[place] : alphas[place] > 0 {
            let slope = -dual.signs[place] * gradient[place]
            if slope > highest { (first, highest) = (place, slope) }
        }
        guard first >= 0 else { return nil }
        let row = kernel.row(dual.rows[first])
        var (second, lowest, best) = (-1, Double.infinity, Double.infinity)
        for place in alphas.indices where dual.signs[place] > 0 ? alphas[place] > 0 : alphas[place] < dual.bounds[place] {
            let slope = -dual.signs[place] * gradient[place]
            lowest = min(lowest, slope)
            let gap = highest - slope
            guard gap > 0 else { continue }
            // A row is as like to itself as can be.
            let bend = max(2 - 2 * Double(row[dual.rows[place]]), Self.least)
            if -gap * gap / bend < best { (second, best) = (place, -gap * gap / bend) }
        }
        guard second >= 0, highest - lowest > tolerance else { return nil }
        return (first, row, second)
    }

    /// Moves two so far as lowers the function most within their bounds.
    private func move(
        _ alphas: inout [Double], _ first: Int, _ second: Int, _ dual: Dual, _ gradient: [Double], likeness: Double
    ) {
        let (one, other) = (dual.signs[first], dual.signs[second])
        let bend = max(2 - 2 * likeness, Self.least)
        // Along which the sum by signs stays: the first by its sign, the second against its own.
        let free = (-one * gradient[first] + other * gradient[second]) / bend
        let room = (
            one > 0 ? dual.bounds[first] - alphas[first] : alphas[first], other > 0 ? alphas[second] : dual.bounds[second] - alphas[second]
        )
        let step = min(free, room.0, room.1)
        // At a bound it is exactly there.
        alphas[first] = step == room.0 ? (one > 0 ? dual.bounds[first] : 0) : alphas[first] + one * step
        alphas[second] = step == room.1 ? (other > 0 ? 0 : dual.bounds[second]) : alphas[second] - other * step
    }

    /// The mean over those between their bounds; where there are none the middle of what all allow.
    private func offset(_ dual: Dual, _ alphas: [Double], _ gradient: [Double]) -> Double {
        var (sum, count, low, high) = (0.0, 0, -Double.infinity, Double.infinity)
        for place in alphas.indices where dual.bounds[place] > 0 {
            let value = dual.signs[place] * gradient[place]
            if alphas[place] > 0, alphas[place] < dual.bounds[place] {
                sum += value
                count += 1
            } else if (alphas[place] == 0) == (dual.signs[place] > 0) {
                high = min(high, value)
            } else {
                low = max(low, value)
            }
        }
        if count > 0 { return sum / Double(count) }
        guard low.isFinite, high.isFinite else { return low.isFinite ? low : high.isFinite ? high : 0 }
        return (low + high) / 2
    }
}
