import MLKitCore
import MLKitEngines
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@Suite("Table engine")
struct TableEngineTests {
    @Test func readsNumbersAndTexts() async throws {
        let table = try TableEngine(stageContext()).table(
            """
            SELECT * FROM (VALUES (1, 1.5::DOUBLE, 'a', true), (NULL, 'nan'::DOUBLE, NULL, NULL),
                (-3, 1e300::DOUBLE, 'b', false), (123456789012, -0.1::DOUBLE, 'a', true)) AS t(i, x, s, f)
            """, to: "read")
        #expect(table.rowCount == 4)
        #expect(table.columns.map(\.name) == ["i", "x", "s", "f"])
        #expect(numbers(table["i"]) == [1, nil, -3, 123_456_789_012])
        #expect(numbers(table["x"]) == [1.5, nil, 1e300, -0.1])
        #expect(texts(table["s"]) == ["a", nil, "b", "a"])
        #expect(texts(table["f"]) == ["true", nil, "false", "true"])
        guard case .text(let column) = table["s"] else { return }
        #expect(column.categories == ["a", "b"])
        #expect(column.codes == [0, -1, 1, 0])
    }

    @Test func keepsQuotesCommasNewlinesAndEmptyTexts() async throws {
        let table = try TableEngine(stageContext()).table(
            #"""
            SELECT * FROM (VALUES ('a,"b"', 'x' || chr(10) || 'y'), ('', NULL), ('"', 'é')) AS t("naïve ""col""", b)
            """#, to: "read")
        #expect(table.columns.map(\.name) == ["naïve \"col\"", "b"])
        #expect(texts(table["naïve \"col\""]) == ["a,\"b\"", "", "\""])
        #expect(texts(table["b"]) == ["x\ny", nil, "é"])
    }

    @Test func aQueryWithoutRowsHasItsColumns() async throws {
        let table = try TableEngine(stageContext()).table("SELECT 1 AS a, 'x' AS b WHERE false", to: "read")
        #expect(table.rowCount == 0)
        #expect(numbers(table["a"]) == [])
        #expect(texts(table["b"]) == [])
    }

    @Test func numbersAreReadExactly() async throws {
        let table = try TableEngine(stageContext()).table(
            "SELECT unnest([0.1, 1/3, 5e-324, 1.7976931348623157e308, 9007199254740993, 123456.789])::DOUBLE AS x",
            to: "read")
        let (least, greatest) = (Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude)
        #expect(numbers(table["x"]) == [0.1, 1.0 / 3, least, greatest, 9007199254740992, 123456.789])
    }

    @Test func manyDistinctTexts() async throws {
        let table = try TableEngine(stageContext()).table(
            "SELECT 'text ' || (i % 5000) AS s FROM range(20000) t(i)", to: "read")
        guard case .text(let column) = table["s"] else { Issue.record("not text"); return }
        #expect(column.categories.count == 5000)
        #expect((0..<20000).allSatisfy { column[$0] == "text \($0 % 5000)" })
    }

    @Test func aParquetFileIsReadInTheOrderOfItsSchema() async throws {
        let scratch = try ScratchDirectory()
        let file = scratch.path.appending("it's a \"file\".parquet")
        let quoted = "'" + file.string.replacing("'", with: "''") + "'"
        try TableEngine(stageContext()).run("COPY (SELECT 'x' AS b, 2 AS a) TO \(quoted);", to: "write")
        let schema = TableSchema(
            columns: [ColumnSchema(name: "a", type: .integer), ColumnSchema(name: "b", type: .text)], target: "b")
        let table = try await Table.read(file, schema: schema, context: stageContext())
        #expect(table.columns.map(\.name) == ["a", "b"])
        #expect(numbers(table["a"]) == [2])
        #expect(texts(table["b"]) == ["x"])
    }

    /// Whatever characters it has: it is no part of the statement.
    @Test(arguments: ["it's", "a\"b", "a\0b", "'; DROP TABLE t; --", "", "é"])
    func aValueGoesBesideTheStatement(text: String) throws {
        let engine = TableEngine(stageContext())
        let table = try engine.table("SELECT ? AS a, ? + 1 AS b, ? AS c", [.text(text), 41, .missing], to: "read")
        #expect(texts(table["a"]) == [text])
        #expect(numbers(table["b"]) == [42])
    }

    @Test func severalStatementsRunInTheirOrder() throws {
        let engine = TableEngine(stageContext())
        try engine.run("CREATE TABLE t (a BIGINT); INSERT INTO t VALUES (1), (2); INSERT INTO t VALUES (?)", [3], to: "write")
        #expect(numbers(try engine.table("SELECT a FROM t ORDER BY a", to: "read")["a"]) == [1, 2, 3])
        #expect(numbers(try engine.table("SELECT sum(a) AS s FROM t", to: "read")["s"]) == [6])
    }

    @Test func manyRowsKeepTheirOrder() throws {
        let table = try TableEngine(stageContext(threads: 2)).table("SELECT i FROM range(300000) t(i)", to: "read")
        #expect(numbers(table["i"])?.enumerated().allSatisfy { $1 == Double($0) } == true && table.rowCount == 300_000)
    }

    @Test func allWidthsOfIntegersAreRead() throws {
        let table = try TableEngine(stageContext()).table(
            """
            SELECT 1::UTINYINT AS a, -2::TINYINT AS b, 3::USMALLINT AS c, -4::SMALLINT AS d, 5::UINTEGER AS e,
                -6::INTEGER AS f, 7::UBIGINT AS g, -8::HUGEINT AS h, 0.5::FLOAT AS i
            """, to: "read")
        #expect(table.columns.map { numbers($0.values) ?? [] } == [[1], [-2], [3], [-4], [5], [-6], [7], [-8], [0.5]])
    }

    @Test func aColumnOfAnotherTypeIsNamed() async {
        let text = await failureText { _ = try TableEngine(stageContext()).table("SELECT [1] AS a", to: "read `x`") }
        #expect(text == "error: cannot read `x`\nnote: the column `a` is neither of numbers nor of texts\n")
    }

    @Test func errorsCarryDuckDBsReason() async throws {
        let text = await failureText {
            _ = try TableEngine(stageContext()).table("SELECT * FROM read_parquet('/nowhere.parquet')", to: "read `x`")
        }
        #expect(
            text == """
                error: cannot read `x`
                note: No files found that match the pattern "/nowhere.parquet"

                """)
    }

    @Test func withoutDuckDBTheFailureSaysHowToInstallIt() async {
        let context = StageContext(engines: EngineLocator(folders: ["/none"], programs: []))
        let text = await failureText { try TableEngine(context).run("SELECT 1", to: "count") }
        #expect(
            text == """
                error: DuckDB is not installed
                note: DuckDB reads tables and writes Parquet

                hint: install it with `python3 -m pip install --no-deps --target /none duckdb==1.5.6`

                """)
    }

    private func numbers(_ column: Column?) -> [Double?]? {
        guard case .numeric(let values) = column else { return nil }
        return values.map { $0.isNaN ? nil : $0 }
    }

    private func texts(_ column: Column?) -> [String?]? {
        guard case .text(let values) = column else { return nil }
        return values.codes.indices.map { values[$0] }
    }
}
