internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec
internal import SystemPackage

/// A source that was read, held to its schema and split; nothing of it is written yet.
struct PreparedTable {
    let configuration: DataConfiguration
    let files: [SourceFile]
    let loaded: LoadedSource
    let table: SplitTable
    private let labels: LabelCorrections?
    private let typed: TypedFiles?
    /// What the schema says that does not hold, and is to be told only.
    private let breaches: [String]

    /// - Parameters:
    ///   - sources: files, or patterns of them.
    ///   - labels: the file of better labels, where there is one.
    ///   - names: what messages call a file.
    ///   - schema: what to hold the source to; `nil` to find it out.
    ///   - scratch: a folder for what memory does not hold.
    ///   - cache: where files are kept as they were typed, with the project; nowhere if `nil`.
    /// - Throws: `Failure` with everything that is wrong with the source, or with how it fits the schema.
    init(
        _ configuration: DataConfiguration, sources: [FilePath], labels: FilePath? = nil, names: @escaping (FilePath) -> String,
        schema: SchemaFile?, _ context: StageContext, scratch: FilePath, cache: (folder: FilePath, project: FilePath)? = nil
    ) throws {
        self.configuration = configuration
        let source = try OpenedSource(sources, names: names, options: configuration.read, context, scratch: scratch)
        files = source.files
        let (reading, writing) = (source.reading, source.writing)
        let columns = try ColumnSelection(configuration: configuration, files: files, schema: schema).columns()
        typed = configuration.isLocal
            ? try TypedFiles(files, in: cache?.folder, project: cache?.project, context, scratch: scratch) : nil
        var loading = SourceLoading(
            configuration: configuration, files: files, columns: columns, schema: schema?.schema, reading: reading, writing: writing,
            rows: try typed.map { TypedRows($0.parts) } ?? TypedRows(files, context, scratch))
        loading.typed = typed
        self.labels = try LabelCorrections.read(labels, names, configuration, schema?.schema, context, reading, scratch: scratch)
        loading.labels = self.labels
        loading.pseudonyms = try Pseudonyms.asked(configuration.clean, EnvironmentVariable.value)
        loading.log = context.log
        loaded = try loading.load()
        breaches = try SchemaCheck(loaded: loaded, files: files, file: schema, engine: writing).run()
        table = try SplitTable(configuration, loaded, writing)
    }

    /// - Parameter isNew: whether the schema was found out by this run.
    func report(isNew: Bool) throws -> DataReport {
        var report = try DataReporting(configuration, loaded, table, files, labels, isNew: isNew).report()
        report.warnings = breaches + report.warnings
        return report
    }

    /// Keeps files as they were typed for the next run. Nothing may be asked of the table afterwards.
    func keepFiles() { typed?.keep() }

    /// Distributions, and what columns have to do with each other.
    func statistics() throws -> DataReport.Statistics {
        try TableStatistics(
            schema: loaded.schema, engine: table.engine, kept: table.kept, number: loaded.rows.number,
            rowCount: loaded.ingestion.rowCount
        ).statistics()
    }
}
