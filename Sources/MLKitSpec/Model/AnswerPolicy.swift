/// What a project, or a list of its checklist, demands of answers beside that they are given.
public struct AnswerPolicy: Hashable, Sendable {
    /// The items it is for; each that is set has to fit.
    public struct Selector: Hashable, Sendable {
        /// Ids; empty for all.
        public var items: [String] = []
        public var tag: String?
        /// Those that this level requires first.
        public var maturity: Maturity?

        public init() {}

        static let keys = KeySet<Selector>(
            "`for`", blank: Selector(),
            [
                Key("items", \.items, .list(.text), "items by id"), Key("tag", \.tag, .text, "those with this tag"),
                Key("maturity", \.maturity, .choice, "those that this level requires first"),
            ])
    }

    public enum Required: String, CaseIterable, Sendable { case required }
    public enum Refused: String, CaseIterable, Sendable { case refused }
    public enum Allowed: String, CaseIterable, Sendable { case allowed }

    public var selector = Selector()
    /// Whether a person's word needs something that a change would be seen of.
    public var evidence: Required?
    /// The kinds of evidence that count; empty for all.
    public var kinds: [String] = []
    /// Whether somebody else has to agree.
    public var review: Required?
    public var waivers: Refused?
    public var skips: Refused?
    /// After so many days an answer has to be given again.
    public var days: Int?
    /// Whether what cannot be judged may pass.
    public var unclear: Allowed?

    public init() {}

    /// How records name kinds of evidence.
    public static let kindNames = ["path", "model", "run", "commit", "url"]

    public static let keys = KeySet<AnswerPolicy>(
        "a policy", blank: AnswerPolicy(),
        [
            Key("for", \.selector, .object(Selector.keys), "the items it is for; all if left out"),
            Key("evidence", \.evidence, .choice, "whether answers need evidence that a change would be seen of"),
            Key("kinds", \.kinds, .list(.choice(kindNames)), "the kinds of evidence that count; all if left out"),
            Key("review", \.review, .choice, "whether somebody else has to agree with the answer"),
            Key("waivers", \.waivers, .choice, "whether the items can be put off"),
            Key("skips", \.skips, .choice, "whether somebody can say that the items do not apply"),
            Key("expires", \.days, .integer(1...36_500), "days after which an answer has to be given again"),
            Key("unclear", \.unclear, .choice, "whether what cannot be judged may pass gates"),
        ])
}
