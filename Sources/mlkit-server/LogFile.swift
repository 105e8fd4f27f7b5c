internal import Glibc
internal import MLKitCore

/// Where lines of the access log go.
///
/// Nothing here waits for a write that is under way, which may be stuck for as long as nobody reads.
final class LogFile: Sendable {
    private let path: String
    /// The same number for as long as the server runs, whatever file it stands for.
    private let descriptor: Int32

    /// - Parameter path: appended to; `-` is standard error.
    /// - Throws: `Failure` if it cannot be opened.
    init(_ path: String) throws {
        self.path = path
        descriptor = path == "-" ? STDERR_FILENO : try Self.open(path)
    }

    /// Opens the path again, so that a file that was moved away is left and another one begun.
    ///
    /// - Throws: `Failure` if it cannot be opened; what was written to before is written to on.
    func reopen() throws {
        guard path != "-" else { return }
        let new = try Self.open(path)
        dup2(new, descriptor)
        close(new)
    }

    private static func open(_ path: String) throws -> Int32 {
        // A pipe that nobody reads is an error, not something to wait for.
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o640)
        guard descriptor >= 0 else { throw Failure("`\(path)` cannot be written to: \(String(cString: strerror(errno)))") }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        return descriptor
    }

    @Sendable func write(_ lines: [UInt8]) { Output.write(lines, to: descriptor) }
}

/// What the server writes of itself.
enum Output {
    /// What cannot be written is dropped: a full disk must not end the server.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }
}
