internal import Glibc
public import SystemPackage

/// Names are taken as the disk has them: they need not be text.
extension LocalFileSystem {
    public func remove(_ path: FilePath) throws {
        if let code = try failure(ofRemoving: path, in: path) { throw SystemFailure.failure("remove", path, code) }
    }

    /// - Parameter top: the folder that is removed with it.
    /// - Returns: why it could not be removed; `nil` if it is gone, and for a folder that a disk is mounted on, which is empty
    ///   then.
    private func failure(ofRemoving path: FilePath, in top: FilePath) throws -> Errno? {
        guard path.withPlatformString({ unlink($0) }) != 0, errno != ENOENT, errno != ENOTDIR else { return nil }
        let code = Errno(rawValue: errno)
        if code == .fileNameTooLong, let nearer = hoisted(path, into: top) { return try failure(ofRemoving: nearer, in: top) }
        guard try kind(at: path) == .directory else { return code }
        for name in try names(in: path) {
            let child = path.appending(name)
            guard var code = try failure(ofRemoving: child, in: top) else { continue }
            // A folder that nobody may write in can be one of what is removed.
            if code == .permissionDenied, path.withPlatformString({ chmod($0, 0o700) }) == 0 {
                guard let again = try failure(ofRemoving: child, in: top) else { continue }
                code = again
            }
            throw SystemFailure.failure("remove", child, code)
        }
        guard path.withPlatformString({ rmdir($0) }) != 0, errno != ENOENT, errno != EBUSY else { return nil }
        return Errno(rawValue: errno)
    }

    /// Moves what lies deeper than a path may be long further up, where it can be named.
    ///
    /// - Returns: where it is then; `nil` if that cannot be done.
    private func hoisted(_ path: FilePath, into top: FilePath) -> FilePath? {
        guard path != top, let name = path.lastComponent else { return nil }
        let folder = path.removingLastComponent().withPlatformString { Glibc.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard folder >= 0 else { return nil }
        defer { Glibc.close(folder) }
        let place = top.appending("\(UInt64.random(in: 0 ... .max))")
        let isMoved = name.withPlatformString { name in
            place.withPlatformString { renameat(folder, name, AT_FDCWD, $0) == 0 }
        }
        return isMoved ? place : nil
    }

    private func names(in folder: FilePath) throws -> [FilePath.Component] {
        var directory = folder.withPlatformString { opendir($0) }
        if directory == nil, errno == EACCES, folder.withPlatformString({ chmod($0, 0o700) }) == 0 {
            directory = folder.withPlatformString { opendir($0) }
        }
        guard let directory else { throw SystemFailure.failure("list", folder) }
        defer { closedir(directory) }
        var names = [FilePath.Component]()
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CInterop.PlatformChar.self, capacity: 256) { FilePath.Component(platformString: $0) }
            }
            if let name, name.kind == .regular { names.append(name) }
        }
        return names
    }

    public func rename(_ source: FilePath, to destination: FilePath) throws {
        switch try renameOnDisk(source, to: destination) {
        case .done: return
        case .otherDisk: throw SystemFailure.failure("move `\(source)` to", destination, .improperLink)
        case .mounted: throw SystemFailure.failure("move `\(source)` to", destination, .resourceBusy)
        }
    }

    /// The folders on the way are looked at only if it cannot be done.
    public func renameOnDisk(_ source: FilePath, to destination: FilePath) throws -> Renaming {
        if renamed(source, destination) { return .done }
        if errno == ENOENT || errno == ENOTDIR {
            try makeDirectory(destination.removingLastComponent())
            if renamed(source, destination) { return .done }
        }
        let code = Errno(rawValue: errno)
        if code == .improperLink { return .otherDisk }
        if code == .resourceBusy, try kind(at: source) == .directory { return .mounted }
        if code == .permissionDenied, renamedProtected(source, destination) { return .done }
        throw SystemFailure.failure("move `\(source)` to", destination, code)
    }

    private func renamed(_ source: FilePath, _ destination: FilePath) -> Bool {
        source.withPlatformString { source in destination.withPlatformString { Glibc.rename(source, $0) } } == 0
    }

    /// A folder has to be one that may be written in, to be moved into another.
    private func renamedProtected(_ source: FilePath, _ destination: FilePath) -> Bool {
        var status = stat()
        guard source.withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR,
            status.st_mode & S_IWUSR == 0, source.withPlatformString({ chmod($0, status.st_mode & 0o7777 | 0o700) }) == 0
        else { return false }
        let isDone = renamed(source, destination)
        _ = (isDone ? destination : source).withPlatformString { chmod($0, status.st_mode & 0o7777) }
        return isDone
    }
}
