internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Holds a cache that several projects share: together while stages run and outputs are fetched, alone while it is
/// collected, so that nothing is dropped whose lock is not written yet. The system lets go of it when its holder dies.
final class SharedCacheHold {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// - Parameter waiting: is told once, if others have it.
    static func take(
        _ cache: FilePath, files: any FileSystem, isAlone: Bool, waiting: () -> Void
    ) async throws -> SharedCacheHold {
        try files.makeIgnoredDirectory(cache)
        let descriptor = open(cache.appending("lock").string, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Failure("cannot write in `\(cache)`", notes: [String(cString: strerror(errno))])
        }
        let hold = SharedCacheHold(descriptor: descriptor)
        var told = false
        while flock(descriptor, (isAlone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw Failure("cannot lock `\(cache)`", notes: [String(cString: strerror(errno))])
            }
            if !told { waiting() }
            told = true
            try await Task.sleep(for: .milliseconds(50))
        }
        return hold
    }

    deinit { close(descriptor) }
}
