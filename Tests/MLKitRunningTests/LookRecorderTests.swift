import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// What a recorder of looks remembers, and after what it remembers nothing any more.
@Suite struct LookRecorderTests {
    private let scratch: ScratchDirectory
    private let looks: LookRecorder
    private var root: FilePath { scratch.path }

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("text", to: "a")
        try scratch.write("text", to: "folder/b")
        try LocalFileSystem().makeLink(at: scratch.path.appending("link"), to: "a")
        try LocalFileSystem().makeLink(at: scratch.path.appending("away"), to: "folder")
        looks = LookRecorder(LocalFileSystem(), project: scratch.path, now: 5)
    }

    private func known(_ names: String...) -> [Bool]? {
        looks.looks.map { looks in names.map { looks[root.pushing(FilePath($0)).string] != nil } }
    }

    /// What is read is looked at.
    private static let readings: [String: @Sendable (LookRecorder, FilePath) throws -> Void] = [
        "information": { _ = try $0.information(at: $1) },
        "read": { _ = try $0.read($1) },
        "read up to a limit": { _ = try $0.read($1, limit: 10) },
        "read the end": { _ = try $0.readEnd($1, limit: 2) },
        "hash": { _ = try $0.hash($1) },
    ]

    @Test(arguments: Self.readings.keys.sorted()) func whatIsReadIsRemembered(reading: String) throws {
        #expect(known("a") == [false] && looks.since == 5)
        let act = try #require(Self.readings[reading])
        try act(looks, root.appending("a"))
        #expect(known("a", "folder") == [true, false])
        let information = try LocalFileSystem().information(at: root.appending("a"))
        let remembered = try #require(looks.looks)[root.appending("a").string]
        #expect(remembered == .some(information))
    }

    private static let listings: [String: @Sendable (LookRecorder, FilePath) throws -> Void] = [
        "list": { _ = try $0.list($1) }, "entries": { _ = try $0.entries($1) },
    ]

    @Test(arguments: Self.listings.keys.sorted()) func ofAFolderOnlyItselfIsRemembered(listing: String) throws {
        let act = try #require(Self.listings[listing])
        try act(looks, root.appending("folder"))
        #expect(known("folder", "folder/b") == [true, false])
    }

    @Test func whatAFolderHoldsIsRememberedWithIt() throws {
        #expect(try looks.contents(root.appending("folder")).map(\.name) == ["b"])
        #expect(known("folder", "folder/b", "a") == [true, true, false])
    }

    /// That nothing stands there is an answer too.
    @Test func whatIsNotThereIsRemembered() throws {
        #expect(try looks.information(at: root.appending("none")) == nil && looks.standing(at: root.appending("nobody")) == nil)
        #expect(known("none", "nobody") == [true, true])
        let remembered = try #require(looks.looks)[root.appending("none").string]
        #expect(remembered == .some(nil))
    }

    @Test func twoAnswersToOneQuestionAreNone() throws {
        _ = try looks.read(root.appending("a"))
        _ = try looks.read(root.appending("a"))
        #expect(known("a") == [true])
        try scratch.write("longer text", to: "a")
        _ = try looks.read(root.appending("a"))
        #expect(looks.looks == nil)
        // Nothing is remembered from then on.
        _ = try looks.information(at: root.appending("folder"))
        #expect(looks.looks == nil)
    }

    /// A link at a folder's place is told by looking again; at a file's place it is not.
    @Test func linksOfFoldersAreTold() throws {
        #expect(try looks.isLink(root.appending("away")) && !looks.isLink(root.appending("folder")))
        #expect(try looks.standing(at: root.appending("folder"))?.kind == .directory)
        #expect(known("away", "folder") == [true, true])
    }

    private static let unsure: [String: @Sendable (LookRecorder, FilePath) throws -> Void] = [
        "whether a file is a link": { _ = try $0.isLink($1.appending("a")) },
        "whether nothing is a link": { _ = try $0.isLink($1.appending("none")) },
        "what stands there, a file": { _ = try $0.standing(at: $1.appending("a")) },
        "what stands there, a link": { _ = try $0.standing(at: $1.appending("away")) },
        "where a link leads": { _ = try $0.linkTarget($1.appending("link")) },
        "write": { try $0.write([1], to: $1.appending("new"), executable: false) },
        "write beside the cache": { try $0.write([1], to: $1.pushing(".mlkit/cached"), executable: false) },
        "folder": { try $0.makeDirectory($1.appending("new")) },
        "remove": { try $0.remove($1.appending("a")) },
        "rename": { try $0.rename($1.appending("a"), to: $1.appending("new")) },
        "rename on one disk": { _ = try $0.renameOnDisk($1.appending("a"), to: $1.appending("new")) },
        "end": { _ = try $0.end(of: $1.appending("new")) },
        "copy": { _ = try $0.copy($1.appending("a"), to: $1.appending("new"), executable: false) },
        "clone": { _ = try $0.clone($1.appending("a"), to: $1.appending("new"), executable: false) },
        "second name": { _ = try $0.hardLink($1.appending("a"), to: $1.appending("new")) },
        "protect": { try $0.protect($1.appending("a")) },
        "link": { try $0.makeLink(at: $1.appending("new"), to: "a") },
        "staging": { _ = $0.staging(in: $1.appending("folder")) },
    ]

    @Test(arguments: Self.unsure.keys.sorted()) func whatLookingAgainWouldNotTellEndsIt(action: String) throws {
        _ = try looks.read(root.pushing("folder/b"))
        let act = try #require(Self.unsure[action])
        try act(looks, root)
        #expect(looks.looks == nil, "\(action)")
    }

    /// And what was asked for is done.
    @Test func whatChangesTheDiskIsDone() throws {
        let files = LocalFileSystem()
        try looks.makeDirectory(root.appending("made"))
        try looks.write(Array("1".utf8), to: root.appending("written"), executable: false)
        try looks.rename(root.appending("written"), to: root.appending("renamed"))
        try looks.makeLink(at: root.appending("pointer"), to: "a")
        try looks.protect(root.appending("renamed"))
        try looks.remove(root.appending("a"))
        #expect(try files.information(at: root.appending("made"))?.kind == .directory && scratch.read("renamed") == "1")
        #expect(try files.linkTarget(root.appending("pointer")) == "a" && !scratch.exists("a") && !scratch.exists("written"))
        #expect(throws: Failure.self) { try files.writer(of: root.appending("renamed")) }
    }

    /// Nothing in the cache decides what is up to date, whatever is done there.
    @Test func theCacheIsLeftOut() throws {
        try looks.write([1], to: root.pushing(".mlkit/cache/x"), executable: false)
        #expect(try looks.read(root.pushing(".mlkit/cache/x")) == [1])
        #expect(known(".mlkit/cache/x") == [false])
        _ = try looks.unsynchronised.read(root.appending("a"))
        _ = try looks.drafting.read(root.appending("a"))
        #expect(known("a") == [false])
    }
}
