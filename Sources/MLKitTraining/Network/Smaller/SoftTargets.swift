internal import Glibc

/// What a teacher answers for rows, as a network is compared with it.
struct SoftTargets<Scalar: BLASScalar> {
    /// [rows, outputs]: the probabilities of classes at the temperature, of the second one alone for `logistic`; else values.
    let values: [Scalar]
    let temperature: Scalar
    /// What they count for beside the targets.
    let share: Scalar
}

extension SoftTargets<Float> {
    /// - Parameter answers: the teacher's: for each row the probability of every class, or the value.
    init(_ answers: [Double], _ loss: Loss, _ scaling: TargetScaling, _ distillation: Distillation) {
        share = Float(distillation.share)
        temperature = loss == .squared ? 1 : Float(distillation.temperature)
        values =
            switch loss {
            case .squared: scaling.apply(answers)
            case .logistic:
                stride(from: 0, to: answers.count, by: 2).map { row in
                    Float(Self.tempered(Array(answers[row..<(row + 2)]), distillation.temperature)[1])
                }
            case .softmax(let classes):
                stride(from: 0, to: answers.count, by: classes).flatMap { row in
                    Self.tempered(Array(answers[row..<(row + classes)]), distillation.temperature).map { Float($0) }
                }
            }
    }

    /// Probabilities whose logarithms are divided by the temperature: those of the margins behind them, which nobody has to know.
    static func tempered(_ probabilities: [Double], _ temperature: Double) -> [Double] {
        let powers = probabilities.map { pow(max($0, 1e-7), 1 / temperature) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// Those of some rows.
    func rows(_ rows: ArraySlice<Int>, width: Int) -> SoftTargets {
        SoftTargets(
            values: rows.flatMap { values[($0 * width)..<(($0 + 1) * width)] }, temperature: temperature, share: share)
    }
}
