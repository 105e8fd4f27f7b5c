import MLKitCache
import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// Runs that find their outputs in the cache, or do not.
@Suite struct CachedRunTests {
    let scratch: ScratchDirectory
    let files = LocalFileSystem()

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("hi\n", to: "in.txt")
    }

    static let spec = """
        mlkit: 1
        project: {name: p}
        params: {word: hello}
        stages:
          make: {run: 'echo making ${params.word}; (cat in.txt; echo ${params.word}) > a.txt', inputs: [in.txt], outputs: [a.txt]}
          pack: {run: 'rm -rf out; mkdir -p out/deep; cp a.txt out/deep/b; touch out/c', inputs: [a.txt], outputs: [out]}

        """

    func pipeline(_ text: String = spec) throws -> Pipeline {
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        return Pipeline(
            spec: spec, project: scratch.path, worker: BuiltTool.folder.appending("mlkit"), environment: [:],
            now: TestClock(seconds: 4_000_000_000).now)
    }

    /// What happened to each stage, in the order of their names; with what is told besides.
    func run(_ text: String = spec, force: Bool = false) async throws -> [String] {
        var events = [String]()
        _ = try await pipeline(text).run(.init(jobs: 1, force: force)) { event in
            switch event {
            case .started(let stage, let reasons):
                events += reasons.filter { if case .notRestorable = $0 { true } else { false } }.map { "\(stage): \($0)" }
            case .skipped(let stage): events.append("skipped \(stage)")
            case .restored(let stage, _, _): events.append("restored \(stage)")
            case .finished(let stage, let result, _): events += ["ran \(stage)"] + result.warnings
            case .failed(let stage, let failure, _): events.append("failed \(stage): \(failure.diagnostics)")
            default: break
            }
        }
        return events.sorted()
    }

    static let other = spec.replacing("word: hello", with: "word: bye")

    func object(of text: String) -> FilePath {
        scratch.path.pushing(".mlkit/cache/objects").pushing(FilePath(Self.name(ContentHash(of: text))))
    }

    static func name(_ hash: ContentHash) -> String { "\(hash.hex.prefix(2))/\(hash.hex.dropFirst(2))" }

    @Test func whatWasMadeWhileItsInputChangedIsNotCached() async throws {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              make: {run: 'cat in.txt > a.txt; echo bye > in.txt', inputs: [in.txt], outputs: [a.txt]}

            """
        for _ in 0..<2 {
            try scratch.write("hi\n", to: "in.txt")
            #expect(
                try await run(text) == ["`in.txt` changed while the stage ran, so that it will run again", "ran make"])
            try files.remove(scratch.path.appending("a.txt"))
        }
    }

    @Test func aValueTriedBeforeCostsNothing() async throws {
        #expect(try await run() == ["ran make", "ran pack"])
        let lock = try scratch.read(".mlkit/lock/pack.json")
        #expect(try await run(Self.other) == ["ran make", "ran pack"])
        #expect(try scratch.read("logs/make.log") == "making bye\n")
        #expect(try await run() == ["restored make", "restored pack"])
        #expect(try scratch.read("a.txt") == "hi\nhello\n")
        #expect(try scratch.read("out/deep/b") == "hi\nhello\n")
        #expect(try files.list(scratch.path.appending("out")) == ["c", "deep"])
        #expect(try scratch.read("logs/make.log") == "making hello\n")
        #expect(try scratch.read(".mlkit/lock/pack.json") == lock)
        #expect(try await run() == ["skipped make", "skipped pack"])
        #expect(try files.list(scratch.path.pushing(".mlkit/tmp")) == [".gitignore", "run.lock"])
    }

    @Test func onlyWhatDiffersIsPutInPlace() async throws {
        _ = try await run()
        let before = try files.information(at: scratch.path.appending("a.txt"))
        try files.remove(scratch.path.pushing(".mlkit/lock/make.json"))
        try files.remove(scratch.path.pushing("out/c"))
        #expect(try await run() == ["restored make", "restored pack"])
        #expect(try files.information(at: scratch.path.appending("a.txt")) == before)
        #expect(try scratch.exists("out/c"))
    }

    @Test func forceRunsAllTheSame() async throws {
        _ = try await run()
        #expect(try await run(force: true) == ["ran make", "ran pack"])
    }

    @Test func whatIsNotToBeCachedRuns() async throws {
        let text = Self.spec.replacing("outputs: [a.txt]}", with: "outputs: [a.txt], cache: false}")
        _ = try await run(text)
        try files.remove(scratch.path.appending("a.txt"))
        // What was made of it is there, as in a clone.
        #expect(try await run(text) == ["skipped make", "skipped pack"])
        #expect(try pipeline(text).status().allSatisfy { $0.reasons.isEmpty && $0.problems.isEmpty })
        try files.remove(StageLock.path(of: "pack", in: scratch.path))
        #expect(try await run(text) == ["ran make", "restored pack"])
        // The key is not among those that the outputs follow from.
        #expect(try await run() == ["skipped make", "skipped pack"])
    }

    private static let partly = """
        mlkit: 1
        project: {name: p}
        params: {word: hello}
        stages:
          make: {run: 'echo ${params.word} | tee a.txt > b.txt', outputs: [a.txt, {path: b.txt, cache: false}]}

        """

    /// As long as what the cache does not have stands as it was, the rest is restored.
    @Test func anOutputThatIsNotToBeCachedIsNotAndHasToStand() async throws {
        #expect(try await run(Self.partly) == ["ran make"])
        try files.remove(scratch.path.appending("a.txt"))
        #expect(try await run(Self.partly) == ["restored make"])
        #expect(try scratch.read("a.txt") == "hello\n")
        try files.remove(scratch.path.appending("b.txt"))
        #expect(try await run(Self.partly) == ["ran make"])
        try scratch.write("other\n", to: "b.txt")
        let events = try await run(Self.partly)
        #expect(events.count == 2 && events.last == "ran make" && events[0].hasPrefix("`b.txt` was not as a run"))
        #expect(try await run(Self.partly.replacing("word: hello", with: "word: bye")) == ["ran make"])
        #expect(try await run(Self.partly) == ["ran make"])
        // Where it is kept does not decide what comes of it; the run that was recorded does not have it.
        let whole = Self.partly.replacing("{path: b.txt, cache: false}", with: "b.txt")
        #expect(try await run(whole) == ["skipped make"])
        // Of what the lock names, the cache has the one and the other is in its place.
        try files.remove(scratch.path.appending("a.txt"))
        #expect(try await run(whole) == ["restored make"])
        // Its content is that of the other, so that the cache has it.
        try files.remove(scratch.path.appending("b.txt"))
        #expect(try await run(whole) == ["restored make"])
    }

    @Test func theContentOfAnOutputThatIsNotToBeCachedIsInNoObject() async throws {
        let text = Self.partly.replacing("tee a.txt > b.txt'", with: "tee a.txt > b.txt; echo more >> b.txt'")
        #expect(try await run(text) == ["ran make"])
        #expect(try files.exists(object(of: "hello\n")))
        #expect(try !files.exists(object(of: "hello\nmore\n")))
    }

    @Test func aStageWithoutOutputsIsRunForItsEffect() async throws {
        let text = Self.spec + "  tell: {run: 'cat a.txt >> told', inputs: [a.txt]}\n"
        _ = try await run(text)
        _ = try await run(text.replacing("word: hello", with: "word: bye"))
        #expect(try await run(text) == ["ran tell", "restored make", "restored pack"])
        #expect(try scratch.read("told") == "hi\nhello\nhi\nbye\nhi\nhello\n")
    }

    @Test func whatIsMadeIsKnownWithoutBeingReadAgain() async throws {
        _ = try await run()
        let known = String(decoding: try files.read(scratch.path.pushing(".mlkit/cache/hashes")), as: UTF8.self)
        for path in ["a.txt", "out/c", "out/deep/b"] { #expect(known.contains(path), "\(path)") }
    }

    @Test func whatCannotBeCachedIsSaidAndNoFailure() async throws {
        let text = Self.spec.replacing("touch out/c", with: "ln -s /etc/apt out/c")
        let events = try await run(text)
        #expect(events.count == 3)
        #expect(events.contains { $0.hasPrefix("the outputs of `pack` are not in the cache: the link ") })
    }

    @Test func aRunWithNothingToDoDoesNotTouchTheCache() async throws {
        _ = try await run()
        try files.remove(scratch.path.pushing(".mlkit/cache/objects"))
        try files.remove(scratch.path.pushing(".mlkit/cache/runs"))
        #expect(try await run() == ["skipped make", "skipped pack"])
        #expect(try !scratch.exists(".mlkit/cache/objects"))
        #expect(try !scratch.exists(".mlkit/cache/runs"))
    }
}
