import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitStages
import MLKitTestSupport
import SystemPackage

/// A project in git whose answers Ada and Bob give, commit by hand, and merge.
struct AuditedProject {
    static let item = "scoping.baseline"
    static let record = "checklist/scoping/baseline.md"
    static let bob = "Bob <bob@example.com>"

    let sandbox: GitSandbox
    private let spec = "mlkit: 1\nproject: {name: p}\nchecklists: ["

    init() async throws {
        sandbox = try await GitSandbox()
        try await sandbox.commit([
            "lists/small.yaml": ProjectFixture.definition, "mlkit.yaml": spec + "lists/small.yaml]\n", "a.txt": "1\n", "b.txt": "2\n",
        ])
    }

    /// The commits are later than those that git makes now: which of two is newer does not hang on their parents then.
    ///
    /// - Parameter hour: of the answer and its commit, after the first.
    private func git(_ person: String?, hour: Int) -> GitEnvironment {
        let parts = person?.split(separator: "<").map { $0.trimmed } ?? []
        let name = parts.first.map { ["GIT_AUTHOR_NAME": $0, "GIT_COMMITTER_NAME": $0] } ?? [:]
        let address = parts.last.map { String($0.dropLast()) }.map { ["GIT_AUTHOR_EMAIL": $0, "GIT_COMMITTER_EMAIL": $0] } ?? [:]
        let variables = [name, address].reduce(sandbox.variables) { $0.merging($1) { $1 } }
        return GitEnvironment(variables: variables, time: GitTime(seconds: 1_900_000_000 + hour * 3600))
    }

    func load(_ list: String = "lists/small.yaml") throws -> Checklist {
        let project = sandbox.path
        return try Checklist.load(
            definitions: [project.pushing(FilePath(list))], project: project, kinds: .builtIn, facts: nil,
            hashes: HashCache(project: project, files: LocalFileSystem(), now: { 0 }), now: ProjectFixture.at)
    }

    func answering(_ person: String?, _ hour: Int) -> Answering {
        let at = Timestamp(seconds: ProjectFixture.at.seconds + hour * 3600)
        return Answering(by: person ?? "Ada Example <ada@example.com>", at: at, git: git(person, hour: hour))
    }

    func done(by person: String? = nil, _ evidence: [EvidenceName]? = nil, hour: Int) throws {
        let checklist = try load()
        _ = try checklist.markDone(checklist.find(Self.item).item, evidence: evidence, answering(person, hour))
    }

    func reopen(by person: String? = nil, hour: Int) throws {
        let checklist = try load()
        _ = try checklist.reopen(checklist.find(Self.item).item, because: "it leaks", answering(person, hour))
    }

    /// The findings, those that are no objections in brackets.
    func audit(_ list: String = "lists/small.yaml") throws -> [String] {
        let history = try AnswerHistory(project: sandbox.path, git: git(nil, hour: 0), files: LocalFileSystem(), seal: nil)
        let findings = try load(list).audit(history, git: git(nil, hour: 0)).findings
        return findings.map { $0.isObjection ? "\($0.kind.rawValue) \($0.subject)" : "(\($0.kind.rawValue) \($0.subject))" }
    }

    /// The lines of the record, each changed or left out.
    func edit(_ change: (String) -> String?) throws {
        let lines = try sandbox.read(Self.record).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        try sandbox.write(lines.compactMap(change).joined(separator: "\n"), to: Self.record)
    }

    func commitAll(_ message: String = "by hand") async throws {
        try await sandbox.git("add", "--all")
        try await sandbox.git("commit", "--quiet", "--message", message)
    }
}
