import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Files and folders that are in the way: with names that are no texts, or rights that nobody has.
@Suite struct StubbornFilesTests {
    let scratch: ScratchDirectory
    let files = LocalFileSystem()

    init() throws { scratch = try ScratchDirectory() }

    @Test func aNameThatIsNotUTF8IsRemoved() throws {
        try scratch.writeUnreadableName(in: "a/b")
        try files.remove(scratch.path.appending("a"))
        #expect(try !scratch.exists("a"))
    }

    @Test func aFolderThatNobodyMayWriteToIsRemovedAndMoved() throws {
        for name in ["a/b/x", "c/x"] { try scratch.write("x", to: name) }
        for name in ["a/b", "a", "c"] { chmod(scratch.path.pushing(FilePath(name)).string, 0o555) }
        try files.remove(scratch.path.appending("a"))
        #expect(try !scratch.exists("a"))
        try files.rename(scratch.path.appending("c"), to: scratch.path.pushing("d/c"))
        var status = stat()
        #expect(stat(scratch.path.pushing("d/c").string, &status) == 0 && status.st_mode & 0o777 == 0o555)
    }

    @Test func aFolderThatStaysIsFilledAndEmptied() throws {
        // A disk on which nothing can be renamed to where a folder is, as one that is mounted.
        let disk = MountedFileSystem(scratch.path.appending("mount"))
        for name in ["from/a", "from/b/c"] { try scratch.write(name, to: name) }
        try files.makeDirectory(disk.mount)
        try disk.move(scratch.path.appending("from"), to: disk.mount)
        #expect(try scratch.read("mount/b/c") == "from/b/c")
        #expect(try !scratch.exists("from"))
        try disk.move(disk.mount, to: scratch.path.appending("to"))
        #expect(try scratch.read("to/a") == "from/a")
        #expect(try files.list(disk.mount).isEmpty)
    }

    @Test func aLinkOnTheWayToItselfLeadsNowhere() throws {
        symlink("loop", scratch.path.appending("loop").string)
        #expect(try files.standing(at: scratch.path.pushing("loop/x")) == nil)
        #expect(try files.standing(at: scratch.path.appending("loop"))?.kind == .link)
    }
}

/// The machine's disk with a folder at which another one seems to be mounted.
private struct MountedFileSystem: FileSystem {
    let mount: FilePath
    private let disk = LocalFileSystem()

    init(_ mount: FilePath) { self.mount = mount }

    func renameOnDisk(_ source: FilePath, to destination: FilePath) throws -> Renaming {
        if source == mount || destination == mount { return .mounted }
        // What is below is on the other disk.
        guard source.starts(with: mount) == destination.starts(with: mount) else { return .otherDisk }
        return try disk.renameOnDisk(source, to: destination)
    }

    func rename(_ source: FilePath, to destination: FilePath) throws { try disk.rename(source, to: destination) }

    func remove(_ path: FilePath) throws {
        guard path == mount else { return try disk.remove(path) }
        for name in try disk.list(path) { try disk.remove(path.appending(name)) }
    }

    func information(at path: FilePath) throws -> FileInformation? { try disk.information(at: path) }
    func standing(at path: FilePath) throws -> (kind: DirectoryEntry.Kind, information: FileInformation?)? {
        try disk.standing(at: path)
    }
    func read(_ path: FilePath) throws -> [UInt8] { try disk.read(path) }
    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try disk.write(bytes, to: path, executable: executable)
    }
    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    func makeDirectory(_ path: FilePath) throws { try disk.makeDirectory(path) }
}
