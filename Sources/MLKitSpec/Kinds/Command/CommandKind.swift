public import MLKitCore
public import MLKitEngines
public import MLKitYAML

/// The kind of stages that have none: the user's own commands.
public struct CommandKind: StageKind {
    public init() {}

    public var keys: KeySet<CommandConfiguration> { CommandConfiguration.keys }
    public var version: Int { 1 }
    public var makes: Set<StageProduct.Sort> { [.table, .model] }
    public var reports: [StageReport] { [] }
    public var seed: String? { nil }
    public var candidates: String? { nil }
    public var showsProject: Bool { false }
    public var execution: StageExecution<CommandConfiguration> { .command { $0.arguments } }

    public var example: String {
        """
          report:
            run: python3 src/report.py
            inputs: [reports/evaluation.json, src/report.py]
            outputs: [docs/report.md]

        """
    }

    public func engines(_ configuration: CommandConfiguration) -> [Engine] { [] }

    public func uses(_ configuration: CommandConfiguration) -> StageUses { configuration.uses }

    /// A command reads paths; whoever writes the path, or a folder it lies in, comes first.
    public func inputs(
        _ configuration: CommandConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        configuration.inputs(of: stage, &wiring)
    }

    public func outputs(
        _ configuration: CommandConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        configuration.stageOutputs
    }

    /// Data, if it names the outputs that data are made of. What of its outputs is a model, references say.
    public func products(
        _ configuration: CommandConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        let names = Set(configuration.outputs.all.map(\.name))
        return names.isSuperset(of: Wiring.dataRoles) ? [.table] : []
    }

    public func views(_ configuration: CommandConfiguration) -> StageViews {
        StageViews(metrics: configuration.metrics, plots: configuration.plots.map { .series($0) })
    }

    public func problems(
        _ configuration: CommandConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] {
        configuration.problems(of: stage, in: node)
    }

    public func decisive(_ written: [JSON.Member], _ configuration: CommandConfiguration) -> [JSON.Member] {
        configuration.decisive(written)
    }

    /// What a program measured on, it alone knows.
    public func split(of figure: String, by version: Int) -> String? { nil }
    public func testKey(_ configuration: CommandConfiguration) -> String? { nil }
}
