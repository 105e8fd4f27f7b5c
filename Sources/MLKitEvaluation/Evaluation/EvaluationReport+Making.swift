internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables

extension EvaluationReport {
    /// - Parameters:
    ///   - metrics: those that are reported.
    ///   - split: what was measured on.
    ///   - rows: of that split.
    init(
        _ models: [EvaluatedModel], _ selection: ModelSelection, _ schema: TableSchema, metrics: [Metric],
        split: MeasuredSplit, rows: Int
    ) {
        self.init()
        (task, target) = (schema.task, schema.target)
        classes = schema.task == .regression ? nil : schema.classes
        (self.split, self.rows) = (split, rows)
        let baseline = models.first { $0.kind == ModelSelection.baselineKind }
        self.baseline = baseline?.name
        self.models = models.map { $0.report(metrics, baseline, schema.classes) }
        self.selection = selection.report
        slices = selection.selected.slices.map { $0.only(metrics) }
        fairness = selection.selected.gap?.report
    }

    /// Models whose labels are not always their most probable classes, in words.
    var relabelled: [String] {
        candidates.models.compactMap { model in
            model.relabelledRows.map { rows in
                "`\(model.name)` answers another label than its most probable class for \(rows) of "
                    + "\(plural(candidates.rows, "row")) of \(candidates.split.words): accuracy, precision, recall and f1 are of its "
                    + "labels, which are what is served, roc_auc and log_loss of its probabilities"
            }
        }
    }

    /// Puts what was measured at last in front of what a model was selected by.
    mutating func show(_ measurement: Measurement) {
        validation = reported
        (split, rows, models, slices) = (measurement.split, measurement.rows, measurement.models, measurement.slices)
    }
}

extension EvaluationReport.Slice {
    /// With some of the metrics.
    func only(_ metrics: [Metric]) -> EvaluationReport.Slice {
        let groups = groups.map { EvaluationReport.Group(value: $0.value, rows: $0.rows, metrics: $0.metrics.only(metrics)) }
        return EvaluationReport.Slice(column: column, groups: groups, gaps: gaps.only(metrics))
    }
}

extension EvaluatedModel {
    func report(_ metrics: [Metric], _ baseline: EvaluatedModel?, _ classes: [String]) -> EvaluationReport.Model {
        let values = scores.values.only(metrics)
        return EvaluationReport.Model(
            name: name, kind: kind, sizeBytes: size, metrics: values, relabelledRows: relabelled > 0 ? relabelled : nil,
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
        report.split = split
        report.runnerUp = runnerUp?.name
        report.subjectTo = rule.subjectTo.map(\.text)
        report.leftOut = leftOut.map { EvaluationReport.LeftOut(name: $0.name, reason: $0.reason) }
        report.reason = words
        return report
    }
}
