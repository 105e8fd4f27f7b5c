/// An item with what is known of it.
public struct ItemReport: Sendable {
    public var item: ChecklistItem
    public var state: ItemState
    /// `nil` if it was never answered, or the record cannot be read.
    public var record: Record?
}
