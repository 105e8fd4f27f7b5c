internal import MLKitCore
public import MLKitReports
internal import MLKitSignature
public import MLKitSpec
internal import SystemPackage

/// `kind: data`: reads a table, cleans it, holds it to its schema, describes and splits it.
public enum DataStage {
    /// Runs the stage with a scratch folder beside the outputs, which is removed afterwards.
    ///
    /// Rows without a target cannot teach anything and are dropped. The first run counts them in the report, and
    /// makes the target nullable in the schema; a target that is not nullable must have all its values.
    ///
    /// - Returns: the report, which is also written as JSON.
    /// - Throws: `Failure` with everything that is wrong with the source, or with how it fits the schema.
    public static func run(
        configuration: DataConfiguration, paths: DataPaths, context: StageContext
    ) async throws -> DataReport {
        try SplitPlan.check(configuration.split)
        for folder in [paths.train, paths.valid, paths.test].map({ $0.removingLastComponent() }) {
            try context.files.makeDirectory(folder)
        }
        let scratch = FilePath(paths.train.string + ".work")
        try context.files.remove(scratch)
        try context.files.makeDirectory(scratch)
        defer { try? context.files.remove(scratch) }
        do {
            var paths = paths
            if let remote = configuration.remote {
                paths.sources = [try await SourceDownload(source: remote, context: context).fetch(into: scratch)]
            }
            return try run(configuration, paths, context, scratch)
        } catch let failure as Failure {
            throw failure.naming(filesOf: paths.project)
        }
    }

    private static func run(
        _ configuration: DataConfiguration, _ paths: DataPaths, _ context: StageContext, _ scratch: FilePath
    ) throws -> DataReport {
        let file = try paths.existingSchema.map {
            try SchemaFile($0, name: $0.name(in: paths.project), files: context.files)
        }
        if let file { try TargetCheck(configuration: configuration, file: file).run() }
        // One engine reads files that are not delimited, while the other writes.
        let (reading, writing) = (try TableEngine(context), try TableEngine(context, scratch: scratch))
        let finder = SourceFinder(
            sources: paths.sources, names: { configuration.remote?.fileName ?? $0.name(in: paths.project) }, context: context,
            options: configuration.read)
        let files = try finder.files(reading)
        let columns = try ColumnSelection(configuration: configuration, files: files, schema: file).columns()
        var loading = SourceLoading(
            configuration: configuration, files: files, columns: columns, schema: file?.schema, reading: reading, writing: writing,
            rows: try TypedRows(files, context, scratch))
        loading.labels = try labels(configuration, paths, context, file?.schema, reading)
        let loaded = try loading.load()
        let breaches = try SchemaCheck(loaded: loaded, files: files, file: file, engine: writing).run()
        let table = try SplitTable(configuration, loaded, writing)
        try table.write(to: paths)
        var report = try DataReporting(configuration, loaded, table, files, loading.labels, isNew: file == nil).report()
        report.warnings = breaches + report.warnings
        if paths.page != nil {
            report.statistics = try TableStatistics(
                schema: loaded.schema, engine: writing, kept: table.kept, number: loaded.rows.number, rowCount: loaded.ingestion.rowCount
            ).statistics()
        }
        try write(report, loaded.schema, configuration, file, paths, context)
        return report
    }

    static func labels(
        _ configuration: DataConfiguration, _ paths: DataPaths, _ context: StageContext, _ schema: TableSchema?, _ engine: TableEngine
    ) throws -> LabelCorrections? {
        guard let settings = configuration.clean.labels, let path = paths.labels else { return nil }
        let finder = SourceFinder(
            sources: [path], names: { $0.name(in: paths.project) }, context: context, options: ReadingOptions())
        guard let file = try finder.files(engine).first else { return nil }
        return try LabelCorrections(
            file, settings, target: configuration.target, configuration.clean.unicode ?? schema?.cleaning.unicode, engine)
    }

    private static func write(
        _ report: DataReport, _ schema: TableSchema, _ configuration: DataConfiguration, _ file: SchemaFile?,
        _ paths: DataPaths, _ context: StageContext
    ) throws {
        for warning in report.warnings { context.log("warning: \(warning)") }
        context.log(report.summary)
        if let existing = paths.existingSchema, let file {
            let bytes = try context.files.read(existing)
            let kept = try file.schema.cleaning == schema.cleaning ? bytes : schema.recordCleaning(in: bytes, file: file.name)
            if kept != bytes || existing != paths.schema { try context.files.write(kept, to: paths.schema) }
        } else {
            try context.files.write(schema.yaml, to: paths.schema)
        }
        try context.files.write(report.json.pretty, to: paths.report)
        if let page = paths.page {
            let name = paths.sources.first?.lastComponent?.string ?? ""
            try context.files.write(DataPage(title: "Data of \(name)", report).text, to: page)
        }
    }
}
