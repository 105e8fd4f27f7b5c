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
    func content() throws -> [UInt8] { try content(from: 0, upTo: .max) }

    /// The beginning and the end of what was written, so many bytes of each at most, with a line feed between them.
    func ends(_ limit: Int) throws -> [UInt8] {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard size > 2 * limit else { return try content() }
        return try content(from: 0, upTo: limit) + [0x0A] + content(from: size - limit, upTo: limit)
    }

    private func content(from start: Int, upTo limit: Int) throws -> [UInt8] {
        var bytes = [UInt8]()
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = pread(descriptor, &part, min(part.count, limit - bytes.count), start + bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("read") }
            if count == 0 { break }
            bytes += part[..<count]
        }
        return bytes
    }

    private static func failure(_ action: String) -> Failure {
        Failure("cannot \(action) a temporary file", notes: [String(cString: strerror(errno))])
    }
}
