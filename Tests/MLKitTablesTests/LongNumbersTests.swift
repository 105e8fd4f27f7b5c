import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

/// Whole numbers beyond what numbers of 64 bits hold: no two of them become one.
@Suite("Data stage: long whole numbers")
struct LongNumbersTests {
    private func number(_ text: String, _ format: NumberFormat = .plain) -> NumberFormat.Value? { format.value(text) }

    private func isRounded(_ text: String, _ format: NumberFormat = .plain) -> Bool? {
        var text = text
        let value: Double? =
            switch number(text, format) {
            case .integer(let whole): Double(whole)
            case .real(let real): real
            default: nil
            }
        return value.map { value in text.withUTF8 { format.isRounded($0, to: value) } }
    }

    @Test func sixtyFourBitsAreReadToTheLastDigit() {
        #expect(number("9223372036854775807") == .integer(.max) && number("-9223372036854775808") == .integer(.min))
        #expect(
            number("9223372036854775807.0") == .integer(.max) && number("1234567890123456789.00") == .integer(1_234_567_890_123_456_789))
        #expect(number("9223372036854775808") == .real(0x1p63) && number("-9223372036854775809") == .real(-0x1p63))
        #expect(number("1234567890123456789.50") == .real(1_234_567_890_123_456_789.5) && number("9223372036854775807e0") == .real(0x1p63))
        #expect(number("9,223,372,036,854,775,807", NumberFormat(thousands: UInt8(ascii: ","))) == .integer(.max))
    }

    @Test(arguments: [
        ("9007199254740991", false), ("9007199254740992", false), ("9007199254740993", true), ("-9007199254740993", true),
        ("9007199254740994", false), ("9223372036854775807", true), ("18446744073709551616", true), ("18446744073709551617", true),
        ("18446744073709552000", false), ("20000000000000000000", false), ("123456789012345680000", false),
        ("123456789012345678901", true), ("9007199254740993.0", true), ("9007199254740993.5", false), ("9007199254740993e0", false),
        ("1e300", false), ("0.1", false), ("3", false),
    ])
    func whatADoubleWouldNotBeWrittenAsAgainIsRounded(text: String, expected: Bool) {
        #expect(isRounded(text) == expected)
    }

    @Test func digitsCountHoweverTheyAreWritten() {
        let dollars = NumberFormat(thousands: UInt8(ascii: ","), units: ["$", "EUR"])
        #expect(isRounded("9,007,199,254,740,993", dollars) == true && isRounded("$9007199254740993", dollars) == true)
        #expect(isRounded("9007199254740993 EUR", dollars) == true && isRounded("9007199254740992 EUR", dollars) == false)
    }

    // MARK: Tables

    /// Twenty digits, one apart: as doubles all are the same.
    private static func account(_ number: Int) -> String { "184467440737095516\(10 + number)" }

    private func text(
        _ rows: Int = 60, _ account: (Int) -> String = account, label: (Int) -> String = { $0 % 2 == 0 ? "no" : "yes" }) -> String {
        "x,account,label\n" + (0..<rows).map { "\($0 * 37 % 101),\(account($0)),\(label($0))\n" }.joined()
    }

    private func run(_ text: String, _ change: (inout DataConfiguration) -> Void = { _ in }) async throws -> (DataRun, DataFixture) {
        var fixture = try DataFixture()
        change(&fixture.configuration)
        return (try await fixture.run(text), fixture)
    }

    private func rows(_ run: (DataRun, DataFixture)) async throws -> [[String]] {
        try await run.1.rows(run.0.schema).map { $0.map { String($0.split(separator: ",")[1]) } }
    }

    private static let beginning = "has 60 whole numbers that no number of 64 bits holds exactly, the first `18446744073709551610`:"

    @Test func identifiersBeyond64BitsAreIdentifiers() async throws {
        let made = try await run(text())
        #expect(made.0.schema.columns.map(\.type) == [.integer, .identifier, .text])
        #expect(try await rows(made).flatMap { $0 }.sorted() == (0..<60).map(Self.account).sorted())
        #expect(made.0.columns[1]["distinct"] == .int(60))
        #expect(
            made.0.warnings.contains(
                "the column `account` \(Self.beginning) the column is taken for an identifier, which models do not see; "
                    + "`type: number` in the schema rounds them"))
    }

    @Test func thoseThatRepeatAreCategories() async throws {
        let made = try await run(text { Self.account($0 % 3) })
        #expect(made.0.schema.columns[1].type == .text && made.0.schema.columns[1].categories == (0..<3).map(Self.account))
        #expect(
            made.0.warnings.contains(
                "the column `account` \(Self.beginning) the column is taken for text, so that no two of them become one; "
                    + "`type: number` in the schema rounds them"))
    }

    @Test func rowsThatDifferInTheLastDigitAreNoDuplicates() async throws {
        let text = "x,account,label\n" + (0..<60).map { "1,\(Self.account($0 / 2)),\($0 / 2 % 2)\n" }.joined()
        let made = try await run(text) { $0.clean.dropDuplicates = true }
        #expect(made.0.duplicates == 30 && made.0.rows == 30)
        #expect(Set(try await rows(made).flatMap { $0 }).count == 30)
    }

    @Test func groupsAreToldApartByAllDigits() async throws {
        let made = try await run(text(240) { Self.account($0 % 60) }) { $0.split.group = "account" }
        let parts = try await rows(made).map { Set($0) }
        #expect(parts.reduce(0) { $0 + $1.count } == 60 && parts[0].union(parts[1]).union(parts[2]).count == 60)
        #expect(parts.allSatisfy { !$0.isEmpty })
    }

    /// Between fractions a whole number is a `Double` as they are, if it can be one.
    @Test(arguments: [("9007199254740992", ColumnType.number), ("9007199254740993", .text), ("1e300", .number),
        ("18446744073709552000", .number)])
    func betweenFractions(whole: String, type: ColumnType) async throws {
        let made = try await run(text { $0 == 30 ? whole : "\($0 % 7).5" })
        #expect(made.0.schema.columns[1].type == type)
        #expect(made.0.warnings.contains { $0.contains("has 1 whole number that no number") } == (type == .text))
    }

    /// The first ten thousand rows, by which columns are read, need not have them.
    @Test func theLastRowDecidesToo() async throws {
        let last = ["9007199254740993", "18446744073709551617", "0.5"]
        for (rows, types) in [
            (last[1...1], ColumnType.text), (last[2...2], .number), ([last[0], last[2]][...], .text), (last[0...0], .integer),
        ] {
            let made = try await run(text(10_001) { $0 % 7 == 0 ? "1" : "2" } + rows.map { "1,\($0),no\n" }.joined())
            #expect(made.0.schema.columns[1].type == types, "\(rows)")
        }
    }

    @Test func aNumberThatIsDeclaredIsRoundedWithAWarning() async throws {
        let fixture = try DataFixture()
        let schema = "target: label\ncolumns:\n  x: {type: integer}\n  account: {type: number}\n  label: {type: text, categories: "
            + "[\"no\", \"yes\"]}\n"
        try fixture.scratch.write(schema, to: "schema.yaml")
        #expect(
            try await fixture.run(text()).warnings.contains(
                "the column `account` \(Self.beginning) they are rounded, and two may become one; "
                    + "`type: identifier` or `type: text` in the schema keeps them as they are"))
        try fixture.scratch.write(schema.replacing("number", with: "integer"), to: "schema.yaml")
        let failure = await fixture.failure(text())
        #expect(failure.hasPrefix("error: the column `account` has 60 values that are not an integer of 64 bits\n"))
        #expect(failure.hasSuffix(
            "\nhint: make it `type: identifier` or `type: text` in `schema.yaml`, which keep all digits, or mend the data\n"))
        try fixture.scratch.write(schema.replacing("number", with: "identifier"), to: "schema.yaml")
        #expect(try await fixture.run(text()).warnings.allSatisfy { !$0.contains("account") })
    }

    @Test func aTargetIsOfClassesUnlessItIsSaidToBeANumber() async throws {
        let classes = try await run(text(120, label: { Self.account($0 % 3) }))
        #expect(classes.0.schema.classes == (0..<3).map(Self.account) && classes.0.schema.task == .multiclass)
        // As doubles they are apart.
        let sizes = text(120, label: { "\(10 + $0 % 80)000000000000000000001" })
        let number = try await run(sizes) { $0.task = .regression }
        #expect(number.0.schema.columns[2].type == .number && number.0.schema.task == .regression)
        #expect(
            number.0.warnings.contains(
                "the column `label` has 120 whole numbers that no number of 64 bits holds exactly, the first `10000000000000000000001`: "
                    + "they are rounded, and two may become one"))
        let fixture = try DataFixture()
        #expect(
            await fixture.failure(sizes) == """
                error: the target `label` has 80 different texts in 120 rows: too many to be classes

                hint: `task: regression` takes its whole numbers for about what they are

                """)
    }

    // MARK: Other formats

    /// JSON has numbers of any length, and DuckDB takes the long ones for doubles.
    @Test(arguments: ["data.json", "data.ndjson"])
    func numbersOfJSONKeepTheirDigits(name: String) async throws {
        func content(_ account: (Int) -> String) -> String {
            let rows = (0..<60).map { "{\"x\": \($0), \"account\": \(account($0)), \"label\": \"\($0 % 2 == 0 ? "no" : "yes")\"}" }
            return name == "data.json" ? "[" + rows.joined(separator: ",\n") + "]" : rows.joined(separator: "\n")
        }
        func made(_ account: (Int) -> String) async throws -> (DataRun, DataFixture) {
            try await run(content(account)) { $0.source = name }
        }
        let ways: [(Int) -> String] = [
            Self.account, { "-\(Self.account($0))" }, { $0 < 30 ? "\(9_007_199_254_740_993 + $0)" : Self.account($0) },
        ]
        for account in ways {
            let long = try await made(account)
            #expect(long.0.schema.columns.map(\.type) == [.integer, .identifier, .text])
            #expect(try await rows(long).flatMap { $0 }.sorted() == (0..<60).map(account).sorted())
        }
        let whole = try await made { "\(9_007_199_254_740_993 + $0)" }
        #expect(whole.0.schema.columns[1].type == .integer && whole.0.columns[1]["distinct"] == .int(60))
        #expect(try await made { $0 == 3 ? "9007199254740993" : "\($0).5" }.0.schema.columns[1].type == .identifier)
        let fractions = try await made { $0 == 3 ? "1e300" : $0 == 4 ? "null" : "\($0).25" }
        #expect(fractions.0.schema.columns[1].type == .number && fractions.0.columns[1]["maximum"] == .double(1e300))
        #expect(fractions.0.columns[1]["missing"] == .int(1))
    }

    @Test func numbersOfParquetKeepTheirDigits() async throws {
        var fixture = try DataFixture()
        fixture.configuration.source = "data.parquet"
        let file = fixture.scratch.path.appending("data.parquet")
        try TableEngine(stageContext()).run(
            """
            COPY (SELECT i AS x, CAST(18446744073709551500 + i AS UBIGINT) AS account, CAST(i * 100000000000000000000000000.0 AS DOUBLE) \
            AS size,
                  CASE WHEN i % 2 = 0 THEN 'no' ELSE 'yes' END AS label FROM range(60) AS rows(i)) TO '\(file)' (FORMAT parquet)
            """, to: "write test data")
        let made = try await fixture.run()
        #expect(made.schema.columns.map(\.type) == [.integer, .identifier, .number, .text])
        #expect(made.columns[1]["distinct"] == .int(60))
    }

    /// More than are counted exactly in memory.
    @Test func manyLongNumbersAreCountedByAllDigits() async throws {
        let count = 66_000
        let made = try await run(text(count) { "\(1 << 60 + $0)" })
        #expect(made.0.columns[1]["distinct"] == .int(count) && made.0.columns[1]["approximate"] == nil)
    }

    @Test func aFeatureThatGivesLongClassesAwayIsNamed() async throws {
        let source = "told,x,label\n" + (0..<120).map { "\($0 % 2),\($0 * 37 % 101),\(9_007_199_254_740_992 + $0 % 2)\n" }.joined()
        let made = try await run(source)
        #expect(made.0.schema.classes == ["9007199254740992", "9007199254740993"])
        #expect(made.0.warnings.contains { $0.hasPrefix("the column `told` alone tells the target `label`") })
    }
}
