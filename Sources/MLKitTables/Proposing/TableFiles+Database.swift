internal import MLKitCore
internal import SystemPackage

extension TableFiles {
    /// The tables and views of an SQLite database, sorted; none for any other file, or where the database is packed.
    ///
    /// - Throws: `Failure` for one that cannot be read.
    public func databaseTables() throws -> [String] {
        guard let path = paths.first, let name = path.lastComponent?.string, (try? SourceFormat(named: name)) == .sqlite,
            SourceFormat.ending(name)?.contains(".") == false
        else { return [] }
        return try SQLiteFile(path, name: name).tables()
    }
}
