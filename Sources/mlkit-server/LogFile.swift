internal import Glibc
internal import MLKitCore
internal import Synchronization

/// Where lines of the access log go.
final class LogFile: Sendable {
    private let path: String
    private let descriptor: Mutex<Int32>

    /// - Parameter path: appended to; `-` is standard error.
    /// - Throws: `Failure` if it cannot be opened.
    init(_ path: String) throws {
        self.path = path
        descriptor = Mutex(try Self.open(path))
    }

    /// Opens the path again, so that a file that was moved away is left and another one begun.
    ///
    /// - Throws: `Failure` if it cannot be opened; what was written to before is written to on.
    func reopen() throws {
        let new = try Self.open(path)
        let old = descriptor.withLock { descriptor in
            defer { descriptor = new }
            return descriptor
        }
        if old != STDERR_FILENO { close(old) }
    }

    private static func open(_ path: String) throws -> Int32 {
        guard path != "-" else { return STDERR_FILENO }
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw Failure("`\(path)` cannot be written to: \(String(cString: strerror(errno)))") }
        return descriptor
    }

    /// What cannot be written is dropped: a full disk must not end the server.
    @Sendable func write(_ lines: [UInt8]) {
        descriptor.withLock { descriptor in
            var rest = lines[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
            }
        }
    }
}
