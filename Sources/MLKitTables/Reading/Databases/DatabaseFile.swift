internal import MLKitCore
internal import SystemPackage

/// A table of a database, or what a query gives, as a file of values between tabs: asked for once, and read from there as any
/// delimited file.
struct DatabaseFile {
    let source: DataConfiguration.DatabaseSource
    let options: ReadingOptions

    /// The name of the file, by which its format is told.
    static let fileName = "rows.tsv"

    /// How the written file is read. Numbers are the database's own, and nothing is to be guessed of how they are written.
    var writtenOptions: ReadingOptions {
        var written = TabbedText.options(options)
        (written.table, written.query, written.comment, written.hasHeader) = (nil, nil, nil, true)
        written.decimal = options.decimal ?? "."
        return written
    }

    /// - Parameter scratch: the folder that takes the file.
    /// - Returns: where it stands, and how it is read.
    /// - Throws: `Failure` for a database that cannot be reached, what is no query, and values that are no texts.
    func fetch(into scratch: FilePath, log: (String) -> Void) throws -> (path: FilePath, read: ReadingOptions) {
        guard let address = DatabaseAddress(source.address) else { throw Failure("`database` is \(DatabaseAddress.form)") }
        let connection = try connection(address)
        log("asking \(address.name)")
        let query = try connection.ask(try question(connection, address))
        let columns = query.columns
        try check(columns, address)
        let written = try ScratchFile.write(into: scratch, for: address.name) { write in
            var (line, row) = (Self.header(columns.map(\.name)), 0)
            try line.withUnsafeBytes { try write($0) }
            while try query.next({ values in
                row += 1
                line.removeAll(keepingCapacity: true)
                for (index, value) in values.enumerated() {
                    if index > 0 { line.append(UInt8(ascii: "\t")) }
                    if let value { try append(value, columns[index].name, row, address, to: &line) }
                }
                // A line without anything would be none.
                if line.isEmpty { line.append(contentsOf: "\"\"".utf8) }
                line.append(UInt8(ascii: "\n"))
            }) {
                try line.withUnsafeBytes { try write($0) }
            }
            guard row > 0 else { throw Failure("`\(address.name)` has no rows where it was asked") }
        }
        let path = scratch.appending(Self.fileName)
        try LocalFileSystem().rename(written, to: path)
        return (path, writtenOptions)
    }

    private static func header(_ names: [String]) -> [UInt8] {
        var line = [UInt8]()
        for (index, name) in names.enumerated() {
            if index > 0 { line.append(UInt8(ascii: "\t")) }
            TabbedText.append(name.utf8, to: &line)
        }
        return line + [UInt8(ascii: "\n")]
    }

    private func append(
        _ value: UnsafeBufferPointer<UInt8>, _ column: String, _ row: Int, _ address: DatabaseAddress, to line: inout [UInt8]
    ) throws {
        guard UTF8Check.isValid(value), !value.contains(0) else {
            throw Failure("the column `\(column)` of `\(address.name)` is not UTF-8 text in row \(row)")
        }
        TabbedText.append(value, to: &line)
    }

    private func connection(_ address: DatabaseAddress) throws -> any DatabaseConnection {
        let password = try source.password.map { name in
            guard let value = EnvironmentVariable.value(name) else {
                throw Failure(
                    "the variable `\(name)` is not set, which is to have the password of `\(address.name)`",
                    hint: "set it in the environment that `mlkit run` is started in")
            }
            return value
        }
        return address.program.isPostgreSQL
            ? try PostgreSQLConnection(address, password: password) : try MySQLConnection(address, password: password)
    }

    private func question(_ connection: any DatabaseConnection, _ address: DatabaseAddress) throws -> String {
        if let query = options.query { return query }
        let known = try connection.tables()
        guard let table = options.table else {
            guard known.count == 1 else {
                throw Failure(
                    known.isEmpty ? "`\(address.name)` has no table that may be read"
                        : "`\(address.name)` has \(known.count) tables: \(Suggestion.list(Array(known.prefix(20))))",
                    hint: known.isEmpty ? nil : "say which: `read: {table: \(known[0])}`, or a `query` of several")
            }
            return "SELECT * FROM \(connection.quoted(known[0]))"
        }
        guard known.contains(bytesOf: table) else {
            throw Failure("`\(address.name)` has no table `\(table)` that may be read", hint: Suggestion.hint(for: table, among: known))
        }
        return "SELECT * FROM \(connection.quoted(table))"
    }

    private func check(_ columns: [(name: String, isBytes: Bool)], _ address: DatabaseAddress) throws {
        let names = columns.map(\.name)
        if let twice = names.enumerated().first(where: { names.firstIndex(ofBytes: $1) != $0 })?.element {
            throw Failure("the query of `\(address.name)` gives two columns `\(twice)`", hint: "name one otherwise: `… AS other`")
        }
        let bytes = columns.filter(\.isBytes).map(\.name)
        guard bytes.isEmpty else {
            throw Failure(
                "\(bytes.count == 1 ? "the column" : "the columns") \(Suggestion.list(bytes)) of `\(address.name)` "
                    + "\(bytes.count == 1 ? "has" : "have") bytes, which are no values of a table",
                hint: "leave them out by `read: {query: …}`, or turn them into text: "
                    + "`\(address.program.isPostgreSQL ? "encode(\(bytes[0]), 'hex')" : "hex(\(bytes[0]))")`")
        }
    }
}
