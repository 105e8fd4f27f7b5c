/// What may stand in one place of a YAML file. The same description checks a file, and says what to write.
public indirect enum ValueSchema: Sendable {
    case text
    /// Text that a check accepts.
    case pattern(TextPattern)
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case boolean
    case choice([String])
    /// A path inside the project.
    case path
    /// `${stages.…}`: one of a stage's products.
    case reference
    case list(ValueSchema)
    /// A mapping with names of the user's own.
    case mapping(ValueSchema)
    case object(ObjectSchema)
    /// A mapping whose keys depend on the value of its key `kind`.
    case variant([ObjectSchema])
    /// The first alternative that fits the sort of node decides.
    case either([ValueSchema])
    case anything
}

/// A named check of a text.
public struct TextPattern: Sendable {
    /// What fits, for messages: "lower-case letters, digits and `-`".
    public let summary: String
    public let accepts: @Sendable (String) -> Bool

    public init(_ summary: String, accepts: @escaping @Sendable (String) -> Bool) {
        self.summary = summary
        self.accepts = accepts
    }
}

/// A mapping with known keys.
public struct ObjectSchema: Sendable {
    /// What the mapping is, in messages: "a stage of kind `train`"; for a variant also the value of `kind`.
    public let title: String
    public let name: String
    public let fields: [FieldSchema]

    public init(_ title: String, name: String = "", _ fields: [FieldSchema]) {
        self.title = title
        self.name = name
        self.fields = fields
    }

    public subscript(field: String) -> FieldSchema? {
        fields.first { $0.name == field }
    }
}

/// One key of a mapping.
public struct FieldSchema: Sendable {
    public let name: String
    public let value: ValueSchema
    /// One line on what the key is for.
    public let summary: String
    public let isRequired: Bool

    public init(_ name: String, _ value: ValueSchema, _ summary: String, required: Bool = false) {
        self.name = name
        self.value = value
        self.summary = summary
        isRequired = required
    }
}
