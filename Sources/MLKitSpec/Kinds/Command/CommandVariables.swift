internal import MLKitCore
internal import MLKitYAML

/// The environment variables of a command.
public struct CommandVariables: Hashable, Sendable {
    /// Those whose values matter to it, wherever they come from.
    public var watched: [String] = []
    /// Those that it is given.
    public var values: [String: String] = [:]
    private var areNamed = false

    public init() {}

    /// Begins the names of variables that mlkit sets.
    static let reserved = "MLKIT_"

    /// What is wrong with the names.
    static func problems(_ node: Node?, in stage: String) -> [Diagnostic] {
        let names = (node?.mapping ?? []).map(\.key) + (node?.sequence ?? [])
        return names.compactMap { node in
            guard let name = node.text else { return nil }
            if name.isEmpty || name.utf8.contains(where: { $0 == UInt8(ascii: "=") || $0 == 0 }) {
                return .error("`\(name.shortened)` cannot name an environment variable", at: node.location)
            }
            guard name == "MLKIT_STAGE" || name.hasPrefix(StageParameters.prefix) else { return nil }
            return .error(
                "the environment variable `\(name.shortened)` of stage `\(stage)` is set by mlkit", at: node.location,
                hint: "take it out: the stage has it, and parameters count by themselves")
        }
    }
}

extension KeyType<CommandVariables> {
    package static var variables: Self {
        KeyType(
            .either([.list(.text), .mapping(.either([.text, .null]))]),
            read: { CommandVariables($0) }, write: \.json)
    }
}

extension CommandVariables {
    /// A list of names, or values by name; a name without a value is one of those whose values matter.
    fileprivate init(_ node: Node) {
        watched = (node.sequence ?? []).compactMap(\.text)
        for entry in node.mapping ?? [] {
            areNamed = true
            if entry.value.isNull {
                watched.append(entry.name)
            } else {
                values[entry.name] = entry.value.text
            }
        }
    }

    fileprivate var json: JSON {
        guard areNamed else { return .array(watched.map { .string($0) }) }
        return .object(
            values.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
                + watched.map { JSON.Member($0, .null) })
    }
}
