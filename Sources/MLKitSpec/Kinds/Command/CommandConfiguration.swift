internal import MLKitCore
internal import MLKitYAML

/// A stage of the user's own: any program, with the files that it reads and writes.
public struct CommandConfiguration: Sendable {
    /// The program and its arguments; a shell command becomes `sh -c TEXT`.
    public var arguments: [String] = []
    public var inputs: [Input] = []
    public var outputs = Outputs()
    /// Parameters besides those in its own text, by dotted name.
    public var parameters: [PlacedText] = []
    /// Environment variables whose values matter to it.
    public var environment: [String] = []
    /// Outputs whose numbers `mlkit metrics` shows.
    public var metrics: [String] = []
    /// Outputs that `mlkit plots` draws.
    public var plots: [PlotSpec] = []

    /// A file or folder that it reads.
    public enum Input: Hashable, Sendable {
        case path(String)
        case reference(StageReference)
    }

    /// What stands under `outputs`.
    public struct Outputs: Sendable {
        /// In their order; those without a name have none.
        public var all: [Output] = []
        var areNamed = false
    }

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

    public init() {}

    /// The files that are outputs only by being named as metrics or plots, each once.
    var addedOutputs: [String] {
        let paths = metrics + plots.map(\.path)
        guard !paths.isEmpty else { return [] }
        var known = PathIndex()
        for output in outputs.all { known.add(output.path, 0) }
        return paths.filter { path in
            guard known.first(overlapping: path) == nil else { return false }
            known.add(path, 0)
            return true
        }
    }
}

extension CommandConfiguration {
    static let keys = KeySet<CommandConfiguration>(
        "a command stage", blank: CommandConfiguration(),
        [
            Key(
                runName, \.arguments, .arguments, "a shell command, or a program and its arguments", required: true),
            Key(
                "inputs", \.inputs, .list(.commandInput),
                "files and folders it reads; stages that write them come first. `${stages.NAME}` is all it writes"),
            Key(
                outputsName, \.outputs, .commandOutputs,
                "files and folders it writes, perhaps by the names that other stages refer to"),
            Key(
                "params", \.parameters, .placedTexts,
                "parameters it uses besides those in its own text, by dotted name"),
            Key("env", \.environment, .list(.text), "environment variables whose values matter to it"),
            Key(
                metricsName, \.metrics, .list(.path),
                "outputs, JSON, YAML or CSV, whose numbers `mlkit metrics` shows"),
            Key(plotsName, \.plots, .list(.plot), "outputs, JSON or CSV, that `mlkit plots` draws"),
        ])

    static let runName = "run"
    private static let outputsName = "outputs"
    private static let metricsName = "metrics"
    private static let plotsName = "plots"

    /// Without what says only how outputs are shown or kept.
    func decisive(_ written: [JSON.Member]) -> [JSON.Member] {
        let shown: Set = addedOutputs.isEmpty ? [Self.metricsName, Self.plotsName] : []
        return written.filter { !shown.contains($0.name) }.map { member in
            guard member.name == Self.outputsName else { return member }
            let outputs: JSON =
                if let named = member.value.members {
                    .object(named.map { JSON.Member($0.name, Output.decisive($0.value)) })
                } else {
                    .array((member.value.array ?? []).map { Output.decisive($0) })
                }
            return JSON.Member(member.name, outputs)
        }
    }
}

extension CommandConfiguration.Output {
    fileprivate static let pathName = "path"
    fileprivate static let keepName = "keep"

    /// What of an output decides what comes of the run.
    fileprivate static func decisive(_ written: JSON) -> JSON {
        guard let path = written[pathName] else { return written }
        return written[keepName] == true ? [pathName: path, keepName: true] : path
    }

    fileprivate static let keys = KeySet<CommandConfiguration.Output>(
        "an output", blank: CommandConfiguration.Output(),
        [
            Key(pathName, \.path, .path, "the file or folder", required: true),
            Key(
                "cache", \.isCached, .boolean,
                "whether its content is kept in the cache; without, the stage is restored only while this output "
                    + "is as it was"),
            Key(
                keepName, \.isKept, .boolean,
                "whether it is left where it is before the command runs, as for checkpoints that it goes on from; what "
                    + "comes of the run then follows from it too"),
        ])

    fileprivate static let type = KeyType<CommandConfiguration.Output>(
        .path, read: { node in node.text.map { CommandConfiguration.Output(path: $0) } }, write: { .string($0.path) }
    ).orElse(.object(keys))

    fileprivate func named(_ name: String) -> CommandConfiguration.Output {
        var copy = self
        copy.name = name
        return copy
    }
}

extension KeyType<CommandConfiguration.Outputs> {
    fileprivate static var commandOutputs: Self {
        let output = CommandConfiguration.Output.type
        return KeyType(
            .either([.list(output.schema), .mapping(output.schema)]),
            read: { node in
                let named = (node.mapping ?? []).compactMap { entry in output.read(entry.value)?.named(entry.name) }
                let all = named + (node.sequence ?? []).compactMap(output.read)
                return CommandConfiguration.Outputs(all: all, areNamed: node.mapping != nil)
            },
            write: { outputs in
                outputs.areNamed
                    ? .object(outputs.all.map { JSON.Member($0.name, output.write($0)) })
                    : .array(outputs.all.map(output.write))
            })
    }
}

extension KeyType<CommandConfiguration.Input> {
    fileprivate static var commandInput: Self {
        KeyType(
            .either([.reference, .path]),
            read: { node in
                guard let text = node.text else { return nil }
                return Reference(node) == nil ? .path(text) : .reference(StageReference(node))
            },
            write: { input in
                switch input {
                case .path(let path): .string(path)
                case .reference(let reference): .string(reference.text)
                }
            })
    }
}

extension KeyType<[String]> {
    /// A shell command, or a program and its arguments.
    fileprivate static var arguments: Self {
        KeyType(
            .either([.text, .list(.text)]),
            read: { $0.sequence?.compactMap(\.text) ?? $0.text.map { ["/bin/sh", "-c", $0] } },
            write: { .array($0.map { .string($0) }) })
    }
}
