import Glibc
import MLKitCache
import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// Outputs that cannot be read, moved, or kept twice.
@Suite struct OutputRoomLimitsTests: OutputRoomTesting {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "in")
    }

    // MARK: What cannot be recorded

    @Test(arguments: [
        ("mkfifo out", "`out` is neither a file nor a folder"),
        ("mkdir out; ln -s x out/x", "cannot examine `out/x`: too many levels of symbolic links"),
        ("mkdir out; printf x > \"$(printf \"out/\\\\377\")\"", "the name `\u{FFFD}` in `out` is not UTF-8"),
    ])
    func anOutputThatCannotBeReadFailsItsStageAlone(command: String, reason: String) async throws {
        let stages = { (command: String) in
            "  a: {run: '\(command)', inputs: [in], outputs: [out]}\n  b: {run: 'cp in b', inputs: [in], outputs: [b]}"
        }
        #expect(try await run(stages("cp in out")) == ["ran a", "ran b"])
        try scratch.write("2\n", to: "in")
        for _ in 1...2 {
            let events = try await run(stages(command), keepsGoing: true)
            #expect(events.prefix(2) == ["failed a", "the output `out` of stage `a` cannot be read: \(reason)"])
            #expect(try scratch.read("out") == "1\n")
            #expect(try scratch.read("b") == "2\n")
        }
        #expect(try await run(stages("cp in out")) == ["ran a", "skipped b"])
        #expect(try scratch.read("out") == "2\n")
    }

    @Test func anOutputThatCannotBeReadDoesNotKeepANamedStageFromRunning() async throws {
        let stages = "  a: {run: 'cp in out', inputs: [in], outputs: [out]}\n  b: {run: 'cp out b', inputs: [out], outputs: [b]}"
        #expect(try await run(stages) == ["ran a", "ran b"])
        try files.remove(scratch.path.appending("out"))
        #expect(mkfifo(scratch.path.appending("out").string, 0o600) == 0)
        #expect(try await ["ran a", "restored a"].contains(run(stages, only: ["b"]).first))
        #expect(try scratch.read("out") == "1\n")
    }

    /// In a sandbox, what the link leads to is dropped.
    @Test func aLinkToWhatIsNoOutputIsNone() async throws {
        let stages = "  a: {run: 'cp in other; ln -s other out', inputs: [in], outputs: [out]}"
        let events = try await run(stages, isSandboxed: true)
        #expect(
            events == [
                "failed a", "the output `out` of stage `a` is not there any more, or is a link that leads nowhere",
                "what it had written is in `.mlkit/failed/a`",
            ])
        #expect(try files.standing(at: scratch.path.appending("out")) == nil)
    }

    // MARK: On another disk

    /// As a volume of a container is.
    @Test func aFolderThatADiskIsMountedOnStaysAndIsEmptied() async throws {
        let disk = RecordingFileSystem(files, mounted: scratch.path.appending("out"))
        try files.makeDirectory(scratch.path.appending("out"))
        let stages = "  a: {run: 'cat in >> out/x; mkdir -p out/f; cp in out/f; grep -qv bad in', inputs: [in], outputs: [out]}"
        var expected = "1\n"
        for (text, event) in [("1\n", "ran a"), ("2\n", "ran a"), ("bad\n", "failed a"), ("1\n", "restored a"), ("2\n", "restored a")] {
            try scratch.write(text, to: "in")
            #expect(try await run(stages, on: disk).first == event)
            if event != "failed a" { expected = text }
            #expect(try scratch.read("out/x") == expected)
            #expect(try tree("out") == ["out/f/in", "out/x"])
        }
        try scratch.write("mine\n", to: "out/x")
        try scratch.write("3\n", to: "in")
        let note = try #require(try await run(stages, on: disk).last)
        #expect(note.contains("`out` was not as a run of `a` left it"))
        #expect(try scratch.read((note.split(separator: "`").last.map(String.init) ?? "") + "/x") == "mine\n")
        #expect(try scratch.read("out/x") == "3\n")
    }

    /// Killed while what is in the folder is moved, one by one.
    @Test func whatWasOnTheWayComesBackToAFolderThatADiskIsMountedOn() async throws {
        let disk = RecordingFileSystem(files, mounted: scratch.path.appending("out"))
        let stages = "  a: {run: 'cp in out/x; cp in out/y', inputs: [in], outputs: [out]}"
        try files.makeDirectory(scratch.path.appending("out"))
        #expect(try await run(stages, on: disk) == ["ran a"])
        let pipeline = try pipeline(stages, on: disk)
        let moved = MovedAside(path: "out", aside: scratch.path.pushing(".mlkit/tmp/aside@a/0"), isEdit: false)
        try pipeline.unfinished.begin("a", [moved], [])
        try files.move(scratch.path.pushing("out/x"), to: moved.onTheWay.appending("x"))
        #expect(try await run(stages, on: disk) == ["skipped a"])
        #expect(try tree("out") == ["out/x", "out/y"])
    }

    // MARK: Where there is no room for two

    private static let twoOutputs = "  a: {run: 'cp in out; chmod +x out; mkdir f; cp in f/x', inputs: [in], outputs: [out, f]}"

    /// Makes room on a disk that has so many bytes left.
    private func cleared(space: Int) throws -> OutputRoom {
        let pipeline = try pipeline(Self.twoOutputs)
        let stage = try #require(pipeline.spec.stage("a"))
        var copies = pipeline.unfinished.copies
        copies.space = { _ in space }
        let journal = UnfinishedStages(project: scratch.path, files: files, log: pipeline.unfinishedLog, copies: copies)
        var room = OutputRoom(stage, in: scratch.path, files: files, edits: pipeline.edits(of: stage), journal: journal)
        try room.clear()
        return room
    }

    private func expectOldOutputs() throws {
        #expect(try scratch.read("out") == "1\n")
        #expect(try files.information(at: scratch.path.appending("out"))?.isExecutable == true)
        #expect(try tree("f") == ["f/x"])
        #expect(try scratch.read("f/x") == "1\n")
    }

    @Test func whatTheCacheHasTakesNoRoomWhereItIsShort() async throws {
        #expect(try await run(Self.twoOutputs) == ["ran a"])
        var room = try cleared(space: 3)
        #expect(room.moved.map { $0.copy != nil } == [true, true])
        #expect(try tree(".mlkit/tmp/aside@a").isEmpty)
        for name in ["out", "f/half"] { try scratch.write("half\n", to: name) }
        #expect(try room.putBack() == ".mlkit/failed/a")
        try expectOldOutputs()
        #expect(try scratch.read(".mlkit/failed/a/f/half") == "half\n")
    }

    @Test func whereThereIsRoomItIsMovedAside() async throws {
        #expect(try await run(Self.twoOutputs) == ["ran a"])
        let room = try cleared(space: 4)
        #expect(room.moved.map { $0.copy == nil } == [true, true])
        #expect(try tree(".mlkit/tmp/aside@a").count == 2)
    }

    /// What a person wrote is nowhere else, and a copy that is damaged is none.
    @Test func whatCannotBeMadeAgainIsMovedAsideHoweverShortRoomIs() async throws {
        #expect(try await run(Self.twoOutputs) == ["ran a"])
        try scratch.write("mine\n", to: "f/x")
        for object in try tree(".mlkit/cache/objects") where try scratch.read(object) == "1\n" {
            try files.remove(scratch.path.pushing(FilePath(object)))
            try scratch.write("2\n", to: object)
        }
        let room = try cleared(space: 0)
        #expect(room.moved.map { $0.copy == nil } == [true, true])
    }

    @Test func aKilledRunLosesNothingOfWhatItMadeRoomFor() async throws {
        #expect(try await run(Self.twoOutputs) == ["ran a"])
        _ = try cleared(space: 0)
        try scratch.write("half\n", to: "out")
        #expect(try await run("  b: {run: 'true'}") == ["ran b"])
        try expectOldOutputs()
        #expect(try scratch.read(".mlkit/failed/a/out") == "half\n")
    }

    /// Killed between its line in the journal and the first move.
    @Test func whatWasNotMovedYetStays() async throws {
        #expect(try await run(Self.twoOutputs) == ["ran a"])
        let pipeline = try pipeline(Self.twoOutputs)
        let hash = try #require(try pipeline.fingerprinter.hash("out"))
        let entry = try #require(try pipeline.cache.store.entry(hash, isExecutable: true))
        let moved = MovedAside(
            path: "out", aside: scratch.path.pushing(".mlkit/tmp/aside@a/0"), isEdit: false, copy: entry)
        try pipeline.unfinished.begin("a", [moved], [])
        #expect(try await run("  b: {run: 'true'}") == ["ran b"])
        try expectOldOutputs()
        #expect(try !scratch.exists(".mlkit/failed"))
    }
}
