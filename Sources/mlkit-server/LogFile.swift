internal import Glibc
internal import MLKitCore

/// Where lines of the access log go.
final class LogFile: Sendable {
    private let descriptor: Int32

    /// - Parameter path: appended to; `-` is standard error.
    /// - Throws: `Failure` if it cannot be opened.
    init(_ path: String) throws {
        descriptor = path == "-" ? STDERR_FILENO : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw Failure("`\(path)` cannot be written to: \(String(cString: strerror(errno)))") }
    }

    /// What cannot be written is dropped: a full disk must not end the server.
    @Sendable func write(_ lines: [UInt8]) {
        var rest = lines[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }
}
