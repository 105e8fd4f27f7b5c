import MLKitCore
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitCache

/// Objects on a disk in memory.
@Suite struct ObjectStoreTests {
    let files = InMemoryFileSystem(["/p/a.txt": "one", "/p/out/b.txt": "two", "/p/out/deep/c.txt": "three"])
    /// Larger than what is read whole.
    private static let large = [UInt8](repeating: 7, count: 3 << 20)

    private func store(_ files: (any FileSystem)? = nil) -> ObjectStore {
        ObjectStore("/p/.cache", files: files ?? self.files, links: [.reflink, .copy], threads: 2)
    }

    private func add(_ path: FilePath, _ store: ObjectStore) throws -> CachedEntry {
        try store.add(path, noting: HashCache(project: "/p", files: files, now: { 0 }))
    }

    @Test func aFileIsNamedByItsHash() throws {
        let entry = try add("/p/a.txt", store())
        #expect(entry == CachedEntry(kind: .file, hash: ContentHash(of: "one"), size: 3))
        let digits = ContentHash(of: "one").hex
        let path = FilePath("/p/.cache/\(digits.prefix(2))/\(digits.dropFirst(2))")
        #expect(try files.readText(path) == "one")
        #expect(entry.object.map { ObjectName(path: $0.path) } == entry.object)
    }

    @Test(arguments: ["", "ab", "ab/cd", "zz/" + String(repeating: "0", count: 62), "1.tmp"])
    func otherNamesAreNoObjects(path: String) {
        #expect(ObjectName(path: path) == nil)
    }

    @Test func aFolderHasTheHashThatLockFilesHave() throws {
        let cache = HashCache(project: "/p", files: files, now: { 0 })
        let entry = try add("/p/out", store())
        #expect(try entry.hash == cache.hash("/p/out"))
        #expect(entry.size == 8)
    }

    @Test func whatWasAddedComesBack() throws {
        try files.write(Array("run".utf8), to: "/p/out/x.sh", executable: true)
        try files.makeDirectory("/p/out/empty")
        try files.write(Self.large, to: "/p/out/large")
        let entry = try add("/p/out", store())
        try store().restore(entry, to: "/p/back", mayLink: false)
        #expect(try add("/p/back", store()) == entry)
        #expect(try files.information(at: "/p/back/x.sh")?.isExecutable == true)
        #expect(try files.information(at: "/p/back/deep/c.txt")?.isExecutable == false)
        #expect(try files.list("/p/back") == ["b.txt", "deep", "empty", "large", "x.sh"])
    }

    /// It gets its name only once it has its rights, and a second copy goes away again.
    @Test func aLargeObjectIsProtectedAndMadeOnce() throws {
        try files.write(Self.large, to: "/p/large")
        let disk = RecordingFileSystem(files)
        let place = store().path(ObjectName(ContentHash(of: Self.large)))
        _ = try add("/p/large", store(disk))
        let actions = disk.changes.map { String($0.prefix { $0 != " " }) }
        #expect(actions.suffix(3) == ["copy~", "protect~", "rename~"])
        #expect(disk.changes.last?.hasSuffix(" \(place)") == true)
        disk.begin()
        _ = try add("/p/large", store(disk))
        #expect(disk.changes.last?.hasPrefix("remove~ ") == true && disk.changes.last?.hasSuffix(".tmp") == true)
        #expect(!disk.changes.contains { $0.hasPrefix("rename") })
    }

    /// Whoever put it there: an object is a file.
    @Test func aFolderInAnObjectsPlaceMakesWay() throws {
        try files.write(Self.large, to: "/p/large")
        for (path, content) in [("/p/a.txt", Array("one".utf8)), ("/p/large", Self.large)] as [(FilePath, [UInt8])] {
            let name = ObjectName(ContentHash(of: content))
            try files.write("x", to: store().path(name).appending("inside"))
            _ = try add(path, store())
            #expect(try store().isIntact(name))
        }
    }

    @Test func anObjectThatIsThereIsNotWrittenAgain() throws {
        let entry = try add("/p/a.txt", store())
        let path = store().path(try #require(entry.object))
        let before = try files.information(at: path)
        _ = try add("/p/a.txt", store())
        #expect(try files.information(at: path) == before)
    }

    /// Each comes back as it was made.
    @Test func aFolderThatDiffersInModesOnlyIsAnother() throws {
        let before = try add("/p/out", store())
        try files.write(Array("two".utf8), to: "/p/out/b.txt", executable: true)
        let after = try add("/p/out", store())
        #expect(after != before)
        for (entry, isExecutable) in [(before, false), (after, true), (before, false)] {
            try files.remove("/p/back")
            try store().restore(entry, to: "/p/back", mayLink: false)
            #expect(try files.information(at: "/p/back/b.txt")?.isExecutable == isExecutable)
        }
    }

    @Test(arguments: ["on", "onf", ""])
    func aDamagedObjectIsFoundRemovedAndMended(bytes: String) throws {
        let entry = try add("/p/a.txt", store())
        let name = try #require(entry.object)
        try files.write(bytes, to: store().path(name))
        #expect(throws: ObjectProblem.corrupt(name)) { try store().restore(entry, to: "/p/back", mayLink: false) }
        #expect(throws: ObjectProblem.missing(name)) { try store().restore(entry, to: "/p/back2", mayLink: false) }
        _ = try add("/p/a.txt", store())
        try store().restore(entry, to: "/p/back3", mayLink: false)
        #expect(try files.readText("/p/back3") == "one")
    }

    @Test func aTruncatedObjectIsMendedByAdding() throws {
        let name = try #require(try add("/p/a.txt", store()).object)
        try files.write("o", to: store().path(name))
        _ = try add("/p/a.txt", store())
        #expect(try files.readText(store().path(name)) == "one")
    }

    @Test func aDamagedTreeIsFound() throws {
        let entry = try add("/p/out", store())
        let name = try #require(entry.object)
        let text = try files.readText(store().path(name))
        #expect(TreeObject(Array(text.utf8), of: name.hash) != nil)
        for place in stride(from: 0, to: text.utf8.count, by: 3) {
            var bytes = Array(text.utf8)
            bytes[place] ^= 1
            #expect(TreeObject(bytes, of: name.hash) == nil, "byte \(place)")
            #expect(TreeObject(Array(bytes.prefix(place)), of: name.hash) == nil)
        }
    }

    @Test(arguments: ["..", ".", "a/b"])
    func aTreeCannotLeadOutOfItsFolder(name: String) {
        let child = CachedEntry(kind: .file, hash: ContentHash(of: "one"), size: 3)
        let tree = TreeObject(entries: [(name, child)])
        #expect(TreeObject(tree.bytes, of: tree.folderHash) == nil)
    }

    /// Wherever the disk fails, what has an object's name has its bytes, and the next try succeeds.
    @Test func nothingHalfWrittenIsEverAnObject() throws {
        try files.write(Self.large, to: "/p/out/large")
        var count = 0
        while true {
            let disk = InMemoryFileSystem(["/p/out/b.txt": "two", "/p/out/deep/c.txt": "three"])
            try disk.write(Self.large, to: "/p/out/large")
            let isDone = (try? add("/p/out", store(FaultyFileSystem(disk, failingAfter: count)))) != nil
            for path in disk.paths where path.hasPrefix("/p/.cache") && !path.hasSuffix(".tmp") {
                let name = try #require(ObjectName(path: path.dropFirst("/p/.cache/".count)))
                #expect(try store(disk).isIntact(name), "after \(count) changes: \(path)")
            }
            // What was on its way to a name is gone with the failure.
            #expect(!disk.paths.contains { $0.hasSuffix(".tmp") }, "after \(count) changes")
            let entry = try add("/p/out", store(disk))
            try store(disk).restore(entry, to: "/p/back", mayLink: false)
            #expect(try disk.read("/p/back/large") == Self.large)
            if isDone { break }
            count += 1
        }
        #expect(count > 5)
    }
}
