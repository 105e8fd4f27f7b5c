import Testing

@testable import MLKitTables

/// Texts that are nearly dates or numbers, one by one.
@Suite struct OddTextTests {
    private func form(_ text: String) -> OddForm? {
        var text = text
        return text.withUTF8 { OddForm($0) }
    }

    @Test(arguments: [
        ("8:05", true), ("08:05", true), ("08:05:59", true), ("23:59:59", true), ("0:00", true), ("24:00", false), ("23:60", false),
        ("23:59:60", false), ("8:5", false), ("008:05", false), ("8", false), ("8:05:5", false), ("8:05:05:05", false), (":05", false),
        ("8:0x", false), ("8:", false),
    ])
    func timesOfDay(text: String, isOne: Bool) { #expect((form(text) == .timeOfDay) == isOne) }

    @Test(arguments: [
        ("5-", true), ("1006,74-", true), ("1.5 -", true), ("-", false), ("-5", false), ("-5-", false), ("x5-", false), ("5x-", false),
        ("5--", false), ("9-", true), ("0-", true), ("/5-", false), (":5-", false),
    ])
    func minusBehind(text: String, isOne: Bool) { #expect((form(text) == .minusBehind) == isOne) }

    @Test(arguments: [
        ("3/25/2022 4:30 PM", true), ("2022-03-25 04:30:00am", true), ("25.03.22 4:30 pM", true), ("4:30 PM", false),
        ("2022-03-25 PM", false),
        ("2022-03-25 4:30", false), ("2022-03-25 24:30 PM", false), ("x 4:30 PM", false), ("2022-03-25 4:30 XM", false), ("PM", false),
        ("M", false),
    ])
    func twelveHours(text: String, isOne: Bool) { #expect((form(text) == .twelveHours) == isOne) }

    @Test(arguments: [("25.03.22", true), ("03/25/22", true), ("25-Mar-22", true), ("22-03-25", true), ("25.03.2", false),
        ("32.13.22", false)])
    func shortYears(text: String, isOne: Bool) { #expect((form(text) == .shortYear) == isOne) }
}
