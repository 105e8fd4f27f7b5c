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
}
