internal import MLKitCore
internal import MLKitReports
public import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

/// What stages wrote of a project's data and models, as far as it is there.
struct ProjectReports {
    let spec: ProjectSpec
    let evaluation: EvaluationReport?
    let data: DataReport?
    let quantization: QuantizationReport?
    /// What the lock of the selected model's train stage says of it: "gradient-boosted trees, 98 features".
    let trainingSummary: String?
    /// The folder of the deployed bundle.
    let bundle: String?
    /// The version that is served, if it is another.
    let served: ServedVersion?
    /// Reports that are not what their stages made, by the locks of these: nothing is told of them.
    let altered: [String]
    /// What the selected model was trained with: by the lock of its stage, whatever the spec says by now.
    let training: JSON?

    init(_ spec: ProjectSpec, project: FilePath, files: any FileSystem) {
        func json(_ path: String?) -> JSON? {
            guard let path, let bytes = try? files.read(project.pushing(FilePath(path))) else { return nil }
            return try? JSON(parsing: bytes, file: path)
        }
        func lock(_ stage: StageSpec?) -> JSON? { json(stage.map { ".mlkit/lock/\($0.name).json" }) }
        var altered = [String]()
        func report<Type: Report>(_ type: Type.Type) -> Type? {
            guard let stage = spec.stages.first(where: { $0.report(type) != nil }), let path = stage.report(type),
                let bytes = try? files.read(project.pushing(FilePath(path)))
            else { return nil }
            guard let made = lock(stage)?["outputs"]?[path]?.string.flatMap({ ContentHash($0) }),
                GitForms.forms(of: bytes).contains(made)
            else {
                altered.append(path)
                return nil
            }
            return (try? JSON(parsing: bytes, file: path)).flatMap { try? Type($0, file: path) }
        }
        let evaluation = report(EvaluationReport.self)
        let selected = evaluation?.selection.model
        let training = spec.stages.first { stage in
            stage.report(TrainingReport.self) != nil
                && (stage.name == selected || stage.name.split(separator: ".").last.map(String.init) == selected)
        }
        self.spec = spec
        self.evaluation = evaluation
        self.training = lock(training)?["configuration"] ?? training?.configuration
        data = report(DataReport.self)
        quantization = report(QuantizationReport.self)
        trainingSummary = lock(training)?["result"]?["summary"]?.string.map { String($0.prefix { $0 != ":" }) }
        let deploying = spec.stages.first { $0.settings.makes.contains(.bundle) }
        let products = lock(deploying)?["result"]?["products"]?.array ?? []
        self.altered = altered
        served = ServedVersion(otherThanOf: spec) { path in try? files.readText(project.pushing(FilePath(path))) }
        bundle = products.compactMap(\.string).first { !$0.hasSuffix("/current") }
    }

    var dataStage: StageSpec? { spec.stages.first { $0.report(DataReport.self) != nil } }

    /// The model that the evaluation selected.
    var selected: EvaluationReport.Model? { evaluation?.selected }

    /// Rows of a split.
    func rows(of split: String) -> Int? { data?.splits.first { $0.name == split }?.rows }
}

extension Checklist {
    /// Reports that are there and are not what their stages made, by the locks of these: documents tell nothing of them.
    public func alteredReports(_ spec: ProjectSpec) -> [String] { ProjectReports(spec, project: project, files: files).altered }
}
