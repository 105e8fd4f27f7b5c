import Testing

@testable import MLKitSignature

/// Days and moments as texts spell them, at the ends of months, of years and of the day.
@Suite struct DateFormatTests {
    private static let day: Int64 = 86_400_000_000

    private func moment(_ text: String, _ format: String = "%Y-%m-%d") throws -> DateFormat.Moment? {
        try #require(DateFormat(format)).moment(text)
    }

    private func parts(_ days: Int64) -> [Int] {
        let parts = Calendar.parts(days: days)
        return [Int(parts.year), Int(parts.month), Int(parts.day)]
    }

    @Test(arguments: [
        (1970, 1, 1, 0), (1970, 1, 2, 1), (1969, 12, 31, -1), (2000, 2, 29, 11016), (2000, 3, 1, 11017), (1900, 2, 28, -25509),
        (1900, 3, 1, -25508),
        (2024, 2, 29, 19782), (2024, 12, 31, 20088), (2100, 2, 28, 47540), (2100, 3, 1, 47541), (1, 1, 1, -719_162), (0, 1, 1, -719_528),
        (0, 2, 29, -719_469),
        (0, 3, 1, -719_468), (9999, 12, 31, 2_932_896), (2023, 4, 30, 19477), (2023, 1, 31, 19388),
    ] as [(Int, Int, Int, Int64)])
    func daysAndDatesAreEachOthers(year: Int, month: Int, day: Int, days: Int64) {
        #expect(Calendar.days(year: year, month: month, day: day) == days)
        #expect(parts(days) == [year, month, day])
    }

    /// What a format writes, it reads: raw rows that we make are those of the table.
    @Test(arguments: DateFormat.known + ["%d.%m.%y", "%m/%d/%y", "%Y%m%d"].compactMap { DateFormat($0) })
    func whatIsWrittenIsReadAgain(format: DateFormat) throws {
        for days in [Int64(0), 1, 31, 59, 11016, 18_262, 22_637] {
            #expect(format.moment(format.written(days: days)) == DateFormat.Moment(microseconds: days * Self.day, hasTime: false))
        }
        for seconds in [0, 0.25, 86_399.5, 86_399.9999999, 1_700_000_000, 1_700_000_000.000001] {
            let microseconds = Int64((seconds * 1e6).rounded())
            #expect(format.moment(format.written(seconds: seconds)) == DateFormat.Moment(microseconds: microseconds, hasTime: true))
        }
    }

    @Test func daysAreWrittenByTheirFormat() throws {
        func written(_ format: String, _ days: Int64) throws -> String { try #require(DateFormat(format)).written(days: days) }
        #expect(try written("%d.%m.%Y", 0) == "01.01.1970")
        #expect(try written("%d %b %Y", 11016) == "29 Feb 2000")
        #expect(try written("%m/%d/%y", 11016) == "02/29/00")
        #expect(try written("%d.%m.%Y", -719_162) == "01.01.0001")
        #expect(try #require(DateFormat("%d.%m.%Y")).written(seconds: 1_709_217_005.25) == "29.02.2024T14:30:05.25Z")
        #expect(DateFormat.standard.example == "2031-12-24")
        #expect(DateFormat.dayFirst.example == "24/12/2031")
    }

    @Test func everyDayOfFourCenturies() {
        var days = Int64(-25_567)
        for year in 1900..<2301 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                #expect(Calendar.days(year: year, month: month + 1, day: 0) == nil)
                #expect(Calendar.days(year: year, month: month + 1, day: 1) == days)
                #expect(parts(days) == [year, month + 1, 1])
                #expect(Calendar.days(year: year, month: month + 1, day: length) == days + Int64(length) - 1)
                #expect(parts(days + Int64(length) - 1) == [year, month + 1, length])
                #expect(Calendar.days(year: year, month: month + 1, day: length + 1) == nil)
                days += Int64(length)
            }
        }
        #expect(Calendar.days(year: 2024, month: 0, day: 1) == nil && Calendar.days(year: 2024, month: 13, day: 1) == nil)
    }

    @Test func dividesTowardsTheLess() {
        let pairs: [(Int64, Int64)] = [(0, 0), (9, 0), (10, 1), (19, 1), (-1, -1), (-9, -1), (-10, -1), (-11, -2)]
        for (value, result) in pairs { #expect(Calendar.floorDivide(value, 10) == result) }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (86_399.5, "1970-01-01T23:59:59.5Z"),
        (0.000001, "1970-01-01T00:00:00.000001Z"),
        (0.0000006, "1970-01-01T00:00:00.000001Z"), (0.0000004, "1970-01-01T00:00:00Z"), (3661.25, "1970-01-01T01:01:01.25Z"),
        (86_400, "1970-01-02T00:00:00Z"),
        (-62_135_596_800, "0001-01-01T00:00:00Z"),
    ] as [(Double, String)])
    func momentsAreWrittenInUTC(seconds: Double, text: String) {
        #expect(Calendar.moment(seconds: seconds) == text)
    }

    @Test(arguments: [
        ("1970-01-02", 1), ("2024-2-9", 19762), ("2024-02-29", 19782), ("2023-02-29", nil), ("2024-13-01", nil), ("2024-00-01", nil),
        ("2024-01-32", nil),
        ("24-01-01", nil), ("02024-01-01", nil), ("2024-001-01", nil), ("2024-01-01 ", nil), ("2024/01/01", nil), ("2024-01", nil),
        ("2024-01-", nil), ("", nil),
        ("2024-01-01x", nil),
    ] as [(String, Int64?)])
    func days(text: String, days: Int64?) throws {
        #expect(try moment(text) == days.map { DateFormat.Moment(microseconds: $0 * Self.day, hasTime: false) })
    }

    @Test(arguments: [
        ("1/2/68", "%d/%m/%y", "2068-02-01"), ("1/2/69", "%d/%m/%y", "1969-02-01"), ("1/2/00", "%m/%d/%y", "2000-01-02"),
        ("24-Dec-2031", "%d-%b-%Y", "2031-12-24"),
        ("24-dEC-2031", "%d-%b-%Y", "2031-12-24"), ("1-jan-1970", "%d-%b-%Y", "1970-01-01"), ("1-Ja", "%d-%b-%Y", nil),
        ("1-Foo-1970", "%d-%b-%Y", nil),
        ("1.2.1970", "%d.%m.%Y", "1970-02-01"), ("1/2/6", "%d/%m/%y", nil), ("Mar 5 99", "%b %d %y", "1999-03-05"),
    ] as [(String, String, String?)])
    func otherFormats(text: String, format: String, date: String?) throws {
        #expect(try moment(text, format).map { Calendar.date(days: $0.days) } == date)
    }

    @Test(arguments: [
        (" 00:00", 0), ("T23:59", 86_340_000_000), (" 23:59:59", 86_399_000_000), (" 9:05", 32_700_000_000),
        (" 14:30:05.25", 52_205_250_000),
        (" 00:00:00.1234567", 123_456), (" 00:00:00.000001", 1), (" 00:00:00.5Z", 500_000), (" 12:00Z", 43_200_000_000),
        (" 12:00+02:00", 36_000_000_000),
        (" 12:00-0130", 48_600_000_000), (" 12:00+02", 36_000_000_000), (" 12:00:00+23:59", -43_140_000_000), (" 24:00", nil),
        (" 23:60", nil), (" 23:59:60", nil),
        (" 12:0", nil), (" 12", nil), (" 12:00:0", nil), (" 12:00:00.", nil), (" 12:00 Z", nil), (" 12:00+24:00", nil),
        (" 12:00+02:60", nil), (" 12:00+2:00", nil),
        (" 12:00+02:0", nil), (" 12:00Zx", nil), ("t12:00", nil), ("  12:00", nil), (" 012:00", nil), (" 12:00+02:000", nil),
    ] as [(String, Int64?)])
    func timesOfDay(text: String, microseconds: Int64?) throws {
        #expect(try moment("1970-01-01" + text) == microseconds.map { DateFormat.Moment(microseconds: $0, hasTime: true) })
    }

    @Test func daysOfMomentsBefore1970() throws {
        let before = try #require(try moment("1969-12-31 23:00"))
        #expect(before.microseconds == -3_600_000_000 && before.days == -1)
        #expect(try moment("1970-01-01 00:30+01:00")?.days == -1)
    }

    @Test(arguments: [
        "%Y-%m", "%Y-%d", "%m-%d", "%Y-%m-%d-%q", "%Y-%m-%d%", "", "%Y%y-%m-%d", "%Y-%m-%b-%d", "%Y-%B-%d", "Y-m-d",
    ])
    func formatsThatLackAField(text: String) {
        #expect(DateFormat(text) == nil)
    }

    @Test func examplesAreOfTheFormat() {
        #expect(DateFormat.known.map(\.example) == [
            "2031-12-24", "2031/12/24", "24.12.2031", "24/12/2031", "12/24/2031", "24-12-2031", "24-Dec-2031", "24 Dec 2031",
            "Dec 24, 2031", "Dec 24 2031",
        ])
        #expect(DateFormat.standard.text == "%Y-%m-%d")
        for format in DateFormat.known { #expect(format.moment(format.example)?.days == 22_637) }
    }
}
