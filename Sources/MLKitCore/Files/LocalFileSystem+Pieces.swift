internal import Glibc
public import SystemPackage

extension LocalFileSystem {
    public func standing(at path: FilePath) throws -> (kind: DirectoryEntry.Kind, information: FileInformation?)? {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0 else {
            // A link to itself leads to no folder.
            if errno == ENOENT || errno == ENOTDIR || errno == ELOOP { return nil }
            throw SystemFailure.failure("examine", path)
        }
        let information = FileInformation(status)
        switch status.st_mode & S_IFMT {
        case S_IFREG: return (.file, information)
        case S_IFDIR: return (.directory, information)
        case S_IFLNK: return (.link, nil)
        default: return (.other, information)
        }
    }

    /// One byte more than there should be is asked for, so that a file that is being written to shows.
    public func read(
        _ path: FilePath, into buffer: UnsafeMutableRawBufferPointer
    ) throws -> (information: FileInformation, count: Int?) {
        let file = try OpenFile(path, O_RDONLY, for: "read")
        let information = try file.information()
        guard information.size <= buffer.count else { return (information, nil) }
        var count = 0
        while count < buffer.count {
            let wanted = count <= information.size ? min(information.size + 1, buffer.count) : buffer.count
            let part = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count..<wanted]))
            count += part
            if part == 0 || count == information.size { return (information, count) }
        }
        return (information, nil)
    }

    public func read(_ path: FilePath, from offset: Int, count: Int) throws -> [UInt8] {
        try OpenFile(path, O_RDONLY, for: "read").read(from: offset, count: count)
    }

    public func writer(of path: FilePath) throws -> any FileWriter {
        try makeDirectory(path.removingLastComponent())
        // What is written piece by piece is written by two threads, each its own file.
        return DirectWriter(try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL, for: "write"), sharing: 2)
    }
}

extension DirectWriter: FileWriter {
    /// Nothing is held back.
    mutating func finish() throws {}
}

extension OpenFile {
    fileprivate func read(from offset: Int, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let part = pread(descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
                if part < 0, errno == EINTR { continue }
                if part < 0 { throw SystemFailure.failure("read", path) }
                if part == 0 { return }
                done += part
            }
        }
    }
}
