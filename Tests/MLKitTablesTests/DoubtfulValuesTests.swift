import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// Values that may be something else than they look like: amounts with a unit beside some without, points between thousands, classes
/// that are called as missing values are.
@Suite struct DoubtfulValuesTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func survey(_ header: String, _ row: (Int) -> String) throws -> TableSurvey {
        try scratch.write(header + "\n" + (0..<300).map { row($0) + "\n" }.joined(), to: "t.csv")
        return try TableSurvey(
            [scratch.path.appending("t.csv")], name: "t.csv", names: { $0.name(in: scratch.path) }, read: ReadingOptions(),
            context: stageContext())
    }

    private func proposal(_ survey: TableSurvey) throws -> TableProposal { try survey.proposal(target: "y", because: "as chosen") }

    private func reading(_ proposal: TableProposal) -> TableProposal.Decision? { proposal.decisions.first { $0.path.first == "read" } }

    // MARK: Units

    @Test(arguments: [("8.2", "K", "350"), ("24", "%", "0.12"), ("8", " t", "500")])
    func aUnitThatOnlySomeHaveIsNotLeftOut(number: String, unit: String, bare: String) throws {
        let told = try proposal(survey("views,x,y") { row in
            "\(row % 2 == 0 ? "\(row % 90 + 1)\(number)\(unit)" : "\(row % 9 + 1)\(bare)"),\(row * 37 % 101),\(row * 11 % 97)"
        })
        #expect(reading(told) == nil)
        let mark = unit.filter { $0 != " " }
        let words = told.warnings.joined(separator: "\n")
        #expect(
            words.contains(
                "the column `views` is text, and 150 of its numbers have the unit `\(mark)` and 150 values such as `2\(bare)` have none: "
                    + "have them written in one, since none is converted; if the unit scales nothing, `read: {units: [\"\(mark)\"]}` "
                        + "leaves it out"), "\(words)")
    }

    /// Nought is nought in all units.
    @Test func noughtNeedsNoUnit() throws {
        let told = try proposal(survey("share,x,y") { "\($0 % 3 == 0 ? "0" : "\($0 % 90 + 1) %"),\($0 * 37 % 101),\($0 * 11 % 97)" })
        #expect(reading(told)?.value == ["units": ["%"]])
    }

    @Test func aCurrencyThatSomeLackIsSaid() throws {
        let told = try proposal(survey("price,x,y") { "\($0 % 2 == 0 ? "$\($0).50" : "\($0).25"),\($0 * 37 % 101),\($0 * 11 % 97)" })
        #expect(reading(told)?.value == ["units": ["$"]])
        #expect(reading(told)?.why.contains("150 values such as `1.25` have no currency, and are taken for the same") == true,
            "\(told.decisions)")
    }

    @Test func aTargetWithAUnitInSomeRowsIsRefused() throws {
        let found = try survey("x,y") { "\($0 * 37 % 101),\($0 % 2 == 0 ? "\($0).2K" : "\($0 * 3 + 1)")" }
        let failure = #expect(throws: Failure.self) { try proposal(found) }
        #expect("\(try #require(failure))".contains(
            "cannot be predicted: 150 of its numbers have the unit `K` and 150 values such as `4` have none"))
    }

    @Test func areasAndVolumesAreNumbers() throws {
        let told = try proposal(survey("a;b;y") { "\($0 % 90),5 m²;\($0 % 40) m3;\($0 * 11 % 97)" })
        #expect(reading(told)?.value == ["decimal": ",", "units": ["m3", "m²"]], "\(told.decisions)")
    }

    // MARK: Thousands

    private static func grouped(_ row: Int) -> String {
        let value = row * 7919 % 30_000 + 100
        return value < 1000 ? "\(value)" : "\(value / 1000)." + "\(1000 + value % 1000)".dropFirst()
    }

    @Test func pointsBetweenThousandsAreReadInAFileOfSemicolons() throws {
        let found = try survey("menge;y") { "\(Self.grouped($0));\($0 * 11 % 97)" }
        #expect(try #require(found.table.numbers(0).last) > 20_000)
        let told = try #require(reading(proposal(found)))
        #expect(told.value == ["decimal": ",", "thousands": "."])
        #expect(told.why.contains("values such as `8.019` are read as whole numbers, since all have three digits behind the point"),
            "\(told.why)")
        #expect(told.why.contains("`{numbers: {menge: {decimal: \".\"}}}` in `read` takes the point for a decimal one"), "\(told.why)")
    }

    /// Between commas, and where another column has decimal points, they stay what programs write.
    @Test(arguments: [("menge,x,y", ","), ("menge;x;y", ";")]) func pointsThatStayDecimalAreNamed(header: String, mark: String) throws {
        let found = try survey(header) { "\(Self.grouped($0))\(mark)0.\($0 % 89 + 10)\(mark)\($0 * 11 % 97)" }
        #expect(try #require(found.table.numbers(0).last) < 1000)
        let words = try proposal(found).warnings.joined(separator: "\n")
        #expect(
            words.contains(
                "values such as `8.019` are read with a decimal point, and could be whole numbers with a point between thousands: "
                    + "`read: {numbers: {menge: {decimal: \",\", thousands: \".\"}}}` takes them for these, `read: {numbers: {menge: "
                        + "{decimal: \".\"}}}` "
                    + "for what they are"), "\(words)")
    }

    @Test func decimalNumbersThatCannotBeOthersAreNotDoubted() throws {
        for value in ["0.113", "1234.567", "1.25", "-0.5", "4711"] {
            let found = try survey("a;y") { "\($0 == 7 ? value : "\($0 % 9 + 1).\(100 + $0)");\($0 * 11 % 97)" }
            #expect(try !proposal(found).warnings.joined().contains("could be whole numbers") && reading(proposal(found)) == nil,
                "\(value)")
        }
        // Three decimal places, as programs write them between commas.
        let plain = try survey("a,y") { "\($0 % 9 + 1).\(100 + $0),\($0 * 11 % 97)" }
        #expect(try !proposal(plain).warnings.joined().contains("could be whole numbers"))
    }

    // MARK: Classes

    private func missing(_ proposal: TableProposal) -> [TableProposal.Decision] {
        proposal.decisions.filter { $0.path.starts(with: ["clean", "missing"]) || $0.path.starts(with: ["clean", "missing_in"]) }
    }

    @Test(arguments: [["None", "Mild", "Severe"], ["NA", "EU", "APAC"], ["-", "+"]]) func aClassOfTheTargetIsNoMissingValue(
        classes: [String]) throws {
        let found = try survey("a,b,y") { "\($0 * 7919 % 997),\($0 * 31 % 77),\(classes[$0 % classes.count])" }
        let told = try proposal(found)
        #expect(found.table.schema.columns[2].categories.count == classes.count && found.missing == [])
        let why = missing(told).first?.why ?? ""
        let text = classes[0] == "-" ? "\"-\"" : classes[0]
        #expect(
            why == "in `y` `\(classes[0])`, \(300 / classes.count) times, is a value like its others: `missing_in: {\"y\": [\(text)]}` "
                + "takes it for a missing one",
            "\(why)")
        #expect(!told.decisions[0].why.contains("left out"), "\(told.decisions[0])")
    }

    /// Elsewhere the same text means what it did.
    @Test func whereItIsNoClassItIsMissing() throws {
        let found = try survey("a,b,y") { row in
            "\(row % 9 == 0 ? "None" : "\(row * 7 % 97)"),\(row % 8 == 0 ? "?" : "\(row * 31 % 77)"),\(["None", "Mild", "Severe"][row % 3])"
        }
        let told = missing(try proposal(found))
        #expect(told.map(\.path.last) == ["a", "missing"] && told.map(\.value) == [["None"], ["?"]], "\(told)")
        #expect(found.table.schema.columns.map(\.type) == [.integer, .integer, .text])
    }

    /// What is rare, or of another kind than the others, means a missing value.
    @Test(arguments: [("None", 20), ("-", 3), ("NULL", 3), ("?", 3)]) func otherTextsStayMissing(text: String, each: Int) throws {
        let found = try survey("a,y") { "\($0 * 7919 % 997),\($0 % each == 0 ? text : $0 % 2 == 0 ? "Mild" : "Severe")" }
        #expect(found.missing == [text] && found.table.schema.columns[1].categories == ["Mild", "Severe"])
    }

    @Test func aFeatureKeepsNoneAndSigns() throws {
        let found = try survey("a,b,c,y") { row in
            "\(["None", "Mild", "Severe"][row % 3]),\(row % 3 == 0 ? "+" : "-"),\(["NA", "EU", "APAC"][row % 3]),\(row * 11 % 97)"
        }
        #expect(found.table.schema.columns.map { $0.categories.count } == [3, 2, 2, 0])
    }

    @Test func aTargetOfOneValueAndAMarkerIsSaidToBeThat() async throws {
        let text = "a,label\n" + (0..<80).map { "\($0),\($0 % 2 == 0 ? "-" : "+")\n" }.joined()
        let message = try await DataFixture().failure(text)
        #expect(
            message == """
                error: the target `label` has one value only beside those that mean a missing one, `-` 40 times

                hint: if that is a class, `clean: {missing: []}` takes it for one

                """)
        var fixture = try DataFixture()
        fixture.configuration.clean.missing = []
        #expect(try await fixture.run(text).schema.classes == ["+", "-"])
    }
}
