internal import Glibc
public import MLKitCore
public import SystemPackage

/// A repository's index as a file that can be put back whole.
public struct IndexFile: Sendable {
    public let path: FilePath

    public init(at path: FilePath) {
        self.path = path
    }

    /// Its bytes; `nil` if there is none, as before the first `git add`.
    public func read() throws -> [UInt8]? {
        let disk = LocalFileSystem()
        return try disk.exists(path) ? disk.read(path) : nil
    }

    /// Puts other bytes in its place, under git's lock; `nil` removes it.
    ///
    /// - Throws: `Failure` if the index is locked, or is not what is expected any more.
    public func replace(expecting old: ContentHash?, with bytes: [UInt8]?) throws {
        let lock = try IndexLock(index: path)
        guard try read().map({ ContentHash(of: $0) }) == old else {
            throw Failure("git's index `\(path)` has changed in the meantime", hint: "try again")
        }
        guard let bytes else {
            try LocalFileSystem().remove(path)
            return
        }
        let beside = path.removingLastComponent().appending("index.mlkit")
        try LocalFileSystem().write(bytes, to: beside)
        var status = stat()
        // Who could read it still can.
        if stat(path.string, &status) == 0 { chmod(beside.string, status.st_mode & 0o777) }
        try lock.replaceIndex(with: beside)
    }

    /// Takes away a lock, and drafts of locks, that commands of ours left when they were killed. Git's own locks are not touched.
    public func removeStaleLock() {
        IndexLock.removeStale(FilePath(path.string + ".lock"))
        IndexLock.removeDrafts(beside: path)
    }
}

extension Repository {
    /// The index of this working tree.
    public var indexFile: IndexFile { IndexFile(at: indexPath) }
}
