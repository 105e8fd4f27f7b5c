public import MLKitSpec
public import SystemPackage

extension Table {
    /// A split written by the data stage, its columns those of `schema`, in the schema's order.
    ///
    /// - Throws: `Failure` if DuckDB is not installed, or the file cannot be read or lacks a column.
    public static func read(_ parquet: FilePath, schema: TableSchema, context: StageContext) async throws -> Table {
        try TableEngine(context).table(parquet: parquet, schema: schema)
    }
}
