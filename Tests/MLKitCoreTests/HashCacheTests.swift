import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct HashCacheTests {
    let files = InMemoryFileSystem(["/p/a.txt": "one", "/p/folder/b.txt": "two"])
    let clock = TestClock()

    private func cache() -> HashCache {
        HashCache(project: "/p", files: files, now: clock.now)
    }

    private func reads(of path: String) -> Int {
        files.reads.filter { $0 == path }.count
    }

    @Test func anUnchangedFileIsReadOnce() throws {
        let first = cache()
        #expect(try first.hash("/p/a.txt") == ContentHash(of: "one"))
        first.save()
        #expect(try cache().hash("/p/a.txt") == ContentHash(of: "one"))
        #expect(reads(of: "/p/a.txt") == 1)
    }

    @Test func aChangedFileIsReadAgain() throws {
        let first = cache()
        _ = try first.hash("/p/a.txt")
        first.save()
        try files.write("changed", to: "/p/a.txt")
        #expect(try cache().hash("/p/a.txt") == ContentHash(of: "changed"))
    }

    /// The file is as young as the look at it: another write could have left the same times.
    @Test func aYoungFileIsNotTrusted() throws {
        let young = TestClock(seconds: 3)
        let first = HashCache(project: "/p", files: files, now: young.now)
        _ = try first.hash("/p/a.txt")
        _ = try first.hash("/p/a.txt")
        #expect(reads(of: "/p/a.txt") == 2)
        young.advance(seconds: 10)
        _ = try first.hash("/p/a.txt")
        _ = try first.hash("/p/a.txt")
        #expect(reads(of: "/p/a.txt") == 3)
    }

    @Test func aFolderIsHashedAsATree() throws {
        let before = try cache().hash("/p/folder")
        try files.write("three", to: "/p/folder/c.txt")
        let after = try cache().hash("/p/folder")
        #expect(before != after)
        try files.remove("/p/folder/c.txt")
        #expect(try cache().hash("/p/folder") == before)
    }

    @Test func filesOfAnUnchangedFolderAreReadOnce() throws {
        for number in 0..<50 { try files.write("\(number)", to: FilePath("/p/folder/deep/\(number).txt")) }
        let first = cache()
        let hash = try first.hash("/p/folder")
        first.save()
        let count = files.reads.count
        let second = cache()
        #expect(try second.hash("/p/folder") == hash)
        #expect(Array(files.reads.dropFirst(count)) == ["/p/.mlkit/cache/hashes"])
        try files.write("other", to: "/p/folder/deep/7.txt")
        #expect(try second.hash("/p/folder") != hash)
        #expect(reads(of: "/p/folder/deep/7.txt") == 2)
        #expect(reads(of: "/p/folder/deep/8.txt") == 1)
    }

    /// It stands in lock files.
    @Test func theHashOfAFolderIsThatOfItsNamesAndHashes() throws {
        let (b, c) = (ContentHash(of: "two").hex, ContentHash(of: "three").hex)
        try files.write("three", to: "/p/folder/c/c.txt")
        let inner = ContentHash(of: "\(c) c.txt\0").hex
        #expect(try cache().hash("/p/folder") == ContentHash(of: "\(b) b.txt\0\(inner) c\0"))
        #expect(ContentHash(ofFolder: [("x", nil)]) == ContentHash(of: "- x\0"))
    }

    @Test func whatSomebodyElseReadIsNotReadAgain() throws {
        let first = cache()
        let information = try #require(try files.information(at: "/p/a.txt"))
        _ = first.noting("/p/a.txt", information) { ContentHash(of: "one") }
        first.save()
        #expect(try cache().hash("/p/a.txt") == ContentHash(of: "one"))
        #expect(reads(of: "/p/a.txt") == 0)
    }

    @Test func whatWasKnownBeforeIsKeptBesidesWhatIsNew() throws {
        try files.write("text", to: "/elsewhere")
        for path in ["/p/a.txt", "/p/folder/b.txt", "/elsewhere"] as [FilePath] {
            let next = cache()
            _ = try next.hash(path)
            next.save()
        }
        let last = cache()
        for path in ["/p/a.txt", "/p/folder/b.txt", "/elsewhere"] as [FilePath] { _ = try last.hash(path) }
        #expect([reads(of: "/p/a.txt"), reads(of: "/p/folder/b.txt"), reads(of: "/elsewhere")] == [1, 1, 1])
    }

    @Test func whatIsNotThereHasNoHash() throws {
        #expect(try cache().hash("/p/nothing") == nil)
    }

    @Test(arguments: ["", "garbage\n", "mlkit hashes 1\nx y z\n", "mlkit hashes 1\n\n"])
    func aBrokenCacheCountsAsEmpty(text: String) throws {
        try files.write(text, to: "/p/.mlkit/cache/hashes")
        #expect(try cache().hash("/p/a.txt") == ContentHash(of: "one"))
    }

    @Test func gitIgnoresTheCacheWhateverTheProjectSays() throws {
        let first = cache()
        _ = try first.hash("/p/a.txt")
        first.save()
        #expect(try files.readText("/p/.mlkit/cache/.gitignore") == "*\n")
    }

    @Test func aCacheThatCannotBeWrittenIsDoneWithout() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("one", to: "a.txt")
        try scratch.write("not a folder", to: ".mlkit")
        let cache = HashCache(project: scratch.path, files: LocalFileSystem(), now: clock.now)
        #expect(try cache.hash(scratch.path.appending("a.txt")) == ContentHash(of: "one"))
        cache.save()
        #expect(try scratch.read(".mlkit") == "not a folder")
    }

    /// Written only when something is new, not durably, and not at all by one that found nothing out.
    @Test func theCacheIsWrittenOnceForWhatIsNew() throws {
        let disk = RecordingFileSystem(files)
        func next() -> HashCache { HashCache(project: "/p", files: disk, now: clock.now) }
        let written = ["write /p/.mlkit/cache/.gitignore", "write~ /p/.mlkit/cache/hashes"]
        let first = next()
        _ = try first.hash("/p/a.txt")
        first.save()
        first.save()
        #expect(disk.changes == written)
        let second = next()
        _ = try second.hash("/p/a.txt")
        second.save()
        #expect(disk.changes == written)
        let information = try #require(try files.information(at: "/p/folder/b.txt"))
        let third = next()
        third.note([("/p/folder/b.txt", ContentHash(of: "two"), information)], looked: third.time)
        third.save()
        #expect(disk.changes == written + [written[1]])
        #expect(try next().hash("/p/folder/b.txt") == ContentHash(of: "two"))
        #expect(reads(of: "/p/folder/b.txt") == 0)
    }

    /// What was known of a file is replaced by what is found out anew, and is no more trusted for being kept.
    @Test func theNewerEntryCounts() throws {
        let first = cache()
        _ = try first.hash("/p/a.txt")
        first.save()
        try files.write("changed", to: "/p/a.txt")
        let second = cache()
        _ = try second.hash("/p/a.txt")
        second.save()
        #expect(try cache().hash("/p/a.txt") == ContentHash(of: "changed"))
        #expect(reads(of: "/p/a.txt") == 2)
    }

    /// What the state of a folder is told to be tells every change of a file in it, and of a name.
    @Test func aChangeOfAnyFileShowsInTheState() throws {
        func state(of path: FilePath = "/p/folder") throws -> Int {
            var notes = FileNotes()
            _ = try cache().hash(path, noting: &notes)
            return notes.state
        }
        try files.write("deep", to: "/p/folder/inner/x")
        let before = try state()
        #expect(try state() == before)
        try files.write("eeep", to: "/p/folder/inner/x")
        let after = try state()
        #expect(after != before)
        try files.rename("/p/folder/inner", to: "/p/folder/other")
        #expect(try state() != after)
        #expect(try state(of: "/p/none") != state(of: "/p/a.txt"))
        try files.makeDirectory("/p/none")
        let empty = try state(of: "/p/none")
        try files.remove("/p/none")
        #expect(try state(of: "/p/none") != empty)
    }

    /// A link that leads back is not followed; folders are, a hundred deep.
    @Test func thereIsAnEndToFolders() throws {
        let scratch = try ScratchDirectory()
        try LocalFileSystem().makeLink(at: scratch.path.pushing("a/back"), to: ".")
        let cache = HashCache(project: scratch.path, files: LocalFileSystem(), now: clock.now)
        #expect(try cache.hash(scratch.path.appending("a")) != nil)
        let deep = FilePath("/p/folder/" + (2...100).map { _ in "d" }.joined(separator: "/"))
        try files.makeDirectory(deep)
        #expect(try self.cache().hash("/p/folder") != nil)
        try files.makeDirectory(deep.appending("d"))
        #expect(throws: Failure.self) { try self.cache().hash("/p/folder") }
        #expect(throws: Failure.self) { try cache.hash("/dev/null") }
    }
}
