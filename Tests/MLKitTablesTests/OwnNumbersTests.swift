import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// Columns whose numbers are written in their own way, header lines within a file, and columns that are dropped.
@Suite("Data stage: numbers by column") struct OwnNumbersTests {
    private static func table(_ header: String = "a,b,label", _ row: (Int) -> String) -> String {
        header + "\n" + (0..<80).map { "\(row($0)),\($0 % 3 == 0 ? "yes" : "no")\n" }.joined()
    }

    private static let text = table { "\"\($0),5\",\"$1,2\(10 + $0).50\"" }

    private func fixture() throws -> DataFixture {
        var fixture = try DataFixture()
        fixture.configuration.read = try ReadingOptions(
            parsing: "{numbers: {a: {decimal: \",\"}, b: {thousands: \",\", units: [\"$\"]}}}", name: "read")
        return fixture
    }

    @Test func theyAreReadAndKeptInTheSchema() async throws {
        let fixture = try fixture()
        let run = try await fixture.run(Self.text)
        #expect(run.schema.columns[0].type == .number && run.report.columns[0].maximum == 79.5 && run.report.columns[1].maximum == 1289.5)
        #expect(run.schema.cleaning.numbers(of: "b") == NumberFormat(thousands: UInt8(ascii: ","), units: ["$"]))
        let yaml = String(decoding: run.schema.yaml.utf8, as: UTF8.self)
        #expect(yaml.contains("read:\n  numbers:\n    a: {decimal: \",\"}\n    b: {thousands: \",\", units: [\"$\"]}\n"), "\(yaml)")
        // A second run goes by the schema, without the key.
        var again = fixture
        again.configuration.read = ReadingOptions()
        try again.scratch.write(yaml, to: "schema.yaml")
        #expect(try await again.run(Self.text).report.columns[1].maximum == 1289.5)
    }

    @Test func aColumnThatIsNotThereIsNamed() async throws {
        var fixture = try fixture()
        fixture.configuration.read = try ReadingOptions(parsing: "{numbers: {aa: {decimal: \",\"}}}", name: "read")
        let message = await fixture.failure(Self.text)
        #expect(message.contains("there is no column `aa`, which `read.numbers` names\n\nhint: did you mean `a`?"), "\(message)")
    }

    @Test func keysThatContradictEachOtherAreRefused() async throws {
        var fixture = try fixture()
        fixture.configuration.read = try ReadingOptions(parsing: "{numbers: {a: {decimal: \",\", thousands: \",\"}}}", name: "read")
        #expect(await fixture.failure(Self.text).contains("`decimal` and `thousands` are the same character in `numbers` of `a`"))
    }

    /// One key for all would not do: each hint is for its column.
    @Test func hintsAreByColumnWhereOneKeyWouldNotDo() async throws {
        let said = try await DataFixture().run(Self.text).warnings
        #expect(said.contains { $0.contains("numbers with `read: {numbers: {a: {decimal: \",\"}}}`") }, "\(said)")
        #expect(said.contains { $0.contains("numbers with `read: {numbers: {b: {thousands: \",\", units: [\"$\"]}}}`") }, "\(said)")
    }

    @Test func bracketsAreNegative() async throws {
        var fixture = try DataFixture()
        fixture.configuration.read.brackets = true
        let run = try await fixture.run(Self.table { "\($0 % 4 == 0 ? "(\($0).50)" : "\($0)"),\($0)" })
        #expect(run.report.columns[0].minimum == -76.5 && run.report.columns[0].maximum == 79)
    }

    /// Also where all values differ, which is no identifier.
    @Test(arguments: [40, 80]) func twoSpellingsAreNamed(different: Int) async throws {
        let said = try await DataFixture().run(Self.table { "\($0 % 2 == 0 ? "\($0 % different).5" : "\"\($0 % different),5\""),\($0)" })
            .warnings
        #expect(
            said.contains(
                "the column `a` is text, and its values are numbers of two spellings, 40 with a decimal point, such as `0.5`, and 40 "
                    + "with a decimal comma, such as `1,5`: have them written in one"), "\(said)")
    }

    @Test func aTargetThatIsNearlyANumberIsNamed() async throws {
        let text = "a,label\n" + (0..<80).map { "\($0),\($0 % 9) %\n" }.joined()
        let said = try await DataFixture().run(text).warnings
        #expect(said.contains("the column `label` is text, and all of its values are numbers with `read: {units: [\"%\"]}`"), "\(said)")
    }

    // MARK: Rows

    @Test func headersWithinAFileAreLeftOut() async throws {
        let rows = Self.table { "\($0),\($0 * 2)" }
        let run = try await DataFixture().run(rows + rows.replacing("\n", with: "\r\n"))
        #expect(run.report.rows.read == 160 && run.schema.classes == ["no", "yes"])
        #expect(run.warnings.contains(
            "left out 1 row of `data.csv` that repeats the header, as files do that were put one behind the other"))
    }

    @Test func anOddByteOfUTF16IsSaid() async throws {
        let fixture = try DataFixture()
        let units = Array(Self.table { "\($0),\($0 * 2)" }.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        try LocalFileSystem().write([0xFF, 0xFE] + units + [0x61], to: fixture.scratch.path.appending("data.csv"))
        let failure = await #expect(throws: (any Error).self) { try await fixture.run() }
        #expect("\(String(describing: failure))".contains("it ends within a character of UTF-16"))
    }

    @Test func aHintForARepeatedValueWorks() async throws {
        var fixture = try DataFixture()
        fixture.configuration.target = "column_3"
        let text = "5,5,yes\n" + (0..<80).map { "\($0),\($0 % 9),\($0 % 2 == 0 ? "yes" : "no")\n" }.joined()
        #expect(await fixture.failure(text)
            .contains("hint: if the first row has values and not names, `read: {header: false}` takes it for a row"))
        fixture.configuration.read.hasHeader = false
        #expect(try await fixture.run(text).report.rows.read == 81)
        fixture.configuration.read = ReadingOptions()
        fixture.configuration.read.names = ["column_1", "column_2", "column_3"]
        #expect(try await fixture.run(text).report.rows.read == 80)
    }

    // MARK: Leaks and columns

    @Test func aColumnFilledOnlyInOneClassIsNamed() async throws {
        let run = try await DataFixture().run(Self.table { "\($0 % 3 == 0 && $0 % 4 != 0 ? "\($0)" : ""),\($0)" })
        let none = run.warnings.filter { $0.contains("has a value only in rows of one class") }
        #expect(
            none == [
                "the column `a` has a value only in rows of one class of the target `label`, all 20 of those looked at: if it is known "
                    + "only after the target, add it to `clean.drop`",
            ], "\(run.warnings)")
    }

    @Test func droppedColumnsAreKeptInMind() async throws {
        var fixture = try DataFixture()
        fixture.configuration.clean.drop = ["b"]
        let run = try await fixture.run(Self.table { "\($0),n\($0)" })
        #expect(run.schema.cleaning.dropped == ["b"] && !run.schema.columns.contains { $0.name == "b" })
    }
}
