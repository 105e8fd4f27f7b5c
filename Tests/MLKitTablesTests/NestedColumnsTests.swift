import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTestSupport
import Testing

@testable import MLKitTables

/// Objects and lists within the rows of JSON and Parquet.
@Suite("Nested columns")
struct NestedColumnsTests {
    @Test func theFieldsOfATypeAreTold() throws {
        let fields = try #require(NestedColumns.fields("STRUCT(a BIGINT, \"b, \"\"c\"\"\" STRUCT(d VARCHAR, e DECIMAL(18,3)), f BIGINT[])"))
        #expect(fields.map(\.name) == ["a", "b, \"c\"", "f"])
        #expect(fields.map(\.type) == ["BIGINT", "STRUCT(d VARCHAR, e DECIMAL(18,3))", "BIGINT[]"])
        #expect(NestedColumns.fields("BIGINT") == nil && NestedColumns.fields("STRUCT(a BIGINT)[]") == nil
            && NestedColumns.fields("STRUCT(a") == nil)
    }

    @Test func objectsAreFollowedEightDeep() {
        func nested(_ depth: Int) -> String { depth == 0 ? "BIGINT" : "STRUCT(a \(nested(depth - 1)))" }
        let eight = NestedColumns(["x"], [nested(8)])
        #expect(eight.names == ["x.a.a.a.a.a.a.a.a"] && eight.leftOut.isEmpty)
        let nine = NestedColumns(["x"], [nested(9)])
        #expect(nine.names.isEmpty && nine.leftOut == ["x.a.a.a.a.a.a.a.a"])
    }

    @Test func objectsBecomeColumnsAndListsAreNamed() async throws {
        var fixture = try DataFixture()
        fixture.configuration.source = "data.jsonl"
        let run = try await fixture.run(
            (0..<60).map { row in
                "{\"x\": \(row), \"home\": {\"city\": \"\(row % 2 == 0 ? "Ulm" : "Rom")\", \"a b\": {\"zip\": \(row * 7 % 50)}, "
                    + "\"tags\": [1]}, \"list\": [\(row)], "
                    + "\"any\": \(row % 3 == 0 ? "\"text\"" : row % 3 == 1 ? "7" : "[1, 2]"), \"label\": "
                        + "\"\(row % 4 == 0 ? "yes" : "no")\"}\n"
            }.joined())
        #expect(run.schema.columns.map(\.name) == ["x", "home.city", "home.a b.zip", "any", "label"])
        #expect(run.schema.columns[1].categories == ["Rom", "Ulm"] && run.schema.columns[2].type == .integer)
        #expect(run.schema.columns[3].categories == ["7", "[1,2]", "text"])
        #expect(
            run.warnings.contains(
                "the columns `home.tags` and `list` of `data.jsonl` hold lists, maps, bytes or objects deep inside of others, and are "
                    + "left out: a table has one value in a cell; the column `any` of `data.jsonl` holds lists or objects in 20 rows, "
                        + "which are taken for texts"), "\(run.warnings)")
    }

    @Test func aTableOfListsAloneIsNone() async throws {
        var fixture = try DataFixture()
        fixture.configuration.source = "data.json"
        #expect(await fixture.failure("[{\"l\": [1]}, {\"l\": [2]}]").hasPrefix("error: `data.json` has no column with one value a row"))
        #expect(await fixture.failure("[{\"a\": {\"b\": 1}, \"a.b\": 2}]")
            .hasPrefix("error: `data.json` has two columns `a.b`, of which one is part of an object"))
    }
}
