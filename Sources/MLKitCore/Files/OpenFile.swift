internal import Glibc
internal import SystemPackage

/// One open file descriptor, closed with its owner; errors name the path.
final class OpenFile: FileEnd {
    let descriptor: Int32
    let path: FilePath

    init(_ path: FilePath, _ flags: Int32, mode: mode_t = 0o666, for purpose: String) throws {
        descriptor = path.withPlatformString { open($0, flags | O_CLOEXEC, mode) }
        self.path = path
        if descriptor < 0 { throw SystemFailure.failure(purpose, path) }
    }

    private init(_ path: FilePath, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Makes a file for writing where nothing is.
    ///
    /// - Parameter name: What errors call it.
    static func new(_ path: FilePath, called name: FilePath, mode: mode_t) -> Result<OpenFile, Errno> {
        let descriptor = path.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
        guard descriptor >= 0 else { return .failure(Errno(rawValue: errno)) }
        return .success(OpenFile(name, descriptor: descriptor))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func information() throws -> FileInformation {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.failure("read", path) }
        return FileInformation(status)
    }

    /// - Parameters:
    ///   - information: what is known of it since it was opened.
    ///   - limit: the most bytes that it may have, whatever its size says: files in `/proc` have none.
    func readAll(of information: FileInformation, limit: Int = .max) throws -> [UInt8] {
        var bytes = [UInt8]()
        guard information.kind == .file, information.size > 0 else {
            try forEachChunk {
                guard bytes.count + $0.count <= limit else { throw Failure("`\(path)` is too large: at most \(limit) bytes are read") }
                bytes.append(contentsOf: $0)
            }
            return bytes
        }
        // One call for most files, as long as nobody writes to them meanwhile.
        bytes = try array(information.size)
        if bytes.count == information.size { return bytes }
        try forEachChunk { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// - Throws: `Failure` for what the system makes up as it is read, as in `/proc`: some of it has no end, and none of it is
    ///   content that could be recorded.
    func refuseSystemFile() throws {
        var buffer = [CChar](repeating: 0, count: 16)
        let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        let place = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard Self.systemDisks.contains(where: place.hasPrefix) else { return }
        throw Failure("`\(path)` is no file on a disk: the system makes it up as it is read", hint: "copy what is wanted of it into a file")
    }

    private static let systemDisks = ["/proc/", "/sys/"]

    /// The last bytes, up to `limit`.
    func readEnd(_ limit: Int) throws -> [UInt8] {
        let size = try information().size
        let count = min(limit, size)
        lseek(descriptor, off_t(size - count), SEEK_SET)
        return try array(count)
    }

    private func array(_ count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { $1 = try read(into: UnsafeMutableRawBufferPointer($0)) }
    }

    /// Reads on by one call.
    ///
    /// - Returns: how many bytes there were; zero at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
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
                let count = try read(into: buffer)
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
