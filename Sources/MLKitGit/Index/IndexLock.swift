internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Git's lock on an index: the file `index.lock`, made exclusively. While it is held, no `git add` or
/// `git commit` can come in between.
final class IndexLock {
    let index: FilePath
    let path: FilePath
    private var isHeld = false

    /// Editors refresh the index behind the user's back, and other commands of ours commit: such a lock lasts
    /// milliseconds and is waited for, with pauses (microseconds) that keep two who wait from falling into step.
    private static let attempts = 200
    private static let pause: ClosedRange<UInt32> = 1_000...20_000

    /// - Throws: `Failure` if the lock is still held by somebody else after about two seconds.
    init(index: FilePath) throws {
        self.index = index
        path = FilePath(index.string + ".lock")
        for _ in 0..<Self.attempts {
            let descriptor = open(path.string, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 {
                close(descriptor)
                isHeld = true
                return
            }
            guard errno == EEXIST else { throw Self.failure("make", path) }
            usleep(.random(in: Self.pause))
        }
        throw Failure(
            "git's index is locked: another git process is at work in this repository",
            hint: "try again; if no git process is running, remove `\(path)`")
    }

    deinit { if isHeld { unlink(path.string) } }

    /// Puts a finished file in the index's place and gives up the lock, in that order and at once.
    func replaceIndex(with file: FilePath) throws {
        guard rename(file.string, path.string) == 0, rename(path.string, index.string) == 0 else {
            throw Self.failure("replace", index)
        }
        isHeld = false
    }

    static func failure(_ action: String, _ path: FilePath) -> Failure {
        let reason = String(cString: strerror(errno))
        return Failure("cannot \(action) `\(path)`: \(reason.prefix(1).lowercased() + reason.dropFirst())")
    }
}
