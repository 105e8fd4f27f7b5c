public import MLKitCore
public import MLKitEngines
internal import MLKitONNX
internal import MLKitReports
public import MLKitSpec
internal import MLKitTables
public import MLKitYAML
public import SystemPackage

/// `kind: quantize`: a model with the calibration and the validation split in, the int8 model and the comparison out.
public struct QuantizeKind: StageKind {
    public init() {}

    public var keys: KeySet<QuantizeConfiguration> { QuantizeConfiguration.keys }
    public var version: Int { 3 }
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

    /// What each input and output is; all but the splits are named by the key of the same name.
    enum Role {
        static let model = "model"
        static let calibrate = "calibrate"
        static let report = "report"
        static let page = "page"
        static let valid = MeasuredSplit.valid.rawValue
        static let test = MeasuredSplit.test.rawValue
    }

    public func engines(_ configuration: QuantizeConfiguration) -> [Engine] { [.duckdb, .onnxruntime] }
    public func uses(_ configuration: QuantizeConfiguration) -> StageUses { StageUses() }
    public func views(_ configuration: QuantizeConfiguration) -> StageViews { StageViews() }

    public func inputs(
        _ configuration: QuantizeConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        let model = wiring.model(configuration.model).map { [$0.input(Role.model)] } ?? []
        return model
            + wiring.split(
                configuration.calibrate, as: Role.calibrate, otherwise: Role.valid, besides: Role.test,
                splits: [Role.valid] + (configuration.test ? [Role.test] : []))
    }

    public func outputs(
        _ configuration: QuantizeConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        let infix = wiring.infix(of: stage, unlessNamedBy: [Role.report])
        let report = configuration.report ?? "\(wiring.layout.reports)/quantization\(infix).json"
        let model = wiring.model(configuration.model)?.path ?? ""
        let stem = model.hasSuffix(".onnx") ? String(model.dropLast(5)) : model
        let quantized = "\(stem).int8\(wiring.infix(of: stage, sharing: Role.model)).onnx"
        return [StageOutput(role: Role.model, path: quantized), StageOutput(role: Role.report, path: report)]
            + (configuration.page.map { [StageOutput(role: Role.page, path: $0)] } ?? [])
    }

    public func products(
        _ configuration: QuantizeConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        let model = wiring.model(configuration.model).map { base in
            StageProduct.model(
                ModelProduct(
                    name: "\(base.name)-int8\(Self.dashed(wiring.infix(of: stage, sharing: Role.model)))", role: Role.model,
                    origin: .model(base), quantization: Role.report))
        }
        return [model].compactMap { $0 } + [.report(role: Role.report)]
    }

    public func problems(
        _ configuration: QuantizeConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] {
        if configuration.bits == 8 || configuration.method == .weights { return [] }
        return [
            .error(
                "`bits: \(configuration.bits)` does not go with `method: \(configuration.method.rawValue)`",
                at: node[QuantizeConfiguration.bitsName]?.location ?? node.location,
                hint: "write `bits: 8`, or `method: weights` with `bits: 4`")
        ]
    }

    private static func dashed(_ infix: String) -> String { infix.replacing(".", with: "-") }

    /// Figures are named `valid.drop`; version 1 measured on the test split alone.
    public func split(of figure: String, by version: Int) -> String? {
        if figure == Self.ratioName { return nil }
        return MeasuredSplit(figure: figure)?.rawValue ?? (version < 2 ? Role.test : nil)
    }

    public func figure(named name: String, _ configuration: QuantizeConfiguration) -> String {
        name == Self.ratioName || MeasuredSplit(figure: name) != nil ? name : MeasuredSplit.valid.figure(name)
    }

    public func testKey(_ configuration: QuantizeConfiguration) -> String? { QuantizeConfiguration.testName }

    private static let ratioName = "size_ratio"

    public func takeUp(_ result: StageResult, in project: FilePath, files: any FileSystem) throws {
        try result.noteLooks(in: project, files: files)
    }

    public func decisive(
        _ written: [JSON.Member], _ configuration: QuantizeConfiguration
    ) -> [JSON.Member] { written }

    private static func run(_ configuration: QuantizeConfiguration, _ work: StageWork) async throws -> StageResult {
        let outputs = QuantizeStage.Outputs(
            model: try work.output(Role.model), report: try work.output(Role.report),
            page: try configuration.page.map { _ in try work.output(Role.page) },
            looks: LookBook(project: work.job.project, stage: work.job.stage))
        let report = try await QuantizeStage.run(
            configuration: configuration, model: try work.input(Role.model),
            calibration: try work.input(Role.calibrate),
            splits: EvaluateStage.Splits(valid: try work.input(Role.valid), test: work.job.inputs[Role.test]),
            schema: try work.schema(), outputs: outputs, context: work.context)
        var metrics = [
            JSON.Member(ratioName, .double(report.size.ratio)),
            JSON.Member(
                Role.valid,
                ["largest_difference": .double(report.difference.largest), "drop": .double(report.allowed.drop)]),
        ]
        if let change = report.test?.metrics.first(where: { $0.metric == report.allowed.metric }), change.difference.isFinite {
            metrics.append(JSON.Member(Role.test, ["drop": .double(-change.difference)]))
        }
        let model = try work.input(Role.model)
        let looks = try report.test == nil ? []
            : work.looks(at: Role.test, [model, outputs.model].map { (QuantizeStage.name(of: model), $0) })
        return StageResult(
            summary: report.summary, metrics: .object(metrics),
            warnings: announcement(work) + QuantizationSetting.idle(inStage: configuration) + odd(configuration.bounds) + report.warnings
                + report.remarks,
            looks: looks)
    }

    /// What is said of bounds in the wrong direction.
    private static func odd(_ bounds: [Bound]) -> [String] {
        bounds.compactMap { bound in bound.quantizationProblem.map { "`\(bound.text)` is among the bounds: \($0)" } }
    }

    /// What a project made by an earlier version is told once: version 1 decided on the test split.
    private static func announcement(_ work: StageWork) -> [String] {
        guard let earlier = work.job.earlierVersion, earlier < 2 else { return [] }
        return [
            "what quantization costs is measured, and held to `max_accuracy_drop`, on the validation split now, no longer on "
                + "the test split; `test: true` reports the test split beside it"
        ]
    }
}
