internal import MLKitCore
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// Reads the tables that a command line names.
struct TableReading {
    private let surroundings: Surroundings
    private let context: StageContext
    private let options: ReadingOptions
    private let schema: TableSchema?

    init(_ option: ReadingOption) throws {
        surroundings = try Surroundings()
        context = StageContext(engines: surroundings.engines(), threads: option.threads)
        options = try option.read.map { try ReadingOptions(parsing: $0, name: "--read") } ?? ReadingOptions()
        let folder = surroundings.directory
        schema = try option.schema.map { try SchemaFile(folder.pushing(FilePath($0)), name: $0).schema }
    }

    /// - Parameter other: a table whose columns decide how they are read, where no schema was named.
    func table(_ name: String, like other: ReadTable? = nil) async throws -> ReadTable {
        let table = try await read(name, like: schema ?? other?.schema)
        warn(table.warnings.map { .warning("`\(table.name)`: \($0)") })
        return table
    }

    private func read(_ name: String, like schema: TableSchema?) async throws -> ReadTable {
        do {
            if FetchedTable.isAddress(name) {
                return try ReadTable(await FetchedTable(name, read: options, context: context), like: schema, context: context)
            }
            return try ReadTable(
                surroundings.directory.pushing(FilePath(name)), name: name, like: schema, read: options, context: context)
        } catch let failure as Failure {
            throw failure.sayingRead
        }
    }

    func warn(_ warnings: [Diagnostic]) {
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for warning in warnings { Console.standard.error(renderer.render(warning)) }
    }
}
