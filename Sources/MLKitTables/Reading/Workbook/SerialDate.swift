internal import MLKitSignature

/// A moment as spreadsheets count it: days since 1900 began, as a day 1, or since 1904 began, with the time of day behind the
/// point. Moments are told to the millisecond, which is what Excel keeps of them.
///
/// Excel takes 1900 for a leap year, as Lotus 1-2-3 did: up to February of that year days are counted one fewer.
struct SerialDate {
    /// Since 1970 began.
    private var days: Int64
    private var milliseconds: Int64

    private static let millisecondsADay: Int64 = 86_400_000

    /// `nil` for a number that is no day of the years 1900 to 9999.
    init?(_ number: Double, countsFrom1904: Bool) {
        guard number >= 0, number < 2_958_466 else { return nil }
        let day = number.rounded(.down)
        // From 1904-01-01, 1899-12-31 and 1899-12-30.
        days = Int64(day) + (countsFrom1904 ? -24_107 : number < 60 ? -25_568 : -25_569)
        milliseconds = Int64(((number - day) * Double(Self.millisecondsADay)).rounded())
        if milliseconds == Self.millisecondsADay { (days, milliseconds) = (days + 1, 0) }
    }

    /// `2024-02-29`, or with a time of day `2024-02-29T14:30:05.25Z`.
    ///
    /// - Parameter hasTime: whether midnight is written too.
    func text(hasTime: Bool) -> String {
        guard hasTime || milliseconds > 0 else { return Calendar.date(days: days) }
        return Calendar.moment(seconds: Double(days * Self.millisecondsADay + milliseconds) / 1000)
    }
}
