public import MLKitCore
public import MLKitEngines
public import MLKitYAML
public import SystemPackage

/// A kind together with the settings of one stage.
public protocol StageSettings: Sendable {
    /// The kind's name: `data`, `train`, …, or `command`.
    var kind: String { get }
    var version: Int { get }
    var makes: Set<StageProduct.Sort> { get }
    var reports: [StageReport] { get }
    var seed: String? { get }
    var candidates: String? { get }
    var showsProject: Bool { get }
    var engines: [Engine] { get }
    var views: StageViews { get }
    var uses: StageUses { get }
    /// The user's own program and its arguments; `nil` for a stage that mlkit does the work of.
    var command: [String]? { get }
    /// Whether the user's own program runs.
    var isCommand: Bool { get }
    /// All keys with their values, those too that were left out: what a worker is given.
    var json: JSON { get }
    /// The settings as the kind has them.
    var value: any Sendable { get }

    func inputs(of stage: StageOutline, _ wiring: inout Wiring) -> [StageInput]
    func outputs(of stage: StageOutline, _ wiring: inout Wiring) -> [StageOutput]
    func products(of stage: StageOutline, _ wiring: inout Wiring) -> [StageProduct]
    /// The same with what they take over from stages that they refer to.
    func settled(_ wiring: inout Wiring) -> any StageSettings
    func problems(of stage: StageOutline, in node: Node) -> [Diagnostic]
    func decisive(_ written: [JSON.Member]) -> [JSON.Member]
    func takeUp(_ result: StageResult, in project: FilePath, files: any FileSystem) throws
    var testKey: String? { get }
    var resumes: Bool { get }
    func split(of figure: String, by version: Int) -> String?
    func figure(named name: String) -> String
    /// Does the work of the stage, in its own process.
    ///
    /// - Throws: `Failure` for a command, which is no work of mlkit's.
    func run(_ work: StageWork) async throws -> StageResult
}

extension StageKind {
    /// The kind's name: what stands under `kind`, or `command`.
    public var name: String { keys.name.isEmpty ? StageKinds.commandName : keys.name }

    /// Whether the user's own program runs, so that what it makes need not follow from what mlkit knows.
    public var isCommand: Bool {
        if case .command = execution { true } else { false }
    }

    /// The settings in a stage's mapping.
    func settings(_ node: Node) -> any StageSettings { ConfiguredStage(kind: self, configuration: keys.read(node)) }

    /// The settings that the JSON of settings stands for.
    public func settings(_ json: JSON) -> any StageSettings { settings(Node(json)) }
}

/// `StageSettings` of any kind.
private struct ConfiguredStage<Kind: StageKind>: StageSettings {
    private let base: Kind
    private let configuration: Kind.Configuration

    init(kind: Kind, configuration: Kind.Configuration) {
        base = kind
        self.configuration = configuration
    }

    var kind: String { base.name }
    var version: Int { base.version }
    var makes: Set<StageProduct.Sort> { base.makes }
    var reports: [StageReport] { base.reports }
    var seed: String? { base.seed }
    var candidates: String? { base.candidates }
    var showsProject: Bool { base.showsProject }
    var engines: [Engine] { base.engines(configuration) }
    var views: StageViews { base.views(configuration) }
    var uses: StageUses { base.uses(configuration) }
    var json: JSON { base.keys.json(configuration) }
    var value: any Sendable { configuration }

    var command: [String]? {
        if case .command(let arguments) = base.execution { arguments(configuration) } else { nil }
    }

    var isCommand: Bool { base.isCommand }

    func inputs(of stage: StageOutline, _ wiring: inout Wiring) -> [StageInput] {
        base.inputs(configuration, of: stage, &wiring)
    }

    func outputs(of stage: StageOutline, _ wiring: inout Wiring) -> [StageOutput] {
        base.outputs(configuration, of: stage, &wiring)
    }

    func products(of stage: StageOutline, _ wiring: inout Wiring) -> [StageProduct] {
        base.products(configuration, of: stage, &wiring)
    }

    func settled(_ wiring: inout Wiring) -> any StageSettings {
        ConfiguredStage(kind: base, configuration: base.settled(configuration, &wiring))
    }

    func problems(of stage: StageOutline, in node: Node) -> [Diagnostic] {
        base.problems(configuration, of: stage, in: node)
    }

    func decisive(_ written: [JSON.Member]) -> [JSON.Member] { base.decisive(written, configuration) }

    func takeUp(_ result: StageResult, in project: FilePath, files: any FileSystem) throws {
        try base.takeUp(result, in: project, files: files)
    }
    var testKey: String? { base.testKey(configuration) }
    var resumes: Bool { base.resumes(configuration) }
    func split(of figure: String, by version: Int) -> String? { base.split(of: figure, by: version) }
    func figure(named name: String) -> String { base.figure(named: name, configuration) }

    func run(_ work: StageWork) async throws -> StageResult {
        guard case .worker(let run) = base.execution else { throw Failure("a command stage has no worker") }
        return try await run(configuration, work)
    }
}
