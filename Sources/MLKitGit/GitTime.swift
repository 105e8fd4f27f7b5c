/// A moment as git records it: with the time zone of the one who made the commit.
public struct GitTime: Hashable, Sendable {
    /// Seconds since 1970, UTC.
    public var seconds: Int
    /// Minutes that the local time is ahead of UTC.
    public var offset: Int

    public init(seconds: Int, offset: Int = 0) {
        self.seconds = seconds
        self.offset = offset
    }

    /// Reads git's internal format, `[@]<seconds> [±hhmm]`, or ISO 8601, `2026-01-31T12:00:00[±hh:mm|Z]`;
    /// `nil` for anything else. Without a zone it is UTC.
    public init?(_ text: String) {
        guard let time = GitTime(internal: text) ?? GitTime(iso8601: text) else { return nil }
        self = time
    }

    private init?(internal text: String) {
        let pattern = #/@?([0-9]{1,12})(?: ([+-][0-9]{4}))?/#
        guard let match = text.wholeMatch(of: pattern), let seconds = Int(match.output.1) else { return nil }
        self.init(seconds: seconds, offset: Self.offset(match.output.2 ?? "Z"))
    }

    private init?(iso8601 text: String) {
        let pattern =
            #/([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2}):([0-9]{2}) ?(Z|[+-][0-9]{2}:?[0-9]{2})?/#
        guard let match = text.wholeMatch(of: pattern)?.output else { return nil }
        let numbers = [match.1, match.2, match.3, match.4, match.5, match.6].compactMap { Int($0) }
        guard numbers.count == 6, 1...12 ~= numbers[1], 1...31 ~= numbers[2], numbers[3] < 24, numbers[4] < 60,
            numbers[5] <= 60
        else { return nil }
        let offset = Self.offset(match.7 ?? "Z")
        let clock = (numbers[3] * 60 + numbers[4]) * 60 + numbers[5]
        let days = Self.days(year: numbers[0], month: numbers[1], day: numbers[2])
        self.init(seconds: days * 86_400 + clock - offset * 60, offset: offset)
    }

    private static func offset(_ zone: Substring) -> Int {
        let digits = zone.compactMap(\.wholeNumberValue)
        guard digits.count == 4 else { return 0 }
        let minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
        return zone.hasPrefix("-") ? -minutes : minutes
    }

    /// Days since 1970 in the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
