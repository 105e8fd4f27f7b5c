internal import MLKitCore
internal import MLKitONNX
public import MLKitReports
internal import MLKitSignature
public import MLKitSpec
public import MLKitTables
public import SystemPackage

/// `kind: evaluate`: measures models on the validation split beside the baseline, selects one, and measures that one on
/// the test split.
public enum EvaluateStage {
    /// The splits as the data stage wrote them.
    public struct Splits: Sendable {
        /// `nil` where models are selected on the test split.
        public var valid: FilePath?
        /// `nil` where the test split is left alone.
        public var test: FilePath?
        /// `nil` where models are not compared on folds.
        public var train: FilePath?

        public init(valid: FilePath?, test: FilePath?, train: FilePath? = nil) {
            self.valid = valid
            self.test = test
            self.train = train
        }
    }

    /// Where the stage writes.
    public struct Outputs: Sendable {
        public var report: FilePath
        /// A copy of the selected model.
        public var selected: FilePath
        /// `nil` for no page.
        public var page: FilePath?
        /// Where looks at the test split are noted; `nil` for nowhere.
        public var looks: LookBook?

        public init(report: FilePath, selected: FilePath, page: FilePath? = nil, looks: LookBook? = nil) {
            self.report = report
            self.selected = selected
            self.page = page
            self.looks = looks
        }
    }

    /// - Parameter served: a model that stands beside the others and is not selected.
    /// - Returns: the report, which is also written as JSON.
    /// - Throws: `Failure` if a metric does not fit the target, the validation split is the test split, a model does not
    ///   fit the data or answers what is no finite number, or none keeps the bounds of `select`.
    public static func run(
        configuration: EvaluateConfiguration, models: [CandidateModel], served: CandidateModel? = nil, splits: Splits,
        schema: TableSchema, outputs: Outputs, context: StageContext
    ) async throws -> EvaluationReport {
        let metrics = try Metric.fitting(configuration.metrics ?? [], schema)
        let rule = configuration.select ?? .standard(isRegression: schema.task == .regression)
        let others = [configuration.fairness?.metric, configuration.importance?.metric, configuration.robustness?.metric]
        _ = try Metric.fitting([rule.metric] + others.compactMap { $0 }, schema)
        try LabelBounds(configuration, schema).check()
        if configuration.threshold != nil, schema.classes.count != 2 || schema.task == .regression {
            throw Failure(
                "`threshold` tells two classes apart, and the target `\(schema.target)` "
                    + (schema.task == .regression ? "is a number" : "has \(schema.classes.count)"), hint: "leave `threshold` out")
        }
        if configuration.split != .test, let valid = splits.valid, let test = splits.test {
            try SplitCopy.check(valid, test, context.files)
        }
        let sight = EvaluationSight(schema, configuration, metrics, outputs.looks, context)
        let valid = configuration.split == .test ? nil : try sight.measuring(.valid, splits.valid)
        let folded = try FoldedModels(
            models, train: splits.train.map { try sight.table($0) }, valid: valid?.table, schema, context.files)
        if configuration.split == .folds { try folded.requireRows() }
        let measuring = try folded.rows.map { try sight.measuring(.folds, $0) } ?? valid ?? sight.measuring(.test, splits.test)
        let split = measuring.split
        let evaluated = try models.map { try measuring.measure($0, rule.metric, answers: folded.answers(of: $0.name, on: split)) }
        let selection = try ModelSelection(evaluated, rule, on: split, level: configuration.intervals?.level) {
            measuring.compare($0, with: evaluated, by: rule.metric)
        }
        let baseline = evaluated.first { $0.kind == EvaluationReport.baselineKind }?.name
        /// The selected model and the baseline, with the thresholds that were chosen for them, and the model that stands beside all others.
        func shown(_ measuring: ModelMeasuring) throws -> [EvaluatedModel] {
            try zip(models, evaluated).filter { [selection.selected.name, baseline].contains($0.0.name) }.map { model, found in
                try measuring.measure(
                    model, rule.metric, threshold: found.threshold, answers: folded.answers(of: model.name, on: measuring.split))
            } + beside(measuring)
        }
        func beside(_ measuring: ModelMeasuring) throws -> [EvaluatedModel] {
            try served.map { [try measuring.measure($0, rule.metric, keepsLabel: true)] } ?? []
        }
        // Of the model that stands beside the others nobody knows on which of these rows it was fitted.
        let all = evaluated + (split == .folds ? [] : try beside(measuring))
        var report = try EvaluationReport(
            all, selection, schema, metrics: metrics, split: split, measuring, looking: valid ?? measuring)
        context.log("selected \(report.selection.reason)")
        report.served = served?.name
        if split == .folds, let valid {
            report.validation = try valid.report(shown(valid), selected: selection.selected.name, baseline: baseline)
        }
        report.suspicion = try measuring.suspicion(of: selection.selected, looking: valid ?? measuring)
        var (pictured, truth) = (all, measuring.truth)
        if split != .test, let test = splits.test {
            let testing = try sight.measuring(.test, test)
            if let valid { try SplitCopy.check(valid.table, testing.table) }
            pictured = try shown(testing)
            report.show(try testing.report(pictured, selected: selection.selected.name, baseline: baseline))
            truth = testing.truth
            if report.suspicion == nil, let model = pictured.first(where: { $0.name == selection.selected.name }) {
                report.suspicion = try testing.suspicion(of: model, looking: testing)
            }
        }
        try context.files.write(selectedModel(selection.selected, schema, context), to: outputs.selected)
        try context.files.write(report.json.pretty, to: outputs.report)
        if let page = outputs.page {
            // The selected model first, so that its colour is the first.
            let models = pictured.filter { $0.name == report.selection.model } + pictured.filter { $0.name != report.selection.model }
            let text = EvaluationPage(report: report, shown: models, truth: truth, warnings: report.doubts).text
            try context.files.write(text, to: page)
        }
        return report
    }

    /// The selected model; its label goes by the threshold, where one was chosen.
    private static func selectedModel(_ model: EvaluatedModel, _ schema: TableSchema, _ context: StageContext) throws -> [UInt8] {
        let bytes = try context.files.read(model.path)
        guard let threshold = model.threshold else { return bytes }
        let file = try Model(parsing: bytes)
        let named = try ModelMetadata(of: file, name: model.name).classes ?? schema.classes
        // A model may have its classes in another order than the data.
        guard named.count == 2, let place = named.firstIndex(ofBytes: schema.classes[1]) else {
            throw Failure("the model `\(model.name)` does not know both classes of `\(schema.target)`, so it can have no threshold")
        }
        return try file.labelling(
            above: threshold, place: place, classes: (schema.classes[0], schema.classes[1]), probabilities: ModelOutput.probabilities.name,
            label: ModelOutput.label.name
        ).bytes
    }
}
