internal import Synchronization

/// A mapping with known keys.
public struct ObjectSchema: Sendable {
    /// For one of several mappings that their key `kind` tells apart: its kind.
    public let name: String
    private let content: Content

    public init(
        _ title: String, name: String = "", _ fields: [FieldSchema], oneOf: [String] = [], others: OtherFields? = nil,
        shared: Set<String> = []
    ) {
        self.name = name
        content = Content(Parts(title: title, fields: fields, oneOf: oneOf, others: others, shared: shared))
    }

    /// One that is made when something is held against it: most files have few of the mappings that they could have.
    ///
    /// - Parameter name: that of what is made, too.
    init(name: String = "", _ make: @escaping @Sendable () -> ObjectSchema) {
        self.name = name
        content = Content { make().content.parts }
    }

    /// What the mapping is, in messages: "a stage of kind `train`".
    public var title: String { content.parts.title }
    public var fields: [FieldSchema] { content.parts.fields }
    /// Keys of which there must be one, and not two; one may stand in a mapping, as `matrix.model`.
    public var oneOf: [String] { content.parts.oneOf }
    /// What keys of the user's own may hold; `nil` where unknown keys are errors.
    public var others: OtherFields? { content.parts.others }
    /// Names of fields that the other mappings with a name have alike.
    var shared: Set<String> { content.parts.shared }

    /// With more keys at the end.
    func adding(_ more: [FieldSchema]) -> ObjectSchema {
        ObjectSchema(title, name: name, fields + more, oneOf: oneOf, others: others, shared: shared)
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
        let others: OtherFields?
        let shared: Set<String>
    }

    /// The parts, or what makes them at the first use.
    private final class Content: Sendable {
        private enum State {
            case made(Parts)
            case deferred(@Sendable () -> Parts)
        }

        private let state: Mutex<State>

        init(_ parts: Parts) { state = Mutex(.made(parts)) }

        init(_ make: @escaping @Sendable () -> Parts) { state = Mutex(.deferred(make)) }

        var parts: Parts {
            state.withLock { state in
                switch state {
                case .made(let parts): return parts
                case .deferred(let make):
                    let parts = make()
                    state = .made(parts)
                    return parts
                }
            }
        }
    }
}
