public import MLKitCore

/// One key of a mapping.
public struct FieldSchema: Sendable {
    public let name: String
    public let value: ValueSchema
    /// One line on what the key is for.
    public let summary: String
    public let isRequired: Bool
    /// The value that stands for a key left out; `nil` if there is none.
    public let defaultValue: JSON?

    public init(
        _ name: String, _ value: ValueSchema, _ summary: String, required: Bool = false,
        default defaultValue: JSON? = nil
    ) {
        self.name = name
        self.value = value
        self.summary = summary
        isRequired = required
        self.defaultValue = defaultValue
    }
}
