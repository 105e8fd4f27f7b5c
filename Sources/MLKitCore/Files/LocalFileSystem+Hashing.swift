internal import Glibc
public import SystemPackage

extension LocalFileSystem {
    /// Reads in pieces, so that a file larger than memory can be hashed; one thread reads a large file while another
    /// hashes what was read.
    public func hash(_ path: FilePath) throws -> ContentHash {
        let file = try OpenFile(path, O_RDONLY, for: "read")
        return try Self.hash(file)
    }

    /// Copies a file and hashes what was written.
    public func copy(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> ContentHash {
        let input = try OpenFile(source, O_RDONLY, for: "read")
        let output = try OpenFile(
            destination, O_WRONLY | O_CREAT | O_EXCL, mode: executable ? 0o777 : 0o666, for: "write")
        do {
            return try Self.hash(input, copiedTo: output)
        } catch {
            unlink(destination.string)
            throw error
        }
    }

    /// Bytes from which on a second thread pays.
    private static let large = 4 << 20

    private static func hash(_ input: OpenFile, copiedTo output: OpenFile? = nil) throws -> ContentHash {
        let size = try input.information().size
        if size == 0 || size > large { try input.refuseSystemFile() }
        if size > large, let hash = try pipedHash(input, output) { return hash }
        var hasher = ContentHasher()
        try input.forEachChunk {
            hasher.update($0)
            try output?.write($0)
        }
        return hasher.finish()
    }

    /// What is written is what is hashed, whatever happens to the source meanwhile. `nil` where there is no second
    /// thread to be had.
    private static func pipedHash(_ input: OpenFile, _ output: OpenFile?) throws -> ContentHash? {
        posix_fadvise(input.descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        var hasher = ContentHasher()
        let pipe = ChunkPipe()
        let isDone = try Parallel.pair(
            {
                var writer = output.map { DirectWriter($0) }
                try pipe.send { buffer in
                    let count = try input.fill(buffer)
                    try writer?.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                    return count
                }
            }, { pipe.receive { hasher.update($0) } })
        return isDone ? hasher.finish() : nil
    }
}

/// Writes a large file past the system's cache: it is seldom read soon, and taking memory for it costs several times
/// what the disk's own work does. Where the disk cannot, or is so slow that waiting for it is worse, it writes as usual.
struct DirectWriter {
    private let file: OpenFile
    private var isDirect: Bool
    private var written = 0
    /// How long writing past the cache has taken.
    private var spent = Duration.zero
    private let sharing: Int

    /// - Parameter sharing: how many write to the disk at once.
    init(_ file: OpenFile, sharing: Int = 1) {
        self.file = file
        self.sharing = sharing
        isDirect = Self.set(file, direct: true)
    }

    /// - Parameter bytes: of the size of a `ChunkPipe`'s pieces, or of a `FilePiece`, but for the last.
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        if isDirect, isTooSlow || bytes.count % ChunkPipe.alignment != 0 { giveUp() }
        let start = ContinuousClock.now
        if isDirect, try file.writeWhole(bytes) {
            written += bytes.count
            spent += ContinuousClock.now - start
            return
        }
        if isDirect { giveUp() }
        try file.write(bytes)
    }

    private mutating func giveUp() {
        _ = Self.set(file, direct: false)
        isDirect = false
    }

    /// Whether the first pieces came to less than 250 MB/s of all who write.
    private var isTooSlow: Bool {
        written >= 4 * ChunkPipe.size && spent > .nanoseconds(4 * sharing * written)
    }

    private static func set(_ file: OpenFile, direct: Bool) -> Bool {
        let flags = fcntl(file.descriptor, F_GETFL)
        let wanted = direct ? flags | OpenFile.direct : flags & ~OpenFile.direct
        return flags >= 0 && fcntl(file.descriptor, F_SETFL, wanted) == 0
    }
}

extension OpenFile {
    // O_DIRECT, which is not imported.
    #if arch(arm64)
        fileprivate static let direct: Int32 = 0x10000
    #else
        fileprivate static let direct: Int32 = 0x4000
    #endif

    /// Fills a buffer as far as the file goes; how many bytes there were.
    fileprivate func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        while done < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Writes all in one call; `false` if nothing is written because the disk does not write like this.
    fileprivate func writeWhole(_ bytes: UnsafeRawBufferPointer) throws -> Bool {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return true }
        let count = Glibc.write(descriptor, start, bytes.count)
        if count == bytes.count { return true }
        if count < 0, errno == EINVAL { return false }
        if count < 0, errno != EINTR { throw SystemFailure.failure("write", path) }
        // The rest, from wherever it begins, goes as any other.
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags & ~Self.direct) == 0 else {
            throw SystemFailure.failure("write", path)
        }
        try write(UnsafeRawBufferPointer(rebasing: bytes[max(count, 0)...]))
        return true
    }
}
