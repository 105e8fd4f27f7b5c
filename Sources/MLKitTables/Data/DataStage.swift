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
            let (configuration, paths) = try await configuration.fetched(paths, into: scratch, context)
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
        let prepared = try PreparedTable(
            configuration, sources: paths.sources, labels: paths.labels,
            names: { configuration.sourceName ?? $0.name(in: paths.project) }, schema: file, context, scratch: scratch,
            cache: paths.cache.flatMap { folder in paths.project.map { (folder, $0) } })
        try prepared.table.write(to: paths)
        var report = try prepared.report(isNew: file == nil)
        if paths.page != nil { report.statistics = try prepared.statistics() }
        try write(report, prepared.loaded.schema, configuration, file, paths, context)
        prepared.keepFiles()
        return report
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
            let name = configuration.sourceName ?? paths.sources.first?.lastComponent?.string ?? ""
            try context.files.write(DataPage(title: "Data of \(name)", report).text, to: page)
        }
    }
}
