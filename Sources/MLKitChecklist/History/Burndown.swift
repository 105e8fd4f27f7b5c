public import MLKitCore

/// Progress over time, as a branch had it.
public struct Burndown: Sendable {
    /// How far apart the points are.
    public enum Interval: String, CaseIterable, Sendable {
        case day
        case week

        var seconds: Int { self == .day ? 86_400 : 7 * 86_400 }
    }

    /// Where the items stood at the end of a day.
    public struct Point: Hashable, Sendable {
        public var day: Timestamp
        public var tally: Tally

        /// Skipped or waived.
        public var excused: Int { tally.skipped + tally.waived }
        public var open: Int { tally.total - tally.settled }
    }

    public var interval: Interval
    /// From the oldest to today.
    public var points: [Point]

    /// A history up to so many days is shown by day, if nothing else is asked for.
    static let longestByDay = 28
}
