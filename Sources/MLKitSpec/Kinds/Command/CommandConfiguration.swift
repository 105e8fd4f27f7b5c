package import MLKitCore
package import MLKitYAML

/// A stage of the user's own: any program, with the files that it reads and writes.
public struct CommandConfiguration: Sendable {
    public var program = Program.words([])
    public var shell = CommandShell()
    public var inputs: [CommandInput] = []
    public var outputs = CommandOutputs()
    /// Parameters besides those in its own text, by dotted name.
    public var parameters: [PlacedText] = []
    public var environment = CommandVariables()
    /// The folder that it runs in.
    public var directory: String?
    /// Python environments, and files that say what is installed in them.
    public var python: [String] = []
    /// Outputs whose numbers `mlkit metrics` shows.
    public var metrics: [String] = []
    /// Outputs that `mlkit plots` draws.
    public var plots: [PlotSpec] = []

    /// What stands under `run`.
    public enum Program: Hashable, Sendable {
        /// For a shell.
        case line(String)
        /// A program and its arguments.
        case words([String])
    }

    public init() {}

    /// The program that is started, and its arguments.
    public var arguments: [String] {
        switch program {
        case .line(let text): shell.arguments(for: text)
        case .words(let words): words
        }
    }

    /// The folder of the Python environment that it runs in.
    var environmentFolder: String? { python.first { !Self.isList($0) } }

    /// Whether a path is that of a file that lists packages, rather than of an environment.
    private static func isList(_ path: String) -> Bool {
        let name = path.split(separator: "/").last?.drop { $0 == "." } ?? ""
        return ["txt", "in", "toml", "lock", "cfg", "yml", "yaml", "json"].contains { name.hasSuffix("." + $0) }
    }

    /// What it reads, with the stages that write it.
    package func inputs(of stage: StageOutline, _ wiring: inout Wiring) -> [StageInput] {
        var seen = Set<ByteText>()
        let named = inputs.flatMap { $0.inputs(of: stage, &wiring) }
        let packages = python.map { path -> StageInput in
            var input = wiring.file(path, of: stage)
            input.content = Self.isList(path) ? .files : .packages
            return input
        }
        return (named + packages).filter { seen.insert(ByteText($0.path)).inserted }
    }

    /// What it uses besides.
    package var uses: StageUses {
        StageUses(
            parameters: parameters, environment: environment.watched, variables: environment.values, directory: directory,
            pythonEnvironment: environmentFolder)
    }

    /// The program that is trained or run with; `nil` where none is named.
    package var named: Program? {
        get { program == .words([]) ? nil : program }
        set { program = newValue ?? .words([]) }
    }

    /// What is wrong with its keys that these cannot say.
    ///
    /// - Parameter node: the mapping that they stand in.
    package func problems(of stage: StageOutline, in node: Node) -> [Diagnostic] {
        let others = inputs.compactMap { $0.problem(in: stage.group) }
            + CommandVariables.problems(node[Self.environmentName], in: stage.group)
        guard let run = node[Self.runName], run.text?.allSatisfy(\.isWhitespace) ?? (run.sequence?.isEmpty == true)
        else { return others }
        return [.error("the command of stage `\(stage.group)` is empty", at: run.location)] + others
    }

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

    /// What it writes.
    var stageOutputs: [StageOutput] {
        outputs.all.map { StageOutput(role: $0.name, path: $0.path, isKept: $0.isKept, isCached: $0.isCached) }
            + addedOutputs.map { StageOutput(role: "", path: $0) }
    }
}

extension CommandConfiguration {
    static let keys = KeySet<CommandConfiguration>(
        "a command stage", blank: CommandConfiguration(),
        [
            Key(
                runName, \.program, .program,
                "a shell command, of which several lines end at the first that fails, or a program and its arguments",
                required: true),
            Key(
                shellName, \.shell, .shell,
                "the shell for a command that is a text: a program that takes it after `-c`, or one with its options, "
                    + "that takes it at the end", default: .string(CommandShell.standard)),
            Key(
                inputsName, \.inputs, .list(.commandInput),
                "files and folders it reads; stages that write them come first. `${stages.NAME}` is all it writes"),
            Key(
                outputsName, \.outputs, .commandOutputs,
                "files and folders it writes, perhaps by the names that other stages refer to"),
            Key(
                parametersName, \.parameters, .placedTexts,
                "parameters it uses besides those in its own text, by dotted name"),
            Key(
                environmentName, \.environment, .variables,
                "environment variables: a list of those whose values matter to it, or a mapping of those that it is given"),
            Key(directoryName, \.directory, .path,
                "the folder it runs in, from which other paths do not go; that of mlkit.yaml if left out"),
            Key(
                pythonName, \.python, .onePathOrMore,
                "a virtual environment that it runs in, or a file that lists packages, or both: it runs again when they change"),
            Key(
                metricsName, \.metrics, .list(.path),
                "outputs, JSON, YAML or CSV, whose numbers `mlkit metrics` shows"),
            Key(plotsName, \.plots, .list(.plot), "outputs, JSON or CSV, that `mlkit plots` draws"),
        ])

    package static let runName = "run"
    package static let shellName = "shell"
    package static let inputsName = "inputs"
    static let outputsName = "outputs"
    package static let environmentName = "env"
    package static let parametersName = SpecSchema.parameters
    package static let directoryName = "cwd"
    package static let pythonName = "python"
    static let metricsName = "metrics"
    static let plotsName = "plots"

    /// Without what says only how outputs are shown or kept, and which inputs may be missing.
    func decisive(_ written: [JSON.Member]) -> [JSON.Member] {
        let shown: Set = addedOutputs.isEmpty ? [Self.metricsName, Self.plotsName] : []
        return written.filter { !shown.contains($0.name) }.map { member in
            switch member.name {
            case Self.outputsName: JSON.Member(member.name, CommandOutputs.decisive(member.value))
            case Self.inputsName: JSON.Member(member.name, CommandInput.decisive(member.value))
            default: member
            }
        }
    }
}

extension KeyType<CommandConfiguration.Program> {
    /// A shell command, or a program and its arguments.
    package static var program: Self {
        KeyType(
            .either([.text, .list(.text)]),
            read: { node in node.sequence.map { .words($0.compactMap(\.text)) } ?? node.text.map { .line($0) } },
            write: { program in
                switch program {
                case .line(let text): .string(text)
                case .words(let words): .array(words.map { .string($0) })
                }
            })
    }
}

extension KeyType<[String]> {
    /// A path, or a list of them.
    package static var onePathOrMore: Self {
        let path = KeyType<String>.path
        return KeyType(
            .either([path.schema, .list(path.schema)]), read: { ($0.sequence ?? [$0]).compactMap(path.read) },
            write: { .array($0.map(path.write)) })
    }
}
