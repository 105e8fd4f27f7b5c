import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What cannot be read to its end, or not written down, in a folder that is hashed.
@Suite struct FolderLoopTests {
    private let scratch: ScratchDirectory
    private let files = LocalFileSystem()

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1", to: "p/d/f")
        try scratch.write("2", to: "p/d/inner/g")
    }

    private func link(_ path: String, to target: String) throws {
        try files.makeLink(at: scratch.path.pushing(FilePath(path)), to: target)
    }

    private func hash(_ path: String = "p/d") throws -> ContentHash? {
        let project = scratch.path.appending("p")
        return try HashCache(project: project, files: files, now: { 0 }).hash(scratch.path.pushing(FilePath(path)))
    }

    @Test func aLinkBackToAFolderAroundItIsHashedAsALink() throws {
        let plain = try hash()
        try link("p/d/current", to: ".")
        let one = try hash()
        #expect(one != plain)
        #expect(try hash() == one)
        try scratch.write("3", to: "p/d/f")
        #expect(try hash() != one)
        try scratch.write("1", to: "p/d/f")
        try link("p/d/inner/up", to: "..")
        let two = try hash()
        #expect(two != one)
        // Another way to write it is the same place.
        try files.remove(scratch.path.appending("p/d/inner/up"))
        try link("p/d/inner/up", to: "../../d")
        #expect(try hash() == two)
        try files.remove(scratch.path.appending("p/d/inner/up"))
        try link("p/d/inner/up", to: ".")
        #expect(try hash() != two)
    }

    @Test func foldersThatLeadToEachOtherEnd() throws {
        try link("p/d/inner/other", to: "../more")
        try scratch.write("", to: "p/d/more/h")
        try link("p/d/more/back", to: "../inner")
        #expect(try hash() != nil)
    }

    @Test func aLinkToAFolderAroundAllIsRefused() throws {
        try link("p/d/inner/all", to: "../..")
        let failure = #expect(throws: Failure.self) { try hash() }
        #expect(failure?.diagnostics.first?.message == "the link `\(scratch.path)/p/d/inner/all` leads to a folder around all that is read")
    }

    @Test func aLinkToItselfAndANameThatIsNoTextAreRefused() throws {
        try link("p/loop/l", to: "l")
        #expect(throws: Failure.self) { try hash("p/loop") }
        try scratch.writeUnreadableName(in: "p/odd")
        let failure = #expect(throws: Failure.self) { try hash("p/odd") }
        #expect(failure?.diagnostics.first?.message == "the name `caf\u{FFFD}` in `\(scratch.path)/p/odd` is not UTF-8")
    }

    @Test func whichFilesAreProgramsIsTold() throws {
        func programs(_ path: String = "p/d") throws -> ContentHash? {
            var notes = FileNotes()
            let cache = HashCache(project: scratch.path.appending("p"), files: files, now: { 0 })
            _ = try cache.hash(scratch.path.pushing(FilePath(path)), noting: &notes)
            return notes.executables
        }
        let content = try hash()
        #expect(try programs() == nil)
        try files.write(Array("2".utf8), to: scratch.path.appending("p/d/inner/g"), executable: true)
        #expect(try programs() == ContentHash(of: "inner/g\0"))
        #expect(try programs("p/d/inner/g") == ContentHash(of: "\0"))
        #expect(try hash() == content)
        try files.write(Array("1".utf8), to: scratch.path.appending("p/d/f"), executable: true)
        #expect(try programs() == ContentHash(of: "f\0inner/g\0"))
    }
}
