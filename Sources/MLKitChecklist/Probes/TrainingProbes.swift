internal import MLKitCore
internal import MLKitSpec

/// How models are trained.
enum TrainingProbes {
    static func crossValidationUsed(_ context: ProbeContext) throws -> ProbeVerdict {
        let stages = context.stages("train").filter { ($0.configuration["cross_validation"]?.int ?? 0) >= 2 }
        guard !stages.isEmpty else {
            return .failed("no train stage sets `cross_validation` to 2 or more")
        }
        return .all(
            try stages.map { stage in
                let wanted = stage.configuration["cross_validation"]?.int ?? 0
                guard let path = stage.output("metrics")?.path, let metrics = try context.json(path) else {
                    return .unknown("the stage `\(stage.name)` has not run yet: `mlkit run \(stage.name)`")
                }
                guard let folds = metrics["folds"]?.array?.count ?? metrics["folds"]?.int else {
                    return .unknown("`folds` is missing in \(path)", [path])
                }
                return .held(folds == wanted, "\(path): \(folds) of \(wanted) folds", [path])
            })
    }

    static func seedFixed(_ context: ProbeContext) throws -> ProbeVerdict {
        let stages = context.spec.stages
        let learning = stages.filter { ["data", "train"].contains($0.kind) }
        guard !learning.isEmpty else {
            let seed = context.facts["params.seed"]
            return .held(
                seed != nil, "\(ProjectSpec.fileName) \(seed == nil ? "does not set" : "sets") `params.seed`",
                [ProjectSpec.fileName])
        }
        for stage in learning {
            let isData = stage.kind == "data"
            let seed = isData ? stage.configuration["split"]?["seed"] : stage.configuration["seed"]
            guard seed?.int != nil else {
                let field = isData ? "split.seed" : "seed"
                return .failed("the stage `\(stage.name)` does not set `\(field)`", [ProjectSpec.fileName])
            }
        }
        return .passed("every data and train stage sets its seed", [ProjectSpec.fileName])
    }
}
