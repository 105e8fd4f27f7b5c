import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What a file may be used for after it is replaced, and paths that are spelt otherwise.
@Suite struct FileRightsTests {
    private let files = LocalFileSystem()
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func rights(_ path: FilePath) async throws -> String {
        try await BuiltTool.run("stat", ["-c", "%a", path.string], in: "/").output.trimmed
    }

    @Test(arguments: [
        ("640", false, false, "640"), ("640", true, false, "750"), ("755", false, true, "644"), ("755", true, true, "755"),
        ("600", true, false, "700"), ("444", false, false, "444"), ("604", true, false, "705"),
    ])
    func aFileThatIsReplacedKeepsItsRights(before: String, executable: Bool, isPersonal: Bool, after: String) async throws {
        let path = try scratch.write("old", to: "file")
        _ = try await BuiltTool.run("chmod", [before, path.string], in: "/")
        try files.replace(path, with: Array("new".utf8), executable: executable, isPersonal: isPersonal)
        #expect(try await rights(path) == after)
        #expect(try files.readText(path) == "new" && files.list(scratch.path) == ["file"])
    }

    @Test(arguments: [(false, true, "600"), (true, true, "700"), (false, false, "644"), (true, false, "755")])
    func aNewFileIsForItsOwnerOrForAll(executable: Bool, isPersonal: Bool, expected: String) async throws {
        let path = scratch.path.appending("file")
        try files.replace(path, with: [], executable: executable, isPersonal: isPersonal)
        #expect(try await rights(path) == expected)
        #expect(try files.information(at: path)?.isPersonal == isPersonal)
    }

    @Test func aFileThatCannotBeReplacedLeavesNothingBeside() throws {
        try scratch.write("x", to: "file/inside")
        #expect(throws: Failure.self) {
            try files.replace(scratch.path.appending("file"), with: [], executable: false, isPersonal: true)
        }
        #expect(try files.list(scratch.path) == ["file"])
    }

    /// As on a disk, a path is the same however it is spelt.
    @Test(arguments: ["/p/a", "/p//a", "/p/./a", "/p/b/../a", "/p/a/.", "/p/a/", "/./p/a"])
    func pathsInMemoryAreNormal(path: String) throws {
        let memory = InMemoryFileSystem(["/p/a/x": "1"])
        #expect(try memory.list(FilePath(path)) == ["x"])
        #expect(try memory.readText(FilePath(path).appending("x")) == "1")
        #expect(memory.paths == ["/p/a/x"])
    }

    @Test func theRootInMemoryHoldsWhatIsInIt() throws {
        let memory = InMemoryFileSystem(["/a": "1", "/b/c": "2"])
        #expect(try memory.list("/") == ["a", "b"] && memory.list("/.") == ["a", "b"])
        try memory.remove("/b")
        #expect(try memory.list("/") == ["a"])
        #expect(throws: Failure.self) { try memory.read("/b/c") }
    }

    /// A disk without rights replaces all the same, and a file that is written anew is another.
    @Test func aFileInMemoryIsReplaced() throws {
        let memory = InMemoryFileSystem(["/a": "1"])
        let before = try memory.information(at: "/a")?.inode
        try memory.replace("/a", with: Array("2".utf8), executable: true, isPersonal: true)
        #expect(try memory.readText("/a") == "2" && memory.information(at: "/a")?.isExecutable == true)
        #expect(try memory.information(at: "/a")?.inode != before)
    }

    @Test func aNewerFormatSaysWhatCanBeDone() {
        #expect(
            "\(Failure.newerFormat(3, of: "`x`", known: 2))"
                == "error: `x` has format 3, and this mlkit reads format 2\n\nhint: use a newer mlkit than this one, \(Version.current)\n")
        #expect("\(Failure.newerFormat(3, of: "`x`", known: 2, otherwise: "remove it"))".hasSuffix("\(Version.current), or remove it\n"))
    }
}
