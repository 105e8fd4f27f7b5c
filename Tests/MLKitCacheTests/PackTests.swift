import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitCache

/// Folders of many small files, on a disk in memory.
@Suite struct PackTests {
    let files = InMemoryFileSystem()

    init() throws {
        for number in 0..<200 { try files.write(Self.text(number), to: Self.path(number)) }
    }

    /// 19 bytes.
    private static func text(_ number: Int, _ version: Int = 1) -> String {
        "\(1000 + number), version \(1000 + version)\n"
    }

    private static func path(_ number: Int) -> FilePath {
        FilePath("/p/out/\(number % 3 == 0 ? "deep/er/" : "")\(1000 + number)")
    }

    private func store(
        _ disk: (any FileSystem)? = nil, in folder: FilePath = "/p/.cache",
        _ packing: PackLimits = PackLimits(files: 100, fileSize: 100, packSize: 700)
    ) -> ObjectStore {
        ObjectStore(folder, files: disk ?? files, links: [.reflink, .copy], threads: 2, packing: packing)
    }

    private func add(_ store: ObjectStore, after previous: ContentHash? = nil) throws -> CachedEntry {
        try store.add("/p/out", noting: HashCache(project: "/p", files: files, now: { 0 }), after: previous)
    }

    private func packs(of entry: CachedEntry, _ store: ObjectStore) throws -> Set<ObjectName> {
        try store.objects(of: entry).filter { !$0.isTree }
    }

    private func bytes(_ objects: Set<ObjectName>) throws -> Int {
        try objects.reduce(0) { try $0 + (store().size($1) ?? 0) }
    }

    private var objectPaths: [String] { files.paths.filter { $0.hasPrefix("/p/.cache/") } }

    private func change(_ numbers: some Sequence<Int>, to version: Int = 2) throws {
        for number in numbers { try files.write(Self.text(number, version), to: Self.path(number)) }
    }

    @Test func packedFilesComeBack() throws {
        try files.write(Array("run".utf8), to: "/p/out/x.sh", executable: true)
        try files.write("", to: "/p/out/none")
        try files.write(Self.text(7), to: "/p/out/seven")
        try files.write(String(repeating: "l", count: 101), to: "/p/out/large")
        let hashes = HashCache(project: "/p", files: files, now: { 0 })
        let entry = try store().add("/p/out", noting: hashes)
        #expect(try entry.hash == HashCache(project: "/p", files: files, now: { 0 }).outputHash("/p/out")?.whole)
        let large = ObjectName(ContentHash(of: String(repeating: "l", count: 101)))
        let objects = try packs(of: entry, store())
        #expect(objects.contains(large))
        // Four kilobytes in packs of 700 bytes, and what is left.
        #expect((6...9).contains(objects.count))
        #expect(objectPaths.count == objects.count + 3)
        for object in objects { #expect(try store().isIntact(object)) }
        try store().restore(entry, to: "/p/back", mayLink: true)
        for number in 0..<200 {
            let path = Self.path(number).string.replacing("/out/", with: "/back/")
            #expect(try files.readText(FilePath(path)) == Self.text(number))
        }
        #expect(try files.read("/p/back/none") == [])
        #expect(try files.readText("/p/back/seven") == Self.text(7))
        #expect(try files.information(at: "/p/back/x.sh")?.isExecutable == true)
        #expect(try files.information(at: "/p/back/seven")?.isExecutable == false)
        #expect(try files.information(at: "/p/back/large")?.size == 101)
    }

    @Test func theSameFolderHasTheSamePacks() throws {
        let (one, two) = (try add(store()), try add(store(in: "/q")))
        #expect(one == two)
        #expect(try store().objects(of: one) == store(in: "/q").objects(of: two))
    }

    @Test func fewFilesAndDisksThatCloneHaveNoPacks() throws {
        let few = store(PackLimits(files: 201))
        #expect(try packs(of: add(few), few).count == 200)
        let cloning = store(MeddlingFileSystem(files, clones: true), in: "/q")
        #expect(try packs(of: add(cloning), cloning).count == 200)
        #expect(!files.paths.contains { $0.hasSuffix(".tmp") })
    }

    private func store(_ packing: PackLimits) -> ObjectStore { store(nil, in: "/few", packing) }

    @Test func whatIsThereIsNotStoredAgain() throws {
        let first = try add(store())
        let before = objectPaths
        #expect(try add(store()) == first)
        #expect(try add(store(), after: first.hash) == first)
        #expect(objectPaths == before)
    }

    @Test func aSecondVersionStoresWhatHasChanged() throws {
        let first = try add(store())
        let old = try packs(of: first, store())
        try change([3, 100, 199])
        let second = try add(store(), after: first.hash)
        let new = try packs(of: second, store()).subtracting(old)
        #expect(try bytes(new) == 3 * 19)
        try store().restore(second, to: "/p/back", mayLink: false)
        #expect(try files.readText("/p/back/1100") == Self.text(100, 2))
        #expect(try files.readText("/p/back/1101") == Self.text(101))
        // Back again, and nothing is new, though the last version lacks three files.
        try change([3, 100, 199], to: 1)
        let before = objectPaths
        #expect(try add(store(), after: second.hash) == first)
        #expect(objectPaths == before)
    }

    @Test func aPackThatIsMostlyUnusedIsLeftBehind() throws {
        let first = try add(store())
        let old = try packs(of: first, store())
        try change((0..<200).filter { $0 % 5 != 1 })
        let second = try add(store(), after: first.hash)
        #expect(try packs(of: second, store()).isDisjoint(with: old))
        #expect(try bytes(packs(of: second, store())) == 200 * 19)
        try store().restore(second, to: "/p/back", mayLink: false)
        #expect(try files.readText("/p/back/1001") == Self.text(1))
        #expect(try files.readText("/p/back/1002") == Self.text(2, 2))
    }

    @Test func modesTellFoldersApart() throws {
        let first = try add(store())
        try files.write(Array(Self.text(1).utf8), to: Self.path(1), executable: true)
        let second = try add(store(), after: first.hash)
        #expect(second != first)
        try store().restore(second, to: "/p/back", mayLink: false)
        #expect(try files.information(at: "/p/back/1001")?.isExecutable == true)
        try store().restore(first, to: "/p/before", mayLink: false)
        #expect(try files.information(at: "/p/before/1001")?.isExecutable == false)
    }

    @Test(arguments: [true, false]) func aDamagedPackIsFoundRemovedAndMended(isCut: Bool) throws {
        let entry = try add(store())
        let pack = try #require(packs(of: entry, store()).min())
        var bytes = try files.read(store().path(pack))
        if isCut { bytes.removeLast(25) } else { bytes[30] ^= 1 }
        try files.write(bytes, to: store().path(pack))
        #expect(try !store().isIntact(pack))
        #expect(throws: ObjectProblem.corrupt(pack)) { try store().restore(entry, to: "/p/back", mayLink: false) }
        #expect(throws: ObjectProblem.missing(pack)) { try store().restore(entry, to: "/p/back2", mayLink: false) }
        #expect(try add(store(), after: entry.hash) == entry)
        try store().restore(entry, to: "/p/back3", mayLink: false)
        #expect(try add(store(in: "/q")).hash == entry.hash)
    }

    @Test func aPackIsThereIfItReachesFarEnough() throws {
        let entry = try add(store())
        let tree = try store().tree(#require(entry.object))
        let packed = tree.entries.map(\.entry).filter { $0.place != nil }
        let file = try #require(packed.max { $0.place?.offset ?? 0 < $1.place?.offset ?? 0 })
        #expect(try store().has(file))
        let path = try store().path(#require(file.object))
        let bytes = try files.read(path)
        try files.write(Array(bytes.dropLast()), to: path)
        #expect(try !store().has(file))
    }

    @Test func aFileThatGoesAwayFailsAndLeavesNothing() throws {
        let disk = MeddlingFileSystem(files) { [files] in if $0 == Self.path(150) { try files.remove($0) } }
        #expect(throws: Failure.self) { try add(store(disk)) }
        #expect(objectPaths.isEmpty)
    }

    @Test func aFileThatGrowsIsTakenAsItIsThen() throws {
        let long = String(repeating: "x", count: 1000)
        let disk = MeddlingFileSystem(files) { [files] in if $0 == Self.path(150) { try files.write(long, to: $0) } }
        let entry = try add(store(disk))
        try store().restore(entry, to: "/p/back", mayLink: false)
        #expect(try files.readText("/p/back/deep/er/1150") == long)
    }

    /// Wherever the disk fails, what has an object's name has its bytes, nothing is left beside, and the next try
    /// succeeds.
    @Test(arguments: [false, true]) func aFullDiskLeavesNothingHalfDone(isSecond: Bool) throws {
        let first = try isSecond ? add(store()) : nil
        if isSecond { try change(0..<130) }
        for count in 0... {
            let disk = InMemoryFileSystem()
            for path in files.paths { try disk.write(files.read(FilePath(path)), to: FilePath(path)) }
            let isDone =
                (try? add(store(FaultyFileSystem(disk, failingAfter: count)), after: first?.hash)) != nil
            for path in disk.paths where path.hasPrefix("/p/.cache/") {
                let name = try #require(ObjectName(path: path.dropFirst("/p/.cache/".count)), "after \(count): \(path)")
                #expect(try store(disk).isIntact(name), "after \(count) changes: \(path)")
            }
            let entry = try add(store(disk), after: first?.hash)
            try store(disk).restore(entry, to: "/p/back", mayLink: false)
            #expect(try disk.readText("/p/back/1001") == Self.text(1, isSecond ? 2 : 1))
            if isDone { return #expect(count > 5) }
        }
    }

    @Test func aFileOfAPackedFolderIsRead() throws {
        let hash = try #require(add(store(in: "/p/.mlkit/cache/objects")).hash)
        let cache = RunCache(project: "/p", files: files, links: [.copy], threads: 2)
        #expect(try cache.file("out/1004", among: ["out": hash], limit: 100) == Array(Self.text(4).utf8))
        #expect(try cache.file("out/deep/er/1003", among: ["out": hash], limit: 100) == Array(Self.text(3).utf8))
        // As many bytes as the limit, and no more.
        #expect(try cache.file("out/1004", among: ["out": hash], limit: 19) == Array(Self.text(4).utf8))
        #expect(try cache.file("out/1004", among: ["out": hash], limit: 18) == nil)
        #expect(try cache.file("out/deep", among: ["out": hash], limit: 100) == nil)
        #expect(try cache.file("out/none", among: ["out": hash], limit: 100) == nil)
    }

    /// Two who made the same folder, one of them by way of another version, have it in different packs.
    @Test func aFolderInOtherPacksIsPulled() throws {
        let (ours, theirs) = (cache("/ours"), cache("/theirs"))
        let first = try add(ours.store)
        try change([1])
        let entry = try add(ours.store, after: first.hash)
        #expect(try add(theirs.store) == entry)
        let old = try packs(of: entry, ours.store)
        #expect(try packs(of: entry, theirs.store) != old)
        let record = RunRecord(
            key: ContentHash(of: "key"), stage: "make", lock: .blank, objects: ["out": entry], log: nil)
        for cache in [ours, theirs] { try cache.write(record) }
        let remote = try FolderRemote("/remote", files: files, threads: 2)
        var push = CacheExchange(cache: theirs, remote: remote)
        let isSent = try push.push([], now: 0)
        #expect(isSent)
        try files.remove(ours.store.path(#require(old.min())))
        var pull = CacheExchange(cache: ours, remote: remote)
        try pull.fetch(objectsOf: [record])
        try ours.store.restore(entry, to: "/p/back", mayLink: false)
        #expect(try files.readText("/p/back/1001") == Self.text(1, 2))
        var last = CacheExchange(cache: cache("/third"), remote: remote)
        try last.fetch(runs: [record.key])
        try last.fetch(objectsOf: [record])
        #expect(try last.cache.store.objects(of: entry) == theirs.store.objects(of: entry))
    }

    private func cache(_ project: FilePath) -> RunCache {
        RunCache(project: project, files: files, links: [.copy], threads: 2)
    }
}
