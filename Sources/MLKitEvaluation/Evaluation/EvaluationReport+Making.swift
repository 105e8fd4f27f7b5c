internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables

extension EvaluationReport {
    /// - Parameters:
    ///   - metrics: those that are reported.
    ///   - rows: of the split that was measured on.
    init(
        _ models: [EvaluatedModel], _ selection: ModelSelection, _ schema: TableSchema, metrics: [Metric], rows: Int
    ) {
        self.init()
        (task, target) = (schema.task, schema.target)
        classes = schema.task == .regression ? nil : schema.classes
        self.rows = rows
        let baseline = models.first { $0.kind == ModelSelection.baselineKind }
        self.baseline = baseline?.name
        self.models = models.map { $0.report(metrics, baseline, schema.classes) }
        self.selection = selection.report
    }
}

extension EvaluatedModel {
    fileprivate func report(
        _ metrics: [Metric], _ baseline: EvaluatedModel?, _ classes: [String]
    ) -> EvaluationReport.Model {
        let values = scores.values.only(metrics)
        return EvaluationReport.Model(
            name: name, kind: kind, sizeBytes: size, metrics: values,
            differenceToBaseline: baseline.map { values.minus($0.scores.values) },
            confusion: scores.confusion?.counts,
            perClass: scores.confusion.map { confusion in
                classes.indices.map { index in
                    EvaluationReport.ClassScores(
                        name: classes[index], rows: confusion.support[index],
                        precision: confusion.precision(of: index), recall: confusion.recall(of: index),
                        f1: confusion.f1(of: index))
                }
            })
    }
}

extension ModelSelection {
    fileprivate var report: EvaluationReport.Selection {
        var report = EvaluationReport.Selection()
        (report.model, report.metric, report.maximize) = (selected.name, rule.metric, rule.maximize)
        report.value = selected.scores[rule.metric] ?? .nan
        report.runnerUp = runnerUp?.name
        report.subjectTo = rule.subjectTo.map(\.text)
        report.leftOut = leftOut.map { EvaluationReport.LeftOut(name: $0.name, reason: $0.reason) }
        report.reason = words
        return report
    }
}
