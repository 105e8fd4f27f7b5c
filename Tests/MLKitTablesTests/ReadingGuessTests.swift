import MLKitCore
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// How numbers are written, column by column, and what means a missing one.
@Suite struct ReadingGuessTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func survey(_ header: String, rows: Int = 300, _ row: (Int) -> String) throws -> TableSurvey {
        try scratch.write(header + "\n" + (0..<rows).map { row($0) + "\n" }.joined(), to: "t.csv")
        return try TableSurvey(
            [scratch.path.appending("t.csv")], name: "t.csv", names: { $0.name(in: scratch.path) }, read: ReadingOptions(),
            context: stageContext())
    }

    private func decisions(_ survey: TableSurvey, target: String = "y") throws -> [TableProposal.Decision] {
        try survey.proposal(target: target, because: "as chosen").decisions
    }

    private func lines(_ survey: TableSurvey, target: String = "y") throws -> [String] {
        let answer = try survey.proposal(target: target, because: "as chosen").answer(source: "x.csv")
        return (answer["lines"]?.array ?? []).compactMap(\.string)
    }

    private func maximum(_ survey: TableSurvey, _ column: String) throws -> Double {
        let place = try #require(survey.table.place(of: column))
        return try #require(survey.table.numbers(place).last)
    }

    /// A value that could be one number or another is what those are that can be one only.
    @Test func aValueOfTwoReadingsIsDecidedByOthers() throws {
        let found = try survey("price;z;y") { "\($0 % 10 == 0 ? "573.707" : "\($0 % 90 + 1),5");\($0 * 37 % 101);\($0 * 11 % 97)" }
        #expect(try maximum(found, "price") == 573_707)
        let told = try decisions(found).first { $0.path == ["read"] }
        #expect(told?.value == ["decimal": ",", "thousands": "."])
        #expect(
            told?.why.contains(
                "30 values such as `573.707` would be other numbers with a decimal point, and 270 values such as `2,5` tell the comma")
                    == true,
            "\(told?.why ?? "")")
    }

    /// As accounting programs write it; marks at school are left as they are.
    @Test func aMinusBehindIsTakenForOneWhereNumbersAreAmounts() throws {
        let found = try survey("sum,mark,y") { "\($0 % 300 + 1).50\($0 % 3 == 0 ? "-" : ""),\($0 % 5 + 1)\($0 % 4 == 0 ? "-" : ""),\($0 * 11 % 97)" }
        let decisions = try decisions(found)
        #expect(decisions.first { $0.path == ["read", "numbers", "sum"] }?.value == ["minus_behind": true], "\(decisions)")
        #expect(found.table.schema.columns[1].type == .text)
        let place = try #require(found.table.place(of: "sum"))
        #expect(try found.table.numbers(place).first == -298.5)
        let alone = try survey("sum,y") { "\($0 % 300 + 1).50\($0 % 3 == 0 ? "-" : ""),\($0 * 11 % 97)" }
        let read = try self.decisions(alone).first { $0.path == ["read"] }?.value
        #expect(read == ["minus_behind": true])
        let marks = try survey("mark,x,y") { "\($0 % 5 + 1)\($0 % 4 == 0 ? "-" : ""),\($0 * 37 % 101),\($0 * 11 % 97)" }
        let ofMarks = try self.decisions(marks)
        #expect(!ofMarks.contains { $0.path.first == "read" })
    }

    /// The same where another column has the decimal comma.
    @Test func aColumnOfTwoReadingsIsDecidedByOtherColumns() throws {
        let found = try survey("price;people;y") { "\($0 % 90 + 1),5;\($0 % 9 + 1).\(100 + $0);\($0 * 11 % 97)" }
        #expect(try maximum(found, "people") > 9000)
        let why = try decisions(found).first { $0.path == ["read"] }?.why ?? ""
        #expect(why.contains("in `people` 300 values such as `1.100` are read as whole numbers"), "\(why)")
        // Nothing else speaks for a comma.
        let plain = try survey("weight;people;y") { "\($0 % 90 + 1).5;\($0 % 9 + 1).\(100 + $0);\($0 * 11 % 97)" }
        #expect(try maximum(plain, "people") < 10)
    }

    /// A number that fits the other spelling only is named, and not read.
    @Test func aStrayNumberOfTheOtherSpellingIsNamed() throws {
        let found = try survey("price;z;y") { "\($0 == 7 ? "3.5" : "\($0 % 90 + 1),5");\($0 * 37 % 101);\($0 * 11 % 97)" }
        let told = try found.proposal(target: "y", because: "as chosen").warnings.joined(separator: "\n")
        #expect(told.contains("299 of 300 of its values are numbers with `read: {decimal: \",\"}`"), "\(told)")
        #expect(told.contains("`3.5` is a number with a decimal point only"), "\(told)")
        #expect(found.table.schema.columns[0].type == .text)
    }

    @Test func eachColumnHasItsOwnReading() throws {
        let found = try survey("a,b,c,d,y") { row in
            "\"$\(row % 9 + 1),204.50\",\"\(row % 90),5 %\",\(row % 50).25,\(row % 3 == 0 ? "(\(row % 40))" : "\(row % 40)"),"
                + "\(row * 11 % 97)"
        }
        #expect(found.table.schema.columns.map(\.type) == [.number, .number, .number, .integer, .integer])
        let written = try lines(found)
        #expect(written.contains("read:") && written.contains { $0.hasPrefix("  numbers:  ") })
        #expect(written.contains { $0.hasPrefix("    a: {thousands: \",\", units: [\"$\"]}") }, "\(written)")
        #expect(written.contains { $0.hasPrefix("    b: {decimal: \",\", units: [\"%\"]}") }, "\(written)")
        #expect(written.contains { $0.hasPrefix("    d: {brackets: true}") }, "\(written)")
    }

    @Test(arguments: ["%d %%", "$%d", "1.2%02d,50 €"]) func aTargetOfMoneyOrPercentIsANumber(form: String) throws {
        let found = try survey("x;z;y") { row in
            "\(row * 37 % 101);\(row % 7);"
                + form.replacing("%02d", with: row % 90 < 10 ? "0\(row % 90)" : "\(row % 90)").replacing("%d", with: "\(row % 90)")
                .replacing("%%", with: "%")
        }
        let told = try decisions(found)
        #expect(told[1].value == "regression" && told[1].why.hasSuffix("different numbers"), "\(told[1])")
        #expect(told.contains { $0.path == ["read"] })
    }

    /// A leak is one as the column is read.
    @Test func aLeakIsSeenInWhatIsRead() throws {
        let found = try survey("x,tax,y") { "\($0 * 37 % 101),\"$\($0 * 7 % 997 + 1),00\($0 % 10).00\","
            + "\(($0 * 7 % 997 + 1) * 1000 + $0 % 10)" }
        #expect(try decisions(found).contains { $0.path == ["clean", "drop"] && $0.value == "tax" })
    }

    /// `unknown` among numbers is no number, however often it is there; elsewhere it may be a category.
    @Test func unknownNumbersAreMissing() throws {
        let found = try survey("age,day,state,y") { row in
            "\(row % 5 == 0 ? "unknown" : "\(row % 70)"),\(row % 8 == 0 ? "n.a." : "2024-0\(row % 9 + 1)-11"),"
                + "\(row % 2 == 0 ? "unknown" : "known"),"
                + "\(row * 11 % 97)"
        }
        let told = try decisions(found).filter { $0.path.starts(with: ["clean", "missing_in"]) }
        #expect(told.map(\.path[2]) == ["age", "day"] && told.map(\.value) == [["unknown"], ["n.a."]])
        #expect(told.map(\.why) == ["`unknown` 60 times: all other values are numbers", "`n.a.` 38 times: all other values are dates"])
        #expect(found.table.schema.columns.map(\.type) == [.integer, .date, .text, .integer]
            && found.table.schema.columns[2].categories == ["known", "unknown"])
    }

    /// What has a digit may be a number with a slip of the pen.
    @Test func aNumberInAnotherFormIsNoMissingValue() throws {
        let found = try survey("age,y") { "\($0 % 50 == 3 ? "12-15" : "\($0 % 70)"),\($0 * 11 % 97)" }
        #expect(found.table.schema.columns[0].type == .text)
    }

    @Test func aFirstRowThatRepeatsAValueIsARow() throws {
        let found = try survey("5,5,1") { "\($0 * 37 % 101),\($0 % 7),\($0 % 2)" }
        #expect(found.rows == 301 && found.columns == ["column_1", "column_2", "column_3"])
        #expect(try decisions(found, target: "column_3").contains { $0.path == ["read"] && $0.value == ["header": false] })
    }
}
