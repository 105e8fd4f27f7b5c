import Glibc
import MLKitChecklist
import MLKitCore
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Records and evidence as disks and people really hold them.
@Suite struct RecordFileTests {
    private let path = "checklist/scoping/baseline.md"
    private let done = "item: scoping.baseline\nstatus: done\n"

    @Test func anyOrderAndCommentsAreKept() throws {
        let fixture = try ProjectFixture([
            path: """
            ---
            message: old   # what we said
            # who
            by: Bob
            status: open
            mine: {deep: [1, 2]}

            item: scoping.baseline
            ---
            note
            """
        ])
        try fixture.done("baseline", [], "new")
        #expect(
            try fixture.read(path).withoutItemText == """
                ---
                message: new
                # who
                by: Ada Example <ada@example.com>
                status: done
                mine: {deep: [1, 2]}

                item: scoping.baseline
                version: 1
                at: 2026-01-01T00:00:00Z
                ---
                note
                """)
    }

    @Test func keysOfTheUsersOwnStayThroughEveryChange() throws {
        let fixture = try ProjectFixture([path: "---\nticket: ABC-1 # ours\n\(done)zz: ~\n---\nA note.\r\nno end"])
        let item = try fixture.load().find("baseline").item
        let by = ProjectFixture.answering
        let bob = Answering(by: "Bob", at: ProjectFixture.at, git: nil)
        let changes: [(Checklist) throws -> RecordChange] = [
            { try $0.review(item, bob) }, { try $0.reopen(item, because: "r", by) }, { try $0.assign(item, to: "Bob", by) },
            { try $0.skip(item, because: "s", by) }, { try $0.waive(item, until: by.at, because: "w", by) },
            { try $0.markDone(item, by) }, { try $0.assign(item, to: nil, by) },
        ]
        for change in changes {
            _ = try change(try fixture.load())
            let text = try fixture.read(path)
            #expect(text.contains("ticket: ABC-1 # ours\n") && text.contains("\nzz: ~\n"), "\(text)")
            #expect(text.hasSuffix("---\nA note.\r\nno end"), "\(text)")
            #expect(try fixture.load().diagnostics.isEmpty)
        }
    }

    @Test(arguments: [
        ("\titem: scoping.baseline\nstatus: done\n", "a tab cannot indent YAML", "2:1"),
        ("item: scoping.baseline\nstatus: done\nby: a\nby: b\n", "the key `by` stands here twice", "5:1"),
        ("item: scoping.baseline\nstatus: \u{7}\n", "the character U+0007 cannot stand in YAML", "3:9"),
        ("item: scoping.budget\nstatus: done\n", "this file is the record of `scoping.baseline`", "2:7"),
        ("item: scoping.base\u{200B}line\nstatus: done\n", "this file is the record of `scoping.baseline`", "2:7"),
    ])
    func whatCannotBeMeantIsToldWithItsPlace(text: String, words: String, place: String) throws {
        let fixture = try ProjectFixture([path: "---\n\(text)---\n"])
        let said = Failure(try fixture.load().diagnostics).description
        #expect(said.contains(words) && said.contains("--> \(path):\(place)"), "\(said)")
        #expect(throws: Failure.self) { try fixture.done("baseline") }
        #expect(try fixture.read(path) == "---\n\(text)---\n")
    }

    @Test(arguments: ["item:\tscoping.baseline\nstatus:\tdone\t# tab\n", "item: scoping.baseline\r\nstatus: done\r\n"])
    func tabsAndLineEndingsBetweenWordsAreFine(text: String) throws {
        let fixture = try ProjectFixture([path: "---\n\(text)---\n"])
        #expect(try fixture.state(of: "baseline") == .done)
    }

    @Test func aHugeNoteIsKept() throws {
        let note = String(repeating: "words and words\n", count: 200_000)
        let fixture = try ProjectFixture([path: "---\n\(done)---\n\(note)"])
        try fixture.done("baseline", [], "m")
        #expect(try fixture.read(path).hasSuffix("---\n\(note)"))
        #expect(try fixture.load().diagnostics.isEmpty)
    }

    @Test(arguments: [
        "caf\u{E9}.txt", "cafe\u{301}.txt", "\u{5E9}\u{5DC}\u{5D5}\u{5DD}.csv", "\u{202E}lr.txt", "\u{1F469}\u{200D}\u{1F52C}.onnx",
        "zero\u{200B}width", "a b  c", "quote\"'.txt", "colon: #hash", "-dash", "run:train", "new\nline",
    ])
    func evidenceOfAnyNameIsFoundAgain(name: String) throws {
        let scratch = try ScratchDirectory()
        let fixture = try DiskFixture(scratch)
        try scratch.write("1", to: name)
        try fixture.done([.path(FilePath(name))])
        let record = try #require(try fixture.load().find("baseline").record)
        #expect(record.evidence.first?.path.map { Array($0.utf8) } == Array(name.utf8))
        #expect(try fixture.load().find("baseline").state == .done)
        try scratch.write("2", to: name)
        #expect(try fixture.load().find("baseline").state != .done)
    }

    @Test func namesThatOnlyLookAlikeAreTwoFiles() throws {
        let scratch = try ScratchDirectory()
        let fixture = try DiskFixture(scratch)
        for name in ["caf\u{E9}.txt", "cafe\u{301}.txt"] { try scratch.write("same", to: name) }
        try fixture.done(["caf\u{E9}.txt", "cafe\u{301}.txt"])
        #expect(try fixture.load().find("baseline").record?.evidence.count == 2)
        #expect(try fixture.load().find("baseline").state == .done)
        try scratch.write("other", to: "cafe\u{301}.txt")
        #expect(try fixture.load().find("baseline").state != .done)
    }

    @Test func aFolderOfRecordsMayBeALink() throws {
        let scratch = try ScratchDirectory()
        let fixture = try DiskFixture(scratch)
        try scratch.write("", to: "elsewhere/keep")
        #expect(symlink("elsewhere", scratch.path.appending("checklist").string) == 0)
        try fixture.done([])
        #expect(try scratch.read("elsewhere/scoping/baseline.md").contains("status: done"))
        #expect(try fixture.load().find("baseline").state == .done)
        #expect(try LocalFileSystem().isLink(scratch.path.appending("checklist")))
    }

    @Test(arguments: ["checklist/scoping", "checklist/scoping/baseline.md"])
    func aRecordThatALinkLeadsToIsRefused(place: String) throws {
        let scratch = try ScratchDirectory()
        let fixture = try DiskFixture(scratch)
        try fixture.done([])
        let (from, to) = (scratch.path.pushing(FilePath(place)), scratch.path.appending("elsewhere"))
        try LocalFileSystem().rename(from, to: to)
        try LocalFileSystem().makeLink(at: from, to: to.string)
        let report = try fixture.load().find("baseline")
        let message = "`\(place)` is a symbolic link, and answers are files that git has the content of"
        guard case .broken(let problems) = report.state else { throw Failure("\(report.state)") }
        #expect(problems.map(\.message) == [message] && problems.first?.location?.file == place)
        // Neither is it written through.
        let failure = #expect(throws: Failure.self) { try fixture.done([]) }
        #expect(failure?.diagnostics.first?.message == message)
        // Nor where it leads nowhere.
        try LocalFileSystem().remove(to)
        #expect(throws: Failure.self) { try fixture.done([]) }
    }

    @Test func aFileInPlaceOfTheFolderIsToldAndKept() throws {
        let scratch = try ScratchDirectory()
        let fixture = try DiskFixture(scratch)
        try scratch.write("mine", to: "checklist")
        #expect(try fixture.load().find("baseline").state == .open)
        let failure = #expect(throws: Failure.self) { try fixture.done([]) }
        #expect(failure?.description.contains("`\(scratch.path)/checklist") == true, "\(failure?.description ?? "")")
        #expect(try scratch.read("checklist") == "mine")
    }

    @Test func aFolderInPlaceOfTheRecordIsToldAndKept() throws {
        let scratch = try ScratchDirectory()
        let fixture = try DiskFixture(scratch)
        try scratch.write("mine", to: "\(path)/inside")
        let checklist = try fixture.load()
        #expect(checklist.diagnostics.count == 1)
        #expect(throws: Failure.self) { try fixture.done([]) }
        #expect(try scratch.read("\(path)/inside") == "mine")
    }

    @Test func aRecordInTheWrongFolderIsTold() throws {
        let text = "---\n\(done)---\n"
        let fixture = try ProjectFixture(["checklist/data/baseline.md": text])
        let said = Failure(try fixture.load().diagnostics).description
        #expect(said.contains("error: this file is the record of `data.baseline`, not of `scoping.baseline`"))
        #expect(said.contains("hint: an item's record is checklist/<section>/<item>.md"))
        #expect(try fixture.state(of: "baseline") == .open)
        try fixture.done("baseline")
        #expect(try fixture.read("checklist/data/baseline.md") == text)
    }

    @Test func whereNothingCanBeWrittenNothingIsLeft() throws {
        let files = UnwritableFileSystem()
        let fixture = try ProjectFixture([path: "---\n\(done)---\n"], files: files)
        #expect(try fixture.state(of: "baseline") == .done)
        let before = files.inner.paths
        files.isReadOnly = true
        #expect(try fixture.load().find("baseline").state == .done)
        #expect(throws: Failure.self) { try fixture.done("baseline") }
        #expect(throws: Failure.self) { try fixture.done("budget") }
        #expect(files.inner.paths == before)
        #expect(try fixture.read(path) == "---\n\(done)---\n")
    }

    /// A disk whose clock ticks every two seconds, as FAT's does: whenever a file is written again after it was looked
    /// at, with the same size and within the same tick or not, it is noticed.
    @Test(arguments: 0..<6, 0..<6)
    func anEditIsNoticedWhateverTheClockSays(look: Int, edit: Int) throws {
        let files = CoarseFileSystem()
        let fixture = try ProjectFixture(["a.txt": "1"], files: files, clock: files.clock)
        files.clock.advance(seconds: look)
        try fixture.done("baseline", ["a.txt"])
        #expect(try fixture.state(of: "baseline") == .done)
        files.clock.advance(seconds: edit)
        try fixture.write("2", to: "a.txt")
        for _ in 0..<3 {
            #expect(try fixture.why("baseline") == ["`a.txt` changed"])
            files.clock.advance(seconds: 3)
        }
    }
}

/// A project with the small checklist on a real disk, without git.
private struct DiskFixture {
    let project: FilePath
    private let definition: FilePath

    init(_ scratch: ScratchDirectory) throws {
        project = scratch.path
        definition = try scratch.write(ProjectFixture.definition, to: "lists/small.yaml")
    }

    func load() throws -> Checklist {
        try Checklist.load(
            definitions: [definition], project: project, kinds: .builtIn, facts: nil,
            hashes: HashCache(project: project, files: LocalFileSystem(), now: { 0 }), now: ProjectFixture.at)
    }

    func done(_ evidence: [EvidenceName]) throws {
        let checklist = try load()
        _ = try checklist.markDone(checklist.find("baseline").item, evidence: evidence, ProjectFixture.answering)
    }
}

/// A disk in memory that can be made read-only.
private final class UnwritableFileSystem: FileSystem, @unchecked Sendable {
    let inner = InMemoryFileSystem()
    var isReadOnly = false

    private func refuse(_ path: FilePath) throws {
        if isReadOnly { throw Failure("cannot write `\(path)`: read-only file system") }
    }

    func information(at path: FilePath) throws -> FileInformation? { try inner.information(at: path) }
    func read(_ path: FilePath) throws -> [UInt8] { try inner.read(path) }
    func list(_ path: FilePath) throws -> [String] { try inner.list(path) }

    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try refuse(path)
        try inner.write(bytes, to: path, executable: executable)
    }

    func makeDirectory(_ path: FilePath) throws {
        try refuse(path)
        try inner.makeDirectory(path)
    }

    func remove(_ path: FilePath) throws {
        guard try inner.exists(path) else { return }
        try refuse(path)
        try inner.remove(path)
    }

    func rename(_ source: FilePath, to destination: FilePath) throws {
        try refuse(destination)
        try inner.rename(source, to: destination)
    }
}

/// A disk in memory that knows the time to two seconds only, and keeps a file's inode when it is written again.
private struct CoarseFileSystem: FileSystem {
    let inner = InMemoryFileSystem()
    let clock = TestClock()
    private let times = Times()

    private final class Times: @unchecked Sendable { var modified: [String: Int] = [:] }

    func information(at path: FilePath) throws -> FileInformation? {
        guard var information = try inner.information(at: path), information.kind == .file else {
            return try inner.information(at: path)
        }
        information.modified = times.modified[path.string] ?? 0
        information.changed = information.modified
        information.inode = 1
        return information
    }

    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        times.modified[path.string] = clock.now() / 2_000_000_000 * 2_000_000_000
        try inner.write(bytes, to: path, executable: executable)
    }

    func read(_ path: FilePath) throws -> [UInt8] { try inner.read(path) }
    func list(_ path: FilePath) throws -> [String] { try inner.list(path) }
    func makeDirectory(_ path: FilePath) throws { try inner.makeDirectory(path) }
    func remove(_ path: FilePath) throws { try inner.remove(path) }
    func rename(_ source: FilePath, to destination: FilePath) throws { try inner.rename(source, to: destination) }
}
