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

    @Test func removesFoldersWithAllTheyHold() throws {
        try scratch.write("x", to: "folder/deep/file")
        try files.remove(scratch.path.appending("folder"))
        try files.remove(scratch.path.appending("folder"))
        #expect(try files.exists(scratch.path.appending("folder")) == false)
    }

    @Test func hashesAreThoseOfSHA256() throws {
        let hash = ContentHash(of: "abc")
        #expect(hash.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(ContentHash("sha256:\(hash.hex)") == hash)
        #expect(ContentHash("sha256:xyz") == nil)
    }

    /// Around the sizes at which reading, hashing and writing go in pieces and threads.
    @Test(arguments: [0, 1, 4096, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, 8 << 20, (12 << 20) + 4096, (20 << 20) + 5])
    func copiesAreWholeAndHashedAsWritten(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 7) }
        // On a disk, and in memory, where nothing can be written past the system's cache.
        for scratch in [scratch, try ScratchDirectory(in: "/dev/shm")] {
            let (source, copy) = (scratch.path.appending("source"), scratch.path.appending("copy"))
            try files.write(bytes, to: source)
            #expect(try files.hash(source) == ContentHash(of: bytes))
            #expect(try files.copy(source, to: copy, executable: true) == ContentHash(of: bytes))
            #expect(try files.read(copy) == bytes)
            #expect(try files.information(at: copy)?.isExecutable == true)
            #expect(throws: Failure.self) { try files.copy(source, to: copy, executable: false) }
            #expect(try files.read(copy) == bytes)
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
        for (name, information) in contents {
            #expect(try information == files.information(at: scratch.path.appending(name)))
        }
        #expect(throws: Failure.self) { try files.contents(scratch.path.appending("none")) }
    }
}
