import MLKitCache
import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// A cache in which something is damaged or gone: nothing of it is taken for whole, and a run mends it.
extension CachedRunTests {
    @Test func aDamagedObjectIsMendedByRunning() async throws {
        _ = try await run()
        _ = try await run(Self.other)
        let path = object(of: "hi\nhello\n")
        try files.write("hi\nhellO\n", to: path)
        let name = Self.name(ContentHash(of: "hi\nhello\n"))
        #expect(
            try await run() == [
                "make: the cache cannot restore it: object `\(name)` was damaged", "ran make", "restored pack",
            ])
        #expect(try files.readText(path) == "hi\nhello\n")
    }

    @Test func aMissingObjectIsMendedByRunning() async throws {
        _ = try await run()
        try files.remove(object(of: "hi\nhello\n"))
        try files.remove(scratch.path.appending("a.txt"))
        let events = try await run()
        #expect(events.count == 3 && events.contains("ran make") && events[0].hasSuffix("is missing"))
        #expect(try files.exists(object(of: "hi\nhello\n")))
    }

    enum Damage: CaseIterable {
        case cut, empty, flipped, removed, folder, fullFolder

        func strike(_ path: FilePath) throws {
            let files = LocalFileSystem()
            var bytes = try files.read(path)
            try files.remove(path)
            switch self {
            case .cut: try files.write(Array(bytes.dropLast()), to: path)
            case .empty: try files.write([], to: path)
            case .flipped:
                bytes[bytes.count / 2] ^= 1
                try files.write(bytes, to: path)
            case .removed: break
            case .folder: try files.makeDirectory(path)
            case .fullFolder: try files.write("x", to: path.appending("x"))
            }
        }
    }

    /// Of a file, of the tree of a folder, and of a file in it.
    @Test(arguments: Damage.allCases)
    func whateverHappensToAnObjectIsFoundAndMendedByRunning(damage: Damage) async throws {
        _ = try await run()
        let out = try #require(StageLock.read("pack", in: scratch.path, files: files)?.outputs["out"])
        let objects = scratch.path.pushing(".mlkit/cache/objects")
        let paths = [
            object(of: "hi\nhello\n"), objects.pushing(FilePath(Self.name(out) + ".tree")),
        ]
        for path in paths {
            let intact = try files.read(path)
            try damage.strike(path)
            for output in ["a.txt", "out"] { try files.remove(scratch.path.appending(output)) }
            let events = try await run()
            #expect(events.contains { $0.contains("the cache cannot restore it") }, "\(events)")
            #expect(!events.contains { $0.contains("not in the cache") || $0.contains("failed") }, "\(events)")
            #expect(try scratch.read("a.txt") == "hi\nhello\n" && scratch.read("out/deep/b") == "hi\nhello\n")
            #expect(try files.read(path) == intact)
            for output in ["a.txt", "out"] { try files.remove(scratch.path.appending(output)) }
            #expect(try await run() == ["restored make", "restored pack"])
        }
    }

    @Test(arguments: Damage.allCases)
    func whateverHappensToTheRecordOfARunIsFoundAndMendedByRunning(damage: Damage) async throws {
        _ = try await run()
        let runs = scratch.path.pushing(".mlkit/cache/runs")
        for name in try files.list(runs) where name.hasSuffix(".json") { try damage.strike(runs.appending(name)) }
        try files.remove(scratch.path.appending("a.txt"))
        // The lock names what is to be there, and the objects are whole.
        #expect(try await run() == ["restored make", "skipped pack"])
        try files.remove(scratch.path.appending("a.txt"))
        #expect(try await run() == ["restored make", "skipped pack"])
    }

    @Test(arguments: Damage.allCases)
    func verifyingFindsWhateverHappensToAnObject(damage: Damage) async throws {
        _ = try await run()
        try damage.strike(object(of: "hi\nhello\n"))
        let isGone = [.removed, .folder, .fullFolder].contains(damage)
        #expect(try pipeline().verifyCache().damage.map(\.kind) == [isGone ? .missing : .damaged])
        _ = try await run(force: true)
        #expect(try pipeline().verifyCache().damage.isEmpty)
    }

    @Test func aDamagedRecordIsAsGoodAsNone() async throws {
        _ = try await run()
        let runs = scratch.path.pushing(".mlkit/cache/runs")
        for name in try files.list(runs) {
            let text = try files.readText(runs.appending(name))
            try files.write(text.replacing("a.txt", with: "b.txt"), to: runs.appending(name))
        }
        try files.remove(scratch.path.appending("a.txt"))
        try files.remove(StageLock.path(of: "make", in: scratch.path))
        #expect(try await run() == ["ran make", "skipped pack"])
    }

    @Test func nothingIsOverwrittenWhenSomethingIsMissing() async throws {
        let text = Self.spec + "  two: {run: 'cp in.txt x; cp a.txt y', inputs: [in.txt, a.txt], outputs: [x, y]}\n"
        _ = try await run(text)
        try files.remove(object(of: "hi\nhello\n"))
        try scratch.write("mine", to: "x")
        try files.remove(scratch.path.appending("y"))
        let pipeline = try pipeline(text)
        let stage = try #require(pipeline.spec.stage("two"))
        guard case .failed = pipeline.restore(stage, try pipeline.fingerprinter.fingerprint(stage)) else {
            Issue.record("restored without an object")
            return
        }
        #expect(try scratch.read("x") == "mine")
        #expect(try !scratch.exists("y"))
    }
}
