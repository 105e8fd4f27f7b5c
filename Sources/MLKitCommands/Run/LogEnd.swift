internal import MLKitCore
internal import SystemPackage

/// What a running stage wrote last to its log: how far it is, in its own words.
struct LogEnd: Sendable {
    private let path: FilePath
    /// What stood there before the stage began.
    private let before: FileInformation?
    private let files = LocalFileSystem()

    init(_ path: FilePath) {
        self.path = path
        before = try? files.information(at: path)
    }

    /// The most bytes that are looked at.
    private static let limit = 4096

    /// The last line that is not empty; `nil` where there is none of this run.
    var line: String? {
        guard let now = try? files.information(at: path), now != before, let end = try? files.readEnd(path, limit: Self.limit) else {
            return nil
        }
        let lines = end.split(separator: UInt8(ascii: "\n")).lazy.reversed()
        return lines.map { String(decoding: $0, as: UTF8.self).asLogLine.trimmed }.first { !$0.isEmpty }
    }
}
