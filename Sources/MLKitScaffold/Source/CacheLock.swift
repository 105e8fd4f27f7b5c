internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Lets one process at a time change a part of the cache, for as long as this lives. The system drops the lock when
/// its holder dies.
final class CacheLock {
    private let descriptor: Int32

    /// Waits until the lock is free.
    init(_ path: FilePath) throws {
        descriptor = open(path.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure("make", path) }
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
