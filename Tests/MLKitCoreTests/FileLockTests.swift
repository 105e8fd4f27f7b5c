import Foundation
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A lock lasts as long as what holds it.
@Suite struct FileLockTests {
    /// The descriptors of this process that stand for a path.
    private func descriptors(of path: FilePath) throws -> Int {
        try LocalFileSystem().list("/proc/self/fd").count { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")) == path.string
        }
    }

    /// The same while a lock is held.
    private func descriptors(of path: FilePath, during lock: FileLock) throws -> Int {
        defer { withExtendedLifetime(lock) {} }
        return try descriptors(of: path)
    }

    @Test func whatHeldItLeavesNothingOpen() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path.appending("lock")
        for _ in 0..<3 { #expect(try descriptors(of: path, during: FileLock(path)) == 1) }
        #expect(try descriptors(of: path) == 0 && scratch.exists("lock"))
    }

    @Test func aFolderIsLockedWithoutAFile() throws {
        let scratch = try ScratchDirectory()
        #expect(try descriptors(of: scratch.path, during: FileLock(folder: scratch.path)) == 1)
        #expect(try descriptors(of: scratch.path) == 0 && LocalFileSystem().list(scratch.path) == [])
    }

    @Test func whatIsNotThereCannotBeLocked() throws {
        let scratch = try ScratchDirectory()
        let (inside, folder) = (scratch.path.pushing("none/lock"), scratch.path.appending("none"))
        #expect { try FileLock(inside) } throws: { ($0 as? Failure)?.description.hasPrefix("error: cannot make `\(inside)`") == true }
        #expect { try FileLock(folder: folder) } throws: { ($0 as? Failure)?.description.hasPrefix("error: cannot open `\(folder)`")
            == true }
    }

    @Test func oneWaitsForTheOther() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path.appending("lock")
        let counts = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    guard let lock = try? FileLock(path) else { return false }
                    return withExtendedLifetime(lock) {
                        let other = open(path.string, O_RDWR)
                        defer { close(other) }
                        return flock(other, LOCK_EX | LOCK_NB) != 0
                    }
                }
            }
            return await group.reduce(into: 0) { if $1 { $0 += 1 } }
        }
        #expect(counts == 4)
    }
}
