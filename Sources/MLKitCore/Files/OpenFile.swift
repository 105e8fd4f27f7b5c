internal import Glibc
internal import SystemPackage

/// One open file descriptor, closed with its owner; errors name the path.
final class OpenFile {
    private let descriptor: Int32
    private let path: FilePath

    init(_ path: FilePath, _ flags: Int32, mode: mode_t = 0o666, for purpose: String) throws {
        descriptor = open(path.string, flags | O_CLOEXEC, mode)
        self.path = path
        if descriptor < 0 { throw SystemFailure.failure(purpose, path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func readAll() throws -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.failure("read", path) }
        var bytes = try read(atMost: Int(status.st_size) + 1)
        // A file of `/proc` has no size, and another may grow meanwhile.
        if bytes.count > Int(status.st_size) { try forEachChunk { bytes.append(contentsOf: $0) } }
        return bytes
    }

    /// The next bytes, up to `count`, in one piece: small files need no buffer besides.
    private func read(atMost count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + done }, count - done)
                if got < 0, errno == EINTR { continue }
                if got < 0 { throw SystemFailure.failure("read", path) }
                if got == 0 { return }
                done += got
            }
        }
    }

    /// The last bytes, up to `limit`.
    func readEnd(_ limit: Int) throws -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.failure("read", path) }
        let count = min(limit, Int(status.st_size))
        lseek(descriptor, status.st_size - off_t(count), SEEK_SET)
        return try read(atMost: count)
    }

    /// Takes over all that another file holds, by sharing its blocks if the disk can do that, else piece by piece.
    func fill(from other: OpenFile) throws {
        // FICLONE of <linux/fs.h>: _IOW(0x94, 9, int).
        if ioctl(descriptor, 0x4004_9409, other.descriptor) == 0 { return }
        try other.forEachChunk { try write(Array($0)) }
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
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if count < 0, errno == EINTR { continue }
                if count < 0 { throw SystemFailure.failure("write", path) }
                done += count
            }
        }
    }

    func synchronise() throws {
        if fsync(descriptor) != 0 { throw SystemFailure.failure("write", path) }
    }
}
