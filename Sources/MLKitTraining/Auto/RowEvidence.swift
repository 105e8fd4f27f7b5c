internal import Glibc
internal import MLKitReports

/// What a model says of rows whose target is known, one number for each: the probability that it gives to the row's class, or the
/// value that it predicts. Of a mean of models it is the mean.
struct RowEvidence: Equatable {
    let values: [Float]

    /// - Parameters:
    ///   - answers: what a model answers, [rows, classes] or [rows, 1].
    ///   - targets: a class index or value for each row.
    /// - Returns: `nil` where an answer is no finite number, or there is not one for each row.
    init?(_ answers: [Float], _ targets: [Double], _ loss: Loss) {
        let width = max(loss.classes, 1)
        guard answers.count == width * targets.count, answers.allSatisfy(\.isFinite) else { return nil }
        values = loss == .squared ? answers : targets.indices.map { answers[$0 * width + Int(targets[$0])] }
    }

    init(_ values: [Float]) { self.values = values }
}

/// How good evidence is.
struct EvidenceLoss {
    /// The targets of the rows.
    let targets: [Double]
    let loss: Loss

    /// The mean loss of rows whose evidence, in order, is `value` of their place: the log-loss, probabilities clipped as `Scores` has
    /// it, or half the squared error.
    func mean(_ value: (Int) -> Double) -> Double {
        var sum = 0.0
        if loss == .squared {
            for row in targets.indices {
                let error = value(row) - targets[row]
                sum += error * error / 2
            }
        } else {
            let epsilon = Double(Float.ulpOfOne)
            for row in targets.indices { sum -= log(min(max(value(row), epsilon), 1 - epsilon)) }
        }
        return sum / Double(targets.count)
    }

    func mean(_ evidence: RowEvidence) -> Double { mean { Double(evidence.values[$0]) } }

    /// What people read in place of a mean loss.
    var metric: Metric { loss == .squared ? .rmse : .logLoss }
    func figure(_ mean: Double) -> Double { loss == .squared ? (2 * mean).squareRoot() : mean }
}
