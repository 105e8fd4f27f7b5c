internal import MLKitSpec

/// Which columns models do not see, by what the training rows say of them.
public struct FeatureSelection: Hashable, Sendable {
    /// What columns are ranked by.
    public enum Ranking: String, CaseIterable, Sendable {
        /// How much the column alone tells of the target.
        case mutualInformation = "mutual_information"
        /// By how much a model of all columns gets worse on the validation rows where the column is shuffled.
        case importance
    }

    /// A column is left out of which a larger share of the rows has one value; `nil` for none.
    public var constant: Double?
    /// Of two columns of numbers with a larger correlation, whatever its sign, the one that tells less is left out; `nil` for none.
    public var correlation: Double?
    /// At most so many columns stay; `nil` for all.
    public var most: Int?
    /// What the columns that stay are chosen by.
    public var by = Ranking.mutualInformation

    public init(constant: Double? = nil, correlation: Double? = nil, most: Int? = nil, by: Ranking = .mutualInformation) {
        (self.constant, self.correlation, self.most, self.by) = (constant, correlation, most, by)
    }

    static let keys = KeySet<FeatureSelection>(
        "`select`", blank: FeatureSelection(),
        [
            Key(
                "constant", \.constant, .number(0...1),
                "a column is left out of which a larger share of the rows has one value, or none, such as 0.99"),
            Key(
                "correlation", \.correlation, .number(0...1),
                "of two columns of numbers with a larger correlation, be it negative, the one that tells less of the target is left out"),
            Key("most", \.most, .integer(1...), "at most so many columns stay; all if left out"),
            Key(
                "by", \.by, .choice,
                "which ones: `mutual_information` takes those that alone tell most of the target, `importance` those without which a "
                    + "model of all columns gets worst on the validation rows, which is fitted for that"),
        ])
}
