import Glibc
import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// What `mlkit run --watch` looks at, and how it hears of changes.
@Suite struct WatchedFilesTests {
    private static let text = """
        mlkit: 1
        project: {name: p}
        stages:
          ingest: {kind: data, source: data/raw.csv, target: y}
          a: {run: x, inputs: [in.txt, tree], outputs: [out/a]}
          m: {run: x, outputs: [tree/made]}
          b: {run: x, inputs: [out/a, 'src/**/*.py'], outputs: [out/b]}

        """

    private static func watched(
        _ project: FilePath, _ files: any FileSystem, text: String = text, _ selection: StageSelection = .init()
    ) throws -> WatchedFiles {
        try Pipeline(
            spec: try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn), project: project, worker: "/none", files: files,
            environment: [:], now: TestClock(seconds: 4_000_000_000).now
        ).watchedFiles(selection)
    }

    private let files = InMemoryFileSystem([
        "/p/mlkit.yaml": text, "/p/in.txt": "1", "/p/tree/a": "1", "/p/tree/sub/b": "2", "/p/tree/made": "3",
        "/p/out/a": "4", "/p/src/x.py": "5", "/p/src/deep/y.py": "6", "/p/src/z.txt": "7", "/p/data/raw.csv": "8",
        "/p/.mlkit/tmp/run.lock": "", "/p/data/schema.yaml": "9",
    ])

    @Test func inputsAreWatchedAndOutputsAreNot() throws {
        let watched = try Self.watched("/p", files)
        let before = try watched.contents()
        #expect(
            before.hashes.keys.sorted() == [
                "data/raw.csv", "data/schema.yaml", "in.txt", "mlkit.yaml", "src/deep/y.py", "src/x.py", "tree/",
                "tree/a", "tree/sub/", "tree/sub/b",
            ])
        #expect(before.count == 8)
        for path in ["tree/made", "out/a", "src/z.txt", ".mlkit/tmp/run.lock"] {
            try files.write("new", to: FilePath("/p/\(path)"))
        }
        try files.write("1", to: "/p/in.txt")
        #expect(try watched.changes(since: before) == [])
        try files.write("2", to: "/p/in.txt")
        try files.write("", to: "/p/src/new/z.py")
        try files.remove("/p/tree/sub")
        #expect(try watched.changes(since: before) == ["in.txt", "src/new/z.py", "tree/sub/", "tree/sub/b"])
    }

    @Test func whatOtherStagesWriteIsAnInputOfAStageThatRunsAlone() throws {
        let watched = try Self.watched("/p", files, .init(names: ["b"], isExact: true))
        #expect(try watched.contents().hashes.keys.sorted() == ["mlkit.yaml", "out/a", "src/deep/y.py", "src/x.py"])
        #expect(throws: Failure.self) { try Self.watched("/p", files, .init(names: ["c"])) }
    }

    @Test func whatWasReadOfTheSpecCounts() throws {
        let watched = try Self.watched("/p", files)
        #expect(try watched.changes(since: watched.contents(read: Array("mlkit: 1\n".utf8))) == ["mlkit.yaml"])
    }

    @Test func anOutputThatIsReadAgainIsAsTheRunLeftIt() throws {
        let watched = try Self.watched("/p", files)
        let before = try watched.contents()
        try files.write("inferred", to: "/p/data/schema.yaml")
        #expect(try watched.changes(since: watched.settled(before)) == ["data/schema.yaml"])
        let stage = try #require(try ProjectSpec(parsing: Array(Self.text.utf8), kinds: .builtIn).stage("ingest"))
        let fingerprint = StageFingerprint(
            kind: stage.kind, version: 1, configuration: .null, parameters: [:], environment: [:], inputs: [:])
        let lock = StageLock(
            fingerprint: fingerprint, outputs: ["data/schema.yaml": ContentHash(of: "inferred")],
            result: StageResult(summary: ""))
        try lock.write("ingest", in: "/p", files: files)
        #expect(try watched.changes(since: watched.settled(before)) == [])
        try files.write("edited", to: "/p/data/schema.yaml")
        #expect(try watched.changes(since: watched.settled(before)) == ["data/schema.yaml"])
    }

    @Test func foldersAreEnteredBeforeTheyAreLookedAt() throws {
        var entered = [String]()
        _ = try Self.watched("/p", files).contents { entered.append($0.string) }
        #expect(Set(entered) == ["/p", "/p/data", "/p/tree", "/p/tree/sub", "/p/out", "/p/src", "/p/src/deep"])
        #expect(Set(entered).count == entered.count)
    }

    /// What people and programs do to files, each of which has to be heard.
    @Test(arguments: [
        "echo 2 > in.txt", "echo 2 > .in.swp && mv .in.swp in.txt", "rm in.txt", "rm -r tree", "mkdir tree/empty",
        "mv tree other", "mkdir -p src/new/er && echo 2 > src/new/er/x.py", "echo 2 >> shared/target.txt",
        "echo 2 > shared/new && mv shared/new shared/target.txt", "echo > mlkit.yaml", "mv data old", "echo 2 > far/x",
        "rm -r tree && mkdir tree && echo 2 > tree/a", "mkdir gone && echo 2 > gone/late.txt",
    ])
    func aChangeIsHeard(change: String) async throws {
        let scratch = try ScratchDirectory()
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n"
            + "  a: {run: x, inputs: [in.txt, tree, link.txt, 'src/**/*.py', data/raw.csv, far, gone/late.txt]}\n"
        for name in ["in.txt", "tree/a", "src/x.py", "shared/target.txt", "data/raw.csv", "elsewhere/x"] {
            try scratch.write("1\n", to: name)
        }
        try scratch.write(text, to: "mlkit.yaml")
        try LocalFileSystem().makeLink(at: scratch.path.appending("link.txt"), to: "shared/target.txt")
        try LocalFileSystem().makeLink(at: scratch.path.appending("far"), to: "elsewhere")
        let watched = try Self.watched(scratch.path, LocalFileSystem(), text: text)
        let before = try watched.contents()
        let waiting = Task { try await watched.nextChange(since: before) }
        // In whatever order the two come: a change before the watch began is found by looking.
        let outcome = try await BuiltTool.run("sh", ["-c", change], in: scratch.path)
        #expect(outcome.status == 0)
        #expect(try await !waiting.value.isEmpty)
    }

    @Test func aWaitCanBeCancelled() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "mlkit.yaml")
        let watched = WatchedFiles(project: scratch.path)
        let before = try watched.contents()
        let waiting = Task { try await watched.nextChange(since: before) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test func circlesOfLinksHaveAnEnd() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "tree/sub/a")
        for name in ["tree/up", "tree/sub/up"] {
            try LocalFileSystem().makeLink(at: scratch.path.pushing(FilePath(name)), to: "..")
        }
        let watched = try Self.watched(scratch.path, LocalFileSystem())
        #expect(try watched.contents().hashes.keys.contains("tree/sub/a"))
    }
}
