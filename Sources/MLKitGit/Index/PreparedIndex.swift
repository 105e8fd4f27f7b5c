internal import Glibc
internal import MLKitCore
public import SystemPackage

/// A new index, complete and beside the user's own, which stays locked until the new one takes its place or is
/// dropped.
///
/// Who goes on after a process that was killed in between finishes its work by renaming `prepared` to `index` and
/// removing `lock`, or drops it by removing `prepared` and then `lock`.
public final class PreparedIndex {
    /// The user's index: `.git/index`, or that of a linked worktree.
    public let index: FilePath
    /// The new one, whole.
    public let prepared: FilePath
    /// Git's lock on the index.
    public let lock: FilePath
    private let held: IndexLock
    private var isPublished = false

    init(_ held: IndexLock, _ prepared: FilePath) {
        self.held = held
        self.prepared = prepared
        index = held.index
        lock = held.path
    }

    // Once the lock is given up, a file of this name is another process's.
    deinit { if !isPublished { unlink(prepared.string) } }

    /// Puts the new index in the user's place and gives up the lock.
    public func publish() throws {
        try held.replaceIndex(with: prepared)
        isPublished = true
    }

    /// Returns when the new index has reached the disk.
    func synchronise() throws {
        let descriptor = open(prepared.string, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw IndexLock.failure("write", prepared) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw IndexLock.failure("write", prepared) }
    }
}
