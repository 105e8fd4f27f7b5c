/// A mapping with known keys.
public struct ObjectSchema: Sendable {
    /// What the mapping is, in messages: "a stage of kind `train`"; for a variant also the value of `kind`.
    public let title: String
    public let name: String
    public let fields: [FieldSchema]
    /// Keys of which there must be one, and not two.
    public let oneOf: [String]

    public init(_ title: String, name: String = "", _ fields: [FieldSchema], oneOf: [String] = []) {
        self.title = title
        self.name = name
        self.fields = fields
        self.oneOf = oneOf
    }

    public subscript(field: String) -> FieldSchema? {
        fields.first { $0.name == field }
    }
}
