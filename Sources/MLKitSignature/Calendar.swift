/// Days and their dates in the Gregorian calendar.
public enum Calendar {
    public static let microsecondsADay: Int64 = 86_400_000_000

    /// Days since 1970-01-01; `nil` for a date that there is not.
    ///
    /// Hinnant, "chrono-compatible low-level date algorithms" (2013).
    public static func days(year: Int, month: Int, day: Int) -> Int64? {
        guard month >= 1, month <= 12, day >= 1, day <= length(of: month, year) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        if month == 2 { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Year, month and day of the month for days since 1970-01-01.
    public static func parts(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let number = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (number <= 2 ? 1 : 0), number, day)
    }

    /// `2024-02-29` for days since 1970-01-01.
    public static func date(days: Int64) -> String {
        let parts = parts(days: days)
        return "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
    }

    /// `2024-02-29T14:30:05.25Z` for seconds since 1970 began.
    public static func moment(seconds: Double) -> String {
        let microseconds = Int64((seconds * 1e6).rounded())
        let days = floorDivide(microseconds, microsecondsADay)
        let rest = microseconds - days * microsecondsADay
        let (second, fraction) = (rest / 1_000_000, rest % 1_000_000)
        var text = "\(date(days: days))T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        if fraction > 0 {
            var digits = padded(fraction, 6)
            while digits.hasSuffix("0") { digits.removeLast() }
            text += ".\(digits)"
        }
        return text + "Z"
    }

    /// The day of a moment, both since 1970.
    public static func day(ofMicroseconds value: Int64) -> Int64 { floorDivide(value, microsecondsADay) }

    static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }

    static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}
