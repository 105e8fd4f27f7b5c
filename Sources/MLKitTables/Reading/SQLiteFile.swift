internal import MLKitCore
internal import SystemPackage

/// An SQLite database that is only read.
final class SQLiteFile {
    let library: SQLiteLibrary
    let name: String
    private(set) var database: SQLiteLibrary.Handle?

    /// - Throws: `Failure` for a file that cannot be opened.
    init(_ path: FilePath, name: String) throws {
        library = try SQLiteLibrary()
        self.name = name
        // As one that nothing changes: SQLite makes no files beside it.
        let escaped = path.string.utf8.map { byte in
            Self.isPlain(byte) ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        let flags = SQLiteLibrary.readOnly | SQLiteLibrary.noMutex | SQLiteLibrary.address
        guard library.open("file:\(escaped)?immutable=1", &database, flags, nil) == SQLiteLibrary.ok else { throw failure() }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x80 ? false : "/-._".utf8.contains(byte) || Unicode.Scalar(byte).properties.isAlphabetic || (0x30...0x39).contains(byte)
    }

    /// - Throws: `Failure` for a database with changes that stand beside it: they are no part of the file that a stage is judged by.
    static func check(_ path: FilePath, name: String, files: any FileSystem) throws {
        guard let size = try files.information(at: FilePath(path.string + "-wal"))?.size, size > 0 else { return }
        throw Failure(
            "`\(name)` has changes that stand in `\(name)-wal` still",
            hint: "close what writes to it, or have it write them: `PRAGMA wal_checkpoint(TRUNCATE)`")
    }

    deinit { _ = library.close(database) }

    func failure() -> Failure {
        let reason = library.message(database).map { String(cString: $0) } ?? "SQLite gives no reason"
        return Failure("cannot read `\(name)`", notes: [reason])
    }

    /// The names of its tables and views.
    func tables() throws -> [String] {
        let statement = try SQLiteStatement(
            self, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
        var names = [String]()
        while try statement.step() { if let name = statement.string(0) { names.append(name) } }
        return names
    }

    /// What is read: the query that was asked for, or a whole table.
    ///
    /// - Throws: `Failure` where there are several tables, and none is named.
    func query(_ options: ReadingOptions) throws -> String {
        if let query = options.query { return query }
        let known = try tables()
        if let table = options.table {
            guard known.contains(bytesOf: table) else {
                throw Failure("`\(name)` has no table `\(table)`", hint: Suggestion.hint(for: table, among: known))
            }
            return "SELECT * FROM \(SQL.identifier(table))"
        }
        guard known.count == 1 else {
            throw Failure(
                known.isEmpty ? "`\(name)` has no table"
                    : "`\(name)` has \(known.count) tables: \(Suggestion.list(Array(known.prefix(20))))",
                hint: known.isEmpty ? nil : "say which: `read: {table: \(known[0])}`, or a `query` of several")
        }
        return "SELECT * FROM \(SQL.identifier(known[0]))"
    }
}

/// A query of a database, and its rows one after the other.
final class SQLiteStatement {
    private let file: SQLiteFile
    private var statement: SQLiteLibrary.Handle?
    /// A step behind the last row would begin anew.
    private var isAtEnd = false

    /// - Throws: `Failure` with SQLite's reason; for a statement that changes something, or gives no rows.
    init(_ file: SQLiteFile, _ query: String) throws {
        self.file = file
        var rest: UnsafePointer<CChar>?
        let library = file.library
        let (status, isMore) = query.withCString { text in
            let status = library.prepare(file.database, text, -1, &statement, &rest)
            return (status, rest.map { String(cString: $0).contains { !$0.isWhitespace && $0 != ";" } } ?? false)
        }
        guard status == SQLiteLibrary.ok else { throw file.failure() }
        guard statement != nil, !isMore, library.isReadOnly(statement) != 0, library.columnCount(statement) > 0 else {
            _ = library.finalize(statement)
            statement = nil
            throw Failure("the query of `\(file.name)` is to be one that reads rows: `SELECT …`")
        }
    }

    deinit { _ = file.library.finalize(statement) }

    var columns: [String] {
        (0..<file.library.columnCount(statement)).map { file.library.columnName(statement, $0).map { String(cString: $0) } ?? "" }
    }

    /// Goes to the next row; whether there is one.
    func step() throws -> Bool {
        guard !isAtEnd else { return false }
        switch file.library.step(statement) {
        case SQLiteLibrary.row: return true
        case SQLiteLibrary.done:
            isAtEnd = true
            return false
        default: throw file.failure()
        }
    }

    func type(_ column: Int32) -> Int32 { file.library.type(statement, column) }
    func integer(_ column: Int32) -> Int64 { file.library.integer(statement, column) }
    func double(_ column: Int32) -> Double { file.library.double(statement, column) }

    /// The bytes of a text, which stay until the next step.
    func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        let start = file.library.text(statement, column)
        return UnsafeBufferPointer(start: start, count: Int(file.library.byteCount(statement, column)))
    }

    func string(_ column: Int32) -> String? {
        type(column) == SQLiteLibrary.nullType ? nil : String(decoding: bytes(column), as: UTF8.self)
    }
}
