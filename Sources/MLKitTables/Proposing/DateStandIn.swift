internal import MLKitSignature

/// A date at one end of a column that many rows have and that stands for none, as 9999-12-31 does for what still holds.
struct DateStandIn {
    let date: String
    let rows: Int

    /// - Parameter days: of all rows or every n-th, days since 1970.
    init?(_ days: [Double]) {
        let sorted = days.filter(\.isFinite).sorted()
        guard let first = sorted.first, let last = sorted.last, last > first else { return nil }
        for (value, isLast) in [(last, true), (first, false)] {
            let rest = isLast ? sorted.prefix { $0 < value } : sorted.drop { $0 == value }
            guard let low = rest.first, let high = rest.last, (sorted.count - rest.count) * 10 >= sorted.count else { continue }
            let text = Calendar.date(days: Int64(value.rounded(.down)))
            let gap = isLast ? value - high : low - value
            guard gap * 4 > high - low && gap > 366 || Self.usual.contains(text) else { continue }
            (date, rows) = (text, sorted.count - rest.count)
            return
        }
        return nil
    }

    /// The year of what never ends.
    static let never = "9999-"
    private static let usual: Set = ["1900-01-01", "1970-01-01", "9999-12-31"]
}
