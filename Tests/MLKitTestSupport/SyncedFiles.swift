internal import Glibc
internal import Synchronization
public import SystemPackage

/// What this process has synced to the disk, and whether that works: a write that is not durable shows nowhere else.
public enum SyncedFiles {
    private struct State {
        var paths: [String] = []
        var broken: Set<String> = []
    }

    private static let state = Mutex(State())

    /// The paths that files in a folder and below had when they were synced, in order.
    public static func inside(_ folder: FilePath) -> [String] {
        state.withLock { $0.paths.filter { $0.hasPrefix(folder.string + "/") } }
    }

    /// Lets every sync of a file in a folder and below fail from now on.
    public static func fail(inside folder: FilePath) {
        state.withLock { _ = $0.broken.insert(folder.string + "/") }
    }

    /// Remembers a file that is synced; `false` if that is to fail.
    fileprivate static func note(_ descriptor: Int32) -> Bool {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = max(readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count), 0)
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return state.withLock { state in
            state.paths.append(path)
            return !state.broken.contains { path.hasPrefix($0) }
        }
    }
}

/// Stands before the C library's own in the tests' executable.
@_cdecl("fsync") public func syncAndNote(_ descriptor: Int32) -> Int32 {
    guard SyncedFiles.note(descriptor) else {
        errno = EIO
        return -1
    }
    return fdatasync(descriptor)
}
