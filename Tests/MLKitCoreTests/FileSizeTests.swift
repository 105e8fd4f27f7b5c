import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Sizes and times at which a file counts as one thing or another, on the disk and in memory.
@Suite struct FileSizeTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func disks(_ text: String) throws -> [(any FileSystem, FilePath)] {
        let memory = InMemoryFileSystem(["/file": text])
        return [(memory, "/file"), (LocalFileSystem(), try scratch.write(text, to: "file"))]
    }

    @Test func aFileIsReadUpToItsLimit() throws {
        for (files, path) in try disks("12345") {
            #expect(try files.read(path, limit: 5) == Array("12345".utf8))
            #expect { try files.read(path, limit: 4) } throws: {
                "\($0)" == "error: `\(path)` is too large: 5 bytes, at most 4 are read\n"
            }
        }
    }

    @Test(arguments: [(0, ""), (1, "5"), (5, "12345"), (6, "12345")])
    func theEndOfAFileIsRead(limit: Int, end: String) throws {
        for (files, path) in try disks("12345") {
            #expect(try files.readEnd(path, limit: limit) == Array(end.utf8))
        }
    }

    @Test func partsAndRoomAreTheSameInMemory() throws {
        for (files, path) in try disks("12345") {
            #expect(try files.read(path, from: 1, count: 3) == Array("234".utf8))
            #expect(try files.read(path, from: 4, count: 3) == Array("5".utf8))
            try withUnsafeTemporaryAllocation(byteCount: 6, alignment: 1) { buffer in
                for (room, expected) in [(6, 5), (5, 5), (4, nil)] as [(Int, Int?)] {
                    let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<room])
                    let (information, count) = try files.read(path, into: part)
                    #expect(count == expected)
                    #expect(information.size == 5)
                    #expect(count == nil || part.prefix(5).elementsEqual("12345".utf8))
                }
            }
        }
    }

    /// A file that grew since it was looked at does not fit.
    @Test func aFileThatGrewIsNotCut() throws {
        let files = GrowingFileSystem(disk: InMemoryFileSystem(["/file": "12345"]))
        for (room, expected) in [(5, 5), (4, nil)] as [(Int, Int?)] {
            let count = try withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { try files.read("/file", into: $0).count }
            #expect(count == expected)
        }
        #expect { try withUnsafeTemporaryAllocation(byteCount: 5, alignment: 1) { try files.read("/none", into: $0) } } throws: {
            "\($0)" == "error: `/none` went away\n"
        }
    }

    /// The system's files say that they are empty.
    @Test func aFileThatDoesNotTellItsSizeIsReadWhole() throws {
        let bytes = try LocalFileSystem().read("/proc/self/status")
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("Name:"))
    }

    @Test func aFolderTellsWhatIsInIt() async throws {
        let files = LocalFileSystem()
        try scratch.write("x", to: "file")
        try scratch.write("x", to: "folder/x")
        try files.makeLink(at: scratch.path.appending("gone"), to: "nowhere")
        try files.makeLink(at: scratch.path.appending("leads"), to: "folder")
        _ = try await BuiltTool.run("mkfifo", ["pipe"], in: scratch.path)
        let expected: [(String, DirectoryEntry.Kind)] = [
            ("file", .file), ("folder", .directory), ("gone", .link), ("leads", .link), ("pipe", .other),
        ]
        #expect(try files.entries(scratch.path).map(\.name) == expected.map(\.0))
        #expect(try files.entries(scratch.path).map(\.kind) == expected.map(\.1))
        for (name, kind) in expected { #expect(try files.kind(at: scratch.path.appending(name)) == kind) }
        #expect(try files.kind(at: scratch.path.appending("none")) == nil)
        #expect(try files.kind(at: scratch.path.pushing("file/none")) == nil)
        #expect(throws: Failure.self) { try files.entries(scratch.path.appending("none")) }
        let memory = InMemoryFileSystem(["/p/file": "", "/p/folder/x": ""])
        #expect(try memory.entries("/p").map(\.name) == ["file", "folder"])
        #expect(try memory.entries("/p").map(\.kind) == [.file, .directory])
    }

    /// 255 bytes are the longest name.
    @Test func theLongestNameIsOne() throws {
        let name = String(repeating: "x", count: 255)
        try LocalFileSystem().write("12345", to: scratch.path.appending(name))
        let found = try Array(name.utf8).withUnsafeBytes { try LocalFileSystem().information(in: scratch.path, of: [$0]) }
        #expect(found.map { $0?.size } == [5])
        #expect(try LocalFileSystem().list(scratch.path) == [name])
    }

    /// 20 ms are a tick of a disk that keeps parts of milliseconds, two seconds of one that does not.
    @Test(arguments: [
        (5_000_000_001, 1, 20_000_000), (1, 5_000_000_001, 20_000_000), (5_000_000_000, 1, 2_000_000_000),
        (5_001_000_000, 5_000_999_999, 2_000_000_000), (5_000_999_999, 5_001_000_000, 2_000_000_000),
    ])
    func aFileIsSettledWhenTheDiskHasTicked(modified: Int, changed: Int, tick: Int) {
        let file = FileInformation(kind: .file, size: 1, modified: modified, changed: changed)
        let last = max(modified, changed)
        #expect(!file.isSettled(at: last + tick))
        #expect(file.isSettled(at: last + tick + 1))
    }

    @Test func aPathIsNamedAsInItsProject() {
        #expect(FilePath("/p/data/a").name(in: "/p") == "data/a")
        #expect(FilePath("/pp/a").name(in: "/p") == "/pp/a")
        #expect(FilePath("/p/a").name(in: nil) == "/p/a")
    }

    /// A rule of one's own stays.
    @Test func anIgnoredFolderIsToldToGitOnce() throws {
        let files = RecordingFileSystem(InMemoryFileSystem())
        try files.makeIgnoredDirectory("/p/cache")
        try files.makeIgnoredDirectory("/p/cache")
        #expect(files.changes == ["write /p/cache/.gitignore"])
        #expect(try files.readText("/p/cache/.gitignore") == "*\n")
    }

    @Test func textsAreUTF8() throws {
        try LocalFileSystem().write([0x61, 0xFF], to: scratch.path.appending("bytes"))
        #expect { try scratch.read("bytes") } throws: { "\($0)".contains("bytes` is not UTF-8 text") }
    }

    /// A circle of links is neither there nor not there.
    @Test func aCircleOfLinksIsAFailure() throws {
        let files = LocalFileSystem()
        let loop = scratch.path.appending("loop")
        try files.makeLink(at: loop, to: "loop")
        let attempts: [() throws -> Void] = [
            { _ = try files.information(at: loop) }, { _ = try files.contents(scratch.path) },
            { _ = try files.kind(at: loop.appending("x")) },
            { try files.remove(loop.appending("x")) }, { _ = try files.linkTarget(loop.appending("x")) },
            { _ = try Array("loop".utf8).withUnsafeBytes { try files.information(in: scratch.path, of: [$0]) } },
            { _ = try Array("x".utf8).withUnsafeBytes { try files.information(in: loop, of: [$0]) } },
        ]
        for (number, attempt) in attempts.enumerated() {
            #expect("attempt \(number)") { try attempt() } throws: {
                "\($0)".contains("too many levels of symbolic links")
            }
        }
        #expect(try files.standing(at: loop)?.kind == .link)
    }

    @Test func aFileInTheWayOfAFolderIsSaid() throws {
        let path = try scratch.write("x", to: "file")
        #expect { try LocalFileSystem().makeDirectory(path) } throws: {
            "\($0)" == "error: cannot make the folder `\(path)`: a file of that name is in the way\n"
        }
        #expect { try LocalFileSystem().makeDirectory(path.appending("inner")) } throws: {
            "\($0)" == "error: cannot make the folder `\(path)/inner`: not a directory\n"
        }
        #expect { try LocalFileSystem().makeLink(at: path, to: "x") } throws: { "\($0)".contains("file exists") }
        #expect { try LocalFileSystem().remove("/proc/version") } throws: {
            "\($0)".contains("cannot remove `/proc/version`")
        }
    }

    /// Disks without a size, and those that do not tell, are not full.
    @Test(arguments: ["/", "/proc", "/nonexistent"]) func aDiskWithRoomIsNotFull(path: String) {
        #expect(!DiskSpace.isFull(at: FilePath(path)))
    }
}

/// A disk in memory that says of every file that it is one byte long.
private struct GrowingFileSystem: FileSystem {
    let disk: InMemoryFileSystem

    func information(at path: FilePath) throws -> FileInformation? {
        try disk.information(at: path).map { FileInformation(kind: $0.kind, size: 1, modified: $0.modified) }
    }

    func read(_ path: FilePath) throws -> [UInt8] { try disk.read(path) }
    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    func makeDirectory(_ path: FilePath) throws { try disk.makeDirectory(path) }
    func remove(_ path: FilePath) throws { try disk.remove(path) }
    func rename(_ source: FilePath, to destination: FilePath) throws { try disk.rename(source, to: destination) }

    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try disk.write(bytes, to: path, executable: executable)
    }
}
