internal import Glibc
internal import Synchronization
public import SystemPackage

extension LocalFileSystem {
    /// Copies a file and hashes what was written. A large one is hashed while another thread still writes, so that
    /// copying costs no time besides.
    public func copy(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> ContentHash {
        let input = try OpenFile(source, O_RDONLY, for: "read")
        let output = try OpenFile(
            destination, O_RDWR | O_CREAT | O_EXCL, mode: executable ? 0o777 : 0o666, for: "write")
        do {
            return try input.size() > Self.large ? Self.hash(input, copiedTo: output) : Self.copy(input, to: output)
        } catch {
            unlink(destination.string)
            throw error
        }
    }

    /// Bytes from which on a second thread pays.
    private static let large = 4 << 20

    private static func copy(_ input: OpenFile, to output: OpenFile) throws -> ContentHash {
        var hasher = ContentHasher()
        try input.forEachChunk {
            hasher.update($0)
            try output.write($0)
        }
        return hasher.finish()
    }

    /// What is hashed is read back from the copy: whatever happens to the source meanwhile, the hash is the copy's.
    private static func hash(_ input: OpenFile, copiedTo output: OpenFile) throws -> ContentHash {
        let progress = CopyProgress()
        try Parallel.forEach(2, threads: 2) { thread in
            guard thread == 1 else {
                defer { progress.end() }
                return try input.forEachChunk {
                    try output.write($0)
                    progress.advance($0.count)
                }
            }
            progress.result = try output.hash(following: progress)
        }
        return progress.result ?? ContentHash(of: "")
    }

    /// A file with the same blocks (`FICLONE`: Btrfs, XFS, bcachefs); `false` on other disks.
    public func clone(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> Bool {
        let input = try OpenFile(source, O_RDONLY, for: "read")
        let output = try OpenFile(
            destination, O_WRONLY | O_CREAT | O_EXCL, mode: executable ? 0o777 : 0o666, for: "write")
        // _IOW(0x94, 9, int); the macro is not imported.
        if ioctl(output.descriptor, 0x4004_9409, input.descriptor) == 0 { return true }
        unlink(destination.string)
        return false
    }

    public func hardLink(_ source: FilePath, to destination: FilePath) throws -> Bool {
        guard link(source.string, destination.string) != 0 else { return true }
        if [EXDEV, EPERM, EMLINK, EOPNOTSUPP].contains(errno) { return false }
        throw SystemFailure.failure("link `\(source)` to", destination)
    }

    public func protect(_ path: FilePath) throws {
        guard let executable = try information(at: path)?.isExecutable,
            chmod(path.string, executable ? 0o555 : 0o444) == 0
        else { throw SystemFailure.failure("protect", path) }
    }

    public func linkTarget(_ path: FilePath) throws -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path.string, &buffer, buffer.count)
        if count >= 0 { return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) }
        if [EINVAL, ENOENT, ENOTDIR].contains(errno) { return nil }
        throw SystemFailure.failure("read the link", path)
    }

    public func makeLink(at path: FilePath, to target: String) throws {
        try makeDirectory(path.removingLastComponent())
        guard symlink(target, path.string) == 0 else { throw SystemFailure.failure("make the link", path) }
    }

    public var unsynchronised: any FileSystem { LocalFileSystem(.whole) }
}

/// How far the writer of a copy has come, for the one who hashes it.
private final class CopyProgress: Sendable {
    private let written = Atomic(0)
    private let hasEnded = Atomic(false)
    private let hash = Mutex<ContentHash?>(nil)

    var result: ContentHash? {
        get { hash.withLock { $0 } }
        set { hash.withLock { $0 = newValue } }
    }

    func advance(_ count: Int) { written.add(count, ordering: .releasing) }
    func end() { hasEnded.store(true, ordering: .releasing) }

    /// Waits until there is more than `position`; the bytes there are, which are no more than that at the end.
    func more(than position: Int) -> Int {
        while true {
            let isLast = hasEnded.load(ordering: .acquiring)
            let count = written.load(ordering: .acquiring)
            if count > position || isLast { return count }
            usleep(100)
        }
    }
}

extension OpenFile {
    fileprivate func size() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.failure("read", path) }
        return Int(status.st_size)
    }

    /// The hash of a file that another thread is writing.
    fileprivate func hash(following progress: CopyProgress) throws -> ContentHash {
        var hasher = ContentHasher()
        var position = 0
        try withUnsafeTemporaryAllocation(byteCount: 1 << 20, alignment: 16) { buffer in
            while case let end = progress.more(than: position), end > position {
                let count = pread(descriptor, buffer.baseAddress, min(buffer.count, end - position), position)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw SystemFailure.failure("read", path) }
                hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                position += count
            }
        }
        return hasher.finish()
    }
}
