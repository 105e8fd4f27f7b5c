public import MLKitCore
public import MLKitEngines
internal import MLKitONNX
internal import MLKitReports
public import MLKitSpec
internal import MLKitTables
public import MLKitYAML
public import SystemPackage

/// `kind: deploy`: a model, its evaluation and the test split in, a tried-out bundle out.
public struct DeployKind: StageKind {
    public init() {}

    public var keys: KeySet<DeployConfiguration> { DeployConfiguration.keys }
    public var version: Int { 1 }
    public var makes: Set<StageProduct.Sort> { [.bundle] }
    public var reports: [StageReport] { [] }
    public var seed: String? { nil }
    public var candidates: String? { nil }
    public var showsProject: Bool { true }
    public var execution: StageExecution<DeployConfiguration> { .worker { try await Self.run($0, $1) } }

    public var example: String {
        """
          deploy:
            kind: deploy
            model: ${stages.evaluate.selected}

        """
    }

    /// What each input and output is; the model is named by the key of the same name.
    enum Role {
        static let model = "model"
        static let evaluation = "evaluation"
        static let quantization = "quantization"
        static let test = "test"
        static let bundles = "bundles"
    }

    public func engines(_ configuration: DeployConfiguration) -> [Engine] { [.duckdb, .onnxruntime] }
    public func uses(_ configuration: DeployConfiguration) -> StageUses { StageUses() }
    public func views(_ configuration: DeployConfiguration) -> StageViews { StageViews() }

    public func inputs(
        _ configuration: DeployConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        guard let model = wiring.model(configuration.model) else { return [] }
        return [model.input(Role.model)] + [model.evaluation, model.quantization].compactMap { $0 }
            + wiring.data(behind: model, configuration.model, of: stage, splits: [Role.test])
    }

    public func outputs(
        _ configuration: DeployConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        let folder = wiring.layout.deploy
        return [StageOutput(role: Role.bundles, path: folder, isManaged: true, choice: "\(folder)/current")]
    }

    public func products(
        _ configuration: DeployConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        [.bundle(role: Role.bundles)]
    }

    public func problems(
        _ configuration: DeployConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] { [] }

    public func decisive(_ written: [JSON.Member], _ configuration: DeployConfiguration) -> [JSON.Member] { written }

    public func split(of figure: String, by version: Int) -> String? { nil }
    public func testKey(_ configuration: DeployConfiguration) -> String? { nil }

    /// Has the version served, as the run did that made it.
    public func takeUp(_ result: StageResult, in project: FilePath, files: any FileSystem) throws {
        let products = result.products.map { FilePath($0) }
        // Earlier results name `current` too.
        guard let bundle = products.first(where: { $0.lastComponent != "current" }), let version = bundle.lastComponent else { return }
        try Deployments(project.pushing(bundle.removingLastComponent()), files: files).deploy(version.string)
    }

    private static func run(_ configuration: DeployConfiguration, _ work: StageWork) async throws -> StageResult {
        let folder = try work.folder(Role.bundles)
        let schema = try work.schema()
        let model = try work.input(Role.model)
        let test = try await Table.read(try work.input(Role.test), schema: schema, context: work.context)
        let evaluation = try written(EvaluationReport.self, Role.evaluation, work)
        let quantization = try written(QuantizationReport.self, Role.quantization, work)
        let inputs = DeployInputs(
            model: model, name: evaluation?.report.selection.model ?? name(of: model), schema: schema,
            schemaFile: try work.input(Wiring.schemaRole), test: test,
            evaluation: evaluation.map { .init($0.report, $0.measured) },
            quantization: quantization.map { .init(report: $0.report, measured: $0.measured) },
            folder: folder, server: work.server, project: .init(work.job.about[SpecSchema.projectName] ?? .null),
            options: options(of: work.job.about[SpecSchema.servingName]))
        let report = try await DeployStage.run(configuration: configuration, inputs: inputs, context: work.context)
        let kept = report.servedInstead.map { served in
            "`\(report.version)` was rolled back, and `\(served)` is served on; `mlkit deploy promote \(report.version)` has it served"
        }
        return StageResult(
            summary: "version \(report.version), \(plural(report.smoke.rows, "row")) answered as offline",
            metrics: report.smoke.json, products: [report.bundle.name(in: work.job.project)],
            warnings: [kept, try heldRows(configuration, model, inputs.name, work.context.files)].compactMap { $0 })
    }

    /// What is said of a model that takes training rows along, from which whoever has the bundle can read them.
    private static func heldRows(
        _ configuration: DeployConfiguration, _ model: FilePath, _ name: String, _ files: any FileSystem
    ) throws -> String? {
        guard !configuration.trainingRows, let rows = try ModelMetadata(reading: model, files: files).trainingRows else { return nil }
        let size = (try files.information(at: model)?.size ?? 0) >> 10
        return "the model `\(name)` holds \(plural(rows, "row")) that it was trained on, in a file of \(size) KiB: whoever has the bundle can "
            + "read them, those of persons too; `\(DeployConfiguration.trainingRowsName): true` says that this is known"
    }

    /// The name of a model that is not the selected one: that of its folder, `models/<name>/model.onnx`.
    private static func name(of model: FilePath) -> String {
        model.removingLastComponent().lastComponent?.string ?? "model"
    }

    /// What the stage shows of how models are served, as options of the server.
    private static func options(of serving: JSON?) -> [String] {
        let limits = (serving?[ProjectSpec.Serving.limitsName]?.members ?? []).flatMap {
            ["--limit", "\($0.name)=\($0.value.string ?? "")"]
        }
        return limits + (serving?[ProjectSpec.Serving.driftName]?.array ?? []).compactMap(\.string)
    }

    /// A report among the inputs, and when it was written: a stage has no clock of its own.
    private static func written<Type: Report>(
        _ type: Type.Type, _ role: String, _ work: StageWork
    ) throws -> (report: Type, measured: Timestamp?)? {
        guard let path = work.job.inputs[role] else { return nil }
        let (name, files) = (path.name(in: work.job.project), work.context.files)
        let report = try Type(JSON(parsing: files.read(path), file: name), file: name)
        let time = try files.information(at: path)?.modified
        return (report, time.map { Timestamp(seconds: $0 / 1_000_000_000) })
    }
}

extension DeployInputs.Evaluation {
    /// What a report says of the selected model and of the baseline.
    fileprivate init(_ report: EvaluationReport, _ time: Timestamp?) {
        let measurement = report.reported
        self.init(
            split: measurement.split, selectedOn: report.selection.split, rows: measurement.rows,
            scores: measurement.model(report.selection.model)?.metrics ?? MetricValues(),
            baseline: measurement.model(report.baseline)?.metrics ?? MetricValues(), slices: measurement.slices,
            measured: time)
        intervals = measurement.model(report.selection.model)?.intervals ?? MetricIntervals()
        method = report.intervals
    }
}

extension DeployInputs.Project {
    /// - Parameter about: what the stage shows of the project, as in `StageSpec.about`.
    fileprivate init(_ about: JSON) {
        self.init(
            title: about[ProjectSpec.Project.titleName]?.string, description: about[ProjectSpec.Project.descriptionName]?.string,
            owner: about[ProjectSpec.Project.ownerName]?.string, license: about[ProjectSpec.Project.licenseName]?.string)
    }
}
