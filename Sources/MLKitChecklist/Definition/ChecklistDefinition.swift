public import MLKitSpec

/// A whole list, as a file in `checklists/` declares it.
public struct ChecklistDefinition: Hashable, Sendable {
    /// The file's name without its ending.
    public var name: String
    public var title: String
    public var summary: String?
    /// How items become points; `nil` for a list that gives none.
    public var scoring: Scoring?
    /// What it demands of answers, also to items of other lists of the project.
    public var policies: [AnswerPolicy] = []
    public var references: [ChecklistItem.Reference]
    public var sections: [ChecklistSection]

    /// The version of the format of a list's file.
    static let format = 1

    public var items: [ChecklistItem] { sections.flatMap(\.items) }
}

/// Items that belong together, in the order in which they are best taken.
public struct ChecklistSection: Hashable, Sendable {
    public var id: String
    public var title: String
    public var summary: String?
    public var items: [ChecklistItem]
}
