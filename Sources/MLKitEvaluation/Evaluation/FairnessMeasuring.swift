internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables

/// How a split's models treat the groups that `fairness` asks for.
struct FairnessMeasuring {
    private let configuration: EvaluateConfiguration.Fairness
    private let slices: SliceMeasuring
    private let columns: [[String]]
    private let truth: TargetValues
    private let level: Double

    /// - Parameter slices: the columns that tell groups apart where `fairness` names none.
    /// - Throws: `Failure` for columns that tell no groups apart, or too many, and for a criterion that does not fit the target.
    init(
        _ configuration: EvaluateConfiguration.Fairness, slices: [String], _ table: Table, _ schema: TableSchema, _ truth: TargetValues,
        level: Double
    ) throws {
        if let criterion = configuration.criterion, schema.task == .regression || schema.classes.count != 2 {
            throw Failure(
                "`\(criterion.rawValue)` compares how two classes are told apart, and the target `\(schema.target)` "
                    + (schema.task == .regression ? "is a number" : "has \(schema.classes.count)"),
                hint: "compare groups by a `metric`")
        }
        let names = configuration.protected ?? slices
        let key = configuration.protected == nil ? EvaluateConfiguration.slicesName : EvaluateConfiguration.Fairness.protectedName
        var groups = try SliceMeasuring(names, table, schema, key: key)
        if configuration.intersections { try groups.cross() }
        (self.configuration, self.slices, self.truth, self.level) = (configuration, groups, truth, level)
        columns = names.map { [$0] } + (groups.slices.count > names.count ? [names] : [])
    }

    /// How groups are treated; nothing where there are not two classes.
    func parity(_ predictions: Predictor.Predictions) -> [EvaluationReport.Parity] {
        guard case .classes(let truth, let classes) = truth, classes.count == 2 else { return [] }
        let measuring = ParityMeasuring(
            truth: truth, predicted: predictions.labels(classes: 2), level: level, minRows: configuration.minRows)
        return zip(columns, slices.slices).map { columns, slice in
            measuring.parity(columns, slice.groups.map { ([$0.value ?? SliceMeasuring.missing], $0.rows) })
        }
    }

    /// How far groups are apart by what `fairness` goes by.
    ///
    /// - Parameter metric: what models are selected by.
    func gap(
        _ predictions: Predictor.Predictions, _ parity: [EvaluationReport.Parity], metric: Metric
    ) throws -> FairnessGap {
        let metric = configuration.metric ?? metric
        guard let criterion = configuration.criterion else {
            return FairnessGap(try slices.measure(truth, predictions, [metric]), metric: metric, configuration)
        }
        let gaps = parity.map { parity in
            EvaluationReport.ColumnGap(
                column: parity.name, gap: parity.gaps.first { $0.criterion == criterion }?.difference ?? .nan)
        }
        return FairnessGap(gaps, metric: metric, criterion, limit: configuration.maxGap)
    }
}
