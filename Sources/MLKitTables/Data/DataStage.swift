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
        defer { try? context.files.remove(scratch) }
        do {
            let engine = try TableEngine(context, scratch: scratch)
            return try await Self.run(configuration, paths, context, engine)
        } catch let failure as Failure {
            throw failure.naming(filesOf: paths.project)
        }
    }

    private static func run(
        _ configuration: DataConfiguration, _ paths: DataPaths, _ context: StageContext, _ engine: TableEngine
    ) async throws -> DataReport {
        let files = try await SourceFinder(paths: paths, context: context, engine: engine).files()
        let file = try paths.existingSchema.map {
            try SchemaFile($0, name: $0.name(in: paths.project), files: context.files)
        }
        let columns = try ColumnSelection(configuration: configuration, files: files, schema: file).columns()
        let source = SourceTable(
            engine: engine, files: files, columns: columns, missing: configuration.clean.missing)
        try source.load(to: "read \(Suggestion.list(files.map(\.name)))")
        try checkRows(try source.rowCounts(), files)
        var warnings = [String]()
        let schema: TableSchema
        if let file {
            schema = file.schema
        } else {
            schema = try infer(source, configuration.target, &warnings)
        }
        try SchemaCheck(source: source, schema: schema, file: file).run()
        return try finish(configuration, paths, context, schema, engine, warnings)
    }

    private static func checkRows(_ counts: [Int], _ files: [SourceFile]) throws {
        let empty = zip(files, counts).filter { $0.1 == 0 }.map(\.0.name)
        guard empty.isEmpty else {
            throw Failure("\(Suggestion.list(empty)) \(empty.count == 1 ? "has" : "have") a header but no rows")
        }
    }

    private static func infer(
        _ source: SourceTable, _ target: String, _ warnings: inout [String]
    ) throws -> TableSchema {
        let inference = SchemaInference(profiles: try source.profiles(), target: target)
        warnings += inference.warnings
        let listed = inference.listed
        let values = try source.values(of: listed, types: listed.map { inference.profiles[$0].type })
        return try inference.schema(values: values)
    }

    private static func finish(
        _ configuration: DataConfiguration, _ paths: DataPaths, _ context: StageContext, _ schema: TableSchema,
        _ engine: TableEngine, _ warnings: [String]
    ) throws -> DataReport {
        let table = TypedTable(engine: engine, schema: schema)
        try table.create(distinct: configuration.clean.dropDuplicates)
        let counts = try table.rowCounts()
        let strata = try table.strata(try stratum(configuration.split.stratify, schema))
        let plan = try SplitPlan(sizes: strata.map(\.rows), split: configuration.split)
        try table.write(strata, plan, configuration.split, to: paths)
        var report = DataReport()
        report.rows.read = counts.source
        report.rows.withoutTarget = counts.source - counts.labelled
        report.rows.duplicates = counts.labelled - counts.kept
        report.rows.kept = counts.kept
        (report.target, report.task) = (schema.target, schema.task)
        report.columns = try ColumnStatistics(engine: engine, schema: schema).columns()
        (report.split.seed, report.split.stratify) = (configuration.split.seed, configuration.split.stratify)
        report.split.sharedRows = try table.sharedRows()
        report.splits = try table.parts()
        report.warnings = warnings + self.warnings(counts, strata, schema)
        try write(report, schema, paths, context)
        return report
    }

    /// - Throws: `Failure` for a column that is not there, or one whose values are too many to be strata.
    private static func stratum(_ name: String?, _ schema: TableSchema) throws -> String? {
        guard let name else { return nil }
        guard let column = schema.columns.first(where: { $0.name == name }) else {
            throw Failure(
                "there is no column `\(name)` to stratify by",
                hint: Suggestion.hint(for: name, among: schema.columns.map(\.name)))
        }
        guard column.type != .number else {
            throw Failure(
                "the column `\(name)` cannot stratify a split: it is a number, and has no few values to keep alike",
                hint: "stratify by a column of texts, integers or truth values, or leave `stratify` out")
        }
        return name
    }

    private static func warnings(
        _ counts: (source: Int, labelled: Int, kept: Int), _ strata: [(value: String?, rows: Int)],
        _ schema: TableSchema
    ) -> [String] {
        var warnings = [String]()
        if counts.source > counts.labelled {
            let dropped = plural(counts.source - counts.labelled, "row")
            warnings.append("dropped \(dropped) in which the target `\(schema.target)` is missing")
        }
        let single = strata.count { $0.rows == 1 }
        if single > 0 {
            warnings.append(
                "\(plural(single, "stratum has", "strata have")) one row only, which goes to `train`")
        }
        return warnings
    }

    private static func write(
        _ report: DataReport, _ schema: TableSchema, _ paths: DataPaths, _ context: StageContext
    ) throws {
        for warning in report.warnings { context.log("warning: \(warning)") }
        context.log(report.summary)
        if let existing = paths.existingSchema {
            if existing != paths.schema { try context.files.write(context.files.read(existing), to: paths.schema) }
        } else {
            try context.files.write(schema.yaml, to: paths.schema)
        }
        try context.files.write(report.json.pretty, to: paths.report)
    }
}
