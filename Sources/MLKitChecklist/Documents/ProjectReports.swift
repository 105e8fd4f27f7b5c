internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

/// What stages wrote of a project's data and models, as far as it is there.
struct ProjectReports {
    let spec: ProjectSpec
    let evaluation: JSON?
    let data: JSON?
    let quantization: JSON?
    /// What the lock of the selected model's train stage says of it: "gradient-boosted trees, 98 features".
    let trainingSummary: String?
    /// The folder of the deployed bundle.
    let bundle: String?
    /// The train stage of the selected model.
    let training: StageSpec?

    init(_ spec: ProjectSpec, project: FilePath, files: any FileSystem) {
        func json(_ path: String?) -> JSON? {
            guard let path, let bytes = try? files.read(project.pushing(FilePath(path))) else { return nil }
            return try? JSON(parsing: bytes, file: path)
        }
        func report(_ kind: String) -> JSON? {
            json(spec.stages.first { $0.kind == kind }?.output("report")?.path)
        }
        func lock(_ stage: StageSpec?) -> JSON? { json(stage.map { ".mlkit/lock/\($0.name).json" }) }
        let evaluation = report("evaluate")
        let selected = evaluation?["selection"]?["model"]?.string
        let training = spec.stages.first { stage in
            stage.kind == "train"
                && (stage.name == selected || stage.name.split(separator: ".").last.map(String.init) == selected)
        }
        self.spec = spec
        self.evaluation = evaluation
        self.training = training
        data = report("data")
        quantization = report("quantize")
        trainingSummary = lock(training)?["result"]?["summary"]?.string.map { String($0.prefix { $0 != ":" }) }
        let products = lock(spec.stages.first { $0.kind == "deploy" })?["result"]?["products"]?.array ?? []
        bundle = products.compactMap(\.string).first { !$0.hasSuffix("/current") }
    }

    var dataStage: StageSpec? { spec.stages.first { $0.kind == "data" } }

    /// The model that the evaluation selected.
    var selected: JSON? {
        let name = evaluation?["selection"]?["model"]?.string
        return evaluation?["models"]?.array?.first { $0["name"]?.string == name && name != nil }
    }

    /// Rows of a split.
    func rows(of split: String) -> Int? {
        data?["splits"]?.array?.first { $0["name"]?.string == split }?["rows"]?.int
    }
}
