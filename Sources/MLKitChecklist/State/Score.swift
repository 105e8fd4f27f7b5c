internal import MLKitCore

/// What a list with `scoring` says of a project.
public struct Score: Hashable, Sendable {
    /// What a section adds to it.
    public struct Section: Hashable, Sendable {
        public var id: String
        public var title: String
        public var points: Double
        /// The points if all its items were done without a person.
        public var maximum: Double
        /// Whether all its items are done, or do not apply.
        public var isFinished: Bool
    }

    public enum Result: Hashable, Sendable {
        case points(Double, of: Double)
        /// Counted from 0; `nil` below the lowest.
        case level(Int?, highest: Int)
    }

    /// The list it is of.
    public var checklist: String
    public var title: String
    public var sections: [Section]
    public var result: Result
    /// What the list says to such a total.
    public var means: String?

    /// "3.5 of 7 points", "level 1 of 2".
    public var words: String {
        switch result {
        case .points(let points, let maximum): "\(points.brief(2)) of \(maximum.brief(2)) points"
        case .level(nil, _): "below level 0"
        case .level(let level?, let highest): "level \(level) of \(highest)"
        }
    }
}

extension Checklist {
    /// The scores of the lists that have `scoring`, in the order of the lists.
    public var scores: [Score] { definitions.compactMap { Score($0, reports) } }
}
