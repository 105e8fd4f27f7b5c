import MLKitCore
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// Values that have a type of their own are taken as they are, whatever is said of how texts are written.
@Suite struct TypedValuesTests {
    private let scratch: ScratchDirectory
    private static let schema = """
        target: y
        read:
          decimal: ","
          thousands: .
          units: ["€"]
        columns:
          day:
            type: date
            format: "%d/%m/%Y"
          size:
            type: number
          y:
            type: integer

        """

    init() throws { scratch = try ScratchDirectory() }

    private func table(_ name: String, like schema: TableSchema?, _ read: ReadingOptions = ReadingOptions()) throws -> ReadTable {
        try ReadTable(scratch.path.appending(name), name: name, like: schema, read: read, context: stageContext())
    }

    private func schema() throws -> TableSchema {
        try scratch.write(Self.schema, to: "schema.yaml")
        return try SchemaFile(scratch.path.appending("schema.yaml"), name: "schema.yaml").schema
    }

    private func writeParquet() throws {
        try TableEngine(stageContext()).run(
            "COPY (SELECT DATE '2024-03-04' + CAST(i AS INTEGER) AS day, i * 1000 + 0.5::DOUBLE AS size, i AS y FROM range(5) t(i)) TO "
                + "\(SQL.literal(scratch.path.appending("t.parquet"))) (FORMAT parquet)", to: "write")
    }

    @Test func parquetIsReadByItsTypes() throws {
        try writeParquet()
        let read = try table("t.parquet", like: schema())
        #expect(try read.numbers(1) == [0.5, 1000.5, 2000.5, 3000.5, 4000.5])
        #expect(try read.numbers(0).first == 19_786 && read.missing(0) == 0 && read.missing(1) == 0)
    }

    /// Where a schema is found out too.
    @Test func whatIsSaidOfTextsIsNoneOfNumbers() throws {
        try writeParquet()
        var read = ReadingOptions()
        (read.decimal, read.thousands) = (",", ".")
        let found = try table("t.parquet", like: nil, read)
        #expect(found.schema.columns.map(\.type) == [.date, .number, .integer])
        #expect(try found.numbers(1).last == 4000.5)
    }

    /// Numbers of JSON are none of its texts.
    @Test func textsInJSONAreReadAsSaid() throws {
        try scratch.write(
            #"{"day": "04/03/2024", "size": 22946.46, "y": 1}"# + "\n" + #"{"day": "05/03/2024", "size": 1.5, "y": 2}"# + "\n",
            to: "t.jsonl")
        let read = try table("t.jsonl", like: schema())
        #expect(try read.numbers(1) == [1.5, 22946.46])
        try scratch.write(#"{"day": "04/03/2024", "size": "22.946,46 €", "y": 1}"# + "\n", to: "texts.jsonl")
        #expect(try table("texts.jsonl", like: schema()).numbers(1) == [22946.46])
        try scratch.write("day;size;y\n04/03/2024;22.946,46 €;1\n", to: "t.csv")
        #expect(try table("t.csv", like: schema()).numbers(1) == [22946.46])
    }

    /// A database's numbers are written as its texts are.
    @Test func numbersOfADatabaseAreReadAsSaid() async throws {
        let script = """
            import sqlite3
            base = sqlite3.connect("t.db")
            base.execute("create table t (day text, size real, y integer)")
            base.execute("insert into t values ('04/03/2024', 22946.46, 1)")
            base.commit()
            """
        let made = try await BuiltTool.run(BuiltTool.sourceRoot.pushing(".venv/bin/python").string, ["-c", script], in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
        #expect(try table("t.db", like: schema()).numbers(1) == [22946.46])
    }
}
