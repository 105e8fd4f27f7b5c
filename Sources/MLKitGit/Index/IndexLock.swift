internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Git's lock on an index: the file `index.lock`, made exclusively. While it is held, no `git add` or
/// `git commit` can come in between.
///
/// Ours says whose it is, and is locked (flock) as long as its process lives: one that was left by a process that was
/// killed is known by that, and taken away. To have its content from the first moment on it is made under another
/// name and then linked.
final class IndexLock {
    let index: FilePath
    let path: FilePath
    private let descriptor: Int32
    private var isHeld = false

    /// What our lock holds.
    private static let mark = "mlkit\n"
    /// Editors refresh the index behind the user's back, and other commands of ours commit: such a lock lasts
    /// milliseconds and is waited for, with pauses (microseconds) that keep two who wait from falling into step.
    private static let attempts = 200
    private static let pause: ClosedRange<UInt32> = 1_000...20_000

    /// - Throws: `Failure` if the lock is still held by somebody else after about two seconds.
    init(index: FilePath) throws {
        self.index = index
        path = FilePath(index.string + ".lock")
        let draft = FilePath("\(index.string).mlkit.\(getpid()).\(UInt32.random(in: 0 ... .max))")
        descriptor = open(draft.string, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure("make", path) }
        defer { unlink(draft.string) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, write(descriptor, Self.mark, Self.mark.utf8.count) > 0 else {
            throw Self.failure("make", path)
        }
        for _ in 0..<Self.attempts {
            if link(draft.string, path.string) == 0 {
                isHeld = true
                Self.removeDrafts(beside: index)
                return
            }
            guard errno == EEXIST else { throw Self.failure("make", path) }
            if !Self.removeStale(path) { usleep(.random(in: Self.pause)) }
        }
        throw Failure(
            "git's index is locked: another git process is at work in this repository",
            hint: "try again; if no git process is running, remove `\(path)`")
    }

    deinit {
        if isHeld { unlink(path.string) }
        guard descriptor >= 0 else { return }
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Removes a lock of ours whose process is gone; `false` if there is none such.
    @discardableResult
    static func removeStale(_ path: FilePath) -> Bool {
        let descriptor = open(path.string, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var content = [UInt8](repeating: 0, count: mark.utf8.count + 1)
        let count = read(descriptor, &content, content.count)
        guard count == mark.utf8.count, content.prefix(count).elementsEqual(mark.utf8),
            flock(descriptor, LOCK_EX | LOCK_NB) == 0, isThere(descriptor, path)
        else { return false }
        // What it was writing, while nobody can begin anew.
        let folder = path.removingLastComponent()
        for name in ["index.mlkit", "index.mlkit.lock"] { unlink(folder.appending(name).string) }
        return unlink(path.string) == 0
    }

    /// Removes drafts of locks that processes left when they were killed: one that lives holds its own.
    static func removeDrafts(beside index: FilePath) {
        let (folder, prefix) = (index.removingLastComponent(), (index.lastComponent?.string ?? "") + ".mlkit.")
        for name in (try? LocalFileSystem().list(folder)) ?? [] where name.hasPrefix(prefix) {
            let parts = name.dropFirst(prefix.count).split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, UInt32(parts[1]) != nil, let process = pid_t(parts[0]), process > 0, process != getpid(),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            let draft = folder.appending(name)
            let descriptor = open(draft.string, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            // In another container a process that lives may be none here.
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(draft.string) }
            close(descriptor)
        }
    }

    /// Whether a path still is the file that was opened by it.
    private static func isThere(_ descriptor: Int32, _ path: FilePath) -> Bool {
        var (opened, named) = (stat(), stat())
        return fstat(descriptor, &opened) == 0 && lstat(path.string, &named) == 0 && opened.st_ino == named.st_ino
    }

    /// Puts a finished file in the index's place and gives up the lock, in that order and at once.
    func replaceIndex(with file: FilePath) throws {
        guard rename(file.string, index.string) == 0 else { throw Self.failure("replace", index) }
        isHeld = false
        unlink(path.string)
    }

    static func failure(_ action: String, _ path: FilePath) -> Failure {
        let code = errno
        let reason = String(cString: strerror(code))
        let isForbidden = [EACCES, EPERM, EROFS].contains(code)
        return Failure(
            "cannot \(action) `\(path)`: \(reason.prefix(1).lowercased() + reason.dropFirst())",
            hint: isForbidden ? "see with `ls -l` whose `\(path.removingLastComponent())` is: git has to write there too" : nil)
    }
}
