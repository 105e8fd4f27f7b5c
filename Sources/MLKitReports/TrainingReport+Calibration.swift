internal import MLKitCore
internal import MLKitSpec

extension TrainingReport {
    /// How probabilities were brought in line with how often they come true.
    public struct Calibration: Hashable, Sendable {
        /// `platt`, `isotonic` or `temperature`; `nil` where none of them does better than nothing.
        public var method: String?
        /// The rows that it was fitted on.
        public var rows: Int
        /// Whether these are training rows, answered by models that were not fitted on them; else they are the validation rows.
        public var isOfFolds: Bool
        /// The log-loss of such rows, without the method and with it, fitted on other rows.
        public var before: Double
        public var after: Double

        public init(method: String?, rows: Int, isOfFolds: Bool, before: Double, after: Double) {
            (self.method, self.rows, self.isOfFolds, self.before, self.after) = (method, rows, isOfFolds, before, after)
        }

        static let keys = KeySet<Calibration>(
            "`calibration`", blank: Calibration(method: nil, rows: 0, isOfFolds: false, before: .nan, after: .nan),
            [
                Key(
                    "method", \.method, .textOrNull,
                    "`platt`, `isotonic` or `temperature`; null where none of them does better than nothing", absent: .null),
                Key("rows", \.rows, .integer(0...), "the rows that it was fitted on", required: true),
                Key(
                    "folds", \.isOfFolds, .boolean,
                    "whether these are training rows, answered by models that were not fitted on them; else they are the validation rows"),
                Key("before", \.before, .measured, "the log-loss of such rows without it"),
                Key("after", \.after, .measured, "the log-loss of such rows with it, fitted on other rows"),
            ])

        /// One line.
        public var words: String {
            let place = isOfFolds ? "training rows of other folds" : "validation rows"
            guard let method else { return "probabilities are left as they are: nothing does better on \(place)" }
            return "probabilities are calibrated (\(method)) on \(plural(rows, "row")) (\(place)): log-loss \(before.briefFigure()) "
                + "without, \(after.briefFigure()) with it"
        }
    }
}
