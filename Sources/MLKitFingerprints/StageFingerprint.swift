public import MLKitCore
internal import MLKitSpec

/// Everything a stage's outputs follow from. Two runs with equal fingerprints would write the same.
///
/// Kept whole in the stage's lock file rather than as one hash, so that a difference can be named.
public struct StageFingerprint: Hashable, Sendable {
    public var kind: String
    /// The version of the built-in implementation; raised when its outputs change for the same inputs.
    public var version: Int
    /// The versions of the engines it works with, by name; a version that cannot be told is left out.
    public var engines: [String: String]
    /// The stage's resolved keys, sorted.
    public var configuration: JSON
    /// Parameters by dotted name.
    public var parameters: [String: JSON]
    /// Environment variables by name; the value's hash, since a value may be a secret, or `nil` if unset.
    public var environment: [String: ContentHash?]
    /// Inputs by path; the hash of the content, or `nil` if nothing is there.
    public var inputs: ByteTable<ContentHash?>
    /// For inputs that are programs or hold some, by path: the hash of which those are, as `FileNotes` has it. `nil` in
    /// what earlier versions of mlkit wrote, which is equal to any.
    public var executables: ByteTable<ContentHash>?
    /// As in `StageSpec.overridden`.
    public var overridden: [String] = []

    public init(
        kind: String, version: Int, engines: [String: String] = [:], configuration: JSON, parameters: [String: JSON],
        environment: [String: ContentHash?], inputs: ByteTable<ContentHash?>, executables: ByteTable<ContentHash>? = nil,
        overridden: [String] = []
    ) {
        self.kind = kind
        self.version = version
        self.engines = engines
        self.configuration = configuration
        self.parameters = parameters
        self.environment = environment
        self.inputs = inputs
        self.executables = executables
        self.overridden = overridden
    }
}

extension StageFingerprint {
    /// The same with an engine not asked for.
    public func without(engine: String) -> StageFingerprint {
        var copy = self
        copy.engines[engine] = nil
        return copy
    }

    /// Reads what `members` writes; what is missing is empty. `nil` where the kind of the stage or its version is.
    init?(_ json: JSON) {
        guard let kind = json["kind"]?.string, let version = json["version"]?.int else { return nil }
        func hashes(_ name: String) -> [(String, ContentHash?)] {
            (json[name]?.members ?? []).map { ($0.name, $0.value.string.flatMap { ContentHash($0) }) }
        }
        self.init(
            kind: kind, version: version,
            engines: Dictionary(
                (json["engines"]?.members ?? []).compactMap { member in
                    member.value.string.map { (member.name, $0) }
                }) { $1 },
            configuration: json["configuration"] ?? .null,
            // Earlier versions of mlkit kept the order of keys, and the spelling of paths.
            parameters: Dictionary((json["parameters"]?.members ?? []).map { ($0.name, $0.value.sorted) }) { $1 },
            environment: Dictionary(hashes("environment")) { $1 },
            inputs: ByteTable(hashes("inputs").map { (ProjectPath.normal($0.0), $0.1) }) { $1 },
            executables: json[Self.executablesName].map { executables in
                ByteTable(
                    (executables.members ?? []).compactMap { member in
                        member.value.string.flatMap { ContentHash($0) }.map { (member.name, $0) }
                    }) { $1 }
            },
            overridden: json[Self.overriddenName]?.array?.compactMap(\.string) ?? [])
    }

    private static let executablesName = "executables"
    private static let overriddenName = "overridden"

    /// As a lock file has it.
    public var members: [JSON.Member] {
        let executables = (executables ?? [:]).sorted.map {
            JSON.Member($0.key, .string($0.value.description))
        }
        let known = self.executables == nil ? [] : [JSON.Member(Self.executablesName, .object(executables))]
        return essentials + known
    }

    /// The same, without what says that there is nothing of its kind: runs are known by it in the cache, also those that
    /// earlier versions of mlkit made.
    public var keyMembers: [JSON.Member] {
        essentials + (executables?.isEmpty ?? true ? [] : members.suffix(1))
    }

    private var essentials: [JSON.Member] {
        func hashes(_ values: [(key: String, value: ContentHash?)]) -> JSON {
            .object(values.map { JSON.Member($0.key, $0.value.map { .string($0.description) } ?? .null) })
        }
        let engines = engines.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
        return [JSON.Member("kind", .string(kind)), JSON.Member("version", .int(version))]
            + (engines.isEmpty ? [] : [JSON.Member("engines", .object(engines))]) + [
            JSON.Member("configuration", configuration),
            JSON.Member(
                "parameters",
                .object(parameters.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) })),
            JSON.Member("environment", hashes(environment.sorted { $0.key < $1.key })),
            JSON.Member("inputs", hashes(inputs.sorted)),
        ] + (overridden.isEmpty ? [] : [JSON.Member(Self.overriddenName, .array(overridden.map { .string($0) }))])
    }
}
