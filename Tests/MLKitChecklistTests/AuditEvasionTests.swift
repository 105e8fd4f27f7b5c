import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Ways around an answer that somebody else gave, none of which an audit lets pass.
@Suite struct AuditEvasionTests {
    private let project: AuditedProject
    private let item = AuditedProject.item
    private let path = AuditedProject.record
    private var sandbox: GitSandbox { project.sandbox }

    init() async throws { project = try await AuditedProject() }

    private var handmade: String { "---\nitem: \(item)\nstatus: done\nby: Ada Example <ada@example.com>\nat: 2026-06-01T00:00:00Z\n---\n" }

    /// Removed or made unreadable in one commit, and written by hand in the next.
    @Test(arguments: [true, false]) func whatStoodThereBeforeIsNotForgotten(isRemoved: Bool) async throws {
        try project.done(hour: 0)
        try project.reopen(by: AuditedProject.bob, hour: 1)
        if isRemoved { try await sandbox.git("rm", "--quiet", path) } else { try sandbox.write("x\n", to: path) }
        try await project.commitAll("tidy")
        try await sandbox.commit([path: handmade])
        #expect(try project.audit() == ["by-hand \(item)"])
    }

    /// Written by hand where there never was one, it is told, and so is one that git gives back as it was.
    @Test func whatIsPutBackAsItWasIsNoEdit() async throws {
        try await sandbox.commit([path: handmade])
        #expect(try project.audit() == ["(not-by-mlkit \(item))"])
        try project.done(hour: 24 * 365)
        try await sandbox.git("rm", "--quiet", path)
        try await project.commitAll("tidy")
        try await sandbox.git("revert", "--no-edit", "HEAD")
        #expect(try project.audit() == ["(not-by-mlkit \(item))"])
    }

    /// The message still says what mlkit recorded.
    @Test func aCommitOfMlkitsThatWasAmendedIsTold() async throws {
        try project.done(["a.txt"], hour: 0)
        #expect(try project.audit() == [])
        try project.edit { $0.replacing("a.txt", with: "b.txt").replacing(ContentHash(of: "1\n").hex, with: ContentHash(of: "2\n").hex) }
        try await sandbox.git("commit", "--quiet", "--all", "--amend", "--no-edit")
        #expect(try project.audit() == ["by-hand \(item)"])
        try project.reopen(hour: 1)
        #expect(try project.audit() == [])
        try project.edit { $0.hasPrefix("reason:") ? nil : $0 == "status: open" ? "status: done" : $0 }
        try await sandbox.git("commit", "--quiet", "--all", "--amend", "--no-edit")
        #expect(try project.audit() == ["by-hand \(item)"])
    }

    /// Messages of earlier versions have no hash; the status that they name counts all the same.
    @Test func aMessageWithoutAHashIsHeldToItsStatus() async throws {
        try project.done(hour: 0)
        for (status, expected) in [("done", []), ("waived", ["by-hand \(item)"])] {
            let message = "Checklist: x\n\nChecklist-Item: \(item)\nChecklist-Status: \(status)"
            try await sandbox.git("commit", "--quiet", "--amend", "--message", message)
            #expect(try project.audit() == expected)
        }
    }

    /// A squash has the messages of all that went into it.
    @Test func ofSeveralMessagesOneHasToFit() async throws {
        try project.done(hour: 0)
        let first = try await sandbox.git("log", "-1", "--format=%B")
        try project.reopen(hour: 1)
        let second = try await sandbox.git("log", "-1", "--format=%B")
        try await sandbox.git("reset", "--quiet", "--soft", "HEAD~2")
        try await sandbox.git("commit", "--quiet", "--message", "Merge (#1)\n\n* \(first)\n* \(second)")
        #expect(try project.audit() == [])
    }

    /// `git merge --squash` indents them.
    @Test func theWordsOfASquashCountWhereTheyAreIndented() async throws {
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try project.done(["a.txt"], hour: 0)
        try await sandbox.git("checkout", "--quiet", "main")
        try await sandbox.git("merge", "--quiet", "--squash", "side")
        try await sandbox.git("commit", "--quiet", "--no-edit")
        #expect(try project.audit() == [])
        // Another answer than the one it tells of.
        try project.edit { $0.hasPrefix("message:") ? nil : $0.replacing("a.txt", with: "b.txt") }
        try await sandbox.git("add", "--all")
        try await sandbox.git("commit", "--quiet", "--amend", "--no-edit")
        #expect(try project.audit().contains("by-hand \(item)"))
    }

    @Test func aChangeThatAMergeLeavesOutIsTold() async throws {
        try project.done(hour: 0)
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try project.reopen(by: AuditedProject.bob, hour: 1)
        try await sandbox.git("checkout", "--quiet", "main")
        try await sandbox.commit(["other.txt": "1\n"])
        try await sandbox.git("merge", "--quiet", "--strategy=ours", "--message", "Merge", "side")
        #expect(try project.audit() == ["dropped \(item)"])
        // Answered anew, it is known again what holds.
        try project.done(hour: 24 * 365)
        #expect(try project.audit() == [])
    }

    @Test func aMergeThatTakesTheNewerAnswerIsNotObjectedTo() async throws {
        try project.done(hour: 0)
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try project.reopen(by: AuditedProject.bob, hour: 1)
        try await sandbox.git("checkout", "--quiet", "main")
        try project.done(["a.txt"], hour: 2)
        try await sandbox.git("merge", "--quiet", "--strategy=ours", "--message", "Merge", "side")
        #expect(try project.audit() == [])
    }

    /// Renamed with all its items, a list is in use as before; with one of them less it is not.
    @Test func aListOfTheProjectsOwnMayBeRenamed() async throws {
        try project.done(hour: 0)
        try await sandbox.git("mv", "lists/small.yaml", "lists/ours.yaml")
        try await sandbox.commit(["mlkit.yaml": "mlkit: 1\nproject: {name: p}\nchecklists: [lists/ours.yaml]\n"])
        #expect(try project.audit("lists/ours.yaml") == ["(list-off small)"])
        let less = ProjectFixture.definition.split(separator: "\n").filter { !$0.contains("scoping.budget") }.joined(separator: "\n")
        try await sandbox.commit(["lists/ours.yaml": less + "\n"])
        #expect(try project.audit("lists/ours.yaml") == ["list-off small"])
    }
}
