internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// What all measurements of a stage have in common.
struct EvaluationSight {
    private let schema: TableSchema
    private let configuration: EvaluateConfiguration
    private let metrics: [Metric]
    private let looks: LookBook?
    private let context: StageContext

    /// - Parameter looks: where looks at the test split are noted; `nil` for nowhere.
    init(
        _ schema: TableSchema, _ configuration: EvaluateConfiguration, _ metrics: [Metric], _ looks: LookBook?, _ context: StageContext
    ) {
        (self.schema, self.configuration, self.metrics) = (schema, configuration, metrics)
        (self.looks, self.context) = (looks, context)
    }

    /// - Throws: `Failure` if DuckDB is not installed, or the file cannot be read or lacks a column.
    func table(_ path: FilePath) throws -> Table { try TableEngine(context).table(parquet: path, schema: schema) }

    /// What measures on the rows of a file.
    ///
    /// - Throws: `Failure` if there is none, it cannot be read, or has no rows.
    func measuring(_ split: MeasuredSplit, _ path: FilePath?) throws -> ModelMeasuring {
        guard let path else { throw Failure("there is no \(split.rawValue) split to evaluate on") }
        return try ModelMeasuring(split, table(path), path, schema, configuration, metrics, looks, context)
    }

    /// What measures on rows of several files.
    func measuring(_ split: MeasuredSplit, _ rows: Table) throws -> ModelMeasuring {
        try ModelMeasuring(split, rows, nil, schema, configuration, metrics, looks, context)
    }
}
