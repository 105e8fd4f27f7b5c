public import MLKitCore

/// Who holds a project: what a run writes into the file that it holds it by, for others to show.
public struct ProjectHolder: Sendable, Equatable {
    public var process: Int
    public var host: String
    /// The command line.
    public var command: String
    /// Nanoseconds since 1970.
    public var since: Int

    public init(process: Int, host: String, command: String, since: Int) {
        self.process = process
        self.host = host
        self.command = command
        self.since = since
    }

    init?(_ json: JSON) {
        guard let process = json["pid"]?.int, let host = json["host"]?.string, let command = json["command"]?.string,
            let since = json["since"]?.int
        else { return nil }
        self.init(process: process, host: host, command: command, since: since)
    }

    /// `{"pid", "host", "command", "since"}`, the last in nanoseconds since 1970.
    public var json: JSON {
        [
            "pid": .int(process), "host": .string(host), "command": .string(command), "since": .int(since),
        ]
    }
}
