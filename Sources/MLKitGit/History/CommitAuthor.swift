public import MLKitCore

/// Who made a commit's change, and when.
public struct CommitAuthor: Hashable, Sendable {
    public let name: String
    public let email: String
    public let time: Timestamp

    public init(name: String, email: String, time: Timestamp) {
        self.name = name
        self.email = email
        self.time = time
    }

    /// Reads a commit object.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var lines = CommitLines(bytes)
        guard lines.id("tree ") != nil else { return nil }
        while lines.id("parent ") != nil {}
        guard let line = lines.line("author ") else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        name = String(text.prefix { $0 != "<" }.trimmed)
        email = String(text.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
        time = Timestamp(seconds: CommitLines.seconds(line))
    }
}
