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

    /// - Parameters:
    ///   - sources: files, or patterns of them.
    ///   - names: what messages call a file.
    ///   - schema: what to hold the source to; `nil` to find it out.
    ///   - scratch: a folder for what memory does not hold.
    /// - Throws: `Failure` with everything that is wrong with the source, or with how it fits the schema.
    init(
        _ configuration: DataConfiguration, sources: [FilePath], names: @escaping (FilePath) -> String, schema: SchemaFile?,
        _ context: StageContext, scratch: FilePath
    ) throws {
        self.configuration = configuration
        // One engine reads files that are not delimited, while the other writes.
        let (reading, writing) = (try TableEngine(context), try TableEngine(context, scratch: scratch))
        files = try SourceFinder(sources: sources, names: names, context: context, options: configuration.read).files(reading)
        let columns = try ColumnSelection(configuration: configuration, files: files, schema: schema).columns()
        loaded = try SourceLoading(
            configuration: configuration, files: files, columns: columns, schema: schema?.schema, reading: reading, writing: writing,
            rows: try TypedRows(files, context, scratch)
        ).load()
        try SchemaCheck(loaded: loaded, files: files, file: schema).run()
        table = try SplitTable(configuration, loaded, writing)
    }

    /// - Parameter isNew: whether the schema was found out by this run.
    func report(isNew: Bool) throws -> DataReport {
        try DataReporting(configuration, loaded, table, files, isNew: isNew).report()
    }
}
