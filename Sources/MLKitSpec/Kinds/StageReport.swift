public import MLKitCore
internal import MLKitYAML

/// A report that a stage writes and other parts of mlkit read: one type for both, and for the schema that users of the
/// file can rely on.
public protocol Report: Sendable {
    /// What `mlkit schema --report` calls it.
    static var name: String { get }
    /// The members of the file. Each is written; of those read, one that may be left out keeps the value of `blank`.
    static var keys: KeySet<Self> { get }
}

extension Report {
    /// The content of the file.
    public var json: JSON { Self.keys.json(self) }

    /// Reads what `json` wrote, in this version of mlkit or another: members that are not known are passed over.
    ///
    /// - Parameter file: what messages call the file.
    /// - Throws: `Failure` for a member that is required and missing, or not what it should be.
    public init(_ json: JSON, file: String) throws {
        let node = Node(json)
        var validator = SchemaValidator(passesUnknownKeys: true)
        validator.check(node, .object(Self.keys.schema), as: Self.name)
        guard let problem = validator.problems.first else {
            self = Self.keys.read(node)
            return
        }
        throw Failure("`\(file)` is no report of kind `\(Self.name)`: \(problem.message)")
    }

    /// The JSON Schema of the file.
    public static var schema: JSON { JSONSchema.document(of: keys.schema, isOpen: true) }
}

/// A report among the outputs of a stage.
public struct StageReport: Sendable {
    /// The output that it stands in.
    public let role: String
    public let type: any Report.Type

    public init(role: String, _ type: any Report.Type) {
        self.role = role
        self.type = type
    }
}
