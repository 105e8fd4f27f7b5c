public import MLKitCore
public import MLKitEngines
internal import MLKitReports
public import MLKitSpec
internal import MLKitTables
public import MLKitYAML

/// `kind: quantize`: a model with its calibration and test splits in, the int8 model and the comparison out.
public struct QuantizeKind: StageKind {
    public init() {}

    public var keys: KeySet<QuantizeConfiguration> { QuantizeConfiguration.keys }
    public var version: Int { 1 }
    public var makes: Set<StageProduct.Sort> { [.model, .report] }
    public var reports: [StageReport] { [StageReport(role: Role.report, QuantizationReport.self)] }
    public var seed: String? { nil }
    public var candidates: String? { nil }
    public var showsProject: Bool { false }
    public var execution: StageExecution<QuantizeConfiguration> { .worker { try await Self.run($0, $1) } }

    public var example: String {
        """
          quantize:
            kind: quantize
            model: ${stages.train.network}
            calibrate: ${stages.ingest.valid}

        """
    }

    private enum Role {
        static let model = "model"
        static let calibrate = "calibrate"
        static let report = "report"
    }

    public func engines(_ configuration: QuantizeConfiguration) -> [Engine] { [.duckdb, .onnxruntime] }
    public func uses(_ configuration: QuantizeConfiguration) -> StageUses { StageUses() }
    public func views(_ configuration: QuantizeConfiguration) -> StageViews { StageViews() }

    public func inputs(
        _ configuration: QuantizeConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        let model = wiring.model(configuration.model).map { [$0.input(Role.model)] } ?? []
        return model
            + wiring.split(configuration.calibrate, as: Role.calibrate, otherwise: "valid", splits: ["test"])
    }

    public func outputs(
        _ configuration: QuantizeConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        let report = configuration.report ?? "\(wiring.layout.reports)/quantization\(stage.infix).json"
        let model = wiring.model(configuration.model)?.path ?? ""
        let stem = model.hasSuffix(".onnx") ? String(model.dropLast(5)) : model
        return [
            StageOutput(role: Role.model, path: "\(stem).int8.onnx"), StageOutput(role: Role.report, path: report),
        ]
    }

    public func products(
        _ configuration: QuantizeConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        let model = wiring.model(configuration.model).map { base in
            StageProduct.model(ModelProduct(name: "\(base.name)-int8", role: Role.model, origin: .model(base)))
        }
        return [model].compactMap { $0 } + [.report(role: Role.report)]
    }

    public func problems(
        _ configuration: QuantizeConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] { [] }

    public func decisive(
        _ written: [JSON.Member], _ configuration: QuantizeConfiguration
    ) -> [JSON.Member] { written }

    private static func run(_ configuration: QuantizeConfiguration, _ work: StageWork) async throws -> StageResult {
        let outputs = QuantizeStage.Outputs(
            model: try work.output(Role.model), report: try work.output(Role.report))
        let report = try await QuantizeStage.run(
            configuration: configuration, model: try work.input(Role.model),
            calibration: try work.input(Role.calibrate), test: try work.input("test"), schema: try work.schema(),
            outputs: outputs, context: work.context)
        let metrics: JSON = [
            "size_ratio": .double(report.size.ratio), "largest_difference": .double(report.difference.largest),
            "drop": .double(report.allowed.drop),
        ]
        return StageResult(summary: report.summary, metrics: metrics)
    }
}
