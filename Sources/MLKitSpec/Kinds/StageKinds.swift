internal import MLKitCore
internal import MLKitYAML

/// The kinds of stage that there are, in the order in which they build on each other. Made once, where a command
/// begins, and passed on from there.
public struct StageKinds: Sendable {
    public let all: [any StageKind]
    /// What a stage may look like: a mapping for each kind.
    public let stages: [ObjectSchema]
    /// What a whole `mlkit.yaml` may look like.
    public let file: ObjectSchema
    /// The JSON Schema of `mlkit.yaml`, as text.
    public var jsonSchema: String { schemaText.value }
    private let schemaText: Deferred<String>

    /// Takes the JSON Schema as these very kinds wrote it before.
    public func take(jsonSchema: String) { schemaText.settle(jsonSchema) }

    private let numbers: [String: Int]

    public init(_ kinds: [any StageKind]) {
        all = kinds
        let schemas = kinds.map { kind in
            ObjectSchema(name: kind.name == Self.commandName ? "" : kind.name) { Self.schema(of: kind) }
        }
        stages = schemas
        let whole = SpecHead.keys(stages: schemas).schema
        file = whole
        schemaText = Deferred { JSONSchema.document(of: whole, parameterKeys: [SpecSchema.stages]).pretty }
        numbers = Dictionary(schemas.indices.map { (schemas[$0].name, $0) }) { first, _ in first }
    }

    /// With more kinds at the end.
    public func adding(_ more: [any StageKind]) -> StageKinds { StageKinds(all + more) }

    /// What a kind of stages without a `kind` is called.
    public static let commandName = "command"

    /// The kind of that name; `nil` if there is none.
    public func kind(named name: String) -> (any StageKind)? {
        numbers[name == Self.commandName ? "" : name].map { all[$0] }
    }

    /// The reports that stages write, each once.
    public var reports: [any Report.Type] {
        var seen = Set<String>()
        return all.flatMap { $0.reports.map(\.type) }.filter { seen.insert($0.name).inserted }
    }

    /// The names of all kinds.
    public var names: [String] { all.map(\.name) }

    /// The settings of a stage; `nil` for one of a kind that there is not.
    func settings(of stage: Node) -> (any StageSettings)? {
        let kind = stage[StageKeys.kind]
        return numbers[kind.map { $0.text ?? "?" } ?? ""].map { all[$0].settings(stage) }
    }

    private static func schema(of kind: some StageKind) -> ObjectSchema {
        let own = kind.keys.schema
        let first = own.name.isEmpty ? [] : [FieldSchema(StageKeys.kind, .text, "what it is", required: true)]
        let matrix = UnfoldingSchema.matrix(of: own, candidates: kind.candidates)
        return ObjectSchema(
            own.title, name: own.name, first + own.fields + common + [matrix], oneOf: own.oneOf, anyOf: own.anyOf,
            shared: Set(common.map(\.name)))
    }

    /// The fields that stages of all kinds have alike.
    private static let common = StagePolicy.keys.schema.fields + [UnfoldingSchema.foreach]
}

/// The names of keys that tell stages apart before they are read.
enum StageKeys {
    static let kind = "kind"
    static let foreach = "foreach"
    static let matrix = "matrix"
    /// What `foreach` calls the entry that a stage is made of.
    static let item = "item"
}
