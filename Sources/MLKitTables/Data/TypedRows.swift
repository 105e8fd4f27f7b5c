internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Where all rows of a source stand with their types, in columns `c0`, `c1`, …: a Parquet file in the scratch folder, or one for each file
/// of the source; a table in memory where the source is small, which spares a table of thousands of columns a file of thousands of them.
struct TypedRows {
    /// What queries read; empty where nothing is written.
    var relation: String { parts?.relation ?? whole }
    /// The column with a row's number in the source, from 0.
    var number: String { parts?.number ?? wholeNumber }
    /// The statement that makes it of a table.
    let creation: (String) -> String
    /// A file for each of the source; `nil` where one holds all.
    let parts: TypedParts?
    private let whole: String
    private let wholeNumber: String

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

    static func size(_ files: [SourceFile], _ context: StageContext) throws -> Int {
        try files.map { file in
            let size = try context.files.information(at: file.path)?.size ?? 0
            return Int(size) * (file.reader == nil && !file.content.isPacked ? 1 : 10)
        }.reduce(0, +)
    }

    /// In a file, whatever the size: several engines can read it.
    init(parquetIn scratch: FilePath) {
        let path = scratch.appending("typed.parquet")
        self.init(SQL.relation(path), number: "file_row_number") { Self.writing($0, to: path) }
    }

    /// Each file of the source in one of its own.
    init(_ parts: TypedParts) {
        (self.parts, whole, wholeNumber, creation) = (parts, "", "", { $0 })
    }

    static func writing(_ table: String, to path: FilePath) -> String {
        "COPY (FROM \(table)) TO \(SQL.literal(path)) (FORMAT parquet, COMPRESSION snappy)"
    }

    /// Nowhere: the source is only looked at while it is read.
    static var unwritten: TypedRows { TypedRows("", number: "") { $0 } }

    var isWritten: Bool { !relation.isEmpty }

    /// The rows that `stays` says 1 of, by their numbers in the source.
    var staying: TypedRows {
        let name = "number_in_source"
        return TypedRows("(SELECT *, \(number) AS \(name) FROM \(relation) WHERE stays(\(number)) = 1)", number: name, creation)
    }

    private init(_ relation: String, number: String, _ creation: @escaping (String) -> String) {
        (whole, wholeNumber, self.creation, parts) = (relation, number, creation, nil)
    }
}

/// The typed rows of a source, a Parquet file for each of its files.
final class TypedParts {
    var paths: [FilePath] = []
    /// The number of the first row of each file in the source.
    var starts: [Int] = []

    var relation: String { SQL.relation(paths) }
    var number: String {
        paths.count == 1 ? "file_row_number" : "(file_row_number + (\(starts)::BIGINT[])[CAST(file_index AS BIGINT) + 1])"
    }
}
