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

        public init(valid: FilePath?, test: FilePath?) {
            self.valid = valid
            self.test = test
        }
    }

    /// Where the stage writes.
    public struct Outputs: Sendable {
        public var report: FilePath
        /// A copy of the selected model.
        public var selected: FilePath
        /// Where looks at the test split are noted; `nil` for nowhere.
        public var looks: LookBook?

        public init(report: FilePath, selected: FilePath, looks: LookBook? = nil) {
            self.report = report
            self.selected = selected
            self.looks = looks
        }
    }

    /// - Returns: the report, which is also written as JSON.
    /// - Throws: `Failure` if a metric does not fit the target, the validation split is the test split, a model does not
    ///   fit the data or answers what is no finite number, or none keeps the bounds of `select`.
    public static func run(
        configuration: EvaluateConfiguration, models: [CandidateModel], splits: Splits, schema: TableSchema,
        outputs: Outputs, context: StageContext
    ) async throws -> EvaluationReport {
        let metrics = try Metric.fitting(configuration.metrics ?? [], schema)
        let rule = configuration.select ?? .standard(isRegression: schema.task == .regression)
        _ = try Metric.fitting([rule.metric] + [configuration.fairness?.metric].compactMap { $0 }, schema)
        let split = configuration.split
        if split != .test, let valid = splits.valid, let test = splits.test { try SplitCopy.check(valid, test, context.files) }
        let measuring = try await ModelMeasuring(
            split, split == .test ? splits.test : splits.valid, schema, configuration, metrics, outputs.looks, context)
        let evaluated = try models.map { try measuring.measure($0, rule.metric) }
        let selection = try ModelSelection(evaluated, rule, on: split)
        var report = EvaluationReport(evaluated, selection, schema, metrics: metrics, split: split, rows: measuring.rows)
        context.log("selected \(report.selection.reason)")
        if split != .test, let test = splits.test {
            let testing = try await ModelMeasuring(.test, test, schema, configuration, metrics, outputs.looks, context)
            try SplitCopy.check(measuring.table, testing.table)
            report.show(try testing.report(models, selected: selection.selected.name, baseline: report.baseline))
        }
        try context.files.write(context.files.read(selection.selected.path), to: outputs.selected)
        try context.files.write(report.json.pretty, to: outputs.report)
        return report
    }
}
