internal import Glibc
public import SystemPackage

/// Moving and removing what stands in a project, whatever it is: names need not be texts, and a folder that nobody may
/// write to is its owner's all the same.
extension LocalFileSystem {
    /// A folder that another disk is mounted at stays, and is empty then.
    public func remove(_ path: FilePath) throws {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return }
            throw SystemFailure.failure("remove", path)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            guard path.withPlatformString({ unlink($0) }) == 0 else { throw SystemFailure.failure("remove", path) }
            return
        }
        if status.st_mode & S_IRWXU != S_IRWXU { _ = path.withPlatformString { chmod($0, status.st_mode | S_IRWXU) } }
        for name in try names(in: path) { try remove(path.appending(name)) }
        guard path.withPlatformString({ rmdir($0) }) == 0 || errno == EBUSY else {
            throw SystemFailure.failure("remove", path)
        }
    }

    /// The names in a folder as the disk has them, which need not be texts.
    private func names(in folder: FilePath) throws -> [FilePath.Component] {
        guard let directory = folder.withPlatformString({ opendir($0) }) else { throw SystemFailure.failure("list", folder) }
        defer { closedir(directory) }
        var names = [FilePath.Component]()
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath.Component(platformString: $0) }
            }
            if let name, name.kind == .regular { names.append(name) }
        }
        return names
    }

    /// The folders on the way are looked at only if it cannot be done. A folder that another disk is mounted at cannot
    /// be moved on any disk.
    public func renameOnDisk(_ source: FilePath, to destination: FilePath) throws -> Bool {
        if Self.renames(source, to: destination) { return true }
        if errno == ENOENT || errno == ENOTDIR {
            try makeDirectory(destination.removingLastComponent())
            if Self.renames(source, to: destination) { return true }
        }
        if errno == EXDEV || errno == EBUSY { return false }
        if errno == EACCES, Self.renamesProtected(source, to: destination) { return true }
        throw SystemFailure.failure("move `\(source)` to", destination)
    }

    private static func renames(_ source: FilePath, to destination: FilePath) -> Bool {
        source.withPlatformString { source in
            destination.withPlatformString { destination in Glibc.rename(source, destination) == 0 }
        }
    }

    /// A folder has to be written to for being moved to another: what leads up from it changes.
    private static func renamesProtected(_ source: FilePath, to destination: FilePath) -> Bool {
        var status = stat()
        guard source.withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR,
            status.st_mode & S_IWUSR == 0, source.withPlatformString({ chmod($0, status.st_mode | S_IRWXU) }) == 0
        else {
            errno = EACCES
            return false
        }
        let isDone = renames(source, to: destination)
        let code = errno
        _ = (isDone ? destination : source).withPlatformString { chmod($0, status.st_mode) }
        errno = code
        return isDone
    }
}
