internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

/// Looks into the errors of a model: in which groups of rows they are, what there is to win there, and which rows are wrong by most.
///
/// Groups that fare worse are searched in all columns that models take, and in pairs of those that tell most; a pair has to fare worse
/// than each of its columns alone. All groups that were looked at are corrected together, so that with none that is worse, none is found
/// in 95 of 100 splits.
struct ErrorMeasuring {
    let table: Table
    let schema: TableSchema
    let configuration: EvaluateConfiguration.Errors
    let level: Double
    /// What is wrong with each row: 1 for another class, or the squared error as a share of the largest.
    private let losses: [Double]
    private let truth: TargetValues
    private let predictions: Predictor.Predictions
    /// The largest error of a regression; 1 for classes.
    private let unit: Double

    init(
        _ table: Table, _ schema: TableSchema, _ truth: TargetValues, _ predictions: Predictor.Predictions,
        _ configuration: EvaluateConfiguration.Errors, level: Double
    ) {
        (self.table, self.schema, self.configuration, self.level) = (table, schema, configuration, level)
        (self.truth, self.predictions) = (truth, predictions)
        switch (truth, predictions) {
        case (.numbers(let truth), .numbers(let predicted)):
            let errors = zip(truth, predicted).map { abs($0 - $1) }
            let largest = errors.max() ?? 0
            unit = largest > 0 ? largest : 1
            losses = errors.map { [unit] error in (error / unit) * (error / unit) }
        case (.classes(let truth, let classes), _):
            let labels = predictions.labels(classes: classes.count)
            unit = 1
            losses = zip(truth, labels).map { $0 == $1 ? 0 : 1 }
        default:
            (unit, losses) = (1, [])
        }
    }

    private var isOfNumbers: Bool { if case .numbers = truth { true } else { false } }

    private static let mostFound = 20

    /// - Parameter tags: the columns whose groups are shown in any case.
    func analysis(tags: SliceMeasuring) -> EvaluationReport.ErrorAnalysis {
        let all = ErrorSums(losses, 0..<losses.count)
        var report = EvaluationReport.ErrorAnalysis()
        (report.rows, report.rate) = (losses.count, rate(all))
        if !isOfNumbers { report.errors = Int(all.sum) }
        var search = ErrorSearch(losses, all, exact: !isOfNumbers, minRows: configuration.minRows)
        search.look(in: columns, pairs: configuration.pairs)
        report.searched = search.found.count
        let corrected = HolmCorrection.corrected(search.found.map(\.chance))
        let weak = zip(search.found, corrected).filter { $0.1 <= 1 - level }
            .map { group($0.columns, $0.values, $0.sums, all, chance: $0.chance, corrected: $1) }
        let asked = tags.slices.flatMap { slice in
            slice.groups.map { own in
                let values = [own.value ?? SliceMeasuring.missing]
                let sums = ErrorSums(losses, own.rows)
                let known = zip(search.found, corrected).first { $0.0.columns == [slice.column] && $0.0.values == values }
                return group([slice.column], values, sums, all, chance: known?.0.chance ?? 1, corrected: known?.1 ?? 1)
            }
        }
        let others = weak.filter { found in !asked.contains { $0.columns == found.columns && $0.values == found.values } }
            .sorted { $0.room > $1.room }.prefix(Self.mostFound)
        report.groups = (asked + others).sorted { ($0.room.isNaN ? -.infinity : $0.room) > ($1.room.isNaN ? -.infinity : $1.room) }
        report.worst = worst
        return report
    }

    /// The columns that models take, as groups; those with too many values are names.
    private var columns: [(column: String, groups: [SliceMeasuring.RowGroup])] {
        schema.features.flatMap { (try? SliceMeasuring([$0.name], table, schema))?.slices ?? [] }
            .filter { $0.groups.count > 1 && $0.groups.count <= Self.mostGroups }
    }

    private static let mostGroups = 50

    /// The rate of errors, or the root of the mean squared error in the target's unit.
    private func rate(_ sums: ErrorSums) -> Double { isOfNumbers ? sums.mean.squareRoot() * unit : sums.mean }

    private func group(
        _ columns: [String], _ values: [String], _ sums: ErrorSums, _ all: ErrorSums, chance: Double, corrected: Double
    ) -> EvaluationReport.ErrorGroup {
        var group = EvaluationReport.ErrorGroup(columns: columns, values: values, rows: Int(sums.count))
        let others = all.without(sums)
        group.share = sums.count / all.count
        group.shareOfErrors = sums.sum / all.sum
        (group.rate, group.rateElsewhere) = (rate(sums), rate(others))
        if !isOfNumbers { group.interval = Interval(ShareInterval.wilson(Int(sums.sum), of: Int(sums.count), level: level)) }
        func rest(_ sum: Double) -> Double {
            let mean = max(sum, 0) / all.count
            return isOfNumbers ? mean.squareRoot() * unit : mean
        }
        group.ceiling = rate(all) - rest(others.sum)
        group.room = rate(all) - rest(others.sum + others.mean * sums.count)
        (group.chance, group.corrected, group.isWeak) = (chance, corrected, corrected <= 1 - level)
        return group
    }

    // MARK: The worst rows

    private static let mostColumns = 30

    private var worst: [EvaluationReport.WorstRow] {
        let rows: [(row: Int, off: Double, answer: String, truth: String)]
        switch (truth, predictions) {
        case (.classes(let truth, let classes), .probabilities(let probabilities, _)):
            let labels = predictions.labels(classes: classes.count)
            rows = truth.indices.filter { labels[$0] != truth[$0] }
                .map { ($0, probabilities[$0 * classes.count + truth[$0]], classes[labels[$0]], classes[truth[$0]]) }
                .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        case (.numbers(let truth), .numbers(let predicted)):
            rows = truth.indices.map { ($0, predicted[$0] - truth[$0], predicted[$0].briefFigure(), truth[$0].briefFigure()) }
                .filter { $0.1 != 0 }.sorted { (-abs($0.1), $0.0) < (-abs($1.1), $1.0) }
        default: rows = []
        }
        let columns = schema.features.prefix(Self.mostColumns).map(\.name)
        return rows.prefix(configuration.worst).map { found in
            let values = columns.compactMap { name in text(name, found.row).map { (name, $0) } }
            return EvaluationReport.WorstRow(
                row: found.row + 1, truth: found.truth, answer: found.answer, off: found.off,
                values: Dictionary(values) { first, _ in first })
        }
    }

    private func text(_ column: String, _ row: Int) -> String? {
        switch table[column] {
        case .text(let texts)?: texts[row]
        case .numeric(let numbers)?: numbers[row].isNaN ? nil : numbers[row].briefFigure()
        case nil: nil
        }
    }
}
