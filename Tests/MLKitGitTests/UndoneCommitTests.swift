import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitGit

/// Commits that are taken back, and what is written of those that stay.
@Suite struct UndoneCommitTests {
    private func draft(_ repository: Repository, _ message: String = "new") throws -> CommitDraft {
        let identity = try Identity(.author, Configuration(of: repository), repository.environment)
        return CommitDraft(
            repository: repository, author: identity, committer: identity, message: message, signer: nil, batch: nil,
            access: nil)
    }

    private func change(_ repository: Repository) throws -> [TreeUpdate.Change] {
        let blob = try Blob.write([65], asContentOf: "new", in: repository)
        return [TreeUpdate.Change(path: "new", components: ["new"], blob: blob, mode: .file)]
    }

    /// The index and the branch move together or not at all.
    @Test func aCommitWhoseIndexCannotBeWrittenIsTakenBack() async throws {
        let sandbox = try await GitSandbox()
        let repository = try sandbox.repository()
        #expect(throws: Failure.self) {
            try draft(repository).commit(change(repository)) { throw Failure("no index") }
        }
        await #expect(throws: Failure.self) { try await sandbox.git("rev-parse", "--verify", "HEAD") }
        #expect(try await sandbox.git("symbolic-ref", "HEAD") == "refs/heads/main\n")
        try await sandbox.commit(["a": "1"])
        let head = try await sandbox.git("rev-parse", "HEAD")
        #expect { try draft(repository).commit(change(repository)) { throw Failure("no index") } } throws: {
            "\($0)" == "error: no index\n"
        }
        #expect(try await sandbox.git("rev-parse", "HEAD") == head)
        #expect(try await sandbox.git("reflog", "-1", "--format=%gs") == "reset: the index could not be written\n")
        var isPublished = false
        #expect(try draft(repository).commit(change(repository)) { isPublished = true } != nil)
        #expect(isPublished)
    }

    @Test func aMessageIsTidied() async throws {
        let sandbox = try await GitSandbox()
        let repository = try sandbox.repository()
        try repository.commit(
            file: "a", content: .bytes([65]), message: "\n \t\r\n\nsubject \n\n  indented\n\n\n \n")
        #expect(try await sandbox.git("log", "-1", "--format=%B") == "subject \n\n  indented\n\n")
        #expect(try await sandbox.git("cat-file", "commit", "HEAD").hasSuffix("\n\nsubject \n\n  indented\n"))
    }

    @Test(arguments: ["\n", "\r\n"]) func theReflogHasTheSubject(lineBreak: String) async throws {
        let sandbox = try await GitSandbox()
        let message = ["", "subject", "", "more"].joined(separator: lineBreak)
        try sandbox.repository().commit(file: "a", content: .bytes([65]), message: message)
        #expect(try await sandbox.git("reflog", "-1", "--format=%gs") == "commit (initial): subject\n")
        #expect(try await sandbox.git("log", "-1", "--format=%B") == "subject\n\nmore\n\n")
    }

    /// The eighth file makes a pack the quicker way; a gibibyte is too much for one.
    @Test func aPackIsForManyFilesThatAreNotHuge() {
        #expect(!ObjectBatch.isWorthwhile(7, size: 0, nil))
        #expect(ObjectBatch.isWorthwhile(8, size: (1 << 30) - 1, nil))
        #expect(!ObjectBatch.isWorthwhile(8, size: 1 << 30, nil))
    }

    /// A reference may lead to another one, up to five.
    @Test func aHeadThatLeadsThroughReferencesIsFollowed() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try await sandbox.git("symbolic-ref", "refs/heads/one", "refs/heads/main")
        try await sandbox.git("symbolic-ref", "refs/heads/two", "refs/heads/one")
        try await sandbox.git("symbolic-ref", "HEAD", "refs/heads/two")
        #expect(try Head(of: sandbox.repository()).reference == "refs/heads/main")
        let commit = try #require(try sandbox.repository().commit(file: "b", content: .bytes([65]), message: "b"))
        #expect(try await sandbox.git("rev-parse", "main").trimmed == commit.hex)
        try await sandbox.git("symbolic-ref", "HEAD", "refs/heads/unborn")
        #expect(try Head(of: sandbox.repository()).reference == "refs/heads/unborn")
        #expect(try Head(of: sandbox.repository()).commit == nil)
    }

    /// Half of the larger file has to be there.
    @Test(arguments: [
        (50, true), (49, false),
    ]) func aFileHasMovedIfHalfOfItIsThere(kept: Int, isFound: Bool) async throws {
        func lines(_ count: Int) -> String { (0..<count).map { String(100 + $0) + "-line\n" }.joined() }
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["old": lines(100)])
        try LocalFileSystem().remove(sandbox.path.appending("old"))
        try sandbox.write(lines(kept) + (0..<(100 - kept)).map { String(900 + $0 % 100) + "-lino\n" }.joined(), to: "new")
        try await sandbox.git("add", "--all")
        let text = try await sandbox.git("rev-parse", "HEAD:old").trimmed
        let moved = try sandbox.repository().movedFiles([("old", try #require(ObjectID(text)))], known: []).places
        #expect(moved == (isFound ? ["old": "new"] : [:]))
    }

    @Test func aZeroAmongTheFirst8000BytesIsBinary() {
        #expect(TextMerge.isBinary([UInt8](repeating: 65, count: 7999) + [0]))
        #expect(!TextMerge.isBinary([UInt8](repeating: 65, count: 8000) + [0]))
    }

    @Test(arguments: [
        "@", "1700000000 +01300", "1700000000  +0130", "1700000000 +0130 x", "+1", "1234567890123", "1700000000 0130",
    ])
    func whatIsAlmostADateIsNot(text: String) {
        #expect(GitTime(text) == nil)
    }

    @Test func whatWouldBreakTheLineOfACommitIsDropped() async throws {
        let sandbox = try await GitSandbox()
        let name = "  A <b>\nd "
        let author = try Repository.author(
            in: sandbox.path, environment: sandbox.environment(["GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": " <x@y>"]))
        #expect(author == "A bd  <x@y>")
        #expect(GitTime("123456789012")?.seconds == 123_456_789_012)
    }
}
