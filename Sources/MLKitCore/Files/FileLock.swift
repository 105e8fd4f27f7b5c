internal import Glibc
public import SystemPackage

/// Lets one process at a time change what a file or folder stands for, such as a part of a cache, for as long as this lives.
/// The system drops the lock when its holder dies.
public final class FileLock {
    private let descriptor: Int32

    /// Waits until the lock is free.
    ///
    /// - Parameter path: a file, which is made if it is not there.
    /// - Throws: `Failure` if it cannot be made or locked.
    public convenience init(_ path: FilePath) throws {
        try self.init(open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o666), path, "make")
    }

    /// The same by a folder, in which nothing is made for it.
    public convenience init(folder path: FilePath) throws {
        try self.init(open(path.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC), path, "open")
    }

    private init(_ descriptor: Int32, _ path: FilePath, _ action: String) throws {
        self.descriptor = descriptor
        guard descriptor >= 0 else { throw Self.failure(action, path) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw Self.failure("lock", path) }
        }
    }

    /// Unlocked outright: a child between fork and exec still holds a copy of the descriptor, and with it the lock.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func failure(_ action: String, _ path: FilePath) -> Failure {
        Failure("cannot \(action) `\(path)`", notes: [String(cString: strerror(errno))])
    }
}
