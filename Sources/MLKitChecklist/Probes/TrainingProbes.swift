internal import MLKitCore
internal import MLKitSpec

/// How models are trained.
enum TrainingProbes {
    static func seedFixed(_ context: ProbeContext) throws -> ProbeVerdict {
        let drawing = context.spec.stages.filter { $0.settings.seed != nil }
        guard !drawing.isEmpty else {
            let seed = context.facts["params.seed"]
            return .held(
                seed != nil, "\(ProjectSpec.fileName) \(seed == nil ? "does not set" : "sets") `params.seed`",
                [ProjectSpec.fileName])
        }
        for stage in drawing {
            guard let field = stage.settings.seed, stage.configuration.value(at: field)?.int == nil else { continue }
            return .failed("the stage `\(stage.name)` does not set `\(field)`", [ProjectSpec.fileName])
        }
        return .passed("every data and train stage sets its seed", [ProjectSpec.fileName])
    }
}
