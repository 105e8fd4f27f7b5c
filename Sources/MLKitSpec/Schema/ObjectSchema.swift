internal import MLKitCore

/// A mapping with known keys.
public struct ObjectSchema: Sendable {
    /// For one of several mappings that their key `kind` tells apart: its kind.
    public let name: String
    private let content: Deferred<Parts>

    public init(
        _ title: String, name: String = "", _ fields: [FieldSchema], oneOf: [String] = [], anyOf: [String] = [],
        others: OtherFields? = nil, shared: Set<String> = []
    ) {
        self.name = name
        content = Deferred(made: Parts(title: title, fields: fields, oneOf: oneOf, anyOf: anyOf, others: others, shared: shared))
    }

    /// One that is made when something is held against it: most files have few of the mappings that they could have.
    ///
    /// - Parameter name: that of what is made, too.
    init(name: String = "", _ make: @escaping @Sendable () -> ObjectSchema) {
        self.name = name
        content = Deferred { make().content.value }
    }

    /// What the mapping is, in messages: "a stage of kind `train`".
    public var title: String { content.value.title }
    public var fields: [FieldSchema] { content.value.fields }
    /// Keys of which there must be one, and not two; one may stand in a mapping, as `matrix.model`.
    public var oneOf: [String] { content.value.oneOf }
    /// Keys of which there must be one at least.
    public var anyOf: [String] { content.value.anyOf }
    /// What keys of the user's own may hold; `nil` where unknown keys are errors.
    public var others: OtherFields? { content.value.others }
    /// Names of fields that the other mappings with a name have alike.
    var shared: Set<String> { content.value.shared }

    /// With more keys at the end.
    func adding(_ more: [FieldSchema]) -> ObjectSchema {
        ObjectSchema(title, name: name, fields + more, oneOf: oneOf, anyOf: anyOf, others: others, shared: shared)
    }

    public subscript(field: String) -> FieldSchema? {
        fields.first { $0.name == field }
    }
}

extension ObjectSchema {
    private struct Parts: Sendable {
        let title: String
        let fields: [FieldSchema]
        let oneOf: [String]
        let anyOf: [String]
        let others: OtherFields?
        let shared: Set<String>
    }
}

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
