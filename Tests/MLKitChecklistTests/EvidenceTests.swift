import MLKitChecklist
import MLKitCore
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

    @Test func theOldContentMakesItFreshAgain() throws {
        let fixture = try ProjectFixture(["a.txt": "1"])
        try fixture.done("baseline", ["a.txt"])
        try fixture.write("2", to: "a.txt")
        #expect(try fixture.state(of: "baseline") != .done)
        try fixture.write("1", to: "a.txt")
        #expect(try fixture.state(of: "baseline") == .done)
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
