internal import MLKitCore

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
        guard let match = text.wholeMatch(of: #/@?([0-9]{1,12})(?: ([+-][0-9]{4}))?/#),
            let seconds = Int(match.output.1), let offset = Timestamp.offset(match.output.2 ?? "")
        else { return nil }
        self.init(seconds: seconds, offset: offset)
    }

    private init?(iso8601 text: String) {
        guard let moment = Timestamp(iso8601: text) else { return nil }
        let zone = text.firstMatch(of: #/[0-9]{2}:[0-9]{2} ?([+-][0-9]{2}:?[0-9]{2})$/#)?.output.1 ?? ""
        self.init(seconds: moment.seconds, offset: Timestamp.offset(zone) ?? 0)
    }
}
