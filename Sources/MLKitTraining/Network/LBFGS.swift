/// Minimises a smooth function by limited-memory BFGS: Nocedal and Wright, "Numerical Optimization" (2nd
/// edition, 2006), algorithms 7.4 (two-loop recursion) and 7.5, with the line search of 3.5 and 3.6.
struct LBFGS {
    /// Pairs of steps and gradient changes that are remembered: more than the usual 10, since collinear one-hot
    /// columns make narrow valleys and a pair costs next to nothing beside a pass over the rows.
    var memory = 40
    var maximumIterations = 200
    /// Stop once no component of the gradient is larger than this.
    var gradientTolerance = 1e-5
    /// Stop once an iteration lowers the function by less than this, relative to its size.
    var decreaseTolerance = 64 * Double.ulpOfOne

    /// The function's value at a point; writes its gradient to the second argument.
    typealias Function = (_ point: [Double], _ gradient: inout [Double]) -> Double

    struct Result {
        var point: [Double]
        var value: Double
        var iterations: Int
        /// Whether a tolerance was reached rather than the limit of iterations.
        var converged: Bool
    }

    /// - Parameter report: is given the value after each iteration.
    func minimise(_ function: @escaping Function, from start: [Double], report: (Double) -> Void = { _ in }) -> Result {
        var gradient = [Double](repeating: 0, count: start.count)
        var point = start
        var value = function(point, &gradient)
        var history = CurvatureHistory(capacity: memory)
        for iteration in 0..<maximumIterations {
            if gradient.largestMagnitude <= gradientTolerance {
                return Result(point: point, value: value, iterations: iteration, converged: true)
            }
            let direction = history.direction(for: gradient)
            let search = LineSearch(function: function, point: point, value: value, direction: direction)
            let first = iteration == 0 ? min(1, 1 / gradient.sumOfMagnitudes) : 1
            guard let step = search.step(gradient: gradient, trying: first) else {
                return Result(point: point, value: value, iterations: iteration, converged: true)
            }
            history.add(step: difference(step.point, point), change: difference(step.gradient, gradient))
            let decrease = value - step.value
            (point, value, gradient) = (step.point, step.value, step.gradient)
            report(value)
            if decrease <= decreaseTolerance * max(abs(value), abs(value + decrease), 1) {
                return Result(point: point, value: value, iterations: iteration + 1, converged: true)
            }
        }
        return Result(point: point, value: value, iterations: maximumIterations, converged: false)
    }

    private func difference(_ lhs: [Double], _ rhs: [Double]) -> [Double] {
        zip(lhs, rhs).map { $0 - $1 }
    }
}
