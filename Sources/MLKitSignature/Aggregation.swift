/// How values of a column are made coarser, so that fewer of them name a person: what is known as generalisation (L. Sweeney,
/// "Achieving k-anonymity privacy protection using generalization and suppression", 2002). Done twice it is as done once.
public enum Aggregation: Hashable, Sendable {
    /// Numbers become the lower end of their band, so many wide: 37 becomes 30 with 10.
    case band(Int)
    /// Texts become their first characters, so many.
    case prefix(Int)
    /// Dates and time stamps become the first day of their month or year.
    case period(Period)

    public enum Period: String, CaseIterable, Sendable {
        case month
        case year
    }

    /// What a number becomes.
    public func number(_ value: Double) -> Double {
        guard case .band(let width) = self, value.isFinite else { return value }
        return (value / Double(width)).rounded(.down) * Double(width)
    }

    /// The same of a whole number, with all its digits.
    public func whole(_ value: Int64) -> Int64 {
        guard case .band(let width) = self else { return value }
        let rest = value % Int64(width)
        let band = value - rest
        guard rest < 0 else { return band }
        // The lowest band of all has no lower end of 64 bits.
        return band < .min + Int64(width) ? band : band - Int64(width)
    }

    /// What a text becomes.
    public func text(_ text: String) -> String {
        guard case .prefix(let count) = self else { return text }
        return String(text.prefix(count))
    }

    /// The same of the bytes of a text; `nil` where that stays as it is.
    public func changed(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard case .prefix(let count) = self, text.count > count else { return nil }
        if text.allSatisfy({ $0 < 0x80 }) { return Array(text.prefix(count)) }
        return Array(self.text(String(decoding: text, as: UTF8.self)).utf8)
    }

    /// What a day becomes, in days since 1970-01-01.
    public func days(_ days: Int64) -> Int64 {
        guard case .period(let period) = self else { return days }
        let parts = Calendar.parts(days: days)
        let first = days - (parts.day - 1)
        guard period == .year else { return first }
        return Calendar.days(year: Int(parts.year), month: 1, day: 1) ?? first
    }

    /// What a moment becomes, in microseconds since 1970.
    public func microseconds(_ value: Int64) -> Int64 {
        guard case .period = self else { return value }
        return days(Calendar.day(ofMicroseconds: value)) * Calendar.microsecondsADay
    }

    /// Whether values of a type can be made coarser so.
    public func fits(_ type: ColumnType) -> Bool {
        switch self {
        case .band: type == .integer || type == .number
        case .prefix: type == .text || type == .identifier
        case .period: type == .date || type == .timestamp
        }
    }
}
