/// Items that belong together, in the order in which they are best taken.
public struct ChecklistSection: Hashable, Sendable {
    public var id: String
    public var title: String
    public var summary: String?
    public var items: [ChecklistItem]
}
