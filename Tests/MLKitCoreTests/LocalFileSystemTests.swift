import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct LocalFileSystemTests {
    let files = LocalFileSystem()
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func writesWholeFilesAndMakesFolders() throws {
        let path = scratch.path.pushing("a/b/c.txt")
        try files.write("one", to: path)
        try files.write(Array("two".utf8), to: path, executable: true)
        #expect(try files.readText(path) == "two")
        #expect(try files.list(scratch.path.pushing("a/b")) == ["c.txt"])
        #expect(try files.information(at: path)?.isExecutable == true)
        #expect(try files.hash(path) == ContentHash(of: "two"))
    }

    @Test func errorsNameThePath() throws {
        let path = scratch.path.appending("missing")
        #expect { try files.read(path) } throws: {
            "\($0)" == "error: cannot read `\(path)`: no such file or directory\n"
        }
        try scratch.write("x", to: "file")
        #expect { try files.write("y", to: scratch.path.pushing("file/inside")) } throws: {
            "\($0)".contains("\(scratch.path)/file")
        }
    }

    /// What is written goes into a draft first, whose name is nobody's business. Nobody may make a file here, not even root.
    @Test func errorsDoNotNameTheDraft() throws {
        for writing in [LocalFileSystem.Writing.durable, .whole, .draft] {
            #expect { try LocalFileSystem(writing).write("x", to: "/proc/mlkit.txt") } throws: {
                "\($0)" == "error: cannot write `/proc/mlkit.txt`: no such file or directory\n"
            }
        }
    }

    @Test func removesFoldersWithAllTheyHold() throws {
        try scratch.write("x", to: "folder/deep/file")
        try files.remove(scratch.path.appending("folder"))
        try files.remove(scratch.path.appending("folder"))
        #expect(try files.exists(scratch.path.appending("folder")) == false)
    }

    /// A name need not be text, and a folder may be one that its owner cannot write in.
    @Test func whatACommandLeavesCanBeMovedAndRemoved() throws {
        let folder = scratch.path.appending("folder")
        try scratch.write("x", to: "folder/inner/x")
        let name = try #require(
            [CChar(bitPattern: 0xff), 0].withUnsafeBufferPointer { $0.baseAddress.flatMap { FilePath.Component(platformString: $0) } })
        try FileDescriptor.open(
            folder.appending(name), .writeOnly, options: .create, permissions: .ownerReadWrite).close()
        for place in ["folder/inner", "folder"] { chmod(scratch.path.pushing(FilePath(place)).string, 0o555) }
        let other = scratch.path.pushing("other/place")
        #expect(try files.renameOnDisk(folder, to: other) == .done)
        #expect(try files.list(other).count == 2)
        try files.remove(scratch.path.appending("other"))
        #expect(try !files.exists(other))
    }

    @Test func ofAFolderThatADiskIsMountedOnAllThatIsInItIsMoved() throws {
        let (folder, other) = (scratch.path.appending("folder"), scratch.path.pushing("other/place"))
        let disk = RecordingFileSystem(files, mounted: folder)
        for name in ["x", "f/y"] { try scratch.write(name, to: "folder/\(name)") }
        #expect(throws: Failure.self) { try LocalFileSystem().rename(folder, to: folder.appending("in")) }
        try disk.move(folder, to: other)
        #expect(try files.list(folder).isEmpty)
        #expect(try files.list(other) == ["f", "x"])
        try disk.move(other, to: folder)
        #expect(try scratch.read("folder/f/y") == "f/y")
        #expect(try !files.exists(other))
    }

    @Test func hashesAreThoseOfSHA256() throws {
        let hash = ContentHash(of: "abc")
        #expect(hash.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(ContentHash("sha256:\(hash.hex)") == hash)
        #expect(ContentHash("sha256:xyz") == nil)
    }

    /// Around the sizes at which reading, hashing and writing go in pieces and threads.
    @Test(arguments: [0, 1, 4 << 20, (4 << 20) + 1, 8 << 20, (12 << 20) + 4096, (20 << 20) + 5])
    func copiesAreWholeAndHashedAsWritten(size: Int) throws {
        var bytes = [UInt8](repeating: 7, count: size)
        for place in stride(from: 0, to: size, by: 65_537) { bytes[place] = UInt8(truncatingIfNeeded: place >> 8) }
        let hash = ContentHash(of: bytes)
        // On a disk, and in memory, where nothing can be written past the system's cache.
        for scratch in [scratch, try ScratchDirectory(in: "/dev/shm")] {
            let (source, copy) = (scratch.path.appending("source"), scratch.path.appending("copy"))
            try files.write(bytes, to: source)
            #expect(try files.hash(source) == hash)
            #expect(try files.copy(source, to: copy, executable: true) == hash)
            #expect(try ContentHash(of: files.read(copy)) == hash)
            #expect(try files.information(at: copy)?.isExecutable == true)
            #expect(throws: Failure.self) { try files.copy(source, to: copy, executable: false) }
            #expect(try files.information(at: copy)?.size == size)
        }
    }

    @Test func aCopyThatFailsLeavesNothing() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("x", to: "folder/x")
        #expect(throws: Failure.self) {
            try files.copy(scratch.path.appending("folder"), to: scratch.path.appending("copy"), executable: false)
        }
        #expect(try !scratch.exists("copy"))
    }

    @Test func contentsAreWhatLinksLeadTo() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("12345", to: "b")
        try scratch.write("", to: "folder/x")
        try files.makeLink(at: scratch.path.appending("a"), to: "b")
        try files.makeLink(at: scratch.path.appending("c"), to: "nowhere")
        try files.makeLink(at: scratch.path.appending("d"), to: "folder")
        let contents = try files.contents(scratch.path)
        #expect(contents.map(\.name) == ["a", "b", "c", "d", "folder"])
        #expect(contents.map { $0.information?.kind } == [.file, .file, nil, .directory, .directory])
        #expect(contents[0].information?.size == 5)
        #expect(contents.map(\.isLink) == [true, false, true, true, false])
        for (name, information, _) in contents {
            #expect(try information == files.information(at: scratch.path.appending(name)))
        }
        #expect(throws: Failure.self) { try files.contents(scratch.path.appending("none")) }
    }

    @Test func filesAreReadIntoMemoryAtHand() throws {
        let path = try scratch.write("12345", to: "five")
        try withUnsafeTemporaryAllocation(byteCount: 6, alignment: 1) { buffer in
            let (information, count) = try files.read(path, into: buffer)
            #expect(try information == files.information(at: path))
            #expect(count == 5)
            #expect(buffer.prefix(5).elementsEqual("12345".utf8))
            for (room, expected) in [(5, 5), (4, nil), (0, nil)] as [(Int, Int?)] {
                let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<room])
                #expect(try files.read(path, into: part).count == expected)
            }
            let empty = try scratch.write("", to: "empty")
            #expect(try files.read(empty, into: buffer).count == 0)
            #expect(throws: Failure.self) { try files.read(scratch.path.appending("none"), into: buffer) }
        }
    }

    @Test(arguments: [(0, 5, "12345"), (1, 3, "234"), (3, 9, "45"), (5, 1, ""), (7, 1, ""), (2, 0, "")])
    func partsOfFilesAreRead(offset: Int, count: Int, expected: String) throws {
        let path = try scratch.write("12345", to: "five")
        #expect(try files.read(path, from: offset, count: count) == Array(expected.utf8))
    }

    @Test func filesAreMadeOnceAndWithRights() async throws {
        let modes: [(FileRights, String)] = [
            (.ordinary, "-rw-r--r--"), (.executable, "-rwxr-xr-x"), (.readOnly, "-r--r--r--"),
        ]
        for (rights, expected) in modes {
            let path = scratch.path.pushing("new/deep").appending(expected)
            try Array("one".utf8).withUnsafeBytes { try files.create(path, $0, rights) }
            #expect(try files.readText(path) == "one")
            #expect(try await BuiltTool.run("stat", ["-c", "%A", path.string], in: "/").output == "\(expected)\n")
            #expect(throws: Failure.self) { try [UInt8]().withUnsafeBytes { try files.create(path, $0, rights) } }
            #expect(try files.readText(path) == "one")
        }
    }

    /// Ends of files that disks which are written to directly take, and do not.
    @Test(arguments: [0, 1, 4096, 5000]) func filesAreWrittenPieceByPiece(rest: Int) throws {
        let bytes = (0..<(2 * FilePiece.size + rest)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 7) }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: FilePiece.size, alignment: FilePiece.alignment)
        defer { memory.deallocate() }
        for scratch in [scratch, try ScratchDirectory(in: "/dev/shm")] {
            let path = scratch.path.pushing("new/file")
            var writer = try files.writer(of: path)
            for start in stride(from: 0, to: bytes.count, by: FilePiece.size) {
                let piece = bytes[start...].prefix(FilePiece.size)
                memory.copyBytes(from: piece)
                try writer.write(UnsafeRawBufferPointer(rebasing: memory[..<piece.count]))
            }
            try writer.finish()
            #expect(try files.hash(path) == ContentHash(of: bytes))
            #expect(throws: Failure.self) { try files.writer(of: path) }
        }
    }

    @Test func whatStandsSomewhereIsNotWhatALinkLeadsTo() throws {
        let path = try scratch.write("12345", to: "five")
        let link = scratch.path.appending("link")
        try files.makeLink(at: link, to: "five")
        #expect(try files.standing(at: path)?.kind == .file)
        #expect(try files.standing(at: path)?.information == files.information(at: path))
        #expect(try files.standing(at: link)?.kind == .link)
        #expect(try files.standing(at: scratch.path)?.kind == .directory)
        #expect(try files.standing(at: scratch.path.appending("none"))?.kind == nil)
        #expect(try files.standing(at: "/dev/null")?.kind == .other)
    }

    @Test func namesInAFolderAreWhatTheirPathsAre() throws {
        try scratch.write("12345", to: "five")
        try scratch.write("", to: "folder/inner")
        try files.makeLink(at: scratch.path.appending("link"), to: "five")
        let names = ["five", "none", "folder", "link", "", String(repeating: "x", count: 300)]
        let found = try names.map { name in
            try Array(name.utf8).withUnsafeBytes { try files.information(in: scratch.path, of: [$0])[0] }
        }
        let expected = try names.map { name in
            name.isEmpty || name.count > 255 ? nil : try files.information(at: scratch.path.appending(name))
        }
        #expect(found == expected)
        #expect(found.map { $0 != nil } == [true, false, true, true, false, false])
        for folder in ["none", "five"] {
            let nothing = try Array("inner".utf8).withUnsafeBytes {
                try files.information(in: scratch.path.appending(folder), of: [$0])
            }
            #expect(nothing == [nil])
        }
    }
}
