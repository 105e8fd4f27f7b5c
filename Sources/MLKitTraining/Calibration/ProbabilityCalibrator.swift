internal import Glibc

/// What is done to the probabilities of a classifier. Of two classes the second's is changed, and the first's is the rest; of more each
/// is changed by itself, and all are then divided by their sum.
enum ProbabilityCalibrator: Equatable {
    case temperature(Double)
    /// One line for the second of two classes, or one for each class.
    case platt([Line])
    case isotonic([IsotonicCurve])

    /// Of log-odds.
    struct Line: Equatable {
        var slope: Double
        var offset: Double
    }

    /// Probabilities are taken for at least and at most this. Floats near 1 are 6·10⁻⁸ apart, of which log-odds would make differences that
    /// are none.
    static let (least, most) = (1e-7, 1 - 1e-4)

    /// - Parameter probabilities: [rows, classes].
    func apply(_ probabilities: [Double], classes: Int) -> [Double] {
        switch self {
        case .temperature(let temperature):
            Self.tempered(probabilities, classes, temperature)
        case .platt(let lines):
            Self.mapped(probabilities, classes) { Self.logistic(lines[$1].slope * Self.logOdds($0) + lines[$1].offset) }
        case .isotonic(let curves): Self.mapped(probabilities, classes) { curves[$1].value(at: $0) }
        }
    }

    static func bounded(_ probability: Double) -> Double { min(max(probability, least), most) }

    static func logOdds(_ probability: Double) -> Double {
        let bounded = bounded(probability)
        return log(bounded) - log(1 - bounded)
    }

    static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }

    /// Of two classes that is a line through 0.
    static func tempered(_ probabilities: [Double], _ classes: Int, _ temperature: Double) -> [Double] {
        if classes == 2 { return ProbabilityCalibrator.platt([Line(slope: 1 / temperature, offset: 0)]).apply(probabilities, classes: 2) }
        var result = probabilities.map { log(max($0, least)) / temperature }
        for start in stride(from: 0, to: result.count, by: classes) {
            let own = start..<start + classes
            let most = result[own].max() ?? 0
            for place in own { result[place] = exp(result[place] - most) }
            let sum = result[own].reduce(0, +)
            for place in own { result[place] /= sum }
        }
        return result
    }

    private static func mapped(_ probabilities: [Double], _ classes: Int, _ map: (Double, Int) -> Double) -> [Double] {
        if classes == 2 {
            return stride(from: 1, to: probabilities.count, by: 2).flatMap { place in
                let second = map(probabilities[place], 0)
                return [1 - second, second]
            }
        }
        var result = probabilities.enumerated().map { map($1, $0 % classes) }
        for start in stride(from: 0, to: result.count, by: classes) {
            let sum = result[start..<start + classes].reduce(0, +)
            for place in start..<start + classes { result[place] /= sum }
        }
        return result
    }
}
