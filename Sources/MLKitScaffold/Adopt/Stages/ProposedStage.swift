/// A command stage that stands in some other tool's file, in the words of `mlkit.yaml`.
public struct ProposedStage: Hashable, Sendable {
    public var name: String
    /// Where it comes from: `dvc.yaml`, line 3.
    public let origin: String
    /// What its author says of it.
    public var summary: String?
    /// A shell command, with `${params.NAME}` for parameters.
    public var run: String
    public var inputs: [String] = []
    public var outputs: [String] = []
    /// Those of the outputs that are left where they are for the command to go on from.
    public var kept: Set<String> = []
    /// Those of the outputs that are to be in git: DVC leaves to it what it does not cache.
    public var committed: Set<String> = []
    /// Those of the outputs whose numbers are the stage's metrics, and those that are drawn.
    public var metrics: [String] = []
    public var plots: [ProposedPlot] = []
    /// Whether it is never to run, or every time.
    public var isFrozen = false
    public var runsAlways = false
    /// What a person has to look at.
    public var reviews: [String] = []

    public init(name: String, origin: String, run: String) {
        self.name = name
        self.origin = origin
        self.run = run
    }
}

/// An output that is drawn.
public struct ProposedPlot: Hashable, Sendable {
    public let path: String
    public var title: String?
    /// The column along the bottom, and those drawn; mlkit's own choice if left out.
    public var x: String?
    public var y: [String] = []

    public init(path: String) {
        self.path = path
    }
}

/// Something that was found and not taken over, and why.
public struct LeftOut: Hashable, Sendable {
    /// "stage `train` of dvc.yaml".
    public let what: String
    public let why: String
}

extension ProposedStage {
    /// The project's files of code that commands name are inputs, but for what the stage makes itself.
    mutating func addScripts(named commands: [String], in tree: ProjectTree) {
        for word in commands.flatMap({ CommandText.words($0) + CommandText.modules($0) }) {
            guard let path = FileName.join("", word), tree.contains(path), !inputs.contains(path), !outputs.contains(path),
                CodeFolder.suffixes.contains(FileName.suffix(path))
            else { continue }
            inputs.append(path)
        }
    }
}
