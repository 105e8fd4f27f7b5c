public import MLKitSpec

/// What became of the answers between two places, item by item.
public struct AnswerDiff: Sendable {
    /// In one word, what happened to an item.
    public enum Kind: String, CaseIterable, Sendable {
        /// Has an answer now.
        case done
        /// Has another answer than before.
        case changed
        /// Was answered anew, and alike.
        case renewed
        case skipped, waived, reopened
        /// The answer is the same, but what it rests on has changed.
        case stale
        case assigned, reviewed, edited, removed, broken
    }

    public struct Item: Sendable {
        public var id: String
        /// `nil` if no list has it.
        public var title: String?
        public var kind: Kind
        public var before: AnswerVersion?
        public var after: AnswerVersion?
        /// Why it is stale.
        public var causes: [EvidenceChange] = []
        /// The items that are asked since, because of the answer.
        public var opened: [String] = []
        /// Those that are not asked any more.
        public var closed: [String] = []
    }

    public struct Section: Sendable {
        public var title: String
        public var items: [Item]
    }

    /// The items that a level requires, judged by answers alone.
    public struct Level: Sendable {
        public var maturity: Maturity
        public var before: Tally
        public var after: Tally
    }

    /// What is compared, in words.
    public var range: String
    /// In the lists' order; only those in which something happened.
    public var sections: [Section]
    /// From the lowest to the highest.
    public var levels: [Level]

    /// How often each thing happened, if it did.
    public var counts: [(kind: Kind, count: Int)] {
        let kinds = sections.flatMap(\.items).map(\.kind)
        return Kind.allCases.map { kind in (kind, kinds.count { $0 == kind }) }.filter { $0.1 > 0 }
    }
}

extension AnswerDiff.Kind {
    init(from old: AnswerVersion?, to new: AnswerVersion?) {
        switch AnswerStep(from: old, to: new) {
        case .done: self = Self.done(old?.record, new?.record)
        case .skipped: self = .skipped
        case .waived: self = .waived
        case .reopened: self = .reopened
        case .assigned: self = .assigned
        case .reviewed: self = .reviewed
        case .edited: self = .edited
        case .removed: self = .removed
        case .broken: self = .broken
        }
    }

    private static func done(_ old: Record?, _ new: Record?) -> AnswerDiff.Kind {
        guard old?.status == .done else { return .done }
        return old?.answer == new?.answer ? .renewed : .changed
    }
}
