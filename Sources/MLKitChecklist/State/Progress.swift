public import MLKitSpec

/// How far a project has come through its checklists.
public struct Progress: Sendable {
    /// The items of one section. What several lists have under one id counts as one.
    public struct Section: Hashable, Sendable {
        /// The first list that has it.
        public var checklist: String
        public var id: String
        public var title: String
        public var tally: Tally
        /// Those of them that the level to reach next requires; of the highest if nothing is open.
        public var ahead: Tally
    }

    /// The items that one level requires: its own and those of the levels below it.
    public struct Level: Hashable, Sendable {
        public var maturity: Maturity
        public var tally: Tally
    }

    public var sections: [Section]
    /// From the lowest to the highest.
    public var levels: [Level]
    public var total: Tally
    /// What stands between the project and its declared maturity; see `Checklist.open(for:)`.
    public var blocking: [ItemReport]
    /// The level to reach next; see `Checklist.goal(from:)`.
    public var goal: Maturity?
    /// What stands between the project and that level.
    public var ahead: [ItemReport]
}
