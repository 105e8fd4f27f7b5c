import MLKitCore
import Testing

/// Moments as text, both ways.
@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_767_225_600, "2026-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
        (951_868_799, "2000-02-29T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"), (-62_167_219_200, "0000-01-01T00:00:00Z"),
    ])
    func textAndMomentAgree(seconds: Int, text: String) {
        #expect(Timestamp(seconds: seconds).description == text)
        #expect(Timestamp(iso8601: text) == Timestamp(seconds: seconds))
    }

    @Test(arguments: [
        ("2026-01-01", 0), ("2026-01-01T01:00:00+01:00", 0), ("2025-12-31 19:00:00-0500", 0),
        ("2026-01-01T00:00:00.999Z", 0), ("2026-01-01T23:59:59", 86_399), ("2026-01-01T00:00:60", 60),
        ("2026-12-31", 31_449_600),
        ("2026-01-31", 2_592_000), ("2026-01-01T00:00:00+23:59", -86_340), ("2026-01-01T00:00:00-00:30", 1800),
        ("2026-01-01T00:01:00", 60), ("2026-01-01 00:00:01 Z", 1),
    ])
    func peopleWriteItInManyWays(text: String, offset: Int) {
        #expect(Timestamp(iso8601: text) == Timestamp(seconds: 1_767_225_600 + offset))
    }

    @Test(arguments: [
        "2027-02-30", "2027-02-29", "2027-04-31",
        "", "today", "2026", "2026-1-1", "2026-13-01", "2026-00-01", "2026-01-32", "2026-01-01T", "2026-01-01T24:00:00",
        "2026-01-01T00:00", "2026-01-01T00:00:00X", "2026-01-01T00:00:00999", "2026-01-01T00:00:00+1",
        "2026-01-01T00:00:00+25:00", "2026-01-01T00:00:61", "2026-01-01T00:60:00", "2026-01-00",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+00:60", "2026-01-01T00:00:00+01:00x", "2026-01-01T00:00:00Zx", "12026-01-01", "２０２６-01-01",
    ])
    func whatIsNoMomentIsNot(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func aDayIsThatOfItsMoment() {
        #expect(Timestamp(seconds: 86_399).day == "1970-01-01")
        #expect(Timestamp(seconds: 86_400).day == "1970-01-02")
        #expect(Timestamp(seconds: 1) < Timestamp(seconds: 2))
        #expect(!(Timestamp(seconds: 2) < Timestamp(seconds: 2)))
    }
}
