internal import CEngines
internal import MLKitCore
internal import MLKitEngines
public import MLKitSpec
public import SystemPackage

/// DuckDB in this process, over a database in memory that ends with it.
///
/// It loads nothing from the network, keeps to the given threads and to a bound of memory, past which it writes into a
/// scratch folder. Values go into statements as parameters, never as text. Calls block; one object is for one thread. DuckDB is
/// loaded and started by the first statement: what needs none costs nothing.
public final class TableEngine {
    private let engines: EngineLocator
    private let settings: [(name: String, value: String)]
    private var found: DuckDBLibrary?
    private var database: duckdb_handle?
    private static let success: Int32 = 0
    /// How many tables of this process were read; each has a name of its own.
    var producerCount = 0
    private var connection: duckdb_handle?

    /// - Parameter scratch: the folder to spill into; nothing is written where it is `nil`.
    public init(_ context: StageContext, scratch: FilePath? = nil) {
        engines = context.engines
        settings = Self.settings(threads: max(context.threads, 1), scratch: scratch)
    }

    deinit {
        found?.disconnect(&connection)
        found?.close(&database)
    }

    /// - Throws: `Failure` if DuckDB is not installed.
    func loaded() throws -> DuckDBLibrary {
        if let found { return found }
        let library = try DuckDBLibrary(engines: engines)
        found = library
        return library
    }

    /// - Throws: `Failure` if DuckDB is not installed, or cannot be started.
    func connected() throws -> duckdb_handle? {
        if connection == nil { try open(loaded()) }
        return connection
    }

    private func open(_ library: DuckDBLibrary) throws {
        var configuration: duckdb_handle?
        defer { library.destroyConfiguration(&configuration) }
        _ = library.createConfiguration(&configuration)
        for setting in settings where library.set(configuration, setting.name, setting.value) != Self.success {
            throw Failure("DuckDB does not take `\(setting.value)` for its setting `\(setting.name)`")
        }
        var reason: UnsafeMutablePointer<CChar>?
        defer { library.free(reason) }
        guard library.open(":memory:", &database, configuration, &reason) == Self.success,
            library.connect(database, &connection) == Self.success
        else { throw Failure("cannot start DuckDB", notes: reason.map { [String(cString: $0)] } ?? []) }
    }

    private static func settings(threads: Int, scratch: FilePath?) -> [(name: String, value: String)] {
        [
            ("threads", "\(threads)"), ("memory_limit", "\(MachineMemory.share >> 20)MiB"),
            ("temp_directory", scratch?.string ?? ""), ("autoinstall_known_extensions", "false"),
            ("autoload_known_extensions", "false"), ("preserve_insertion_order", "true"),
        ]
    }

    /// Runs statements that leave no rows to read.
    ///
    /// - Parameters:
    ///   - values: one for each `?`, of the last statement.
    ///   - purpose: what they do, in words that follow "cannot".
    /// - Throws: `Failure` with DuckDB's reason; the place in the file where it names one.
    public func run(_ statements: String, _ values: [SQLValue] = [], to purpose: String) throws {
        _ = try answer(statements, values, purpose, by: loaded().execute)
    }

    /// What a query answers. Its rows are read before the next statement.
    func answer(_ query: String, _ values: [SQLValue], _ purpose: String) throws -> TableAnswer {
        try answer(query, values, purpose, by: loaded().executeStreaming)
    }

    private func answer(
        _ text: String, _ values: [SQLValue], _ purpose: String, by run: duckdb_execute_f
    ) throws -> TableAnswer {
        let (library, connection) = (try loaded(), try connected())
        var statements: duckdb_handle?
        defer { library.destroyExtracted(&statements) }
        let count = library.extract(connection, text, &statements)
        guard count > 0 else { throw failure(library.extractError(statements), purpose) }
        for index in 0..<(count - 1) { _ = try execute(library, statements, index, [], purpose, by: library.execute) }
        return try execute(library, statements, count - 1, values, purpose, by: run)
    }

    private func execute(
        _ library: DuckDBLibrary, _ statements: duckdb_handle?, _ index: UInt64, _ values: [SQLValue], _ purpose: String,
        by run: duckdb_execute_f
    ) throws -> TableAnswer {
        var statement: duckdb_handle?
        defer { library.destroyStatement(&statement) }
        guard library.prepare(connection, statements, index, &statement) == Self.success else {
            throw failure(library.prepareError(statement), purpose)
        }
        for (place, value) in values.enumerated() { Self.bind(value, at: UInt64(place) + 1, statement, library) }
        let answer = TableAnswer(self, library)
        guard run(statement, &answer.answer) == Self.success else {
            throw failure(library.answerError(&answer.answer), purpose)
        }
        return answer
    }

    private static func bind(_ value: SQLValue, at place: UInt64, _ statement: duckdb_handle?, _ library: DuckDBLibrary) {
        switch value {
        case .missing: _ = library.bindNull(statement, place)
        case .integer(let value): _ = library.bindInteger(statement, place, Int64(value))
        case .number(let value): _ = library.bindDouble(statement, place, value)
        case .text(let text): _ = library.bindText(statement, place, text, UInt64(text.utf8.count))
        }
    }

    func failure(_ words: UnsafePointer<CChar>?, _ purpose: String) -> Failure {
        DuckDBError(words.map { String(cString: $0) } ?? "").failure(purpose)
    }
}
