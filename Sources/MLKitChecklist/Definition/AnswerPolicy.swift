public import MLKitSpec

/// What a list demands of answers beside that they are given.
public struct AnswerPolicy: Hashable, Sendable {
    /// The items it is for; each that is set has to fit.
    public struct Selector: Hashable, Sendable {
        public var items: [String] = []
        public var tag: String?
        /// Those that this level requires first.
        public var maturity: Maturity?

        func fits(_ item: ChecklistItem) -> Bool {
            (items.isEmpty || items.contains(item.id)) && (tag.map(item.tags.contains) ?? true)
                && (maturity.map { item.maturity == $0 } ?? true)
        }
    }

    public var selector = Selector()
    /// Whether a person's word needs something that a change would be seen of.
    public var needsEvidence = false
    /// The kinds of evidence that count, as records name them: `path`, `model`, `run`, `commit`, `url`; empty for all.
    public var kinds: [String] = []
    /// Whether somebody else has to agree.
    public var needsReview = false
    public var allowsWaivers = true
    /// After so many days an answer has to be given again.
    public var days: Int?
    /// Whether what cannot be judged may pass.
    public var allowsUnclear = false
}
