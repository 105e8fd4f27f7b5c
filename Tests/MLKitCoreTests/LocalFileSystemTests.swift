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
}
