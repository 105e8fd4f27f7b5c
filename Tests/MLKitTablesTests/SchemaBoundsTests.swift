import MLKitSignature
import Testing

@testable import MLKitTables

/// Bounds that are found out: a tenth of the range on both sides, rounded outwards.
@Suite struct SchemaBoundsTests {
    private func bounds(_ low: Double, _ high: Double, _ type: ColumnType = .number) -> [Double] {
        var figures = NumberSummary(limit: 16, sampleLimit: 16)
        [low, high].withUnsafeBufferPointer { figures.add($0) }
        let found = SchemaChanges.bounds(ColumnSchema(name: "x", type: type), figures)
        return [found.low, found.high]
    }

    @Test func aTenthIsAddedOnBothSides() {
        #expect(bounds(100, 200) == [90, 210] && bounds(-200, -100) == [-210, -90] && bounds(100, 150) == [95, 155])
        #expect(bounds(101, 201) == [90, 220] && bounds(-50, 49) == [-60, 59] && bounds(0.5, 1.5) == [0.4, 1.6])
        #expect(bounds(1000, 1050) == [995, 1055] && bounds(7.5, 7.5) == [7.5, 7.5])
    }

    @Test func wholeNumbersHaveRoomForOne() {
        #expect(bounds(5, 7, .integer) == [4, 8] && bounds(5, 5, .integer) == [4, 6] && bounds(10, 30, .integer) == [8, 32])
        #expect(bounds(10, 20, .integer) == [9, 21] && bounds(10, 21, .integer) == [8, 23])
    }

    /// What has no sign gets none.
    @Test func noughtIsABound() {
        #expect(bounds(0, 100) == [0, 110] && bounds(5, 100) == [0, 110] && bounds(-100, 0) == [-110, 0] && bounds(-100, -5) == [-110, 0])
        #expect(bounds(-1, 100) == [-20, 120] && bounds(-100, 1) == [-120, 20] && bounds(0, 0, .integer) == [0, 0])
    }

    private func changed(_ schema: TableSchema, _ text: String, _ change: (inout SchemaChanges) -> Void) throws -> (text: String,
        words: [String]) {
        var changes = SchemaChanges(schema, bytes: Array(text.utf8), name: "s.yaml")
        change(&changes)
        return (String(decoding: try changes.result(), as: UTF8.self), changes.words)
    }

    @Test func rowsAreHeldToHalfAndTwice() throws {
        let text = "target: y\nrows: {minimum: 10, maximum: 20}\ncolumns:\n  y: {type: number}\n"
        var schema = TableSchema(columns: [ColumnSchema(name: "y", type: .number)], target: "y")
        #expect(try changed(schema, text) { $0.fitRows(9, infers: false) }.words == [])
        #expect(try changed(schema, text) { $0.fitRows(9, infers: true) }.words == ["at least 4 rows"])
        (schema.rows.minimum, schema.rows.maximum) = (10, 20)
        for rows in [10, 20] { #expect(try changed(schema, text) { $0.fitRows(rows, infers: true) } == (text, [])) }
        let few = try changed(schema, text) { $0.fitRows(9, infers: false) }
        #expect(few.words == ["at least 4 rows"] && few.text.contains("rows: {minimum: 4, maximum: 20}"))
        let many = try changed(schema, text) { $0.fitRows(21, infers: false) }
        #expect(many.words == ["at most 42 rows"] && many.text.contains("rows: {minimum: 10, maximum: 42}"))
    }

    @Test func relationsFollowTheRows() throws {
        let columns = ["a", "b", "y"].map { ColumnSchema(name: $0, type: .number) }
        var schema = TableSchema(columns: columns, target: "y")
        schema.relations = ["a <= b", "b <= y", "a <= y"].compactMap { ColumnRelation(parsing: $0) }
        let text = "target: y\nrelations: [a <= b, b <= y, a <= y]\ncolumns:\n  a: {type: number}\n  b: {type: number}\n  y: {type: "
            + "number}\n"
        let new = try #require(ColumnRelation(parsing: "a < y"))
        let found = try changed(schema, text) { $0.fitRelations((broken: [0, 2], new: [new])) }
        #expect(found.words == ["`a <= y` does not hold", "`a <= b` does not hold", "`a < y` holds in every row"])
        #expect(try SchemaFile(bytes: Array(found.text.utf8), name: "s.yaml").schema.relations.map(\.text) == ["b <= y", "a < y"])
        #expect(try changed(schema, text) { $0.fitRelations((broken: [], new: [])) } == (text, []))
    }

    @Test func aColumnIsAddedWithWhatItIs() throws {
        let schema = TableSchema(columns: [ColumnSchema(name: "y", type: .number)], target: "y")
        var column = ColumnSchema(name: "d", type: .date, nullable: true)
        (column.format, column.isFeature) = ("%d.%m.%Y", false)
        let found = try changed(schema, "target: y\ncolumns:\n  y: {type: number}\n") {
            $0.add(column)
            $0.add(ColumnSchema(name: "c", type: .text, categories: ["a", "b"]))
            $0.remove(schema.columns[0])
        }
        #expect(found.words == ["`d`: new, date", "`c`: new, text"])
        let read = try SchemaFile(bytes: Array(found.text.utf8), name: "s.yaml").schema
        let (day, kind) = (read.columns[1], read.columns[2])
        #expect(read.columns.map(\.name) == ["y", "d", "c"] && day.nullable && day.format == "%d.%m.%Y" && !day.isFeature)
        #expect(!kind.nullable && kind.isFeature && kind.categories == ["a", "b"])
    }
}
