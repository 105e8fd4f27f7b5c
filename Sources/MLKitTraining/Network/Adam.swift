/// Stochastic gradient descent with running means of gradients and their squares: Kingma and Ba, "Adam: a
/// method for stochastic optimization" (2015), with its constants β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸.
struct Adam {
    let learningRate: Double
    private(set) var mean: [Float]
    private(set) var square: [Float]
    private(set) var step = 0

    init(learningRate: Double, parameterCount: Int) {
        self.learningRate = learningRate
        mean = [Float](repeating: 0, count: parameterCount)
        square = [Float](repeating: 0, count: parameterCount)
    }

    /// Goes on from what the means were after so many steps.
    mutating func restore(mean: [Float], square: [Float], step: Int) { (self.mean, self.square, self.step) = (mean, square, step) }

    /// Moves `parameters` against `scale` times `gradient`.
    mutating func update(_ parameters: inout [Float], gradient: [Float], scale: Float) {
        step += 1
        let correction = (1 - power(0.999)).squareRoot() / (1 - power(0.9))
        let rate = Float(learningRate * correction)
        let count = parameters.count
        parameters.withUnsafeMutableBufferPointer { parameters in
            mean.withUnsafeMutableBufferPointer { mean in
                square.withUnsafeMutableBufferPointer { square in
                    gradient.withUnsafeBufferPointer { gradient in
                        for index in 0..<count {
                            let slope = gradient[index] * scale
                            mean[index] += 0.1 * (slope - mean[index])
                            square[index] += 0.001 * (slope * slope - square[index])
                            parameters[index] -= rate * mean[index] / (square[index].squareRoot() + 1e-8)
                        }
                    }
                }
            }
        }
    }

    private func power(_ base: Double) -> Double {
        var result = 1.0
        var factor = base
        var remaining = step
        while remaining > 0 {
            if remaining & 1 == 1 { result *= factor }
            factor *= factor
            remaining >>= 1
        }
        return result
    }
}
