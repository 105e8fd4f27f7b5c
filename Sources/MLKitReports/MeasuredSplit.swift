/// The rows that a figure was measured on.
public enum MeasuredSplit: String, CaseIterable, Sendable {
    /// The rows of all folds of cross-validation, each answered by a model that was not fitted on it.
    case folds
    /// The validation split, on which choices are made where there are no folds.
    case valid
    /// The test split, which is looked at once, when all is chosen.
    case test

    /// In words: "the validation split".
    public var words: String {
        switch self {
        case .folds: "the folds of cross-validation"
        case .valid: "the validation split"
        case .test: "the test split"
        }
    }

    /// The split that a figure's name begins with, as in `valid.accuracy`; `nil` if it begins with none.
    public init?(figure: String) {
        guard let dot = figure.firstIndex(of: "."), let split = MeasuredSplit(rawValue: String(figure[..<dot])) else {
            return nil
        }
        self = split
    }

    /// The name of a figure of this split.
    public func figure(_ name: String) -> String { "\(rawValue).\(name)" }
}
