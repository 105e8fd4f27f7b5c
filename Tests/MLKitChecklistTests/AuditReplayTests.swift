import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Answers that are brought back, and answers that are only moved.
@Suite struct AuditReplayTests {
    private let project: AuditedProject
    private let item = AuditedProject.item
    private var sandbox: GitSandbox { project.sandbox }

    init() async throws { project = try await AuditedProject() }

    private func head() async throws -> String { try await sandbox.git("rev-parse", "HEAD").trimmed }

    /// The commit of an old answer, applied again over what was said since, has mlkit's own words in it.
    @Test(arguments: [1, 0]) func anOldAnswerInThePlaceOfANewerOneIsTold(hour: Int) async throws {
        try project.done(["a.txt"], hour: 0)
        let old = try await head()
        // Within the same second it is the very same answer that tells.
        try project.reopen(by: AuditedProject.bob, hour: hour)
        #expect(try project.audit() == [])
        try await sandbox.git("cherry-pick", "-X", "theirs", old)
        #expect(try project.audit() == ["replayed \(item)"])
        // Answered anew, it is nobody's concern any more.
        try project.done(hour: 2)
        #expect(try project.audit() == [])
    }

    /// Also where the record was taken away in between.
    @Test func aDetourDoesNotHideIt() async throws {
        try project.done(["a.txt"], hour: 0)
        let old = try await head()
        try project.reopen(by: AuditedProject.bob, hour: 1)
        try await sandbox.git("rm", "--quiet", AuditedProject.record)
        try await project.commitAll("tidy")
        try await sandbox.git("cherry-pick", old)
        #expect(try project.audit() == ["replayed \(item)"])
    }

    /// A branch that is set onto another one keeps the order of its answers.
    @Test func aRebaseIsNone() async throws {
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try project.done(["a.txt"], hour: 0)
        try project.reopen(by: AuditedProject.bob, hour: 1)
        try project.done(["b.txt"], hour: 2)
        try await sandbox.git("checkout", "--quiet", "main")
        try await sandbox.commit(["other.txt": "1\n"])
        try await sandbox.git("rebase", "--quiet", "main", "side")
        #expect(try project.audit() == [])
    }

    @Test func aReviewThatIsOlderThanTheAnswerIsTold() async throws {
        try project.done(["a.txt"], hour: 2)
        try project.edit {
            $0 == "---" ? $0 : $0.hasPrefix("at: ") ? "\($0)\nreviewer: \(AuditedProject.bob)\nreviewed: 2026-01-01T00:00:00Z" : $0
        }
        try await sandbox.git(
            "-c", "user.name=Bob", "-c", "user.email=bob@example.com", "commit", "--quiet", "--all", "--message", "by hand")
        #expect(try project.audit() == ["replayed \(item)"])
        try project.edit { $0.hasPrefix("reviewed: ") ? "reviewed: 2026-01-01T02:00:00Z" : $0 }
        try await sandbox.git(
            "-c", "user.name=Bob", "-c", "user.email=bob@example.com", "commit", "--quiet", "--all", "--message", "by hand")
        #expect(try project.audit() == [])
    }

    private func rename(_ old: String, _ new: String, title: String = "Establish a baseline", was: Bool = true) async throws {
        let line = "{id: \(new), \(was ? "was: [\(old)], " : "")title: \(title)"
        let text = try sandbox.read("lists/small.yaml").replacing("{id: \(old), title: Establish a baseline", with: line)
        try await sandbox.commit(["lists/small.yaml": text])
    }

    private func move(by person: String, wanted: [ListUpgrade.Move] = [], hour: Int) throws {
        let checklist = try project.load()
        for move in try checklist.upgrade(moving: wanted).moves { _ = try checklist.move(move, project.answering(person, hour)) }
    }

    /// Whoever moves the answer to the item's new name did not give it.
    @Test(arguments: [true, false]) func aMovedAnswerIsHeldToTheCommitThatGaveIt(isDeclared: Bool) async throws {
        try project.done(["a.txt"], hour: 0)
        let checklist = try project.load()
        _ = try checklist.review(checklist.find(item).item, project.answering(AuditedProject.bob, 1))
        try await rename(item, "scoping.base", was: isDeclared)
        let wanted = isDeclared ? [] : [ListUpgrade.Move(from: item, to: "scoping.base")]
        try move(by: "Carl <carl@example.com>", wanted: wanted, hour: 2)
        #expect(try project.audit() == [])
        // And to the next one.
        try await sandbox.commit(
            ["lists/small.yaml": try sandbox.read("lists/small.yaml")
            .replacing("scoping.base,", with: "scoping.ground, was: [scoping.base],")
            .replacing("was: [scoping.base], was: [\(item)]", with: "was: [scoping.base, \(item)]")])
        try move(by: "Dora <dora@example.com>", hour: 3)
        #expect(try project.audit() == [])
    }

    @Test func whatWasWrongWithItMovesAlong() async throws {
        try project.done(by: "Grace <grace@example.org>", ["a.txt"], hour: 0)
        try project.edit { $0.hasPrefix("by: ") ? "by: Hopper <hopper@example.org>" : $0 }
        try await project.commitAll()
        try await rename(item, "scoping.base")
        try move(by: "Carl <carl@example.com>", hour: 2)
        #expect(try project.audit() == ["by-hand scoping.base", "other-person scoping.base"])
    }

    /// The words of a move alone make none: the answer has to be the same, and to leave an item that no list has.
    @Test(arguments: [true, false]) func anAnswerIsNotMovedFromAnItemThatIsThere(isThere: Bool) async throws {
        try project.done(by: AuditedProject.bob, ["a.txt"], hour: 0)
        if !isThere { try await rename(item, "scoping.base", was: false) }
        let text = try sandbox.read(AuditedProject.record).replacing("item: \(item)", with: "item: scoping.budget")
        try sandbox.write(isThere ? text : text.replacing("a.txt", with: "b.txt"), to: "checklist/scoping/budget.md")
        try await sandbox.git("rm", "--quiet", AuditedProject.record)
        let message = "Checklist: move\n\nChecklist-Item: scoping.budget\nChecklist-Was: \(item)\nChecklist-Status: done"
        try await project.commitAll(message)
        #expect(try project.audit().contains("other-person scoping.budget"))
    }
}
