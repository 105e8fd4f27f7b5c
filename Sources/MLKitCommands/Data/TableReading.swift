internal import MLKitCore
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// Reads the tables that a command line names.
struct TableReading {
    private let surroundings: Surroundings
    private let context: StageContext
    private let reading: FileReading
    private let schema: TableSchema?

    /// - Parameter names: all tables that there are to read.
    init(_ option: ReadingOption, of names: [String]) throws {
        let surroundings = try Surroundings()
        let schema = try option.schema.map { try SchemaFile(surroundings.directory.pushing(FilePath($0)), name: $0).schema }
        self.init(
            try FileReading(option.read, of: names, surroundings), schema: schema, surroundings,
            StageContext(engines: surroundings.engines(), threads: option.threads))
    }

    /// - Parameter schema: what the columns of the tables are; found out if `nil`.
    init(_ reading: FileReading, schema: TableSchema?, _ surroundings: Surroundings, _ context: StageContext) {
        (self.reading, self.schema, self.surroundings, self.context) = (reading, schema, surroundings, context)
    }

    /// - Parameter other: a table whose columns decide how they are read, where no schema was named.
    func table(_ name: String, like other: ReadTable? = nil) async throws -> ReadTable {
        let table = try await read(name, like: schema ?? other?.schema)
        warn(table.warnings.map { .warning("`\(table.name)`: \($0)") })
        return table
    }

    private func read(_ name: String, like schema: TableSchema?) async throws -> ReadTable {
        let directory = surroundings.directory
        do {
            guard !FetchedTable.isAddress(name) else {
                let fetched = try await FetchedTable(name, read: reading.options(of: FilePath(name)), context: context)
                return try ReadTable(fetched, like: schema, context: context)
            }
            let files = try TableFiles(name, directory: directory)
            return try reading.options(of: files.paths[0]).guessingEncoding(
                of: files.paths, told: { FileReading.tell(otherText: files.name($0, of: name, in: directory)) }
            ) { read in
                try ReadTable(
                    files.paths, name: name, names: { files.name($0, of: name, in: directory) }, like: schema, read: read, context: context)
            }
        } catch let failure as Failure {
            throw reading.explaining(failure.naming(filesOf: directory)).sayingRead
        }
    }

    func warn(_ warnings: [Diagnostic]) {
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for warning in warnings { Console.standard.error(renderer.render(warning)) }
    }
}
