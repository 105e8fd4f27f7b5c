internal import Glibc
public import SystemPackage

extension LocalFileSystem {
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

    public var unsynchronised: any FileSystem { LocalFileSystem(.whole, drafts: drafts) }

    public var drafting: any FileSystem { LocalFileSystem(.draft, drafts: drafts) }
}
