internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables

/// Trains a model of two classes for each of several labels, and exports all of them as one.
struct LabelsTraining {
    let configuration: TrainConfiguration
    let schema: TableSchema
    let train: Table
    let valid: Table
    let context: StageContext

    /// - Throws: `Failure` for settings that are for one target, and where a label cannot be learned.
    func run() throws -> TrainedModel {
        guard let model = configuration.model else { throw Failure("the stage names no model to train") }
        if let problem = Self.refusal(model) { throw Failure(problem.message, hint: problem.hint) }
        let trained = try schema.labels.enumerated().map { place, label in
            context.log("label `\(label)`")
            return try TrainStage.run(
                configuration: configuration, schema: schema.predicting(label), train: train, valid: valid, context: context.part("label-\(place + 1)", told: "the label `\(label)`"))
        }
        let whole = LabelsModel(zip(schema.labels, trained).map { ($0, $1.fitted.model) }, schema)
        let histories = trained.map(\.fitted.history)
        var fitted = FittedModel(whole, history: HistoryEntry.mean(of: histories))
        fitted.warnings = trained.flatMap(\.fitted.warnings)
        let exporter = LabelsExporter(labels: schema.labels, model: model.name, family: model.settings.family)
        var result = TrainedModel(
            model: try exporter.export(whole), report: try report(model, trained, whole), history: .array(fitted.history.map(\.json)),
            featureNames: whole.featureNames, classes: schema.labels, fitted: fitted)
        result.report.exportDifference = try ExportCheck(context: context).run(result, on: valid).map { Double($0) }
        return result
    }

    /// What only a model of one target does.
    static func refusal(_ model: ModelChoice) -> (message: String, hint: String)? {
        let other: (String, String)? =
            if model.settings.isSearch { ("models of kind `\(model.settings.family)` are found", "name a family, such as `lightgbm`") }
            else if model.settings.teacher != nil { ("a model learns from another", "leave `distill` out") }
            else if model.settings.quantizes { ("a network is trained with rounded numbers", "leave `quantize` out") }
            else { nil }
        return other.map { what, remedy in
            ("\(what) for one target, and the data have several labels", "\(remedy), or make a stage for each label by `foreach`")
        }
    }

    private func report(_ model: ModelChoice, _ trained: [TrainedModel], _ whole: LabelsModel) throws -> TrainingReport {
        var report = TrainingReport()
        (report.model, report.kind) = (model.name, model.settings.family)
        report.algorithm = "\(trained[0].report.algorithm), one for each label"
        (report.task, report.target) = (.multilabel, schema.targetName)
        (report.columns, report.features) = (whole.columns.count, whole.featureNames.count)
        report.preparation = whole.preparation
        report.weight = trained[0].report.weight
        (report.foldGroup, report.foldTime) = (trained[0].report.foldGroup, trained[0].report.foldTime)
        report.train = try scores(whole, train)
        report.valid = try scores(whole, valid)
        report.labels = zip(schema.labels, trained).map { name, own in
            var label = TrainingReport.Label(name: name, train: own.report.train, valid: own.report.valid)
            (label.calibration, label.leftOut) = (own.report.calibration, own.report.leftOut)
            (label.foldMean, label.foldDeviation) = (own.report.foldMean, own.report.foldDeviation)
            return label
        }
        return report
    }

    /// Every metric that is defined for some rows.
    private func scores(_ model: LabelsModel, _ table: Table) throws -> MetricValues {
        guard case .labels(let truth, let names) = try table.target(schema) else { return MetricValues() }
        let scores = Scores(truth: truth, probabilities: try model.predict(table).map { Double($0) }, labels: names.count)
        let defined = scores.values.all.filter { !$0.value.isNaN }
        return MetricValues(Dictionary(defined.map { ($0.metric, $0.value) }) { first, _ in first })
    }
}

extension HistoryEntry {
    /// The mean over several trainings, step by step; one that is over counts as it ended.
    static func mean(of histories: [[HistoryEntry]]) -> [HistoryEntry] {
        let known = histories.filter { !$0.isEmpty }
        let steps = known.map(\.count).max() ?? 0
        return (0..<steps).map { step in
            let entries = known.map { $0[min(step, $0.count - 1)] }
            let valid = entries.compactMap(\.validLoss)
            return HistoryEntry(
                step: step + 1, trainLoss: entries.reduce(0) { $0 + $1.trainLoss } / Double(entries.count),
                validLoss: valid.count == entries.count ? valid.reduce(0, +) / Double(valid.count) : nil)
        }
    }
}
