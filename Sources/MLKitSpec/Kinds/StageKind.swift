public import MLKitCore
public import MLKitEngines
public import MLKitYAML
public import SystemPackage

/// A kind of stage: all that mlkit knows of it, in one value.
///
/// Validation, the JSON Schema, the reference page, the graph, fingerprints, runs, metrics and pictures go by it, and
/// nothing else tells kinds apart. A new kind is a type of this protocol, and a line in the registry that commands
/// pass on (`StageKinds`).
public protocol StageKind: Sendable {
    /// The stage's settings, as one value.
    associatedtype Configuration: Sendable

    /// The keys of a stage of this kind, besides those that every stage has. Their `name` is the kind's own: what stands
    /// under `kind`; it is empty for the kind of stages that have none.
    var keys: KeySet<Configuration> { get }
    /// Raised when the outputs become others for the same inputs.
    var version: Int { get }
    /// The lines below `stages:` that the reference page shows. Those of all kinds are one spec, in the registry's order.
    var example: String { get }
    /// What it makes that other stages can take.
    var makes: Set<StageProduct.Sort> { get }
    /// The reports among its outputs.
    var reports: [StageReport] { get }
    /// The key of the number that decides what is random in it, dotted; `nil` where nothing is.
    var seed: String? { get }
    /// The key whose values, listed under `matrix`, are candidates: each a stage that is named after its candidate.
    var candidates: String? { get }
    /// Whether its outputs show what `project` says (title, description, owner, license) and the limits of `serving`.
    var showsProject: Bool { get }
    /// How it is run.
    var execution: StageExecution<Configuration> { get }

    /// The engines that its outputs depend on: their versions are part of the fingerprint.
    func engines(_ configuration: Configuration) -> [Engine]
    /// What a stage uses besides its inputs.
    func uses(_ configuration: Configuration) -> StageUses
    /// What a stage reads, by role. References are followed, and what is wrong with them reported, by `wiring`.
    func inputs(_ configuration: Configuration, of stage: StageOutline, _ wiring: inout Wiring) -> [StageInput]
    /// What a stage writes, by role.
    func outputs(_ configuration: Configuration, of stage: StageOutline, _ wiring: inout Wiring) -> [StageOutput]
    /// What a stage makes that other stages can take, of the sorts that `makes` names.
    func products(_ configuration: Configuration, of stage: StageOutline, _ wiring: inout Wiring) -> [StageProduct]
    /// The files that `mlkit metrics` and `mlkit plots` show.
    func views(_ configuration: Configuration) -> StageViews
    /// Whether its process keeps how far it is, and goes on from there.
    func resumes(_ configuration: Configuration) -> Bool
    /// The settings with what they take over from stages that they refer to.
    func settled(_ configuration: Configuration, _ wiring: inout Wiring) -> Configuration
    /// What is wrong with a stage that its keys cannot say.
    ///
    /// - Parameter node: the stage's mapping, for the places of problems.
    func problems(_ configuration: Configuration, of stage: StageOutline, in node: Node) -> [Diagnostic]
    /// The part of a stage's keys that decides what comes of it.
    ///
    /// - Parameter written: the keys as they stand in the file, without those that every stage has.
    func decisive(_ written: [JSON.Member], _ configuration: Configuration) -> [JSON.Member]
    /// Does what there is to do besides when an earlier run's outputs have been put in place.
    ///
    /// - Parameter result: that run's.
    func takeUp(_ result: StageResult, in project: FilePath, files: any FileSystem) throws
    /// The split of data that a figure of a stage's result was measured on, `train`, `valid` or `test`; `nil` for a figure
    /// of none.
    ///
    /// - Parameter version: that of the kind by which the stage was run.
    func split(of figure: String, by version: Int) -> String?
    /// The whole name of a figure that a sweep names, where it leaves out something that can only be one.
    func figure(named name: String, _ configuration: Configuration) -> String
    /// The key that is false for a stage which leaves the test split alone; `nil` for one that has none, or that cannot do
    /// without.
    func testKey(_ configuration: Configuration) -> String?
}

extension StageKind {
    public func resumes(_ configuration: Configuration) -> Bool { false }
    public func settled(_ configuration: Configuration, _ wiring: inout Wiring) -> Configuration { configuration }
    public func takeUp(_ result: StageResult, in project: FilePath, files: any FileSystem) throws {}
    public func figure(named name: String, _ configuration: Configuration) -> String { name }
}

/// How stages of a kind are run.
public enum StageExecution<Configuration: Sendable>: Sendable {
    /// By mlkit itself, in a process of its own.
    case worker(@Sendable (Configuration, StageWork) async throws -> StageResult)
    /// By the user's own program, with these arguments.
    case command(@Sendable (Configuration) -> [String])
}

/// What a stage uses besides its inputs.
public struct StageUses: Sendable {
    /// Parameters that do not stand in its keys, by dotted name.
    public var parameters: [PlacedText]
    /// Where it fetches what is no file of the project: addresses as people may read them, without what opens them.
    public var addresses: [String]
    /// Environment variables whose values matter.
    public var environment: [String]
    /// Environment variables that its command is given.
    public var variables: [String: String]
    /// The folder that its command runs in, relative to the project, where it is not the project's own.
    public var directory: String?
    /// The folder of the Python environment that its command runs in.
    public var pythonEnvironment: String?

    public init(
        parameters: [PlacedText] = [], addresses: [String] = [], environment: [String] = [], variables: [String: String] = [:],
        directory: String? = nil, pythonEnvironment: String? = nil
    ) {
        self.parameters = parameters
        self.addresses = addresses
        self.environment = environment
        self.variables = variables
        self.directory = directory
        self.pythonEnvironment = pythonEnvironment
    }
}

/// The files of a stage that `mlkit metrics` and `mlkit plots` show.
public struct StageViews: Sendable {
    /// Files whose numbers are metrics, besides those in the stage's result.
    public var metrics: [String]
    public var plots: [StagePlot]

    public init(metrics: [String] = [], plots: [StagePlot] = []) {
        self.metrics = metrics
        self.plots = plots
    }
}

/// Something that `mlkit plots` draws of a stage.
public enum StagePlot: Hashable, Sendable {
    /// The numbers of a file.
    case series(PlotSpec)
    /// The course of training, in the output of that role.
    case history(role: String)
    /// What classifiers took for what, from the evaluation in the output of that role.
    case confusion(role: String)
}
