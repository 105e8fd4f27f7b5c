internal import Glibc
internal import SystemPackage

/// One open file descriptor, closed with its owner; errors name the path.
final class OpenFile: Sendable {
    let descriptor: Int32
    let path: FilePath

    init(_ path: FilePath, _ flags: Int32, mode: mode_t = 0o666, for purpose: String) throws {
        descriptor = open(path.string, flags | O_CLOEXEC, mode)
        self.path = path
        if descriptor < 0 { throw SystemFailure.failure(purpose, path) }
    }

    private init(_ path: FilePath, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Makes a file for writing where nothing is.
    static func new(_ path: FilePath, executable: Bool) -> Result<OpenFile, Errno> {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = path.withPlatformString { open($0, flags, executable ? 0o777 : 0o666) }
        guard descriptor >= 0 else { return .failure(Errno(rawValue: errno)) }
        return .success(OpenFile(path, descriptor: descriptor))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func readAll() throws -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.failure("read", path) }
        var bytes = [UInt8]()
        let size = Int(status.st_size)
        guard status.st_mode & S_IFMT == S_IFREG, size > 0 else {
            try forEachChunk { bytes.append(contentsOf: $0) }
            return bytes
        }
        // One call for most files, as long as nobody writes to them meanwhile.
        bytes = try [UInt8](unsafeUninitializedCapacity: size) { $1 = try fill($0) }
        if bytes.count == size { return bytes }
        try forEachChunk { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// The last bytes, up to `limit`.
    func readEnd(_ limit: Int) throws -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.failure("read", path) }
        let count = min(limit, Int(status.st_size))
        lseek(descriptor, status.st_size - off_t(count), SEEK_SET)
        return try [UInt8](unsafeUninitializedCapacity: count) { $1 = try fill($0) }
    }

    private func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw SystemFailure.failure("read", path) }
        }
    }

    /// Hands the file over in pieces of at most 1 MiB.
    func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try withUnsafeTemporaryAllocation(byteCount: 1 << 20, alignment: 16) { buffer in
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0, errno == EINTR { continue }
                if count < 0 { throw SystemFailure.failure("read", path) }
                if count == 0 { return }
                try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    func write(_ buffer: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < buffer.count {
            let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw SystemFailure.failure("write", path) }
            done += count
        }
    }

    func synchronise() throws {
        if fsync(descriptor) != 0 { throw SystemFailure.failure("write", path) }
    }
}
