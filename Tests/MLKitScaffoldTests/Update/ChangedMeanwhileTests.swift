import MLKitCore
import MLKitGit
import Synchronization
import SystemPackage
import Testing

@testable import MLKitScaffold

/// A disk on which somebody else is at work too: just before a file is written, something happens, once.
private final class SharedDisk: FileSystem {
    private let disk = LocalFileSystem(.whole)
    private let name: String
    private let event: Mutex<(@Sendable () throws -> Void)?>

    init(before name: String, _ event: @escaping @Sendable () throws -> Void) {
        self.name = name
        self.event = Mutex(event)
    }

    func information(at path: FilePath) throws -> FileInformation? { try disk.information(at: path) }
    func isLink(_ path: FilePath) throws -> Bool { try disk.isLink(path) }
    func read(_ path: FilePath) throws -> [UInt8] { try disk.read(path) }
    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    func remove(_ path: FilePath) throws { try disk.remove(path) }
    func makeDirectory(_ path: FilePath) throws { try disk.makeDirectory(path) }
    func rename(_ source: FilePath, to destination: FilePath) throws { try disk.rename(source, to: destination) }

    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        if path.lastComponent?.string == name {
            let event = event.withLock { event in
                defer { event = nil }
                return event
            }
            try event?()
        }
        try disk.write(bytes, to: path, executable: executable)
    }
}

/// What somebody saves in the middle of an update is not overwritten.
@Suite struct ChangedMeanwhileTests {
    private func fixture() async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(["a.txt": "1\n", "b.txt": "1\n", "c.txt": "1\n"])
        try fixture.write(template: ["a.txt": "2\n", "b.txt": "2\n", "c.txt": "2\n", "d.txt": "2\n"])
        return fixture
    }

    private func texts(_ fixture: UpdateFixture) throws -> [String?] { try ["a", "b", "c", "d"].map { try fixture.read($0 + ".txt") } }

    /// The journal is written when everything has been looked at.
    @Test(arguments: ["c.txt", "d.txt"]) func aFileThatIsSavedAfterAllChecksIsKept(_ name: String) async throws {
        let fixture = try await fixture()
        let file = fixture.file(name)
        let index = try fixture.index()
        let disk = SharedDisk(before: "journal") { try LocalFileSystem().write("mine\n", to: file) }
        let found = problems { try ProjectUpdate(fixture.request(files: disk, durable: disk)).apply() }
        #expect(
            found == """
                error: `\(name)` was changed by somebody else in the middle of the update
                note: what it holds now is kept

                hint: commit it or put it aside, and try again

                """)
        #expect(try texts(fixture) == (name == "c.txt" ? ["1\n", "1\n", "mine\n", nil] : ["1\n", "1\n", "1\n", "mine\n"]))
        #expect(try fixture.index() == index)
        try Recovery.run(fixture.project, git: fixture.environment)
        try await fixture.commit()
        #expect(try fixture.update().plan.conflicts.map(\.path) == [name])
    }

    /// What is put back is not what somebody has changed after it was written.
    @Test func aFileThatIsSavedAfterItWasWrittenIsKept() async throws {
        let fixture = try await fixture()
        let (a, c) = (fixture.file("a.txt"), fixture.file("c.txt"))
        let disk = SharedDisk(before: "b.txt") {
            for file in [a, c] { try LocalFileSystem().write("mine\n", to: file) }
        }
        let found = messages { try ProjectUpdate(fixture.request(files: disk, durable: disk)).apply() }
        #expect(
            found == ["`c.txt` was changed by somebody else in the middle of the update", "1 file changed after the update had written it"])
        #expect(try texts(fixture) == ["mine\n", "1\n", "mine\n", nil])
        #expect(try !LocalFileSystem().exists(fixture.file(".mlkit/tmp/apply")))
    }

    @Test func aLinkInAFilesPlaceIsKept() async throws {
        let fixture = try await fixture()
        let file = fixture.file("c.txt")
        let disk = SharedDisk(before: "journal") {
            try LocalFileSystem().remove(file)
            try LocalFileSystem().makeLink(at: file, to: "b.txt")
        }
        #expect(throws: Failure.self) { try ProjectUpdate(fixture.request(files: disk, durable: disk)).apply() }
        #expect(try LocalFileSystem().isLink(fixture.file("c.txt")))
        #expect(try texts(fixture) == ["1\n", "1\n", "1\n", nil])
    }

    @Test func anUndoKeepsWhatIsSavedMeanwhile() async throws {
        let fixture = try await fixture()
        try fixture.apply()
        let file = fixture.file("b.txt")
        let disk = SharedDisk(before: "journal") { try LocalFileSystem().write("mine\n", to: file) }
        let undo = UpdateUndo(project: fixture.project, git: fixture.environment, files: disk, durable: disk)
        #expect(messages { _ = try undo.run() } == ["`b.txt` was changed by somebody else in the middle of the update"])
        #expect(try texts(fixture) == ["2\n", "mine\n", "2\n", "2\n"])
    }

    /// Git says nothing of it then.
    @Test func aFileThatIsCommittedAfterPlanningIsNotReplaced() async throws {
        let fixture = try await fixture()
        let update = try fixture.update()
        try fixture.perform(.write("b.txt", "mine\n"))
        try await fixture.commit()
        #expect(messages { try update.apply() } == ["1 file changed while the update was being planned"])
        #expect(try texts(fixture) == ["1\n", "mine\n", "1\n", nil])
    }

    /// Nothing is asked of git about it: answers are edited into it as it stands.
    @Test func aSpecThatIsSavedAfterPlanningIsNotReplaced() async throws {
        let fixture = try await fixture()
        let update = try fixture.update(["title=Another"])
        let text = (try fixture.read("mlkit.yaml") ?? "") + "# mine\n"
        try fixture.perform(.write("mlkit.yaml", text))
        #expect(messages { try update.apply() } == ["1 file changed while the update was being planned"])
        #expect(try fixture.read("mlkit.yaml") == text)
    }
}
