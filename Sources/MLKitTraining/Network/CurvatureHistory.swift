/// The last steps of L-BFGS and how the gradient changed along them: an implicit inverse Hessian.
struct CurvatureHistory {
    let capacity: Int
    private var pairs: [Pair] = []

    private struct Pair {
        let step: [Double]
        let change: [Double]
        /// 1 / (step · change).
        let rho: Double
    }

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Remembers a step, unless its curvature is not positive, which would spoil the Hessian.
    mutating func add(step: [Double], change: [Double]) {
        let curvature = step.dot(change)
        guard curvature > Double.ulpOfOne * change.dot(change) else { return }
        if pairs.count == capacity { pairs.removeFirst() }
        pairs.append(Pair(step: step, change: change, rho: 1 / curvature))
    }

    /// −H · gradient by the two-loop recursion (Nocedal and Wright, algorithm 7.4).
    func direction(for gradient: [Double]) -> [Double] {
        var direction = gradient
        var alphas = [Double]()
        for pair in pairs.reversed() {
            let alpha = pair.rho * pair.step.dot(direction)
            direction.add(-alpha, pair.change)
            alphas.append(alpha)
        }
        if let last = pairs.last { direction.scale(1 / (last.rho * last.change.dot(last.change))) }
        for (pair, alpha) in zip(pairs, alphas.reversed()) {
            direction.add(alpha - pair.rho * pair.change.dot(direction), pair.step)
        }
        direction.scale(-1)
        return direction
    }
}
