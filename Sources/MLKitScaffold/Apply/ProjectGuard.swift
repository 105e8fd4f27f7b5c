internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Lets one command at a time change a project's files, for as long as this lives. It is the lock that `mlkit run`
/// takes too. The system drops it when its holder dies.
final class ProjectGuard {
    private let descriptor: Int32

    /// `nil` if another command has it.
    init?(_ project: FilePath, files: any FileSystem) throws {
        let folder = project.pushing(".mlkit/tmp")
        try files.makeIgnoredDirectory(folder)
        descriptor = open(folder.appending("run.lock").string, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Failure("cannot write in `\(folder)`", notes: [String(cString: strerror(errno))])
        }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { return nil }
    }

    /// Unlocked outright: a child between fork and exec still holds a copy of the descriptor, and with it the lock.
    deinit {
        guard descriptor >= 0 else { return }
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
