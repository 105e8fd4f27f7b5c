internal import MLKitCore
internal import MLKitEngines
public import MLKitSpec
public import SystemPackage

/// The DuckDB command line, one process a call: it reads no start-up file, loads nothing from the network,
/// and keeps to the given threads and to half of the machine's memory.
public struct DuckDB: Sendable {
    let executable: FilePath
    let threads: Int
    /// The database file that statements work on; `nil` for one in memory that ends with the call.
    let database: FilePath?
    let files: any FileSystem

    /// - Throws: `Failure` if DuckDB is not installed.
    public init(_ context: StageContext, database: FilePath? = nil) throws {
        executable = try context.engines.require(.duckdb)
        threads = max(context.threads, 1)
        files = context.files
        self.database = database
    }

    /// Runs statements that leave no rows to read.
    ///
    /// - Parameter purpose: what they do, in words that follow "cannot".
    /// - Throws: `Failure` with DuckDB's reason; the place in the file where it names one.
    public func run(_ statements: String, to purpose: String) async throws {
        _ = try await output(of: statements, to: purpose)
    }

    /// What statements write to standard output. It is a pipe: DuckDB's `COPY … TO '/dev/stdout'` corrupts
    /// regular files.
    func output(of statements: String, to purpose: String) async throws -> [UInt8] {
        let script = settings + statements
        let fits = script.utf8.count < Self.argumentLimit
        guard !fits, let database else { return try await invoke(["-c", script], purpose) }
        let file = FilePath(database.string + ".sql")
        try files.write(script, to: file)
        defer { try? files.remove(file) }
        return try await invoke(["-f", file.string], purpose)
    }

    private func invoke(_ script: [String], _ purpose: String) async throws -> [UInt8] {
        let arguments = ["-no-init", "-batch", "-bail", database?.string ?? ":memory:"] + script
        let result = try await Command(executable.string, arguments).run(limit: 1 << 33)
        guard result.status == 0 else { throw DuckDBError(result.errorText).failure(purpose) }
        return result.output
    }

    private var settings: String {
        let halfOfMemory = MachineMemory.bytes / (2 << 20)
        return """
            SET threads = \(threads);
            SET memory_limit = '\(halfOfMemory)MiB';
            SET autoinstall_known_extensions = false;
            SET preserve_insertion_order = true;

            """
    }

    /// Linux allows 128 KiB for one argument; longer scripts go through a file beside the database.
    private static let argumentLimit = 120_000
}
