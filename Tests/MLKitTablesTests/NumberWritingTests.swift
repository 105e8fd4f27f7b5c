import MLKitSignature
import Testing

@testable import MLKitTables

/// From how many values on a column's numbers are taken to be written in some way, and its values to be of a type.
@Suite struct NumberWritingTests {
    /// A hundred values.
    private func profile(_ change: (inout ColumnProfile) -> Void) -> ColumnProfile {
        var profile = ColumnProfile(name: "x")
        profile.present = 100
        profile.ways = [Int](repeating: 0, count: NumberFormat.ways.count)
        change(&profile)
        return profile
    }

    private func count(_ change: (inout ColumnProfile) -> Void) -> Int? { NumberWriting(profile(change))?.count }

    private func inUnits(_ units: [String: Int], bare: Int = 0, bracketed: Int = 0, ways: Int = 100) -> NumberWriting? {
        NumberWriting(
            profile {
                $0.ways[0] = ways
                ($0.units, $0.bare, $0.firstBare, $0.bracketed) = (units, bare, bare > 0 ? "350" : nil, bracketed)
            })
    }

    @Test func nineOfTenAreNumbers() {
        #expect(inUnits(["kg": 90], ways: 90)?.count == 90 && inUnits(["kg": 89], ways: 89) == nil)
        #expect(inUnits(["a": 1, "b": 1, "c": 1])?.count == 100 && inUnits(["a": 1, "b": 1, "c": 1, "d": 1]) == nil)
    }

    @Test func upToHalfMayBeUnknown() {
        #expect(count { ($0.ways[0], $0.unknown, $0.units) = (45, 50, ["kg": 45]) } == 45)
        #expect(count { ($0.ways[0], $0.unknown, $0.units) = (44, 50, ["kg": 44]) } == nil)
        #expect(count { ($0.ways[0], $0.unknown, $0.units) = (49, 51, ["kg": 49]) } == nil)
        #expect(count { ($0.present, $0.unknown, $0.units) = (0, 0, ["kg": 0]) } == nil)
    }

    /// Plain numbers are not written in any way of their own.
    @Test func plainNumbersAreNone() {
        #expect(count { ($0.ways[1], $0.numbers) = (100, 100) } == nil && count { ($0.ways[1], $0.numbers) = (100, 99) } == 100)
        #expect(count { ($0.ways[0], $0.numbers, $0.bracketed) = (100, 100, 1) } == 100)
        #expect(count { ($0.ways[0], $0.numbers, $0.units) = (100, 100, ["kg": 1]) } == 100)
        #expect(count { ($0.ways, $0.units) = ([100], ["kg": 1]) } == nil)
    }

    @Test func aSoleWritingIsThatOfAll() {
        #expect(inUnits(["kg": 100])?.isSole == true && inUnits(["kg": 100], ways: 99)?.isSole == false)
        #expect(inUnits(["kg": 100], bracketed: 90)?.isSole == true && inUnits(["kg": 100], bracketed: 91)?.isSole == false)
        #expect(NumberWriting(profile { ($0.ways[0], $0.unknown, $0.units) = (90, 10, ["kg": 90]) })?.isSole == true)
        #expect(inUnits(["kg": 99], bare: 1)?.isSole == false && inUnits(["€": 99], bare: 1)?.isSole == true)
        #expect(inUnits(["kg": 50, "g": 50])?.isSole == false)
    }

    @Test(arguments: [
        (["kg"], true), (["kg", "g"], false), (["day", "days"], true), (["days", "day"], true), (["day", "dayss"], false),
        (["kg", "KG"], true), (["€", "EUR"], true),
        (["€", "$"], false), (["m²", "qm"], true), (["m²", "m³"], false), (["$", "US$", "USD"], true), (["a", "b", "as"], false),
    ])
    func unitsThatAreOne(units: [String], areOne: Bool) {
        #expect(inUnits(Dictionary(uniqueKeysWithValues: units.map { ($0, 1) }))?.isOfOneUnit == areOne)
    }

    @Test(arguments: [("kg", true), ("€", false), ("US$", false), ("m²", true), ("m³", true), ("₿", false), ("₿x", true), ("Fr.", false)])
    func numbersWithoutAUnitMayBeOthers(unit: String, areOthers: Bool) {
        #expect(inUnits([unit: 99], bare: 1)?.isPartlyBare == areOthers && inUnits([unit: 100])?.isPartlyBare == false)
    }

    @Test func bareNumbersAreTold() {
        #expect(
            inUnits(["kg": 99], bare: 1)?.bareWords
                == "99 of its numbers have the unit `kg` and `350` has none: have them written in one, since none is converted")
        #expect(
            inUnits(["kg": 90, "g": 8], bare: 2)?.bareWords
                == "98 of its numbers have the unit `g` and `kg` and 2 values such as `350` have none: have them written in one, "
                + "since none is converted")
        #expect(inUnits(["kg": 100])?.bareWords == nil && inUnits(["€": 99], bare: 1)?.bareWords == nil)
        #expect(inUnits(["€": 99], bare: 1)?.remarks == ["`350` has no currency, and is taken for the same"])
        #expect(inUnits(["€": 98], bare: 2)?.remarks == ["2 values such as `350` have no currency, and are taken for the same"])
        #expect(inUnits(["€": 100])?.remarks == [] && inUnits(["kg": 99], bare: 1)?.remarks == [])
    }

    private func type(_ change: (inout ColumnProfile) -> Void) -> ColumnType { profile(change).type }

    @Test func theNarrowestTypeIsTaken() {
        #expect(type { $0.integers = 100 } == .integer && type { ($0.integers, $0.notNumbers) = (99, 1) } == .integer)
        #expect(type { ($0.integers, $0.numbers) = (99, 100) } == .number && type { ($0.integers, $0.numbers) = (99, 99) } == .text)
        #expect(type { ($0.numbers, $0.notNumbers) = (1, 99) } == .number && type { $0.notNumbers = 100 } == .text)
        #expect(type { ($0.numbers, $0.rounded) = (100, 1) } == .text && type { $0.booleans = 100 } == .boolean)
        #expect(type { $0.booleans = 99 } == .text && type { ($0.present, $0.booleans) = (0, 0) } == .text)
        #expect(type { $0.dates = [99, 100] } == .date && type { $0.dates = [99, 99] } == .text)
        #expect(type { ($0.dates, $0.timed) = ([100], 1) } == .timestamp && type { ($0.present, $0.dates) = (0, [0]) } == .text)
        #expect(profile { ($0.numbers, $0.rounded) = (100, 1) }.areTooLong && !profile { $0.numbers = 100 }.areTooLong)
    }

    @Test func categoriesAreFewAndOften() {
        func isOne(_ distinct: Int, limit: Int = 50) -> Bool { profile { $0.distinct = distinct }.isCategorical(limit: limit) }
        #expect(isOne(50) && !isOne(51, limit: 99) && !isOne(50, limit: 49))
    }
}
