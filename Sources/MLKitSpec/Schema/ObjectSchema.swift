/// A mapping with known keys.
public struct ObjectSchema: Sendable {
    /// What the mapping is, in messages: "a stage of kind `train`"; for a variant also the value of `kind`.
    public let title: String
    public let name: String
    public let fields: [FieldSchema]
    /// Keys of which there must be one, and not two; one may stand in a mapping, as `matrix.model`.
    public let oneOf: [String]
    /// What keys of the user's own may hold; `nil` where unknown keys are errors.
    public let others: OtherFields?

    public init(
        _ title: String, name: String = "", _ fields: [FieldSchema], oneOf: [String] = [], others: OtherFields? = nil
    ) {
        self.title = title
        self.name = name
        self.fields = fields
        self.oneOf = oneOf
        self.others = others
    }

    /// With more keys at the end.
    func adding(_ more: [FieldSchema]) -> ObjectSchema {
        ObjectSchema(title, name: name, fields + more, oneOf: oneOf, others: others)
    }

    public subscript(field: String) -> FieldSchema? {
        fields.first { $0.name == field }
    }
}
