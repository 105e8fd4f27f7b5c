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
        let pattern =
            #/([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)? ?(.*))?/#
        guard let match = String(text).wholeMatch(of: pattern)?.output,
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3), 1...12 ~= month, 1...31 ~= day,
            let offset = Self.offset(match.7 ?? "")
        else { return nil }
        let clock = [match.4, match.5, match.6].map { $0.flatMap { Int($0) } ?? 0 }
        guard clock[0] < 24, clock[1] < 60, clock[2] <= 60 else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        seconds = days * Self.day + (clock[0] * 60 + clock[1] - offset) * 60 + clock[2]
    }

    /// The minutes of an offset from UTC, `Z`, `+hh:mm` or `+hhmm`; nothing means none.
    public static func offset(_ zone: some StringProtocol) -> Int? {
        if zone.isEmpty || zone == "Z" { return 0 }
        guard let match = String(zone).wholeMatch(of: #/([+-])([0-9]{2}):?([0-9]{2})/#)?.output,
            let hours = Int(match.2), let minutes = Int(match.3), hours < 24, minutes < 60
        else { return nil }
        return (match.1 == "-" ? -1 : 1) * (hours * 60 + minutes)
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

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}
