internal import CEngines
internal import MLKitCore

/// A connection to MariaDB or MySQL, within one transaction that reads only and sees one state of the database.
final class MySQLConnection: DatabaseConnection {
    fileprivate let library: MySQLLibrary
    fileprivate let handle: MySQLLibrary.Handle?
    fileprivate let address: DatabaseAddress

    /// - Parameter password: where it is `nil`, the variable `MYSQL_PWD` has it, if there is one.
    init(_ address: DatabaseAddress, password: String?) throws {
        library = try MySQLLibrary()
        self.address = address
        handle = library.create(nil)
        guard handle != nil else { throw Failure("cannot reach `\(address.name)`", notes: ["there is no memory"]) }
        setOptions()
        // A folder is that of a socket.
        let isSocket = address.host.hasPrefix("/")
        let connected = library.connect(
            handle, isSocket ? nil : address.host, address.user, password ?? EnvironmentVariable.value("MYSQL_PWD"), address.database,
            UInt32(address.port), isSocket ? address.host : nil, 0)
        guard connected != nil else {
            throw Failure(
                "cannot reach `\(address.name)`", notes: Self.lines(library.error(handle)),
                hint: "the password is in the variable that `password` names, else in `MYSQL_PWD`")
        }
        try run("SET time_zone = '+00:00', sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'")
        try run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        try run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
    }

    private func setOptions() {
        var (seconds, off): (UInt32, UInt32) = (30, 0)
        _ = library.option(handle, MySQLLibrary.connectTimeout, &seconds)
        // A server may otherwise ask for any file of this machine.
        _ = library.option(handle, MySQLLibrary.localFiles, &off)
        _ = library.option(handle, MySQLLibrary.characters, "utf8mb4")
        var yes: Int8 = 1
        if address.security == .require || address.security == .verifyName { _ = library.option(handle, MySQLLibrary.enforcesTLS, &yes) }
        if address.security == .verifyName { _ = library.option(handle, MySQLLibrary.verifiesServer, &yes) }
    }

    deinit { library.close(handle) }

    fileprivate func failure(_ text: UnsafePointer<CChar>?) -> Failure {
        Failure("cannot read `\(address.name)`", notes: Self.lines(text))
    }

    fileprivate func run(_ statement: String) throws {
        guard library.query(handle, statement, UInt(statement.utf8.count)) == 0 else { throw failure(library.error(handle)) }
    }

    func tables() throws -> [String] {
        try texts("SELECT table_name FROM information_schema.tables WHERE table_schema = database() ORDER BY 1")
    }

    func quoted(_ name: String) -> String { SQL.identifier(name) }

    func ask(_ query: String) throws -> any DatabaseQuery { try MySQLQuery(self, query) }
}

/// One statement, which is prepared to see that it is one and gives rows, and then run.
private final class MySQLQuery: DatabaseQuery {
    private(set) var columns: [(name: String, isBytes: Bool)] = []
    private let connection: MySQLConnection
    private let result: MySQLLibrary.Handle?
    private var values: [UnsafeBufferPointer<UInt8>?] = []
    private var library: MySQLLibrary { connection.library }

    init(_ connection: MySQLConnection, _ query: String) throws {
        self.connection = connection
        try Self.check(connection, query)
        try connection.run(query)
        result = connection.library.useResult(connection.handle)
        guard result != nil, let described = library.columns(result) else { throw Self.isNone(connection) }
        columns = (0..<Int(library.columnCount(result))).map { place in
            let column = described[place]
            let isBinary = MySQLLibrary.texts.contains(column.type) && column.characters == MySQLLibrary.binary
            return (String(cString: column.name), isBinary || column.type == MySQLLibrary.bits || column.type == MySQLLibrary.shapes)
        }
    }

    deinit { library.freeResult(result) }

    private static func isNone(_ connection: MySQLConnection) -> Failure {
        Failure("the query of `\(connection.address.name)` is to be one that reads rows: `SELECT …`")
    }

    private static func check(_ connection: MySQLConnection, _ query: String) throws {
        let library = connection.library
        let statement = library.createStatement(connection.handle)
        defer { _ = library.closeStatement(statement) }
        guard library.prepare(statement, query, UInt(query.utf8.count)) == 0 else {
            throw connection.failure(library.statementError(statement))
        }
        guard library.statementColumns(statement) > 0 else { throw isNone(connection) }
    }

    func next(_ take: ([UnsafeBufferPointer<UInt8>?]) throws -> Void) throws -> Bool {
        guard let row = library.row(result) else {
            guard library.errorNumber(connection.handle) == 0 else { throw connection.failure(library.error(connection.handle)) }
            return false
        }
        let lengths = library.lengths(result)
        values.removeAll(keepingCapacity: true)
        for place in columns.indices {
            values.append(row[place].map { UnsafeBufferPointer(start: $0, count: Int(lengths?[place] ?? 0)) })
        }
        try take(values)
        return true
    }
}
