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
        case .binary, .multilabel: self = .logistic
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
    /// With what a teacher answers, a share of the loss is the cross entropy of that and the network's own answers, both at a
    /// temperature, times its square, so that its slopes are as large as those of the rest (Hinton, Vinyals and Dean, 2015).
    ///
    /// - Parameters:
    ///   - margins: [rows, outputs].
    ///   - targets: one class index or value per row.
    ///   - weights: what each row counts for; 1 if `nil`.
    ///   - soft: a teacher's answers; `nil` for none.
    func differentiate<Scalar: BLASScalar>(
        _ margins: UnsafeMutableBufferPointer<Scalar>, targets: UnsafeBufferPointer<Scalar>, weights: ArraySlice<Scalar>? = nil,
        soft: SoftTargets<Scalar>? = nil
    ) -> Double {
        guard let soft else {
            return weighted(margins, weights) { differentiate($0, targets: UnsafeBufferPointer(rebasing: targets[$1])) }
        }
        var tempered = margins.map { $0 / soft.temperature }
        let taught = tempered.withUnsafeMutableBufferPointer { tempered in
            weighted(tempered, weights) {
                differentiate($0, towards: soft.values[($1.lowerBound * outputs)..<($1.upperBound * outputs)])
            }
        }
        let own = differentiate(margins, targets: targets, weights: weights)
        let (share, temperature) = (soft.share, soft.temperature)
        for index in margins.indices { margins[index] = (1 - share) * margins[index] + share * temperature * tempered[index] }
        return Double(1 - share) * own + Double(share * temperature * temperature) * taught
    }

    /// A sum over rows, each as often as it counts.
    ///
    /// - Parameter sum: of some rows: their margins, which it replaces by derivatives, and which rows they are.
    private func weighted<Scalar: BLASScalar>(
        _ margins: UnsafeMutableBufferPointer<Scalar>, _ weights: ArraySlice<Scalar>?,
        _ sum: (UnsafeMutableBufferPointer<Scalar>, Range<Int>) -> Double
    ) -> Double {
        guard let weights else { return sum(margins, 0..<(margins.count / outputs)) }
        var total = 0.0
        for (row, weight) in weights.enumerated() {
            let part = row * outputs..<(row + 1) * outputs
            total += Double(weight) * sum(UnsafeMutableBufferPointer(rebasing: margins[part]), row..<(row + 1))
            for index in part { margins[index] *= weight }
        }
        return total
    }

    /// The same for answers instead of targets: [rows, outputs].
    private func differentiate<Scalar: BLASScalar>(
        _ margins: UnsafeMutableBufferPointer<Scalar>, towards answers: ArraySlice<Scalar>
    ) -> Double {
        var sum = 0.0
        switch self {
        case .logistic: for (index, answer) in answers.enumerated() { sum += Self.logistic(&margins[index], target: answer) }
        case .squared:
            for (index, answer) in answers.enumerated() {
                margins[index] -= answer
                sum += Double(margins[index] * margins[index]) / 2
            }
        case .softmax(let classes):
            for row in stride(from: 0, to: margins.count, by: classes) {
                let scores = UnsafeMutableBufferPointer(rebasing: margins[row..<(row + classes)])
                let shares = answers[(answers.startIndex + row)..<(answers.startIndex + row + classes)]
                let mean = zip(scores, shares).reduce(0 as Scalar) { $0 + $1.0 * $1.1 }
                sum += Double(Self.softmax(scores) - mean)
                for (index, share) in shares.enumerated() { scores[index] -= share }
            }
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
