public import MLKitCore
public import MLKitEngines
public import MLKitYAML

/// `kind: notebook`: executes a Jupyter notebook with parameters, and keeps the executed copy.
public struct NotebookKind: StageKind {
    public init() {}

    public var keys: KeySet<NotebookConfiguration> { NotebookConfiguration.keys }
    public var version: Int { 1 }
    public var makes: Set<StageProduct.Sort> { [.table, .model] }
    public var reports: [StageReport] { [] }
    public var seed: String? { nil }
    public var candidates: String? { nil }
    public var showsProject: Bool { false }
    public var execution: StageExecution<NotebookConfiguration> { .command { $0.arguments } }

    public var example: String {
        """
          explore:
            kind: notebook
            notebook: notebooks/explore.ipynb
            executed: reports/explore.ipynb
            inputs: [data/train/ingest.parquet]
            params: [seed]

        """
    }

    public func engines(_ configuration: NotebookConfiguration) -> [Engine] { [] }
    public func uses(_ configuration: NotebookConfiguration) -> StageUses { configuration.command.uses }

    public func inputs(
        _ configuration: NotebookConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        [wiring.file(configuration.notebook, of: stage)] + configuration.command.inputs(of: stage, &wiring)
    }

    public func outputs(
        _ configuration: NotebookConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        [StageOutput(role: NotebookConfiguration.executedName, path: configuration.executed)] + configuration.command.stageOutputs
    }

    public func products(
        _ configuration: NotebookConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        let names = Set(configuration.command.outputs.all.map(\.name))
        return names.isSuperset(of: Wiring.dataRoles) ? [.table] : []
    }

    public func views(_ configuration: NotebookConfiguration) -> StageViews {
        StageViews(metrics: configuration.command.metrics, plots: configuration.command.plots.map { .series($0) })
    }

    public func problems(
        _ configuration: NotebookConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] {
        configuration.command.inputs.compactMap { $0.problem(in: stage.group) }
            + CommandVariables.problems(node[CommandConfiguration.environmentName], in: stage.group)
    }

    public func decisive(_ written: [JSON.Member], _ configuration: NotebookConfiguration) -> [JSON.Member] {
        configuration.command.decisive(written)
    }

    /// What a program measured on, it alone knows.
    public func split(of figure: String, by version: Int) -> String? { nil }
    public func testKey(_ configuration: NotebookConfiguration) -> String? { nil }
}
