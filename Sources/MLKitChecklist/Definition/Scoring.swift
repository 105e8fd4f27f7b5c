/// How the items of a list become points or a level.
public struct Scoring: Hashable, Sendable {
    /// What a list's total is made of.
    public enum Total: String, CaseIterable, Sendable {
        /// The lowest sum of any section.
        case minimum
        /// The sum of all items.
        case sum
        /// No points: the sections are levels, and the project is on the highest whose items, and those of the levels
        /// before it, are all done.
        case levels
    }

    /// What totals up to a number mean, as far as no band before does.
    public struct Band: Hashable, Sendable {
        /// `nil` for the last, which takes all that are higher.
        public var upTo: Double?
        public var means: String
    }

    /// Points of an item that was done by hand.
    public var manual: Double
    /// Points of an item that is done again and again without a person.
    public var automated: Double
    public var total: Total
    /// From the lowest to the highest.
    public var bands: [Band]
}

/// How a task of a list with points was done, which its record may say as the `answer`.
enum ScoredAnswer: String, CaseIterable {
    case manual
    case automated
}
