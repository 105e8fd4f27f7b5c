import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Commits as evidence, in real repositories.
@Suite struct CommitEvidenceTests {
    private func load(_ sandbox: GitSandbox, in project: FilePath? = nil) throws -> Checklist {
        let project = project ?? sandbox.path
        let definition = try sandbox.scratch.write(ProjectFixture.definition, to: "lists/small.yaml")
        let environment = GitEnvironment(variables: sandbox.variables, time: GitTime(seconds: 1))
        return try Checklist.load(
            definitions: [definition], project: project, kinds: .builtIn, facts: nil,
            hashes: HashCache(project: project, files: LocalFileSystem(), now: { 0 }),
            sources: EvidenceSources { try RepositoryHistory(project: project, environment: environment) },
            now: ProjectFixture.at)
    }

    private func why(_ checklist: Checklist) throws -> [String] {
        guard case .stale(let causes) = try checklist.find("baseline").state else { return [] }
        return causes.map(\.description)
    }

    @Test func aCommitHasToStayInTheHistory() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try await sandbox.commit(["a": "2"])
        try await sandbox.git("tag", "--annotate", "--message", "m", "v1")
        let id = try await sandbox.git("rev-parse", "HEAD").trimmed
        let checklist = try load(sandbox)
        let item = try checklist.find("baseline").item
        let change = try checklist.markDone(item, evidence: [.commit("v1")], ProjectFixture.answering)
        #expect(change.record.evidence == [Evidence(.commit(id))])
        #expect(throws: Failure.self) {
            try checklist.markDone(item, evidence: [.commit("nowhere")], ProjectFixture.answering)
        }
        #expect(throws: Failure.self) {
            try checklist.markDone(item, evidence: [.commit("HEAD:a")], ProjectFixture.answering)
        }
        try await sandbox.commit(["a": "3"])
        #expect(try load(sandbox).find("baseline").state == .done)
        // Another branch does not have it.
        try await sandbox.git("checkout", "--quiet", "-b", "side", "HEAD~2")
        let short = id.prefix(7)
        #expect(try why(load(sandbox)) == ["the commit \(short) is not in the history of what is checked out"])
        #expect(throws: Failure.self) {
            try checklist.markDone(item, evidence: [.commit("main")], ProjectFixture.answering)
        }
        // Nobody has it any more.
        try await sandbox.git("tag", "--delete", "v1")
        try await sandbox.git("branch", "--quiet", "--delete", "--force", "main")
        try await sandbox.git("reflog", "expire", "--expire=now", "--all")
        try await sandbox.git("gc", "--quiet", "--prune=now")
        #expect(try why(load(sandbox)) == ["the commit \(short) is gone"])
    }

    @Test func aShallowCloneCannotTell() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        _ = try load(sandbox).markDone(
            load(sandbox).find("baseline").item, evidence: [.commit("HEAD")], ProjectFixture.answering)
        try await sandbox.git("add", "checklist")
        try await sandbox.git("commit", "--quiet", "--message", "Answer")
        let clone = sandbox.scratch.path.appending("clone")
        try await sandbox.git("clone", "--quiet", "--depth", "1", "file://\(sandbox.path)", clone.string)
        guard case .unclear(let doubts) = try load(sandbox, in: clone).find("baseline").state else {
            Issue.record("the commit is not in this clone")
            return
        }
        #expect(doubts[0].contains("only a part of the history is in this clone") && doubts[0].contains("--unshallow"))
        #expect(try load(sandbox).find("baseline").state == .done)
    }
}
