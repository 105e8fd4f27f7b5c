/// An item with what is known of it.
public struct ItemReport: Sendable {
    public var item: ChecklistItem
    public var state: ItemState
    /// `nil` if it was never answered, or the record cannot be read.
    public var record: Record?
    public var relevance = Relevance.applies

    /// Whether the project has to care. An item with a record always counts: somebody did.
    public var counts: Bool { relevance == .applies || record != nil }
}
