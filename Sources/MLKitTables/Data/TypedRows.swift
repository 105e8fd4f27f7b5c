internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Where all rows of a source stand with their types, in columns `c0`, `c1`, …: a Parquet file in the scratch folder; a table
/// in memory where the source is small, which spares a table of thousands of columns a file of thousands of them.
struct TypedRows {
    /// What queries read.
    let relation: String
    /// The column with a row's number in the source, from 0.
    let number: String
    /// The statement that makes it of a table.
    let creation: (String) -> String

    /// Bytes of all files together, packed ones counted tenfold.
    private static let smallSize = 32 << 20

    init(_ files: [SourceFile], _ context: StageContext, _ scratch: FilePath) throws {
        let sizes = try files.map { file in
            let size = try context.files.information(at: file.path)?.size ?? 0
            return Int(size) * (file.reader == nil && !file.content.isPacked ? 1 : 10)
        }
        if sizes.reduce(0, +) <= Self.smallSize {
            self.init("typed", number: "rowid") { "CREATE OR REPLACE TABLE typed AS FROM \($0)" }
            return
        }
        self.init(parquetIn: scratch)
    }

    /// In a file, whatever the size: several engines can read it.
    init(parquetIn scratch: FilePath) {
        let path = SQL.literal(scratch.appending("typed.parquet"))
        self.init("read_parquet(\(path), file_row_number = true)", number: "file_row_number") {
            "COPY (FROM \($0)) TO \(path) (FORMAT parquet, COMPRESSION snappy)"
        }
    }

    private init(_ relation: String, number: String, _ creation: @escaping (String) -> String) {
        (self.relation, self.number, self.creation) = (relation, number, creation)
    }
}
