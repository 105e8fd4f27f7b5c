internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec

/// How models are trained.
enum TrainingProbes {
    /// How much better a model may be on the rows that it has learned from.
    private static let gap = 0.1
    /// How far the exported model may be off, in a probability or a part of a predicted number.
    private static let exportTolerance = 1e-3

    /// Training and validation error of every model are close to each other.
    static func generalisation(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(TrainingReport.self) { _, report in
            let metric: Metric =
                switch report.task {
                case .regression: .r2
                case .multilabel: .f1
                case .binary, .multiclass: .accuracy
                }
            guard let train = report.train[metric], let valid = report.valid[metric], !train.isNaN, !valid.isNaN else {
                return .unknown("`\(metric.rawValue)` of both splits is not in it")
            }
            let found = "\(metric.rawValue) is \(train.brief()) on training rows and \(valid.brief()) on others"
            return .held(train - valid <= gap, train - valid <= gap ? found : "\(found), more than \(gap.brief()) apart")
        }
    }

    /// What the exported model answers is what the trained one does.
    static func export(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(TrainingReport.self) { _, report in
            guard let difference = report.exportDifference, !difference.isNaN else {
                return .unknown("whether the exported model answers alike was not tried")
            }
            return .held(difference <= exportTolerance, "the exported model differs by at most \(difference.brief())")
        }
    }

    /// The models of some train stage were measured on parts of the training rows as well. Where one was selected on these, the report of
    /// the evaluation says so, which is in git while models and their metrics need not be.
    static func crossValidation(_ context: ProbeContext) throws -> ProbeVerdict {
        for stage in context.stages(writing: EvaluationReport.self) {
            let verdict = try context.reports(EvaluationReport.self, of: [stage]) { _, report in
                .held(report.selection.split == .folds, "models were compared on folds of \(plural(report.candidates.rows, "row"))")
            }
            if verdict.passes { return verdict }
        }
        let groups = Dictionary(grouping: context.stages(writing: TrainingReport.self), by: \.group).sorted { $0.key < $1.key }
        let verdicts = try groups.map { name, stages in
            try context.reports(TrainingReport.self, of: stages) { _, report in
                guard let folds = report.folds, folds.count > 1 else {
                    return .failed("it has no folds: set `cross_validation` of the stage `\(name)`")
                }
                guard let mean = report.foldMean?.all.first, let deviation = report.foldDeviation?[mean.metric] else {
                    return .unknown("there is nothing to judge: no metric is defined on all of its \(folds.count) folds")
                }
                return .passed(
                    "\(mean.metric.rawValue) is \(mean.value.brief()) on \(folds.count) folds, give or take \(deviation.brief())")
            }
        }
        return verdicts.first(where: \.passes) ?? .all(verdicts)
    }

    static func seedFixed(_ context: ProbeContext) throws -> ProbeVerdict {
        guard !context.spec.stages.isEmpty else { return .unknown("there is nothing to judge: \(ProjectSpec.fileName) declares no stage") }
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
