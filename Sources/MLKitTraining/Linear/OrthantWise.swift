/// Minimises a smooth function plus Σ penalty·|x|, by L-BFGS kept within the orthant of each step, so that what should be 0 is
/// exactly 0: Andrew and Gao, "Scalable training of L1-regularized log-linear models" (2007).
struct OrthantWise {
    /// One for each coordinate; 0 for none.
    let penalties: [Double]
    var memory = 20
    var maximumIterations = 500
    /// Stop once an iteration lowers the function by less than this, relative to its size.
    var decreaseTolerance = 1e-12

    func minimise(_ function: @escaping LBFGS.Function, from start: [Double]) -> LBFGS.Result {
        var gradient = [Double](repeating: 0, count: start.count)
        var point = start
        var value = function(point, &gradient) + penalty(point)
        var history = CurvatureHistory(capacity: memory)
        for iteration in 0..<maximumIterations {
            let slope = steepest(point, gradient)
            if slope.largestMagnitude <= 1e-7 {
                return LBFGS.Result(point: point, value: value, iterations: iteration, converged: true)
            }
            var direction = history.direction(for: slope)
            for index in direction.indices where direction[index] * slope[index] >= 0 { direction[index] = 0 }
            let first = iteration == 0 ? min(1, 1 / slope.sumOfMagnitudes) : 1
            guard let step = search(function, point, value, slope, direction, first) else {
                return LBFGS.Result(point: point, value: value, iterations: iteration, converged: true)
            }
            history.add(
                step: zip(step.point, point).map { $0 - $1 }, change: zip(step.gradient, gradient).map { $0 - $1 })
            let decrease = value - step.value
            (point, value, gradient) = (step.point, step.value, step.gradient)
            if decrease <= decreaseTolerance * max(abs(value), 1) {
                return LBFGS.Result(point: point, value: value, iterations: iteration + 1, converged: true)
            }
        }
        return LBFGS.Result(point: point, value: value, iterations: maximumIterations, converged: false)
    }

    private func penalty(_ point: [Double]) -> Double {
        var sum = 0.0
        for index in point.indices { sum += penalties[index] * abs(point[index]) }
        return sum
    }

    /// The derivative along which the whole function falls most; 0 where it falls to neither side.
    private func steepest(_ point: [Double], _ gradient: [Double]) -> [Double] {
        point.indices.map { index in
            let (slope, penalty) = (gradient[index], penalties[index])
            if point[index] != 0 { return slope + (point[index] > 0 ? penalty : -penalty) }
            return slope + penalty < 0 ? slope + penalty : slope - penalty > 0 ? slope - penalty : 0
        }
    }

    private typealias Trial = (point: [Double], value: Double, gradient: [Double])

    /// Halves a step until the function is lower; coordinates that would change their sign stop at 0.
    private func search(
        _ function: LBFGS.Function, _ point: [Double], _ value: Double, _ slope: [Double], _ direction: [Double],
        _ first: Double
    ) -> Trial? {
        var length = first
        for _ in 0..<40 {
            var trial = point
            trial.add(length, direction)
            var predicted = 0.0
            for index in trial.indices {
                let sign = point[index] != 0 ? point[index] : -slope[index]
                if penalties[index] > 0, trial[index] * sign < 0 { trial[index] = 0 }
                predicted += slope[index] * (trial[index] - point[index])
            }
            var gradient = [Double](repeating: 0, count: point.count)
            let next = function(trial, &gradient) + penalty(trial)
            if predicted < 0, next <= value + 1e-4 * predicted { return (trial, next, gradient) }
            length /= 2
        }
        return nil
    }
}
