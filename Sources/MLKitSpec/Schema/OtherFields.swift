/// Keys with names of the user's own beside those that a mapping has.
public struct OtherFields: Sendable {
    public let value: ValueSchema
    /// One line on what such a key is for.
    public let summary: String

    public init(_ value: ValueSchema, _ summary: String) {
        self.value = value
        self.summary = summary
    }
}
