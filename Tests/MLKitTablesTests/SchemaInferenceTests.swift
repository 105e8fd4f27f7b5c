import MLKitCore
import MLKitSignature
import Testing

@testable import MLKitTables

/// What a column is taken for, to the last row that decides.
@Suite("Schema inference")
struct SchemaInferenceTests {
    private func text(_ name: String, _ distinct: Int, of present: Int, missing: Int = 0) -> ColumnProfile {
        ColumnProfile(name: name, present: present, missing: missing, distinct: distinct)
    }

    private func whole(_ name: String, _ distinct: Int, of present: Int) -> ColumnProfile {
        ColumnProfile(name: name, present: present, distinct: distinct, integers: present, numbers: present)
    }

    @Test func theNarrowestTypeThatAllValuesHave() {
        func type(_ present: Int, integers: Int = 0, numbers: Int = 0, booleans: Int = 0, notNumbers: Int = 0) -> ColumnType {
            ColumnProfile(
                name: "x", present: present, integers: integers, numbers: numbers, booleans: booleans, notNumbers: notNumbers
            ).type
        }
        #expect(type(3, integers: 3, numbers: 3) == .integer && type(3, integers: 2, numbers: 2, notNumbers: 1) == .integer)
        #expect(type(3, integers: 2, numbers: 3) == .number && type(3, integers: 1, numbers: 2, notNumbers: 1) == .number)
        #expect(type(1, integers: 1, numbers: 1) == .integer && type(1, numbers: 1) == .number)
        #expect(type(3, integers: 2, numbers: 2) == .text && type(3, notNumbers: 3) == .text && type(0) == .text)
        #expect(type(3, booleans: 3) == .boolean && type(3, booleans: 2) == .text)
    }

    /// A text of few values that repeat is one of categories: at most fifty, each twice on average.
    @Test func categoriesAreFewAndRepeat() {
        let columns = [
            text("a", 50, of: 100), text("b", 51, of: 102), text("c", 50, of: 99), text("d", 1, of: 2), text("e", 1, of: 1),
            whole("f", 2, of: 100), ColumnProfile(name: "g", present: 9, distinct: 2, booleans: 9),
        ]
        #expect(SchemaInference(profiles: columns, target: "y").listed == [0, 3])
    }

    @Test func aTargetIsOfClassesOrANumber() {
        func isListed(_ target: ColumnProfile) -> Bool { SchemaInference(profiles: [target], target: "y").listed == [0] }
        #expect(isListed(whole("y", 20, of: 40)) && !isListed(whole("y", 21, of: 42)) && !isListed(whole("y", 20, of: 39)))
        #expect(isListed(text("y", 1000, of: 1000)) && isListed(ColumnProfile(name: "y", present: 1, distinct: 1, booleans: 1)))
        #expect(!isListed(ColumnProfile(name: "y", present: 9, distinct: 2, numbers: 9)))
    }

    private func problems(_ profiles: [ColumnProfile]) -> [Diagnostic] {
        do {
            _ = try SchemaInference(profiles: profiles, target: "y").schema(values: [:])
            return []
        } catch { return (error as? Failure)?.diagnostics ?? [] }
    }

    @Test func whatCannotBeLearntIsSaid() {
        let said = problems([text("a", 0, of: 0, missing: 3), text("b", 1, of: 3), text("y", 0, of: 0, missing: 3)])
        #expect(said.map(\.message) == ["the column `y` has no values"] && said.map(\.hint) == [nil])
        let message = "the target `y` has the same value in every row: there is nothing to predict"
        #expect(problems([text("y", 1, of: 9)]).map(\.message) == [message])
        #expect(problems([whole("y", 1, of: 9)]).map(\.message) == [message] && problems([text("y", 2, of: 9)]).isEmpty)
    }

    @Test(arguments: [
        (50, 50, false), (51, 101, true), (51, 102, false), (1000, 2000, false), (1000, 1999, true), (1001, 2002, true),
    ])
    func tooManyTextsAreNoClasses(distinct: Int, present: Int, isRefused: Bool) {
        let message = "the target `y` has \(distinct) different texts in \(present) rows: too many to be classes"
        #expect(problems([text("y", distinct, of: present)]).map(\.message) == (isRefused ? [message] : []))
        #expect(problems([whole("y", distinct, of: present), text("x", distinct, of: present)]).isEmpty)
    }

    @Test func whatIsMissingMayBeMissing() throws {
        let columns = [
            text("a", 1, of: 2, missing: 1), text("b", 1, of: 2),
            ColumnProfile(name: "c", present: 3, distinct: 3, integers: 2, numbers: 2, notNumbers: 1), whole("d", 3, of: 3),
            ColumnProfile(name: "e", present: 3, distinct: 3, notNumbers: 3), whole("y", 3, of: 3),
        ]
        let schema = try SchemaInference(profiles: columns, target: "y").schema(values: [0: ["z", "a"]])
        #expect(schema.columns.map(\.nullable) == [true, false, true, false, false, false])
        #expect(schema.columns.map(\.type) == [.text, .text, .integer, .integer, .text, .integer])
        #expect(schema.columns[0].categories == ["a", "z"] && schema.columns[1].categories.isEmpty)
        #expect(schema.target == "y")
    }

    /// One odd value among ten makes a column text, and is named.
    @Test func oddValuesAreNamed() {
        func warnings(_ present: Int, numbers: Int, notNumbers: Int = 0, first: String? = "?") -> [String] {
            let profile = ColumnProfile(
                name: "x", present: present, distinct: 2, integers: 0, numbers: numbers, notNumbers: notNumbers, firstText: first)
            return SchemaInference(profiles: [profile], target: "y").warnings
        }
        func text(_ count: String) -> [String] {
            ["the column `x` is text because \(count) no number, the first `?`: if that means a missing value, add it to `clean.missing`"]
        }
        #expect(warnings(10, numbers: 9) == text("1 of its 10 values is") && warnings(9, numbers: 8) == [])
        #expect(warnings(20, numbers: 17, notNumbers: 1) == text("2 of its 20 values are") && warnings(19, numbers: 17) == [])
        #expect(warnings(10, numbers: 10) == [] && warnings(10, numbers: 9, first: nil) == [])
    }
}
