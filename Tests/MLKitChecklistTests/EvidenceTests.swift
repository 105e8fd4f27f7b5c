import MLKitChecklist
import MLKitCore
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Evidence bound by its content: what turns an item stale, and what it costs to know.
@Suite struct EvidenceTests {
    @Test func changedAndGoneAreTold() throws {
        let fixture = try ProjectFixture(["a.txt": "1", "b.txt": "1", "folder/c.txt": "1", "folder/d/e.txt": "1"])
        try fixture.done("baseline", ["a.txt", "b.txt", "folder/"])
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.write("2", to: "a.txt")
        try fixture.files.remove("/project/b.txt")
        try fixture.write("2", to: "folder/d/e.txt")
        let expected = [
            EvidenceChange(path: "a.txt", kind: .changed), EvidenceChange(path: "b.txt", kind: .gone),
            EvidenceChange(path: "folder/", kind: .changed),
        ]
        #expect(try fixture.state(of: "baseline") == .stale(expected.map { .evidence($0) }))
        #expect(expected.map(\.description) == ["`a.txt` changed", "`b.txt` is gone", "`folder/` changed"])
    }

    /// Its `.git` is another in each clone.
    @Test func aRepositoryInAFolderIsBoundByItsFilesAlone() throws {
        let fixture = try ProjectFixture(["lib/a.txt": "1", "lib/sub/.git": "gitdir: ../x", "lib/sub/b.txt": "1"])
        try fixture.done("baseline", ["lib/"])
        try fixture.write("gitdir: ../y", to: "lib/sub/.git")
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.write("2", to: "lib/sub/b.txt")
        #expect(try fixture.state(of: "baseline") == .stale([.evidence(EvidenceChange(path: "lib/", kind: .changed))]))
    }

    @Test func anAnswerThatWasBoundWithARepositoryHolds() throws {
        let fixture = try ProjectFixture(["lib/.git": "gitdir: x", "lib/b.txt": "1"])
        try fixture.done("baseline", ["lib/"])
        let hashes = HashCache(project: ProjectFixture.project, files: fixture.files, now: { 0 })
        let place = ProjectFixture.project.appending("lib")
        let new = try #require(try EvidenceHashes(files: fixture.files, hashes: hashes).hash(place))
        let old = try #require(try hashes.hash(place))
        let path = "checklist/scoping/baseline.md"
        try fixture.write(fixture.read(path).replacing(new.hex, with: old.hex), to: path)
        #expect(try old != new && fixture.state(of: "baseline") == .done)
        try fixture.write("gitdir: y", to: "lib/.git")
        #expect(try fixture.state(of: "baseline") == .stale([.evidence(EvidenceChange(path: "lib/", kind: .changed))]))
    }

    @Test func theOldContentMakesItFreshAgain() throws {
        let fixture = try ProjectFixture(["a.txt": "1"])
        try fixture.done("baseline", ["a.txt"])
        try fixture.write("2", to: "a.txt")
        #expect(try fixture.state(of: "baseline") != .done)
        try fixture.write("1", to: "a.txt")
        #expect(try fixture.state(of: "baseline") == .done)
    }

    /// Where there is nothing, nothing bears witness; nor does what may be gone at any time.
    @Test(arguments: [
        ("empty.txt", "the evidence `empty.txt` is empty"), ("none", "the evidence `none` is empty"),
        (".mlkit/cache/hashes", "the evidence `.mlkit/cache/hashes` is what mlkit keeps for itself"),
    ])
    func whatProvesNothingIsRefused(name: String, reason: String) throws {
        let fixture = try ProjectFixture(["empty.txt": "", ".mlkit/cache/hashes": "x"])
        try fixture.files.makeDirectory("/project/none")
        let failure = #expect(throws: Failure.self) { try fixture.done("baseline", [.path(FilePath(name))]) }
        #expect(failure?.description.contains(reason) == true, "\(failure?.description ?? "")")
    }

    /// Names alone have a hash, and say nothing.
    @Test func aFolderOfNothingIsRefused() throws {
        let scratch = try ScratchDirectory()
        let disk = LocalFileSystem()
        try scratch.write(ProjectFixture.definition, to: "list.yaml")
        for folder in ["files", "folders/a/b", "links", "loop"] { try disk.makeDirectory(scratch.path.pushing(FilePath(folder))) }
        try scratch.write("", to: "files/empty")
        try disk.makeLink(at: scratch.path.pushing("links/a"), to: "nowhere")
        try disk.makeLink(at: scratch.path.pushing("loop/a"), to: "../folders")
        try disk.makeLink(at: scratch.path.pushing("folders/a/up"), to: "..")
        let checklist = try Checklist.load(
            definitions: [scratch.path.appending("list.yaml")], project: scratch.path, kinds: .builtIn, facts: nil, files: disk,
            hashes: HashCache(project: scratch.path, files: disk, now: { 0 }), now: ProjectFixture.at)
        func done(_ folder: String) throws {
            _ = try checklist.markDone(checklist.find("baseline").item, evidence: [.path(FilePath(folder))], ProjectFixture.answering)
        }
        for folder in ["files", "folders", "links", "loop"] {
            let failure = #expect(throws: Failure.self) { try done(folder) }
            #expect(
                failure?.description.contains("the evidence `\(folder)` has no file in it that is not empty") == true,
                "\(failure?.description ?? "")")
        }
        try scratch.write("seen\n", to: "folders/a/b/c.txt")
        try done("loop")
    }

    /// A record may say so all the same.
    @Test func anEmptyFileBindsNothing() throws {
        #expect(!Evidence(path: "a.txt", hash: ContentHash(of: "")).isBound)
        #expect(Evidence(path: "a.txt", hash: ContentHash(of: "1")).isBound)
    }

    /// What stands outside is on this machine alone.
    @Test func aLinkOutOfTheProjectIsRefused() throws {
        let scratch = try ScratchDirectory()
        let disk = LocalFileSystem()
        let project = scratch.path.appending("project")
        for (path, text) in [("project/list.yaml", ProjectFixture.definition), ("project/a.txt", "1"), ("b.txt", "1")] {
            try scratch.write(text, to: path)
        }
        try disk.makeLink(at: project.appending("out"), to: "../b.txt")
        try disk.makeLink(at: project.appending("in"), to: "./a.txt")
        let hashes = HashCache(project: project, files: disk, now: { 0 })
        let checklist = try Checklist.load(
            definitions: [project.appending("list.yaml")], project: project, kinds: .builtIn, facts: nil, files: disk, hashes: hashes,
            now: ProjectFixture.at)
        let item = try checklist.find("baseline").item
        let failure = #expect(throws: Failure.self) {
            try checklist.markDone(item, answer: nil, evidence: ["out"], message: nil, ProjectFixture.answering)
        }
        #expect(failure?.description.contains("the evidence `out` is a link that leads out of the project") == true)
        _ = try checklist.markDone(item, answer: nil, evidence: ["in"], message: nil, ProjectFixture.answering)
    }

    @Test func aFolderNoticesNewRenamedAndRemovedFiles() throws {
        for change in ["new", "renamed", "removed"] {
            let fixture = try ProjectFixture(["folder/a.txt": "1", "folder/b.txt": "2"])
            try fixture.done("baseline", ["folder"])
            switch change {
            case "new": try fixture.write("", to: "folder/c.txt")
            case "renamed": try fixture.files.rename("/project/folder/a.txt", to: "/project/folder/z.txt")
            default: try fixture.files.remove("/project/folder/a.txt")
            }
            let expected = ItemState.stale([.evidence(EvidenceChange(path: "folder/", kind: .changed))])
            #expect(try fixture.state(of: "baseline") == expected, "\(change)")
        }
    }

    @Test func unchangedEvidenceIsNotReadAgain() throws {
        let files = InMemoryFileSystem()
        let fixture = try ProjectFixture(["a.txt": "1"], files: files)
        fixture.clock.advance(seconds: 100)
        try fixture.done("baseline", ["a.txt"])
        _ = try fixture.load()
        let before = files.reads.count { $0 == "/project/a.txt" }
        _ = try fixture.load()
        #expect(files.reads.count { $0 == "/project/a.txt" } == before)
        try fixture.write("2", to: "a.txt")
        #expect(try fixture.state(of: "baseline") == .stale([.evidence(EvidenceChange(path: "a.txt", kind: .changed))]))
    }

    @Test func anEditWithinTheSameSecondIsNoticed() throws {
        // Nothing but the content differs: size, times and inode are those of the file that was hashed.
        let clock = TestClock()
        let files = FrozenFileSystem(time: clock.now())
        let fixture = try ProjectFixture(["a.txt": "1"], files: files)
        try fixture.done("baseline", ["a.txt"])
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.write("2", to: "a.txt")
        #expect(try fixture.state(of: "baseline") == .stale([.evidence(EvidenceChange(path: "a.txt", kind: .changed))]))
        fixture.clock.advance(seconds: 100)
        #expect(try fixture.state(of: "baseline") == .stale([.evidence(EvidenceChange(path: "a.txt", kind: .changed))]))
    }

    @Test func badEvidenceIsNamedAtOnce() throws {
        let fixture = try ProjectFixture(["a.txt": "1"])
        let paths: [EvidenceName] = ["missing.txt", "../secret", "/etc/passwd", ".", "checklist/scoping/baseline.md"]
        let failure = #expect(throws: Failure.self) { try fixture.done("baseline", paths) }
        #expect(
            failure?.diagnostics.map(\.message) == [
                "the evidence `missing.txt` does not exist", "the evidence `../secret` is not inside the project",
                "the evidence `/etc/passwd` is not inside the project", "the evidence `.` is not inside the project",
                "a record cannot be evidence for itself",
            ])
        #expect(try !fixture.files.exists("/project/checklist"))
    }

    @Test func aFolderThatHoldsTheRecordIsNoEvidence() throws {
        let fixture = try ProjectFixture(["checklist/README.md": "x"])
        let failure = #expect(throws: Failure.self) { try fixture.done("baseline", ["checklist"]) }
        #expect(
            failure?.diagnostics.first?.message == "the evidence `checklist` holds the record itself, so it would change with each answer")
    }

    @Test func aDayThatIsOverIsNoneToLookAgainOn() throws {
        let fixture = try ProjectFixture()
        let checklist = try fixture.load()
        for seconds in [-86_400, 0] {
            let until = Timestamp(seconds: ProjectFixture.at.seconds + seconds)
            #expect(throws: Failure.self) {
                try checklist.markDone(checklist.find("baseline").item, until: until, ProjectFixture.answering)
            }
        }
    }

    @Test(arguments: ["a\nb\n", "a\r\nb\r\n"])
    func theLineEndsOfAnotherSystemAreTheSameContent(bound: String) throws {
        let fixture = try ProjectFixture(["a.txt": bound, "f/a.txt": bound, "f/g/b.bin": "\u{0}\n"])
        try fixture.done("baseline", ["a.txt", "f"])
        let other = bound.contains("\r") ? "a\nb\n" : "a\r\nb\r\n"
        for path in ["a.txt", "f/a.txt"] { try fixture.write(other, to: path) }
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.write(other + "c", to: "a.txt")
        #expect(try fixture.why("baseline") == ["`a.txt` changed"])
    }

    @Test func aPointerOfGitLFSStandsForItsFile() throws {
        let content = "large, they say"
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:\(ContentHash(of: content).hex)\nsize \(content.utf8.count)\n"
        let fixture = try ProjectFixture(["a.bin": content, "b.bin": pointer])
        try fixture.done("baseline", ["a.bin", "b.bin"])
        try fixture.write(pointer, to: "a.bin")
        try fixture.write(content, to: "b.bin")
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.write(
            pointer.replacing("size", with: "sice").replacing(ContentHash(of: content).hex, with: ContentHash(of: "x").hex), to: "a.bin")
        #expect(try fixture.why("baseline") == ["`a.bin` changed"])
    }

    @Test func whatAStageWroteIsHeldAgainstTheRunner() throws {
        var fixture = try ProjectFixture(["out.txt": "1", "own.txt": "1", ".mlkit/lock/copy.json": "{}"])
        let output = StageStandings.Output(stage: "copy", hash: ContentHash(of: "1"))
        func standing(_ standing: StageStanding) {
            fixture.sources.stages = { StageStandings(standings: ["copy": standing], outputs: ["out.txt": output]) }
        }
        standing(.upToDate)
        try fixture.done("baseline", ["out.txt", "own.txt"])
        #expect(try fixture.state(of: "baseline") == .done)
        standing(.stale("`in.txt` changed"))
        #expect(try fixture.why("baseline") == ["`out.txt` is of a run of `copy` that is not up to date: `in.txt` changed"])
        // A fresh clone has the lock, and not what git ignores.
        standing(.absent(path: "out.txt"))
        try fixture.files.remove("/project/out.txt")
        #expect(try fixture.state(of: "baseline") == .done)
        standing(.upToDate)
        #expect(try fixture.why("baseline") == ["`out.txt` is gone"])
        fixture.sources.stages = { throw Failure("the stages go round in a circle") }
        try fixture.write("1", to: "out.txt")
        guard case .unclear = try fixture.state(of: "baseline") else { Issue.record("nobody can tell"); return }
    }

    @Test func anAnswerIsBoundToTheTextOfItsItem() throws {
        let fixture = try ProjectFixture()
        try fixture.done("baseline", [])
        let answered = try fixture.load()
        _ = try answered.review(answered.find("baseline").item, Answering(by: "Bob <bob@example.com>", at: ProjectFixture.at, git: nil))
        #expect(try fixture.load().find("baseline").record?.reviewer == "Bob <bob@example.com>")
        let same = ProjectFixture.definition.replacing("title: Establish a baseline", with: "title:   Establish  a baseline")
        try fixture.files.write(same, to: ProjectFixture.path)
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.files.write(
            same.replacing("why: w, how: h, maturity: poc}", with: "why: law, how: h, maturity: poc}"), to: ProjectFixture.path)
        #expect(try fixture.why("baseline") == ["answered for another text: the item changed since"])
        let checklist = try fixture.load()
        #expect(try checklist.upgrade().changed.map(\.report.item.id) == ["scoping.baseline"])
        _ = try checklist.confirm(checklist.find("baseline").item, ProjectFixture.answering)
        #expect(try fixture.state(of: "baseline") == .done)
        // Nobody has agreed with that.
        #expect(try fixture.load().find("baseline").record?.reviewer == nil)
        // Records of earlier versions of mlkit do not say which text they are for.
        let path = "checklist/scoping/baseline.md"
        try fixture.write(fixture.read(path).withoutItemText, to: path)
        try fixture.files.write(ProjectFixture.definition, to: ProjectFixture.path)
        #expect(try fixture.state(of: "baseline") == .done)
    }

    @Test func evidenceIsNamedOnceAndRelative() throws {
        let fixture = try ProjectFixture(["a/b.txt": "1"])
        let change = try fixture.done("baseline", ["a/b.txt", "/project/a/b.txt", "./a//b.txt", "a/../a/b.txt"])
        #expect(change.record.evidence.map(\.path) == ["a/b.txt"])
    }
}

/// A disk in memory whose clock stands still and whose files all look alike.
private struct FrozenFileSystem: FileSystem {
    let inner = InMemoryFileSystem()
    let time: Int

    func information(at path: FilePath) throws -> FileInformation? {
        guard var information = try inner.information(at: path) else { return nil }
        information.modified = time
        information.changed = time
        information.inode = 1
        return information
    }

    func read(_ path: FilePath) throws -> [UInt8] { try inner.read(path) }

    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try inner.write(bytes, to: path, executable: executable)
    }

    func list(_ path: FilePath) throws -> [String] { try inner.list(path) }
    func makeDirectory(_ path: FilePath) throws { try inner.makeDirectory(path) }
    func remove(_ path: FilePath) throws { try inner.remove(path) }
    func rename(_ source: FilePath, to destination: FilePath) throws { try inner.rename(source, to: destination) }
}
