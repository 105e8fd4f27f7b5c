internal import MLKitCore
internal import MLKitYAML

/// What stands under `outputs` of a command.
public struct CommandOutputs: Sendable {
    /// In their order; those without a name have none.
    public var all: [Output] = []
    var areNamed = false

    /// A file or folder that it writes.
    public struct Output: Hashable, Sendable {
        /// What other stages call it; empty if it has no name.
        public var name = ""
        public var path = ""
        /// Whether its content goes into the cache.
        public var isCached = true
        /// Whether the command finds it as the last run left it.
        public var isKept = false
    }

    /// What of them decides what comes of the run.
    static func decisive(_ written: JSON) -> JSON {
        if let named = written.members {
            return .object(named.map { JSON.Member($0.name, Output.decisive($0.value)) })
        }
        return .array((written.array ?? []).map(Output.decisive))
    }
}

extension CommandOutputs.Output {
    fileprivate static let pathName = "path"
    fileprivate static let keepName = "keep"

    fileprivate static func decisive(_ written: JSON) -> JSON {
        guard let path = written[pathName] else { return written }
        return written[keepName] == true ? [pathName: path, keepName: true] : path
    }

    fileprivate static let keys = KeySet<CommandOutputs.Output>(
        "an output", blank: CommandOutputs.Output(),
        [
            Key(pathName, \.path, .path, "the file or folder", required: true),
            Key(
                SpecSchema.cache, \.isCached, .boolean,
                "whether its content is kept in the cache; without, the stage is restored only while this output "
                    + "is as it was"),
            Key(
                keepName, \.isKept, .boolean,
                "whether it is left where it is before the command runs, as for checkpoints that it goes on from; what "
                    + "comes of the run then follows from it too"),
        ])

    fileprivate static let type = KeyType<CommandOutputs.Output>(
        .path, read: { node in KeyType<String>.path.read(node).map { CommandOutputs.Output(path: $0) } },
        write: { .string($0.path) }
    ).orElse(.object(keys))

    fileprivate func named(_ name: String) -> CommandOutputs.Output {
        var copy = self
        copy.name = name
        return copy
    }
}

extension KeyType<CommandOutputs> {
    static var commandOutputs: Self {
        let output = CommandOutputs.Output.type
        return KeyType(
            .either([.list(output.schema), .mapping(output.schema)]),
            read: { node in
                let named = (node.mapping ?? []).compactMap { entry in output.read(entry.value)?.named(entry.name) }
                let all = named + (node.sequence ?? []).compactMap(output.read)
                return CommandOutputs(all: all, areNamed: node.mapping != nil)
            },
            write: { outputs in
                outputs.areNamed
                    ? .object(outputs.all.map { JSON.Member($0.name, output.write($0)) })
                    : .array(outputs.all.map(output.write))
            })
    }
}
