import Testing

@testable import MLKitServing

/// Bounds of numbers that are sent as texts.
struct NumberPatternTests {
    @Test(arguments: [
        (-50, 50), (17, 90), (0, 0), (-7, -3), (99, 1001), (1, 1234), (-120, 15), (10, 19), (5, 4),
    ] as [(Double, Double)])
    func wholeNumbersAreWithinTheirBounds(_ least: Double, _ most: Double) throws {
        let pattern = try NumberPattern(least, most).wholes.map { try Regex($0) }
        func isTaken(_ text: String) throws -> Bool { try pattern?.wholeMatch(in: text) != nil }
        let wrong = try (-1500...1500).filter { try isTaken("\($0)") != (Double($0) >= least && Double($0) <= most) }
        #expect(wrong.isEmpty)
        for text in ["00", "01", "-0", "1 ", "+1", "1.0", ""] { #expect(try !isTaken(text), "\(text)") }
    }

    @Test(arguments: [
        (-2.0, 2.0, "1.5", true), (-2, 2, "-1.999999", true), (-2, 2, "2.1", false), (-2, 2, "-2.1", false), (-2, 2, "0.5", true),
        (-2, 2, "1,5", false), (3, 9, "2.9", false), (3, 9, "3.1", true), (3, 9, "9.1", false), (3, 9, "9", true), (-9, -3, "-3.5", true),
        (-9, -3, "-9.5", false), (-9, -3, "-2.5", false),
    ] as [(Double, Double, String, Bool)])
    func fractionsAreWithinTheirBounds(_ least: Double, _ most: Double, _ text: String, _ isWithin: Bool) throws {
        let pattern = try Regex(try #require(NumberPattern(least, most).reals(decimal: UInt8(ascii: "."))))
        let isTaken = try pattern.wholeMatch(in: text) != nil
        #expect(isTaken == isWithin)
    }

    @Test func withoutBoundsAnyNumberIs() throws {
        let pattern = try Regex(try #require(NumberPattern(nil, nil).reals(decimal: UInt8(ascii: ","))))
        for text in ["0", "-1", "999999999999999", "12,5"] {
            let match = try pattern.wholeMatch(in: text)
            #expect(match != nil, "\(text)")
        }
        #expect(NumberPattern(1e300, nil).wholes == nil)
        #expect(NumberPattern(nil, -1e300).wholes == nil)
    }
}
