import MLKitCore
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitCache

/// Objects on the machine's own disk: links, rights, and several who add at once.
@Suite struct ObjectStoreDiskTests {
    let scratch: ScratchDirectory
    let files = LocalFileSystem()

    init() throws { scratch = try ScratchDirectory() }

    private func store(_ links: [CacheLink] = [.reflink, .copy]) -> ObjectStore {
        ObjectStore(scratch.path.appending("cache"), files: files, links: links, threads: 2)
    }

    private func add(_ name: String) throws -> CachedEntry {
        let cache = HashCache(project: scratch.path, files: files, now: { 0 })
        return try store().add(scratch.path.appending(name), noting: cache)
    }

    @Test func linksInsideAFolderStayLinks() throws {
        try scratch.write("one", to: "out/deep/a.txt")
        let out = scratch.path.appending("out")
        try files.makeLink(at: out.appending("file"), to: "deep/a.txt")
        try files.makeLink(at: out.pushing("deep/up"), to: "../file")
        try files.makeLink(at: out.appending("nowhere"), to: "missing")
        let entry = try add("out")
        #expect(try entry.hash == HashCache(project: scratch.path, files: files, now: { 0 }).outputHash(out)?.whole)
        let back = scratch.path.appending("back")
        try store().restore(entry, to: back, mayLink: false)
        #expect(try files.linkTarget(back.appending("file")) == "deep/a.txt")
        #expect(try files.linkTarget(back.appending("nowhere")) == "missing")
        #expect(try files.readText(back.pushing("deep/up")) == "one")
        #expect(try add("back").hash == entry.hash)
    }

    /// Whether a folder's hash covers more than what its files hold: a link, or that one may be run, each alone.
    @Test func aLinkOrAProgramIsMoreThanContent() throws {
        for name in ["plain", "linked", "run", "both"] { try scratch.write("one", to: "\(name)/a.txt") }
        for name in ["linked", "both"] { try files.makeLink(at: scratch.path.pushing(FilePath("\(name)/b")), to: "a.txt") }
        for name in ["run", "both"] {
            try files.write(Array("x".utf8), to: scratch.path.pushing(FilePath("\(name)/run.sh")), executable: true)
        }
        #expect(try !add("plain").coversMore)
        for name in ["linked", "run", "both"] { #expect(try add(name).coversMore, "\(name)") }
    }

    @Test(arguments: ["/etc/hostname", "../secret", "deep/../../secret", "."])
    func aLinkThatLeadsOutIsRefused(target: String) throws {
        try scratch.write("s", to: "secret")
        try scratch.write("one", to: "out/deep/a.txt")
        try files.makeLink(at: scratch.path.pushing("out/x"), to: target)
        #expect(throws: Failure.self) { try add("out") }
    }

    @Test func linksThatLeadToEachOtherAreRefused() throws {
        try scratch.write("1", to: "out/a/f")
        try scratch.write("2", to: "out/b/g")
        try files.makeLink(at: scratch.path.pushing("out/a/other"), to: "../b")
        #expect(throws: Never.self) { try add("out") }
        try files.makeLink(at: scratch.path.pushing("out/b/other"), to: "../a")
        #expect(throws: Failure.self) { try add("out") }
    }

    @Test func anOutputThatIsALinkIsRefused() throws {
        try scratch.write("one", to: "a.txt")
        try files.makeLink(at: scratch.path.appending("b"), to: "a.txt")
        #expect(throws: Failure.self) { try add("b") }
    }

    @Test func objectsAreReadOnlyAndWhatIsRestoredIsNot() async throws {
        try scratch.write("one", to: "a.txt")
        let entry = try add("a.txt")
        let object = store().path(try #require(entry.object))
        let back = scratch.path.appending("back")
        try store().restore(entry, to: back, mayLink: true)
        let modes = try await BuiltTool.run("stat", ["-c", "%A", object.string, back.string], in: "/")
        #expect(modes.output == "-r--r--r--\n-rw-r--r--\n")
    }

    @Test func hardLinksAreMadeOnlyWhereTheyMayBe() throws {
        try scratch.write("one", to: "a.txt")
        let entry = try add("a.txt")
        let object = store().path(try #require(entry.object))
        for mayLink in [true, false] {
            let back = scratch.path.appending("back-\(mayLink)")
            try store([.hardlink, .copy]).restore(entry, to: back, mayLink: mayLink)
            #expect(try files.readText(back) == "one")
            let isShared = try files.information(at: back)?.inode == files.information(at: object)?.inode
            #expect(isShared == mayLink)
        }
    }

    @Test func largeFilesAreHashedAsTheyAreCopied() throws {
        let bytes = (0..<(9 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 7) }
        try files.write(bytes, to: scratch.path.appending("large"))
        let entry = try add("large")
        #expect(entry.hash == ContentHash(of: bytes))
        let back = scratch.path.appending("back")
        try store().restore(entry, to: back, mayLink: false)
        #expect(try files.read(back) == bytes)
        #expect(try !files.list(scratch.path.appending("cache")).contains { $0.hasSuffix(".tmp") })
    }

    @Test func severalWhoAddTheSameDoNotHinderEachOther() async throws {
        for number in 0..<60 { try scratch.write("file \(number % 20)", to: "out/\(number)") }
        try files.write([UInt8](repeating: 1, count: 5 << 20), to: scratch.path.pushing("out/large"))
        let entries = try await withThrowingTaskGroup(of: CachedEntry.self) { group in
            for _ in 0..<4 { group.addTask { try add("out") } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(entries.count == 1)
        let entry = try #require(entries.first)
        let objects = try store().objects(of: entry)
        #expect(objects.count == 22)
        for object in objects { #expect(try store().isIntact(object)) }
    }
}
