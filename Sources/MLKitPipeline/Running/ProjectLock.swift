internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Lets one run at a time work on a project, for as long as this lives. The system drops the lock when its
/// holder dies.
final class ProjectLock {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Takes the lock, waiting for another run to end; `waiting` is told once if that is necessary.
    static func acquire(
        _ project: FilePath, files: any FileSystem, waiting: () -> Void
    ) async throws -> ProjectLock {
        let path = project.pushing(".mlkit/tmp")
        try files.makeIgnoredDirectory(path)
        let descriptor = open(path.appending("run.lock").string, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Failure("cannot write in `\(path)`", notes: [String(cString: strerror(errno))])
        }
        let lock = ProjectLock(descriptor: descriptor)
        var told = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw Failure("cannot lock `\(path)`", notes: [String(cString: strerror(errno))])
            }
            if !told { waiting() }
            told = true
            try await Task.sleep(for: .milliseconds(100))
        }
        return lock
    }

    /// Unlocked outright: a child between fork and exec still holds a copy of the descriptor, and with it the lock.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
