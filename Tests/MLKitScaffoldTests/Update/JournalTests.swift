import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// The steps of a journal, on a disk that keeps a record.
@Suite struct JournalTests {
    private let memory = InMemoryFileSystem([
        "/p/a": "old a", "/p/deep/er/b": "old b", "/p/deep/c": "c", "/p/only/here/d": "d",
    ])
    private let contents = Array("old anew aold b".utf8)

    private func version(_ place: Range<Int>, isExecutable: Bool = false) -> Journal.Version {
        Journal.Version(hash: ContentHash(of: contents[place]), isExecutable: isExecutable, place: place)
    }

    private var oldA: Journal.Version { version(0..<5) }
    private var newA: Journal.Version { version(5..<10) }
    private var oldB: Journal.Version { version(10..<15) }

    private func runner(_ steps: [Journal.Step], _ files: any FileSystem) -> JournalRunner {
        JournalRunner(
            project: "/p", files: files, journal: Journal(kind: .apply, title: "t", steps: steps, index: nil),
            contents: contents)
    }

    private func inode(_ path: FilePath) throws -> UInt64 { try #require(try memory.information(at: path)?.inode) }

    /// Only folders that are left empty go, and the project itself stays.
    @Test func aFileTakesItsEmptyFoldersWithIt() throws {
        let disk = RecordingFileSystem(memory)
        let steps: [Journal.Step] = [
            .replace(path: "a", before: oldA, after: newA), .replace(path: "deep/er/b", before: oldB, after: nil),
            .move(from: "only/here/d", to: "new/d", inode: try inode("/p/only/here/d")),
            .replace(path: "x/y", before: nil, after: version(0..<5, isExecutable: true)),
        ]
        try runner(steps, disk).run()
        #expect(
            disk.changes == [
                "write /p/a", "remove /p/deep/er/b", "remove /p/deep/er", "rename /p/only/here/d /p/new/d",
                "remove /p/only/here",
                "remove /p/only", "write /p/x/y",
            ])
        #expect(memory.paths == ["/p/a", "/p/deep/c", "/p/new/d", "/p/x/y"])
        #expect(try memory.readText("/p/a") == "new a")
        #expect(try memory.information(at: "/p/x/y")?.isExecutable == true)
        #expect(try memory.information(at: "/p/a")?.isExecutable == false)
    }

    @Test func aStepIsBeforeAfterOrNeither() throws {
        let (inode, other) = (try inode("/p/deep/c"), try inode("/p/a"))
        let cases: [(Journal.Step, JournalRunner.Progress)] = [
            (.replace(path: "a", before: oldA, after: newA), .before),
            (.replace(path: "a", before: newA, after: oldA), .after),
            (.replace(path: "a", before: newA, after: nil), .neither),
            (.replace(path: "a", before: nil, after: newA), .neither),
            (.replace(path: "a", before: nil, after: version(0..<5, isExecutable: true)), .neither),
            (.replace(path: "none", before: nil, after: newA), .before),
            (.replace(path: "none", before: oldA, after: nil), .after),
            (.replace(path: "deep", before: nil, after: newA), .before),
            (.move(from: "deep/c", to: "e", inode: inode), .before),
            (.move(from: "e", to: "deep/c", inode: inode), .after),
            (.move(from: "deep/c", to: "a", inode: inode), .neither),
            (.move(from: "deep/c", to: "e", inode: other), .neither),
            (.move(from: "none", to: "e", inode: inode), .neither),
        ]
        for (step, progress) in cases { #expect(try runner([], memory).progress(of: step) == progress, "\(step)") }
    }

    /// Of a place that is left and taken again, the last step speaks; one that is left for good has to stay free.
    @Test func placesAreLeftAndTaken() {
        let steps: [Journal.Step] = [
            .replace(path: "b", before: oldA, after: nil), .move(from: "a", to: "aside", inode: 1),
            .move(from: "b", to: "c", inode: 2), .move(from: "aside", to: "b", inode: 1),
        ]
        let journal = Journal(kind: .apply, title: "t", steps: steps, index: nil)
        #expect(journal.places(of: 4).made == [2, 3] && journal.places(of: 4).left == ["a", "aside"])
        #expect(journal.places(of: 2).made == [0, 1] && journal.places(of: 2).left == ["a"])
    }

    /// Contents end where the last version does, no version goes beyond, and none is other than it was.
    @Test func aVersionLiesInTheContents() throws {
        #expect(try runner([], memory).bytes(oldB) == Array("old b".utf8))
        let beyond = Journal.Version(hash: ContentHash(of: ""), isExecutable: false, place: 11..<16)
        let other = Journal.Version(hash: ContentHash(of: "old b"), isExecutable: false, place: 0..<5)
        for version in [beyond, other] {
            #expect { try runner([], memory).bytes(version) } throws: { "\($0)" == "error: the journal of an update is damaged\n" }
        }
    }

    /// It is the journal that decides, so it comes last; and it goes first. Both have to reach the disk.
    @Test func theJournalIsWrittenLastAndRemovedFirst() throws {
        let disk = RecordingFileSystem(memory)
        let durable = RecordingFileSystem(memory)
        let folder = JournalFolder.pending("/p", disk)
        let journal = Journal(kind: .undo, title: "t", steps: [.replace(path: "a", before: oldA, after: nil)], index: nil)
        let seal = CacheSeal(key: [1])
        #expect(try folder.journal(seal) == nil)
        try folder.begin()
        try folder.commit(journal, contents, seal, durable: durable)
        #expect(durable.changes == ["write /p/.mlkit/tmp/apply/contents", "write /p/.mlkit/tmp/apply/journal"])
        #expect(disk.changes == ["write /p/.mlkit/tmp/apply/.gitignore"])
        #expect(try folder.journal(seal) == journal)
        #expect(try folder.contents() == contents)
        disk.begin()
        try folder.remove()
        #expect(disk.changes == ["remove /p/.mlkit/tmp/apply/journal", "remove /p/.mlkit/tmp/apply"])
        #expect(try !folder.exists)
    }

    /// Wherever a step fails, or what comes after them, those before are taken back in turn, and the journal goes.
    @Test(arguments: [0, 1, 2, 3, nil] as [Int?]) func aFailureTakesBackWhatWasDone(failing: Int?) throws {
        let scratch = try ScratchDirectory()
        let (real, disk) = (LocalFileSystem(.whole), RecordingFileSystem(LocalFileSystem(.whole)))
        for (name, text) in [("a", "old a"), ("deep/er/b", "old b"),
        ("deep/c", "c")] { try scratch.write(text, to: name) }
        let inode = try #require(try real.information(at: scratch.path.pushing("deep/er/b"))?.inode)
        let steps: [Journal.Step] = [
            .replace(path: "a", before: oldA, after: newA), .move(from: "deep/er/b", to: "moved/b", inode: inode),
            .replace(path: "new", before: nil, after: newA),
        ]
        let journal = Journal(kind: .apply, title: "t", steps: steps, index: nil)
        let runner = JournalRunner(project: scratch.path, files: disk, journal: journal, contents: contents)
        try JournalFolder.pending(scratch.path, real).commit(journal, contents, nil, durable: real)
        disk.begin(failing: failing)
        var isPublished = false
        #expect(throws: Failure.self) {
            try runner.runOrRollBack {
                isPublished = true
                throw Failure("no index")
            }
        }
        #expect(isPublished == (failing == nil))
        #expect(try Glob("**/*").matches(in: scratch.path, files: real) == ["a", "deep", "deep/c", "deep/er", "deep/er/b"])
        #expect(try scratch.read("a") == "old a")
        #expect(try scratch.read("deep/er/b") == "old b")
        #expect(try !scratch.exists(".mlkit/tmp/apply"))
    }

    @Test func anUndoIsTheWayBack() {
        let journal = Journal(
            kind: .apply, title: "t",
            steps: [.replace(path: "a", before: oldA, after: newA), .move(from: "b", to: "c", inode: 7)],
            index: Journal.Index(path: "/i", before: oldA, after: nil))
        let back = journal.inverted(.undo)
        #expect(back.kind == .undo)
        #expect(back.steps == [.move(from: "c", to: "b", inode: 7), .replace(path: "a", before: newA, after: oldA)])
        #expect(back.index == Journal.Index(path: "/i", before: nil, after: oldA))
        #expect(back.inverted(.apply) == journal)
        #expect(Journal(journal.json) == journal)
    }
}

/// How much a template may do, and what may be called what, on both sides of each limit.
@Suite struct TemplateLimitTests {
    @Test func aBudgetMayBeSpentToTheLast() throws {
        let budget = TextBudget()
        try budget.spend(steps: TextBudget.mostSteps, bytes: TextBudget.mostBytes)
        try budget.spend(steps: 0)
        #expect(throws: Failure.self) { try budget.spend() }
        #expect { try TextBudget().spend(steps: 0, bytes: TextBudget.mostBytes + 1) } throws: {
            "\($0)" == "error: the template makes more than 256 MB\n"
        }
    }

    /// Four mebibytes in all, each text a kibibyte at least.
    @Test func includedTextsHaveALimit() {
        let large = IncludeBudget()
        #expect(large.spend(4 << 20))
        #expect(!large.spend(0))
        let small = IncludeBudget()
        #expect((0..<4096).allSatisfy { _ in small.spend(1) })
        #expect(!small.spend(1))
        #expect(!IncludeBudget().spend((4 << 20) + 1))
    }

    @Test(arguments: [
        (String(repeating: "x", count: 255), true), (String(repeating: "x", count: 256), false), ("", false),
        (".", false), ("..", false),
        ("...", true), ("a\\b", false), ("a\u{7F}", false), ("a\n", false), (".git", false), (".GIT", false),
        (".git ", false),
        (".git.", false), (".git. .", false), (".git:x", false), ("GIT~1", false), ("git~2", true), (".gitignore", true),
        (".gitx", true), (".mlkit", false), (".MLKIT.", false), (".mlkitx", true), ("mlkit", true),
        (".g\u{200C}it", false), (".g\u{FEFF}it", false), ("a b", true), ("git", true),
    ])
    func aNameCanStandInAProject(name: String, isSound: Bool) {
        #expect((PathRules.problem(of: name) == nil) == isSound)
    }

    @Test(arguments: [
        (String(repeating: "a", count: 63), true), (String(repeating: "a", count: 64), false), ("a", true), ("1", true),
        ("-a", false),
        ("A", false), ("a_b", true), ("_ab", false), ("", false),
    ])
    func aProjectMayHaveAName(name: String, isSound: Bool) {
        #expect(((try? ProjectName.check(name)) != nil) == isSound)
    }
}
