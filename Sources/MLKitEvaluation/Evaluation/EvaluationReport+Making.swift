internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables

extension EvaluationReport {
    /// - Parameters:
    ///   - metrics: those that are reported.
    ///   - split: what was measured on.
    ///   - measuring: what measured there.
    ///   - looking: what asks the selected model about rows that were changed.
    init(
        _ models: [EvaluatedModel], _ selection: ModelSelection, _ schema: TableSchema, metrics: [Metric],
        split: MeasuredSplit, _ measuring: ModelMeasuring, looking: ModelMeasuring
    ) throws {
        self.init()
        (task, target) = (try schema.requireTask(), schema.targetName)
        classes = task == .regression ? nil : schema.classes
        (self.split, rows, intervals) = (split, measuring.rows, measuring.method)
        let baseline = models.first { $0.kind == EvaluationReport.baselineKind }
        self.baseline = baseline?.name
        self.models = models.map { $0.report(metrics, baseline, schema.classes) }
        self.selection = selection.report
        slices = try measuring.groups(selection.selected)
        fairness = selection.selected.gap?.report
        comparisons = measuring.compare(selection.selected, with: models)
        parity = selection.selected.parity
        errors = try measuring.errors(selection.selected)
        importance = try looking.importance(selection.selected, selection.rule.metric)
        robustness = try looking.robustness(selection.selected, selection.rule.metric)
    }

    /// What speaks against what was measured, in words.
    var doubts: [String] {
        let isUnexplained = suspicion.map { !$0.isExpected } ?? false
        return (isUnexplained ? [suspicion?.words(model: selection.model)].compactMap(\.self) : []) + unproven + relabelled
    }

    /// That the selected model is not better than the baseline, or than the served one, beyond chance, in words.
    var unproven: [String] {
        let others = [(baseline, "the baseline"), (served, "the model")]
        return others.compactMap { name, kind in
            guard let name, name != selection.model,
                let found = comparisons.first(where: { $0.other == name && $0.metric == selection.metric }), found.verdict != .better
            else { return nil }
            let how = found.verdict == .worse ? "worse than" : "not better beyond chance than"
            return "`\(selection.model)` is \(how) \(kind) `\(name)` on \(split.words): \(selection.metric.rawValue) differs by "
                + "\(found.difference.briefFigure()) (\(found.interval.words(intervals?.level ?? 0.95)))"
        }
    }

    /// Models whose labels are not always their most probable classes, in words.
    private var relabelled: [String] {
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
        if split == .folds { folds = reported } else { validation = reported }
        (split, rows, models, slices) = (measurement.split, measurement.rows, measurement.models, measurement.slices)
        (comparisons, parity) = (measurement.comparisons, measurement.parity)
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
        var report = EvaluationReport.Model(
            name: name, kind: kind, sizeBytes: size, metrics: values, relabelledRows: relabelled > 0 ? relabelled : nil,
            differenceToBaseline: baseline.map { values.minus($0.scores.values) },
            confusion: scores.confusion?.counts,
            perClass: perClass(classes))
        (report.threshold, report.latency) = (threshold, latency)
        (report.reliability, report.gains, report.residuals) = (tables?.reliability, tables?.gains, tables?.residuals)
        if !intervals.only(metrics).isEmpty { report.intervals = intervals.only(metrics) }
        for (index, found) in classIntervals.enumerated() where !found.isEmpty { report.perClass?[index].intervals = found }
        return report
    }
}

extension EvaluatedModel {
    /// The scores of each class, or of each label; `nil` for regression.
    fileprivate func perClass(_ classes: [String]) -> [EvaluationReport.ClassScores]? {
        func found(_ name: String, _ confusion: ConfusionMatrix, _ place: Int) -> EvaluationReport.ClassScores {
            EvaluationReport.ClassScores(
                name: name, rows: confusion.support[place], precision: confusion.precision(of: place), recall: confusion.recall(of: place),
                f1: confusion.f1(of: place))
        }
        if let labels = scores.labels { return zip(classes, labels).map { found($0, $1, 1) } }
        return scores.confusion.map { confusion in classes.indices.map { found(classes[$0], confusion, $0) } }
    }
}

extension ModelSelection {
    fileprivate var report: EvaluationReport.Selection {
        var report = EvaluationReport.Selection()
        (report.model, report.metric, report.maximize) = (selected.name, rule.metric, rule.maximize)
        report.value = selected.scores[rule.metric] ?? .nan
        report.split = split
        report.runnerUp = runnerUp?.name
        report.prefer = rule.prefer
        report.best = best.name == selected.name ? nil : best.name
        report.equals = equals.map(\.name)
        report.subjectTo = rule.subjectTo.map(\.text)
        report.leftOut = leftOut.map { EvaluationReport.LeftOut(name: $0.name, reason: $0.reason) }
        report.reason = words
        return report
    }
}
