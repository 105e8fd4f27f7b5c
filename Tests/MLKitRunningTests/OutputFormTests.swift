import Glibc
import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// What outputs are besides their content: programs, links, files for git, and things that cannot be recorded.
@Suite struct OutputFormTests {
    let scratch: ScratchDirectory
    let files = LocalFileSystem()

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("1\n", to: "in")
    }

    private func pipeline(_ stages: String) throws -> Pipeline {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n\(stages)\n"
        return Pipeline(
            spec: try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn), project: scratch.path,
            worker: BuiltTool.folder.appending("mlkit"), environment: [:], now: TestClock(seconds: 4_000_000_000).now)
    }

    private func run(_ stages: String, _ names: [String] = [], keepsGoing: Bool = false) async throws -> [String] {
        var events = [String]()
        let options = Pipeline.Options(selection: StageSelection(names: names), jobs: 1, keepsGoing: keepsGoing)
        _ = try await pipeline(stages).run(options) { event in
            switch event {
            case .finished(let stage, _, _): events.append("ran \(stage)")
            case .restored(let stage, let result, _): events += ["restored \(stage)"] + result.warnings
            case .skipped(let stage): events.append("skipped \(stage)")
            case .failed(let stage, let failure, _): events += ["failed \(stage)"] + failure.diagnostics.map(\.message)
            case .recovered(let stage, let note): events += ["recovered \(stage)", note]
            default: break
            }
        }
        return events
    }

    private func reasons(_ stages: String) throws -> [StaleReason] { try pipeline(stages).status()[0].reasons }

    private func place(_ path: String) -> FilePath { scratch.path.pushing(FilePath(path)) }

    private func isExecutable(_ path: String) throws -> Bool { try #require(try files.information(at: place(path))).isExecutable }

    // MARK: Programs and links

    @Test func aFolderIsRestoredWithItsPrograms() async throws {
        func stages(_ mode: String) -> String {
            "  a: {run: 'mkdir -p b/deep; echo hi > b/t; echo ho > b/deep/u; chmod \(mode) b/t b/deep/u', outputs: [b]}"
        }
        for (mode, event) in [("644", "ran a"), ("755", "ran a"), ("644", "restored a"), ("755", "restored a")] {
            #expect(try await run(stages(mode)) == [event])
            #expect(try isExecutable("b/t") == (mode == "755"))
            #expect(try isExecutable("b/deep/u") == (mode == "755"))
            #expect(try reasons(stages(mode)) == [])
        }
        chmod(place("b/deep/u").string, 0o644)
        #expect(try reasons(stages("755")) == [.outputChanged(path: "b")])
        #expect(try await run(stages("755")).first == "restored a")
        #expect(try isExecutable("b/deep/u"))
    }

    @Test func aProgramThatIsNoneAnyMoreIsNoLongerWhatWasMade() async throws {
        let stages = "  a: {run: 'cp in f; chmod +x f', inputs: [in], outputs: [f]}"
        #expect(try await run(stages) == ["ran a"])
        #expect(try reasons(stages) == [])
        chmod(place("f").string, 0o644)
        #expect(try reasons(stages) == [.outputChanged(path: "f")])
        #expect(try await run(stages) == ["restored a"])
        #expect(try isExecutable("f"))
    }

    @Test func aFolderIsRestoredWithItsLinks() async throws {
        func stages(_ command: String) -> String { "  a: {run: 'mkdir b; echo x > b/t; echo x > b/u; \(command)', outputs: [b]}" }
        let commands = ["ln -s t b/l", "cp b/t b/l", "ln -s u b/l"]
        for event in ["ran a", "restored a"] {
            for (command, target) in zip(commands, ["t", nil, "u"]) {
                #expect(try await run(stages(command)) == [event])
                #expect(try files.linkTarget(place("b/l")) == target)
                #expect(try reasons(stages(command)) == [])
            }
        }
    }

    /// What reads a folder reads its content: that has to be known where the folder is not there.
    @Test func aMissingFolderOfProgramsIsNotMadeForWhatIsThere() async throws {
        let stages = """
              a: {run: 'mkdir b; cp in b/t; chmod +x b/t; ln -s t b/l', inputs: [in], outputs: [b]}
              c: {run: 'cat b/t > end', inputs: [b], outputs: [end]}
            """
        #expect(try await run(stages) == ["ran a", "ran c"])
        try files.remove(place("b"))
        #expect(try await run(stages, ["c"]) == ["skipped a", "skipped c"])
        #expect(try !scratch.exists("b"))
        #expect(try await run(stages) == ["restored a", "skipped c"])
        #expect(try isExecutable("b/t"))
    }

    /// Earlier versions of mlkit recorded the content of folders alone, and nothing runs because this one does not.
    @Test func aLockOfContentAloneGoesOn() async throws {
        let stages = "  a: {run: 'mkdir b; cp in b/t; chmod +x b/t', inputs: [in], outputs: [b]}"
        #expect(try await run(stages) == ["ran a"])
        let path = StageLock.path(of: "a", in: scratch.path)
        let json = try JSON(parsing: files.read(path))
        let content = try #require(json["contents"]?["b"])
        let members = try #require(json.members).filter { $0.name != "contents" }.map { member in
            switch member.name {
            case "format": JSON.Member("format", 2)
            case "outputs": JSON.Member("outputs", ["b": content])
            default: member
            }
        }
        try files.write(JSON.object(members).pretty, to: path)
        #expect(try await run(stages) == ["skipped a"])
        try scratch.write("other\n", to: "b/t")
        #expect(try reasons(stages) == [.outputChanged(path: "b")])
    }

    // MARK: Files for git

    @Test(arguments: ["*\n", nil]) func rulesOfGitStayAsTheyAre(before: String?) async throws {
        let stages = "  a: {run: 'mkdir -p out; cp in out/x', inputs: [in], outputs: [out]}"
        if let before { try scratch.write(before, to: "out/.gitignore") }
        for (text, event) in [("1\n", "ran a"), ("2\n", "ran a"), ("1\n", "restored a")] {
            try scratch.write(text, to: "in")
            #expect(try await run(stages) == [event])
            // Whatever stands there now was not there when that was made.
            try scratch.write("# \(text)", to: "out/.gitignore")
            try scratch.write("", to: "out/.gitkeep")
            #expect(try reasons(stages) == [])
        }
        try scratch.write("2\n", to: "in")
        #expect(try await run(stages) == ["restored a"])
        #expect(try scratch.read("out/.gitignore") == "# 1\n")
        #expect(try scratch.exists("out/.gitkeep"))
        #expect(try scratch.read("out/x") == "2\n")
        #expect(try await run(stages) == ["skipped a"])
    }

    // MARK: What cannot be recorded

    @Test(arguments: [
        "mkfifo o", "ln -s /dev/null o", "mkdir o; mkfifo o/p", "mkdir o; touch o/$(printf \"a\\\\377\")", "ln -s o o",
    ])
    func anOutputThatCannotBeRecordedFailsItsStageAlone(command: String) async throws {
        try scratch.write("before\n", to: "o")
        let stages = """
              a: {run: "rm -f o; \(command.replacing("\"", with: "'"))", outputs: [o]}
              b: {run: 'cp in end', inputs: [in], outputs: [end], always: true}
              c: {run: 'cat o', inputs: [o]}
            """
        for _ in 1...2 {
            let events = try await run(stages, keepsGoing: true)
            #expect(events.filter { !$0.contains("`") } == ["failed a", "ran b"])
            #expect(try scratch.read("o") == "before\n")
        }
        #expect(try await run("  a: {run: 'cp in o', inputs: [in], outputs: [o]}").first == "ran a")
        #expect(try scratch.read("o") == "1\n")
    }

    // MARK: Locks

    @Test(arguments: ["\"\"", "null", "\"md5:00\"", nil]) func aLockThatDoesNotSayWhatWasMadeIsNoLock(hash: String?) async throws {
        let stages = "  a: {run: 'cp in out; cp in other', inputs: [in], outputs: [out, other]}"
        #expect(try await run(stages) == ["ran a"])
        let path = StageLock.path(of: "a", in: scratch.path)
        let text = try files.readText(path)
        let entry = #/"out": "sha256:\w+"/#
        try files.write(
            hash.map { text.replacing(entry, with: "\"out\": \($0)") } ?? text.replacing(#/,\s+"out": "sha256:\w+"/#, with: ""), to: path)
        #expect(try files.readText(path) != text)
        #expect(try reasons(stages) == [hash == nil ? .outputUnrecorded(path: "out") : .neverSucceeded])
        // It was run like this before.
        #expect(try await run(stages) == ["restored a"])
        #expect(try await run(stages) == ["skipped a"])
    }

    // MARK: Outputs that are read again

    @Test func oneThatIsTakenAwayIsMadeAnew() async throws {
        let stages = "  a: {run: 'cat in >> schema; cp schema out', inputs: [in], outputs: [{path: schema, keep: true}, out]}"
        #expect(try await run(stages) == ["ran a"])
        try scratch.write("mine\n", to: "schema")
        #expect(try await run(stages) == ["ran a"])
        #expect(try scratch.read("out") == "mine\n1\n")
        try files.remove(place("schema"))
        #expect(try await run(stages) == ["ran a"])
        #expect(try scratch.read("schema") == "1\n")
        // Nothing is there in a fresh clone, and the lock says what was.
        for path in ["schema", "out"] { try files.remove(place(path)) }
        #expect(try await run(stages) == ["restored a"])
        #expect(try scratch.read("schema") == "1\n")
    }

    // MARK: What people did

    private var edited: [String] { (try? files.list(place(".mlkit/edited")).filter { $0 != ".gitignore" }) ?? [] }

    @Test func filesThatWereMovedAboutAreKept() async throws {
        let stages = "  a: {run: 'mkdir -p out/cat out/dog; echo 1 > out/cat/1; echo 2 > out/dog/2', outputs: [out]}"
        #expect(try await run(stages) == ["ran a"])
        try files.rename(place("out/cat/1"), to: place("out/dog/1"))
        let events = try await run(stages)
        #expect(events.count == 2 && events.first == "restored a")
        #expect(try scratch.read(".mlkit/edited/\(edited[0])/out/dog/1") == "1\n")
        #expect(try scratch.read("out/cat/1") == "1\n")
        // What is only missing was not made by anybody.
        try files.remove(place("out/cat/1"))
        #expect(try await run(stages) == ["restored a"])
        #expect(edited.count == 1)
    }

    @Test func whatWasWrittenAfterARunWasKilledIsKept() async throws {
        _ = try await run("  b: {run: 'true'}")
        let pipeline = try pipeline("  a: {run: 'cp in out', inputs: [in], outputs: [out, new]}")
        let stage = try #require(pipeline.spec.stage("a"))
        var room = pipeline.room(for: stage)
        try room.clear()
        for name in ["out", "new"] { try scratch.write("half\n", to: name) }
        let written = try #require(try files.information(at: place("new"))).changed
        let journal = pipeline.unfinished
        // The last process was surely alive when it was written, or may have ended before.
        #expect(try journal.recover(since: written + 1, now: 0).flatMap(\.notes).isEmpty)
        #expect(try scratch.read(".mlkit/failed/a/new") == "half\n")
        try room.clear()
        try scratch.write("mine\n", to: "out/x")
        let recovered = try journal.recover(since: written, now: 0)
        #expect(recovered.map(\.stage) == ["a"])
        #expect(try scratch.read(".mlkit/edited/1970-01-01T000000Z/out/x") == "mine\n")
        #expect(recovered[0].notes[0]
            == "`out` may have been changed after a run was killed that wrote it; it is kept as `.mlkit/edited/1970-01-01T000000Z/out`")
    }

    // MARK: Links in the way

    @Test(arguments: ["out", "out/deep/x"]) func aLinkToItselfIsNotInTheWay(output: String) async throws {
        let stages = "  a: {run: 'mkdir -p $(dirname \(output)); cp in \(output)', inputs: [in], outputs: [\(output)]}"
        symlink("out", place("out").string)
        #expect(try await run(stages).first == "ran a")
        try files.remove(place("out"))
        symlink("out", place("out").string)
        #expect(try await run(stages).first == "restored a")
        #expect(try scratch.read(output) == "1\n")
    }
}
