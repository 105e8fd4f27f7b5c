/// Half the square of the weights, and the squares of how far rows are on the wrong side of their margin times what that costs, over
/// sparse rows; of numbers the squares of how far answers are off beyond what is free.
final class HingeObjective {
    private let features: SparseMatrix
    private let columns: Int
    private let problem: SVMProblem
    /// `nil` for classes.
    private let epsilon: Double?

    /// - Parameter features: sparse.
    init(_ features: FeatureMatrix, _ problem: SVMProblem, epsilon: Double?) {
        self.features = features.sparse ?? SparseMatrix()
        columns = features.columns
        self.problem = problem
        self.epsilon = epsilon
    }

    /// Weights [columns], then the bias, at the minimum.
    func minimised(iterations: Int) -> LBFGS.Result {
        let units = units
        var solver = LBFGS(maximumIterations: iterations)
        solver.gradientTolerance = 1e-7
        var result = solver.minimise(
            { point, gradient in
                let value = self.differentiate(zip(point, units).map { $0 * $1 }, &gradient)
                for index in gradient.indices { gradient[index] *= units[index] }
                return value
            }, from: [Double](repeating: 0, count: columns + 1))
        result.point = zip(result.point, units).map { $0 * $1 }
        return result
    }

    /// The value over the sum of all costs, and its gradient.
    func differentiate(_ parameters: [Double], _ gradient: inout [Double]) -> Double {
        let scale = max(problem.costs.reduce(0, +), .leastNormalMagnitude)
        var sum = 0.0
        for place in gradient.indices { gradient[place] = 0 }
        for place in 0..<columns {
            sum += parameters[place] * parameters[place] / 2
            gradient[place] = parameters[place]
        }
        let (columns, problem) = (columns, problem)
        gradient.withUnsafeMutableBufferPointer { gradient in
            parameters.withUnsafeBufferPointer { parameters in
                features.forEachRow { row, places, values in
                    var margin = parameters[columns]
                    for entry in places.indices { margin += Double(values[entry]) * parameters[Int(places[entry])] }
                    let off = distance(margin, problem.targets[row])
                    guard off != 0 else { return }
                    sum += problem.costs[row] * off * off
                    let slope = 2 * problem.costs[row] * off
                    gradient[columns] += slope
                    for entry in places.indices { gradient[Int(places[entry])] += slope * Double(values[entry]) }
                }
            }
        }
        for place in gradient.indices { gradient[place] /= scale }
        return sum / scale
    }

    /// How far a margin is from where it costs nothing; above 0 where it is too high.
    private func distance(_ margin: Double, _ target: Double) -> Double {
        guard let epsilon else { return target * margin < 1 ? margin - target : 0 }
        let off = margin - target
        return abs(off) > epsilon ? off - (off > 0 ? epsilon : -epsilon) : 0
    }

    /// In which each parameter is searched for: one over the root of how much the function bends at most.
    private var units: [Double] {
        let scale = max(problem.costs.reduce(0, +), .leastNormalMagnitude)
        var bends = [Double](repeating: 1, count: columns) + [2 * scale]
        features.forEachRow { row, places, values in
            for entry in places.indices {
                bends[Int(places[entry])] += 2 * problem.costs[row] * Double(values[entry]) * Double(values[entry])
            }
        }
        return bends.map { (scale / $0).squareRoot() }
    }
}
