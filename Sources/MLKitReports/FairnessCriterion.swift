/// What it takes for groups of rows to be treated alike, for two classes: the differences that fairlearn has.
public enum FairnessCriterion: String, CaseIterable, Sendable {
    /// The share of rows that are taken for the second class is the same.
    case demographicParity = "demographic_parity"
    /// Of the rows of the second class, the share that is found is the same.
    case equalOpportunity = "equal_opportunity"
    /// That, and of the rows of the first class the share that is taken for the second: the larger of both differences counts.
    case equalizedOdds = "equalized_odds"
    /// Of the rows that are taken for the second class, the share that is of it is the same.
    case predictiveParity = "predictive_parity"
}
