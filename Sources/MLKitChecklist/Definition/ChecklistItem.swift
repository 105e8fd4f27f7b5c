public import MLKitCore
public import MLKitSpec

/// One thing to do, find out or decide.
public struct ChecklistItem: Hashable, Sendable {
    /// `<section>.<name>`, never changed once it is published: records go by it.
    public var id: String
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
    /// For a question: what follows from yes, and from no.
    public var yes: String?
    public var no: String?
    /// Where the definition has it.
    public var location: SourceLocation

    /// One way to decide a choice.
    public struct Option: Hashable, Sendable {
        public var name: String
        /// When it is the right one.
        public var when: String
    }

    /// The id's part before the dot.
    public var section: String { String(id.prefix { $0 != "." }) }
    /// The id's part after the dot.
    public var name: String { String(id.drop { $0 != "." }.dropFirst()) }
}
