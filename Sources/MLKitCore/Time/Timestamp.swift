/// A moment, to the second, as files in git record it: `2026-01-31T12:00:00Z`.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Seconds since 1970, UTC.
    public var seconds: Int

    public init(seconds: Int) {
        self.seconds = seconds
    }

    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
        lhs.seconds < rhs.seconds
    }

    private static let day = 86_400
}

extension Timestamp {
    /// Reads ISO 8601, as people write it: `2026-01-31`, `2026-01-31T12:00:00`, a space for the `T`, fractions of
    /// a second (dropped), and `Z` or an offset like `+01:00`; without either it is UTC. `nil` for anything else.
    public init?(iso8601 text: some StringProtocol) {
        // By hand: compiling a regular expression takes longer than reading a whole record.
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), 1...12 ~= month, 1...31 ~= day,
            let clock = Self.clock(&reader)
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        // No month has a day that is one of the next.
        guard Self.date(days: days).day == day else { return nil }
        seconds = days * Self.day + clock
    }

    /// The seconds since midnight UTC that the rest of a text says; midnight if there is no rest.
    private static func clock(_ reader: inout DigitReader) -> Int? {
        if reader.isAtEnd { return 0 }
        guard reader.take("T") || reader.take(" "), let hour = reader.number(2), reader.take(":"),
            let minute = reader.number(2), reader.take(":"), let second = reader.number(2),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        if reader.take(".") { reader.skipDigits() }
        _ = reader.take(" ")
        return offset(reader.rest).map { (hour * 60 + minute - $0) * 60 + second }
    }

    /// The minutes of an offset from UTC, `Z`, `+hh:mm` or `+hhmm`; nothing means none.
    public static func offset(_ zone: some StringProtocol) -> Int? {
        if zone.isEmpty || zone == "Z" { return 0 }
        var reader = DigitReader(zone)
        let isBehind = reader.take("-")
        guard isBehind || reader.take("+"), let hours = reader.number(2) else { return nil }
        _ = reader.take(":")
        guard let minutes = reader.number(2), reader.isAtEnd, hours < 24, minutes < 60 else { return nil }
        return (isBehind ? -1 : 1) * (hours * 60 + minutes)
    }

    /// Days since 1970 of a date in the Gregorian calendar. Howard Hinnant, "chrono-compatible low-level date
    /// algorithms", `days_from_civil`, for years from 0.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The reverse, `civil_from_days`.
    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let days = days + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension Timestamp: CustomStringConvertible {
    /// `2026-01-31T12:00:00Z`.
    public var description: String {
        let days = (seconds >= 0 ? seconds : seconds - Self.day + 1) / Self.day
        let clock = seconds - days * Self.day
        let date = Self.date(days: days)
        return Self.padded(date.year, 4) + "-" + Self.padded(date.month) + "-" + Self.padded(date.day) + "T"
            + [clock / 3600, clock / 60 % 60, clock % 60].map { Self.padded($0) }.joined(separator: ":") + "Z"
    }

    /// `2026-01-31`, in UTC.
    public var day: String { String(Substring(description.utf8.prefix { $0 != UInt8(ascii: "T") })) }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        if width == 2 { return number < 10 ? "0\(number)" : String(number) }
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}
