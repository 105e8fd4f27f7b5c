internal import MLKitCore

/// A connection to PostgreSQL, within one transaction that reads only and sees one state of the database.
final class PostgreSQLConnection: DatabaseConnection {
    fileprivate let library: PostgreSQLLibrary
    fileprivate let handle: PostgreSQLLibrary.Handle?
    fileprivate let address: DatabaseAddress

    /// - Parameter password: where it is `nil`, libpq looks for `PGPASSWORD` and `~/.pgpass`.
    init(_ address: DatabaseAddress, password: String?) throws {
        library = try PostgreSQLLibrary()
        self.address = address
        var settings = [
            ("host", address.host), ("port", "\(address.port)"), ("dbname", address.database), ("connect_timeout", "30"),
            ("sslmode", address.security.rawValue), ("client_encoding", "UTF8"), ("application_name", "mlkit"),
        ]
        if let user = address.user { settings.append(("user", user)) }
        if let password { settings.append(("password", password)) }
        handle = Self.connect(library, settings)
        guard handle != nil, library.status(handle) == PostgreSQLLibrary.isConnected else {
            throw Failure("cannot reach `\(address.name)`", notes: Self.lines(library.connectionError(handle)), hint: Self.hint)
        }
        try run("SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET extra_float_digits = 1")
        try run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    private static let hint = "the password is in the variable that `password` names, else in `PGPASSWORD` or `~/.pgpass`"

    private static func connect(_ library: PostgreSQLLibrary, _ settings: [(String, String)]) -> PostgreSQLLibrary.Handle? {
        CTexts.with(settings.map(\.0)) { names in
            CTexts.with(settings.map(\.1)) { values in library.connect(names.constants, values.constants, 0) }
        }
    }

    deinit { library.finish(handle) }

    fileprivate func failure(_ result: PostgreSQLLibrary.Handle?) -> Failure {
        let lines = Self.lines(result == nil ? library.connectionError(handle) : library.resultError(result))
        return Failure("cannot read `\(address.name)`", notes: lines)
    }

    private func run(_ statement: String) throws {
        let result = library.execute(handle, statement)
        defer { library.clear(result) }
        guard library.resultStatus(result) == PostgreSQLLibrary.commandDone else { throw failure(result) }
    }

    func tables() throws -> [String] {
        try texts(
            """
            SELECT CASE WHEN table_schema = current_schema() THEN table_name ELSE table_schema || '.' || table_name END
            FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
            AND has_table_privilege(quote_ident(table_schema) || '.' || quote_ident(table_name), 'SELECT') ORDER BY 1
            """)
    }

    func quoted(_ name: String) -> String {
        name.split(separator: ".", maxSplits: 1).map { SQL.identifier(String($0)) }.joined(separator: ".")
    }

    func ask(_ query: String) throws -> any DatabaseQuery { try PostgreSQLQuery(self, query) }
}

/// One prepared statement: the protocol takes no second one behind it, and what gives no rows is not run at all.
private final class PostgreSQLQuery: DatabaseQuery {
    let columns: [(name: String, isBytes: Bool)]
    private let connection: PostgreSQLConnection
    private let areBooleans: [Bool]
    private var values: [UnsafeBufferPointer<UInt8>?] = []
    private var library: PostgreSQLLibrary { connection.library }

    private static let (yes, no) = (StaticString("true"), StaticString("false"))

    init(_ connection: PostgreSQLConnection, _ query: String) throws {
        self.connection = connection
        let library = connection.library
        let prepared = library.prepare(connection.handle, "", query, 0, nil)
        defer { library.clear(prepared) }
        guard library.resultStatus(prepared) == PostgreSQLLibrary.commandDone else { throw connection.failure(prepared) }
        let description = library.describe(connection.handle, "")
        defer { library.clear(description) }
        let places = 0..<library.columnCount(description)
        guard library.resultStatus(description) == PostgreSQLLibrary.commandDone, !places.isEmpty else {
            throw Failure("the query of `\(connection.address.name)` is to be one that reads rows: `SELECT …`")
        }
        columns = places.map { place in
            let name = library.columnName(description, place).map { String(cString: $0) } ?? ""
            return (name, library.columnType(description, place) == PostgreSQLLibrary.bytes)
        }
        areBooleans = places.map { library.columnType(description, $0) == PostgreSQLLibrary.boolean }
        guard library.send(connection.handle, "", 0, nil, nil, nil, 0) == 1, library.setSingleRows(connection.handle) == 1 else {
            throw connection.failure(nil)
        }
    }

    func next(_ take: ([UnsafeBufferPointer<UInt8>?]) throws -> Void) throws -> Bool {
        let result = library.result(connection.handle)
        defer { library.clear(result) }
        guard result != nil else { return false }
        switch library.resultStatus(result) {
        case PostgreSQLLibrary.rowsDone:
            // Behind the last row: what is still to be taken is that there is nothing more.
            library.clear(library.result(connection.handle))
            return false
        case PostgreSQLLibrary.oneRow:
            values.removeAll(keepingCapacity: true)
            for place in columns.indices { values.append(value(result, Int32(place))) }
            try take(values)
            return true
        default: throw connection.failure(result)
        }
    }

    private func value(_ result: PostgreSQLLibrary.Handle?, _ place: Int32) -> UnsafeBufferPointer<UInt8>? {
        guard library.isMissing(result, 0, place) == 0 else { return nil }
        let start = library.value(result, 0, place)
        guard areBooleans[Int(place)] else { return UnsafeBufferPointer(start: start, count: Int(library.length(result, 0, place))) }
        let word = start?.pointee == UInt8(ascii: "t") ? Self.yes : Self.no
        return UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    }
}
