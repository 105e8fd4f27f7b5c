public import MLKitCore
public import MLKitEngines
internal import MLKitONNX
internal import MLKitReports
public import MLKitSpec
internal import MLKitTables
public import MLKitYAML
internal import SystemPackage

/// `kind: evaluate`: the candidate models and the test split in, the report and the selected model out.
public struct EvaluateKind: StageKind {
    public init() {}

    public var keys: KeySet<EvaluateConfiguration> { EvaluateConfiguration.keys }
    public var version: Int { 1 }
    public var makes: Set<StageProduct.Sort> { [.model, .report] }
    public var reports: [StageReport] { [StageReport(role: Role.report, EvaluationReport.self)] }
    public var seed: String? { nil }
    public var candidates: String? { nil }
    public var showsProject: Bool { false }
    public var execution: StageExecution<EvaluateConfiguration> { .worker { try await Self.run($0, $1) } }

    public var example: String {
        """
          evaluate:
            kind: evaluate
            models: ${stages.train}
            data: ${stages.ingest}
            select: {maximize: roc_auc, subject_to: [size_mb < 5]}

        """
    }

    private enum Role {
        /// Before the name of a candidate.
        static let models = "models."
        static let report = "report"
        static let selected = "selected"
    }

    public func engines(_ configuration: EvaluateConfiguration) -> [Engine] { [.duckdb, .onnxruntime] }
    public func uses(_ configuration: EvaluateConfiguration) -> StageUses { StageUses() }

    public func views(_ configuration: EvaluateConfiguration) -> StageViews {
        StageViews(plots: [.confusion(role: Role.report)])
    }

    public func inputs(
        _ configuration: EvaluateConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        wiring.models(configuration.models).map { $0.input(Role.models + $0.name) }
            + wiring.data(configuration.data, splits: ["test"])
    }

    public func outputs(
        _ configuration: EvaluateConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        let layout = wiring.layout
        let report = configuration.report ?? "\(layout.reports)/evaluation\(stage.infix).json"
        let selected = configuration.selected ?? "\(layout.models)/selected\(stage.infix).onnx"
        return [StageOutput(role: Role.report, path: report), StageOutput(role: Role.selected, path: selected)]
    }

    public func products(
        _ configuration: EvaluateConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        let selected = ModelProduct(
            name: Role.selected, role: Role.selected, origin: .data(configuration.data), evaluation: Role.report)
        return [.model(selected), .report(role: Role.report)]
    }

    public func problems(
        _ configuration: EvaluateConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] {
        guard let select = node[EvaluateConfiguration.selectName], select.mapping != nil else { return [] }
        let directions = EvaluateConfiguration.Selection.directions
        guard directions.allSatisfy({ select[$0] == nil }) else { return [] }
        return [
            .error(
                "`select` needs either `maximize` or `minimize`", at: select.location,
                hint: "name one metric, for example `maximize: roc_auc`")
        ]
    }

    public func decisive(
        _ written: [JSON.Member], _ configuration: EvaluateConfiguration
    ) -> [JSON.Member] { written }

    private static func run(_ configuration: EvaluateConfiguration, _ work: StageWork) async throws -> StageResult {
        let outputs = EvaluateStage.Outputs(
            report: try work.output(Role.report), selected: try work.output(Role.selected))
        let report = try await EvaluateStage.run(
            configuration: configuration, models: try candidates(work), test: try work.input("test"),
            schema: try work.schema(), outputs: outputs, context: work.context)
        return StageResult(
            summary: report.selection.reason, metrics: (report.selected?.metrics ?? MetricValues()).json)
    }

    /// The models among the inputs, by name.
    private static func candidates(_ work: StageWork) throws -> [CandidateModel] {
        let models = work.job.inputs.filter { $0.key.hasPrefix(Role.models) }.sorted { $0.key < $1.key }
        return try models.map { role, path in
            CandidateModel(
                name: String(role.dropFirst(Role.models.count)),
                kind: try ModelMetadata(reading: path, files: work.context.files).kind ?? ModelMetadata.foreignKind,
                path: path)
        }
    }
}
