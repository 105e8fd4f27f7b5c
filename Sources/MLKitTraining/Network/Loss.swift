package import MLKitSignature

/// What the last layer's outputs (the margins) mean and how far they are from the target.
package enum Loss: Equatable {
    /// One margin per row: the log-odds of class 1.
    case logistic
    /// One margin per class and row: log-probabilities up to a constant.
    case softmax(classes: Int)
    /// One margin per row: the value itself; the loss is half the squared error.
    case squared

    package init(task: ModelTask, classes: Int) {
        switch task {
        case .binary: self = .logistic
        case .multiclass: self = .softmax(classes: classes)
        case .regression: self = .squared
        }
    }

    /// Margins per row.
    var outputs: Int {
        if case .softmax(let classes) = self { classes } else { 1 }
    }

    /// How many classes there are; 0 for values.
    var classes: Int {
        switch self {
        case .logistic: 2
        case .softmax(let classes): classes
        case .squared: 0
        }
    }

    /// The loss summed over rows, each as often as it counts; each margin is replaced by the derivative of that sum by it.
    ///
    /// - Parameters:
    ///   - margins: [rows, outputs].
    ///   - targets: one class index or value per row.
    ///   - weights: what each row counts for; 1 if `nil`.
    func differentiate<Scalar: BLASScalar>(
        _ margins: UnsafeMutableBufferPointer<Scalar>, targets: UnsafeBufferPointer<Scalar>, weights: ArraySlice<Scalar>? = nil
    ) -> Double {
        guard let weights else { return differentiate(margins, targets: targets) }
        var sum = 0.0
        for (row, weight) in weights.enumerated() {
            let part = row * outputs..<(row + 1) * outputs
            sum += Double(weight) * differentiate(
                UnsafeMutableBufferPointer(rebasing: margins[part]), targets: UnsafeBufferPointer(rebasing: targets[row...row]))
            for index in part { margins[index] *= weight }
        }
        return sum
    }

    private func differentiate<Scalar: BLASScalar>(
        _ margins: UnsafeMutableBufferPointer<Scalar>, targets: UnsafeBufferPointer<Scalar>
    ) -> Double {
        var sum = 0.0
        for row in targets.indices {
            switch self {
            case .logistic: sum += Self.logistic(&margins[row], target: targets[row])
            case .squared:
                margins[row] -= targets[row]
                sum += Double(margins[row] * margins[row]) / 2
            case .softmax(let classes):
                let scores = UnsafeMutableBufferPointer(rebasing: margins[row * classes..<(row + 1) * classes])
                sum += Self.crossEntropy(scores, target: Int(targets[row]))
            }
        }
        return sum
    }

    /// Turns margins [rows, outputs] into what the model answers: for `logistic` the probability of class 1,
    /// for `softmax` one per class, for `squared` the value.
    func activate(_ margins: inout [Float]) {
        switch self {
        case .squared: return
        case .logistic: for index in margins.indices { margins[index] = Self.sigmoid(margins[index]) }
        case .softmax(let classes):
            margins.withUnsafeMutableBufferPointer { margins in
                for start in stride(from: 0, to: margins.count, by: classes) {
                    _ = Self.softmax(UnsafeMutableBufferPointer(rebasing: margins[start..<start + classes]))
                }
            }
        }
    }

    /// −log p(target) by a form that neither overflows nor loses small values; the margin becomes p − target.
    private static func logistic<Scalar: BLASScalar>(_ margin: inout Scalar, target: Scalar) -> Double {
        let value = margin
        margin = sigmoid(value) - target
        let softplus = max(value, 0) + Scalar.logarithm(1 + Scalar.exponential(-abs(value)))
        return Double(softplus - target * value)
    }

    private static func sigmoid<Scalar: BLASScalar>(_ margin: Scalar) -> Scalar {
        let small = Scalar.exponential(-abs(margin))
        return (margin >= 0 ? 1 : small) / (1 + small)
    }

    private static func crossEntropy<Scalar: BLASScalar>(
        _ scores: UnsafeMutableBufferPointer<Scalar>, target: Int
    ) -> Double {
        let score = scores[target]
        let logOfSum = softmax(scores)
        scores[target] -= 1
        return Double(logOfSum - score)
    }

    /// Replaces scores by probabilities; returns log Σ exp(score).
    private static func softmax<Scalar: BLASScalar>(_ scores: UnsafeMutableBufferPointer<Scalar>) -> Scalar {
        let highest = scores.max() ?? 0
        var sum: Scalar = 0
        for index in scores.indices {
            scores[index] = Scalar.exponential(scores[index] - highest)
            sum += scores[index]
        }
        for index in scores.indices { scores[index] /= sum }
        return highest + Scalar.logarithm(sum)
    }
}
