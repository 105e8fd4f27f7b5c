internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Where all rows of a source stand with their types, in columns `c0`, `c1`, …: a Parquet file in the scratch folder; a table
/// in memory where the source is small, which spares a table of thousands of columns a file of thousands of them.
struct TypedRows {
    /// What queries read; empty where nothing is written.
    let relation: String
    /// The column with a row's number in the source, from 0.
    let number: String
    /// The statement that makes it of a table.
    let creation: (String) -> String

    /// Bytes of all files together, packed ones counted tenfold.
    private static let smallSize = 32 << 20
    /// Of rows of fifty bytes, twenty times those of which all figures are exact.
    private static let largeSize = 1 << 30

    init(_ files: [SourceFile], _ context: StageContext, _ scratch: FilePath) throws {
        if try Self.size(files, context) <= Self.smallSize {
            self.init("typed", number: "rowid") { "CREATE OR REPLACE TABLE typed AS FROM \($0)" }
            return
        }
        self.init(parquetIn: scratch)
    }

    /// Where a source that is looked at stands, of which hardly anything is asked once it was read: nowhere, where it is small, and
    /// may be read again; or so large that no figure is to be exact which takes that.
    init(forLooksAt files: [SourceFile], _ context: StageContext, _ scratch: FilePath) throws {
        let size = try Self.size(files, context)
        if size <= Self.smallSize || size >= Self.largeSize { self = .unwritten } else { self.init(parquetIn: scratch) }
    }

    private static func size(_ files: [SourceFile], _ context: StageContext) throws -> Int {
        try files.map { file in
            let size = try context.files.information(at: file.path)?.size ?? 0
            return Int(size) * (file.reader == nil && !file.content.isPacked ? 1 : 10)
        }.reduce(0, +)
    }

    /// In a file, whatever the size: several engines can read it.
    init(parquetIn scratch: FilePath) {
        let path = SQL.literal(scratch.appending("typed.parquet"))
        self.init("read_parquet(\(path), file_row_number = true)", number: "file_row_number") {
            "COPY (FROM \($0)) TO \(path) (FORMAT parquet, COMPRESSION snappy)"
        }
    }

    /// Nowhere: the source is only looked at while it is read.
    static var unwritten: TypedRows { TypedRows("", number: "") { $0 } }

    var isWritten: Bool { !relation.isEmpty }

    private init(_ relation: String, number: String, _ creation: @escaping (String) -> String) {
        (self.relation, self.number, self.creation) = (relation, number, creation)
    }
}
