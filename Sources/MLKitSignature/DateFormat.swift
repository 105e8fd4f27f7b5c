/// How days and moments are written.
///
/// A format has the fields `%Y` (four digits), `%m`, `%d` (one or two), `%b` (`Jan`) and `%y` (two digits, 1969 to 2068), and
/// other characters as they stand. A time may follow a date, after a space, `T` or a comma and a space: `14:30`, `14:30:05.25`, `2:30 PM`, with
/// `Z` or a distance to UTC such as `+02:00`.
public struct DateFormat: Hashable, Sendable {
    public let text: String
    private let pattern: [UInt8]

    /// `nil` for a text that lacks year, month or day, or has another field.
    public init?(_ text: String) {
        self.text = text
        pattern = Array(text.utf8)
        var fields = Set<UInt8>()
        var index = 0
        while index < pattern.count {
            if pattern[index] == UInt8(ascii: "%") {
                guard index + 1 < pattern.count, Self.fields.contains(pattern[index + 1]) else { return nil }
                fields.insert(pattern[index + 1])
                index += 1
            }
            index += 1
        }
        let hasYear = fields.contains(UInt8(ascii: "Y")) != fields.contains(UInt8(ascii: "y"))
        let hasMonth = fields.contains(UInt8(ascii: "m")) != fields.contains(UInt8(ascii: "b"))
        guard hasYear, hasMonth, fields.contains(UInt8(ascii: "d")) else { return nil }
    }

    /// A day in this format.
    public var example: String { written(days: 22_637) }

    /// Days since 1970-01-01 as this format has them, so that it reads them again.
    public func written(days: Int64) -> String {
        let (year, month, day) = Calendar.parts(days: days)
        let name = String(decoding: DateScanner.months[Int(month) - 1], as: UTF8.self)
        let fields = [
            ("%Y", Calendar.padded(year, 4)), ("%y", Calendar.padded(year % 100, 2)), ("%m", Calendar.padded(month, 2)),
            ("%b", name.prefix(1).uppercased() + name.dropFirst()), ("%d", Calendar.padded(day, 2)),
        ]
        return fields.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    /// Seconds since 1970 began in UTC, likewise, with the time of day behind the day.
    public func written(seconds: Double) -> String {
        let text = Calendar.moment(seconds: seconds)
        guard let time = text.firstIndex(of: "T") else { return text }
        let days = Calendar.floorDivide(Int64((seconds * 1e6).rounded()), Calendar.microsecondsADay)
        return written(days: days) + text[time...]
    }

    private static let fields = Set("YymdbB".utf8).subtracting([UInt8(ascii: "B")])

    /// Year, month and day, as ISO 8601 has it.
    public static let standard = known[0]

    /// The formats that are tried where none is declared, in this order.
    public static let known = [
        "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%b %d %Y",
    ]
        .compactMap { DateFormat($0) }

    /// Of two forms that often cannot be told from each other, the one that is tried first.
    public static let dayFirst = known[3]
    public static let monthFirst = known[4]

    /// A moment: microseconds since 1970 began in UTC, and whether the text had a time of day.
    public struct Moment: Hashable, Sendable {
        public var microseconds: Int64
        public var hasTime: Bool

        /// Days since 1970-01-01, those before it negative.
        public var days: Int64 { Calendar.floorDivide(microseconds, Calendar.microsecondsADay) }
    }

    /// The moment that a text spells as a whole; `nil` if it spells none, also for a day that no calendar has.
    public func moment(_ text: UnsafeBufferPointer<UInt8>) -> Moment? {
        var scanner = DateScanner(text)
        guard let days = scanner.day(pattern) else { return nil }
        if scanner.isAtEnd { return Moment(microseconds: days * Calendar.microsecondsADay, hasTime: false) }
        guard let time = scanner.time(), scanner.isAtEnd else { return nil }
        return Moment(microseconds: days * Calendar.microsecondsADay + time, hasTime: true)
    }

    public func moment(_ text: String) -> Moment? {
        var text = text
        return text.withUTF8 { moment($0) }
    }
}
