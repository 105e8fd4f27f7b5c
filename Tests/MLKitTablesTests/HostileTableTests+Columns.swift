import MLKitReports
import MLKitSignature
import MLKitTables
import MLKitTestSupport
import Testing

/// Columns that are not what they seem, and what is said of them.
extension HostileTableTests {
    /// What programs write a table's index as has no name.
    @Test func anIndexWithoutANameIsNoFeature() async throws {
        let run = try await run(table(",x,label", rows: 60) { "\($0),\($0 % 7),\($0 % 2)" })
        #expect(run.schema.columns.map(\.name) == ["column_1", "x", "label"] && run.schema.columns[0].type == .identifier)
        #expect(run.warnings.contains { $0.hasPrefix("the column `column_1` has another value in every row") })
    }

    /// Another value in each row does not make an identifier of numbers of which one is none.
    @Test(arguments: ["1e400", "12O5"])
    func numbersOfWhichFewAreNoneAreNamed(odd: String) async throws {
        let run = try await run(table("x,label", rows: 60) { "\($0 == 5 ? odd : "\($0).25"),\($0 % 2)" })
        #expect(run.schema.columns[0].type == .text)
        #expect(run.warnings.contains { $0.hasPrefix(
            "the column `x` is text because 1 of its 60 values is no number, the first `\(odd)`") }, "\(run.warnings)")
    }

    @Test func categoriesAreNames() async throws {
        let long = String(repeating: "z", count: 5000)
        let run = try await run(table("x,y,label", rows: 60) { "\($0 % 9 == 7 ? long : "k\($0 % 3)"),\($0 % 7),\($0 % 2)" })
        #expect(run.schema.columns[0].type == .text && run.schema.columns[0].categories.isEmpty)
        #expect(try fixture.scratch.read("out/schema.yaml").utf8.count < 2000)
    }

    @Test func differentUnitsAreNotConverted() async throws {
        let run = try await run(table("x,label", rows: 60) { "\($0) \($0 % 2 == 0 ? "kg" : "g"),\($0 % 2)" })
        #expect(
            run.warnings.contains(
                "the column `x` is text, and all of its values are numbers with `read: {units: [\"g\", \"kg\"]}`: if one unit is not the "
                    + "other, have them written in one, since none is converted"), "\(run.warnings)")
    }

    /// `ü` is one character, or `u` with a mark.
    @Test func theSameCharactersInOtherBytesAreNamedWithTheKey() async throws {
        let run = try await run(table("x,y,label", rows: 60) { "\($0 % 2 == 0 ? "u\u{308}" : "\u{FC}"),\($0 % 7),\($0 / 2 % 2)" })
        let said = run.warnings.filter { $0.contains("`clean: {unicode: nfc}` makes them one") }
        #expect(said.count == 1 && said[0].contains("of the same characters in other bytes, and they are 2 categories"), "\(run.warnings)")
    }

    /// What is the same of many columns is told once.
    @Test func whatManyColumnsHaveInCommonIsToldOnce() async throws {
        let names = (0..<40).map { "c\($0)" }.joined(separator: ",")
        let run = try await run(table("x,\(names),label", rows: 60) { "\($0 % 7),\(String(repeating: "1,", count: 40))\($0 % 2)" })
        let same = run.warnings.filter { $0.contains("the same value in every row") }
        #expect(same.count == 11, "\(same)")
        #expect(same.last?.contains("the same holds of 30 more columns") == true && same.last?.hasSuffix("`c18`, `c19`, …") == true,
            "\(same)")
    }

    @Test func aTitleAboveTheHeaderIsNamed() async throws {
        let text = await fixture.failure("Report of sales\nmade on Monday\n\n" + table("x,label", rows: 60) { "\($0),\($0 % 2)" })
        #expect(
            text.hasPrefix("error: there is no column `label`, the target, in `data.csv`")
                && text.contains("if the names of the columns stand there, `read: {skip: 3}`"), "\(text)")
    }

    /// A day of birth is no time that goes on.
    @Test func aDayOfBirthAsksForNoSplitByTime() async throws {
        func said(_ name: String) async throws -> [String] {
            try await run(table("\(name),x,label", rows: 60) { "20\(10 + $0 % 20)-01-02,\($0 % 7),\($0 % 2)" })
                .warnings.filter { $0.contains("is a time") }
        }
        #expect(try await said("day").count == 1)
        #expect(try await said("born").isEmpty)
    }
}
