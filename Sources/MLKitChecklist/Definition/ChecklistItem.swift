public import MLKitCore
public import MLKitSpec

/// One thing to do, find out or decide.
public struct ChecklistItem: Hashable, Sendable {
    /// `<section>.<name>`, never changed once it is published: records go by it.
    public var id: String
    /// Ids that it had before: their records are its own.
    public var formerIDs: [String]
    public var title: String
    /// Why it matters: a sentence or two.
    public var why: String
    /// How to go about it.
    public var how: String
    public var kind: ItemKind
    /// From which maturity level on the item is required.
    public var maturity: Maturity
    public var tags: [String]
    /// What a choice is among.
    public var options: [Option]
    /// What a question can be answered with; empty if in words of one's own.
    public var answers: [Answer]
    /// The items that an answer or option opens, by its name.
    public var followUps: [String: [String]]
    /// Where the answer is written as well: a field of the spec (`project.approach`) or of the model card (`card.…`).
    public var writes: String?
    /// The projects it is for; `nil` for all.
    public var condition: Condition?
    /// Items that come first.
    public var needs: [String]
    /// Kinds or names of stages that wait for it.
    public var gates: [String]
    /// What looks for itself whether it is done; all have to pass.
    public var probes: [Probe]
    /// Whether a person has to say done as well, since the probes see only part of it.
    public var needsConfirmation: Bool
    public var references: [Reference]
    /// Raised when an answer given to the item as it was should be looked at again.
    public var version: Int
    /// Where the definition has it.
    public var location: SourceLocation
    /// Whether its list gives points for it, so that a task can say how it was done: `manual` or `automated`.
    public var isScored = false

    /// One way to decide a choice.
    public struct Option: Hashable, Sendable {
        public var name: String
        /// `nil` where the name says enough.
        public var title: String?
        /// When it is the right one.
        public var when: String
    }

    /// One way to answer a question.
    public struct Answer: Hashable, Sendable {
        public var name: String
        /// What follows from it.
        public var follows: String
    }

    /// Where to read on.
    public struct Reference: Hashable, Sendable {
        public var title: String
        public var url: String?
    }

    /// The id's part before the dot.
    public var section: String { id.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(id[..<$0]) } ?? id }
    /// The id's part after the dot.
    public var name: String { id.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(id[$0...].dropFirst()) } ?? "" }
}

/// How an item is answered.
public enum ItemKind: String, CaseIterable, Sendable {
    /// Something to do; it is done when somebody says so, or when its probes pass.
    case task
    /// Something to find out; the answer goes into the record.
    case question
    /// A decision among options; which one, and why, goes into the record.
    case choice
    /// Something that only probes can tell.
    case automatic
}
