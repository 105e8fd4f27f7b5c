internal import Glibc

/// A temporary file without a name, for what goes into a process and comes out of it.
final class UnnamedFile {
    let descriptor: Int32

    init() throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(folder)/mlkit-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw Self.failure("make") }
        unlink(name)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes bytes, and stays at the beginning for whoever reads.
    func fill(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, done) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("write") }
            done += count
        }
    }

    /// All that was written, by whomever.
    func content() throws -> [UInt8] {
        var bytes = [UInt8]()
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(descriptor, &part, part.count, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("read") }
            if count == 0 { return bytes }
            bytes += part[..<count]
        }
    }

    private static func failure(_ action: String) -> Failure {
        Failure("cannot \(action) a temporary file", notes: [String(cString: strerror(errno))])
    }
}
