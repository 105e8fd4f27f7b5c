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
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        let digits = parts[0].hasPrefix("@") ? parts[0].dropFirst() : parts[0]
        guard parts.count <= 2, 1...12 ~= digits.utf8.count, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let seconds = Int(digits), let offset = parts.count == 2 ? Timestamp.offset(parts[1]) : 0
        else { return nil }
        self.init(seconds: seconds, offset: offset)
    }

    private init?(iso8601 text: String) {
        guard let moment = Timestamp(iso8601: text) else { return nil }
        // The date holds dashes too; a zone can only stand behind the time.
        let zone = text.dropFirst("2026-01-31T12:00:00".count).drop { $0 != "+" && $0 != "-" }
        self.init(seconds: moment.seconds, offset: Timestamp.offset(zone) ?? 0)
    }
}
