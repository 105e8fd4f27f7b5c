internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
public import MLKitSpec
internal import MLKitYAML

/// What quantizing did to a model's size and answers: what can be bounded where there are labels or none.
struct AnswerCost: Hashable {
    /// Of all answers; of several outputs the worst.
    var largest: Double
    var mean: Double
    /// In dB.
    var signalToNoise: Double
    /// The share of predictions that are another class; `nil` where none are classes.
    var flipped: Double?
    /// Of the file, after as a share of before.
    var sizeRatio: Double

    enum Quantity: String, CaseIterable {
        case largestDifference = "largest_difference"
        case meanDifference = "mean_difference"
        case signalToNoise = "signal_to_noise"
        case flipped
        case sizeRatio = "size_ratio"

        /// Whether it is of numbers that are answered, of which labels have none.
        var isOfNumbers: Bool { [.largestDifference, .meanDifference, .signalToNoise].contains(self) }
    }

    init(_ difference: AnswerDifference, flipped: Double?, sizeRatio: Double) {
        (largest, mean, signalToNoise) = (difference.largest, difference.mean, difference.signalToNoise)
        (self.flipped, self.sizeRatio) = (flipped, sizeRatio)
    }

    /// - Parameter difference: `nil` where nothing was compared.
    init(_ difference: ModelDifference?, sizeRatio: Double) {
        // Of outputs with another shape, and of those that were no finite numbers before, nobody can say how far they are apart.
        let isKnown = difference.map { $0.reshaped.isEmpty && $0.unknown.isEmpty } ?? false
        let outputs = isKnown ? difference?.outputs ?? [] : []
        largest = outputs.map(\.largest).max() ?? .nan
        mean = outputs.map(\.mean).max() ?? .nan
        signalToNoise = outputs.map(\.signalToNoise).min() ?? .nan
        (flipped, self.sizeRatio) = (isKnown ? difference?.flipped : nil, sizeRatio)
    }

    subscript(quantity: Quantity) -> Double? {
        switch quantity {
        case .largestDifference: largest
        case .meanDifference: mean
        case .signalToNoise: signalToNoise
        case .flipped: flipped
        case .sizeRatio: sizeRatio
        }
    }

    /// How the bounds are kept; what nobody knows keeps none.
    func judged(by bounds: [Bound]) -> [QuantizationReport.JudgedBound] {
        bounds.map { bound in
            let value = Quantity(rawValue: bound.quantity).flatMap { self[$0] } ?? .nan
            return QuantizationReport.JudgedBound(bound: bound.text, value: value, isKept: bound.keeps(value))
        }
    }
}

extension QuantizationReport.JudgedBound {
    /// "flipped is 0.02, not < 0.01".
    var words: String {
        let name = bound.prefix { $0 != " " }
        return "\(name) is \(valueText), not \(bound.dropFirst(name.count + 1))"
    }

    /// Whether it is of the file's size, and not of answers.
    var isOfSize: Bool { bound.hasPrefix("\(AnswerCost.Quantity.sizeRatio.rawValue) ") }
}

extension Bound {
    /// Why a bound of quantization bounds nothing that it could cost; `nil` for one that does.
    public var quantizationProblem: String? {
        let isUpper = comparison == .less || comparison == .atMost
        guard quantity != AnswerCost.Quantity.signalToNoise.rawValue else {
            return isUpper ? "the more of it the better, so that it is bounded from below: `\(quantity) >= \(limit.brief())`" : nil
        }
        guard isUpper else { return "the less of it the better, so that it is bounded from above: `\(quantity) <= \(limit.brief())`" }
        return limit < 0 || limit == 0 && comparison == .less ? "it is never less than 0, so that no model keeps that" : nil
    }

    /// Reads what quantization may cost, as `flipped <= 0.01`; `nil` for anything else.
    public init?(ofQuantization text: String) {
        self.init(text, among: AnswerCost.Quantity.allCases.map(\.rawValue))
    }
}

extension TextPattern {
    /// A bound of `bounds`.
    public static let quantizationBound = Bound.pattern(
        AnswerCost.Quantity.allCases.map(\.rawValue),
        "a quantity (\(AnswerCost.Quantity.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))), one of < <= > >=, and a "
            + "number, as in `flipped <= 0.01`")
}

extension KeyType<Bound> {
    static var quantizationBound: Self {
        KeyType(
            .pattern(.quantizationBound), read: { $0.text.flatMap { Bound(ofQuantization: $0) } }, write: { .string($0.written) })
    }
}
