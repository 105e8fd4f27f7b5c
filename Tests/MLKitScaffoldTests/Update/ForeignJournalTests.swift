import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Journals that no `mlkit apply` of this user wrote, and those that lead out of the project: nothing of them is carried out.
@Suite struct ForeignJournalTests {
    private let disk = LocalFileSystem(.whole)

    private func seal(_ fixture: UpdateFixture) throws -> CacheSeal {
        try #require(UserSeal(environment: fixture.variables).seal)
    }

    /// Looks half done: its first step is, so that the others would be carried out.
    private func put(
        _ paths: [String], in folder: JournalFolder, of fixture: UpdateFixture, _ seal: CacheSeal?
    ) throws {
        var draft = JournalDraft()
        draft.add(.replace(path: "a.txt", before: draft.version(Array("x\n".utf8)), after: draft.version(Array("1\n".utf8))))
        for path in paths { draft.add(.replace(path: path, before: nil, after: draft.version(Array("evil\n".utf8)))) }
        try folder.begin()
        try folder.commit(draft.journal(.apply, "t"), draft.contents, seal, durable: disk)
    }

    private func recover(_ fixture: UpdateFixture) -> String {
        problems(without: fixture.project.string + "/") { try Recovery.run(fixture.project, git: fixture.environment) }
    }

    @Test func aJournalWithoutTheUsersSealIsRefused() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        for seal in [nil, CacheSeal(key: [1])] {
            try put(["new.txt", "../outside"], in: .pending(fixture.project, disk), of: fixture, seal)
            #expect(
                recover(fixture) == """
                    error: `.mlkit/tmp/apply` is not carried out: it was not noted by an mlkit of yours, here
                    note: it does not have the seal that mlkit keeps in your `~/.cache`

                    hint: look at `git status`, and remove `.mlkit/tmp/apply`: all files stay as they are then

                    """)
        }
        #expect(try fixture.read("new.txt") == nil && !disk.exists(fixture.scratch.path.appending("outside")))
        try fixture.perform(.delete(".mlkit/tmp/apply"))
        #expect(recover(fixture) == "")
    }

    /// The seal is on what a journal says, and what it says includes the contents.
    @Test func aJournalThatWasChangedIsRefused() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        let folder = JournalFolder.pending(fixture.project, disk)
        try put(["new.txt"], in: folder, of: fixture, try seal(fixture))
        let (journal, contents) = (".mlkit/tmp/apply/journal", ".mlkit/tmp/apply/contents")
        let text = try #require(try fixture.read(journal))
        try fixture.perform(.write(journal, text.replacing("new.txt", with: "old.txt")))
        #expect(recover(fixture).contains("is not carried out"))
        try fixture.perform(.write(journal, text))
        let bytes = try #require(try fixture.read(contents))
        try fixture.perform(.write(contents, bytes.replacing("evil", with: "more")))
        #expect(recover(fixture) == "error: the journal of an update is damaged\n")
        try fixture.perform(.write(contents, bytes))
        #expect(recover(fixture) == "")
        #expect(try fixture.read("new.txt") == "evil\n")
    }

    @Test(arguments: [
        "../outside", "/tmp/mlkit-outside", "sub/../../outside", ".git/hooks/post-checkout", "sub/.GIT/config", "link/x", "a//b", "",
    ])
    func aPlaceOutsideTheProjectIsRefusedBeforeAnythingIsWritten(_ path: String) async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        let outside = fixture.scratch.path.appending("elsewhere")
        try disk.makeDirectory(outside)
        try fixture.perform(.link("link", to: outside.string))
        try put(["first.txt", path], in: .pending(fixture.project, disk), of: fixture, try seal(fixture))
        #expect(recover(fixture).hasPrefix("error: an update would write `\(path)`, which "))
        #expect(try fixture.read("first.txt") == nil)
        #expect(try disk.list(outside).isEmpty && disk.list(fixture.scratch.path).contains("outside") == false)
    }

    @Test func aMoveIsLookedAtOnBothSides() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        let inode = try #require(try disk.information(at: fixture.file("a.txt"))?.inode)
        for step in [Journal.Step.move(from: "a.txt", to: "../a.txt", inode: inode), .move(from: "../x", to: "b", inode: inode)] {
            var draft = JournalDraft()
            draft.add(.replace(path: "b.txt", before: nil, after: draft.version([1])))
            draft.add(step)
            let folder = JournalFolder.pending(fixture.project, disk)
            try folder.begin()
            try folder.commit(draft.journal(.apply, "t"), draft.contents, try seal(fixture), durable: disk)
            #expect(recover(fixture).contains("which is no place inside the project"))
        }
        #expect(try fixture.read("a.txt") == "1\n" && fixture.read("b.txt") == nil)
    }

    @Test func aJournalThatGitHasIsRefused() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        try put(["new.txt"], in: .pending(fixture.project, disk), of: fixture, try seal(fixture))
        try await fixture.git("add", "--force", ".mlkit/tmp/apply")
        #expect(recover(fixture).contains("note: git has it, so it may be of anybody who works on the repository"))
        #expect(try fixture.read("new.txt") == nil)
    }

    @Test func anUndoThatCameWithACloneIsRefused() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        try put([], in: .done(fixture.project, disk), of: fixture, CacheSeal(key: [1]))
        #expect(messages { try fixture.undo() }.first?.contains("undo` is not carried out") == true)
        try put([], in: .done(fixture.project, disk), of: fixture, try seal(fixture))
        try await fixture.git("add", "--force", ".mlkit/undo")
        #expect(messages { try fixture.undo() }.first?.contains("undo` is not carried out") == true)
        #expect(try fixture.read("a.txt") == "1\n")
        try await fixture.git("reset", "--quiet")
        try fixture.undo()
        #expect(try fixture.read("a.txt") == "x\n")
    }
}
