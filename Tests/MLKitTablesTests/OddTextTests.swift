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

    @Test(arguments: [("25.03.22", true), ("03/25/22", true), ("25-Mar-22", true), ("22-03-25", true), ("25.03.2", false),
        ("32.13.22", false)])
    func shortYears(text: String, isOne: Bool) { #expect((form(text) == .shortYear) == isOne) }
}
