import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Answers held against the commits that made them.
@Suite struct AuditTests {
    private let sandbox: GitSandbox
    private let item = "scoping.baseline"
    private let path = "checklist/scoping/baseline.md"

    init() async throws {
        sandbox = try await GitSandbox()
        try await sandbox.commit([
            "lists/small.yaml": ProjectFixture.definition, "mlkit.yaml": "mlkit: 1\nproject: {name: p}\nchecklists: [lists/small.yaml]\n",
            "a.txt": "1\n",
        ])
    }

    private var git: GitEnvironment { GitEnvironment(variables: sandbox.variables, time: GitTime(seconds: 1_767_225_600)) }

    private func load() throws -> Checklist {
        let project = sandbox.path
        return try Checklist.load(
            definitions: [project.pushing("lists/small.yaml")], project: project, kinds: .builtIn, facts: nil,
            hashes: HashCache(project: project, files: LocalFileSystem(), now: { 0 }), now: ProjectFixture.at)
    }

    private func audit() throws -> [String] {
        let history = try AnswerHistory(project: sandbox.path, git: git, files: LocalFileSystem(), seal: nil)
        return try load().audit(history, git: git).findings.map { "\($0.isObjection ? "" : "(")\($0.kind.rawValue) \($0.subject)" }
    }

    private func answer(by name: String = "Ada Example <ada@example.com>", _ evidence: [EvidenceName] = ["a.txt"]) throws {
        let checklist = try load()
        let answering = Answering(by: name, at: ProjectFixture.at, git: git)
        _ = try checklist.markDone(checklist.find(item).item, evidence: evidence, answering)
    }

    @Test func whatMlkitRecordedIsNotObjectedTo() throws {
        try answer()
        #expect(try audit() == [])
    }

    @Test func aRecordThatWasEditedByHandIsTold() async throws {
        try answer()
        try await sandbox.commit(["a.txt": "2\n"])
        let text = try String(decoding: LocalFileSystem().read(sandbox.path.pushing(FilePath(path))), as: UTF8.self)
        let edited = text.replacing(ContentHash(of: "1\n").hex, with: ContentHash(of: "2\n").hex)
        try sandbox.write(edited, to: path)
        // The last commit has the bytes that it names now, as where evidence is committed after the answer.
        #expect(try audit() == ["uncommitted \(item)"])
        try await sandbox.commit([path: edited])
        #expect(try load().find(item).state == .done)
        #expect(try audit() == ["by-hand \(item)"])
        // Answered anew, it is mlkit's again.
        try await sandbox.commit(["a.txt": "3\n"])
        let later = Answering(by: "Ada Example <ada@example.com>", at: Timestamp(seconds: ProjectFixture.at.seconds + 60), git: git)
        _ = try load().markDone(load().find(item).item, later)
        #expect(try audit() == [])
    }

    @Test func anotherNameThanTheCommittersIsTold() throws {
        try answer(by: "Grace Hopper <grace@example.org>")
        #expect(try audit() == ["other-person \(item)"])
    }

    /// With a moment of its own, and even with one that is long past.
    @Test(arguments: ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"])
    func anAnswerThatWasChangedWithoutMlkitIsTold(at: String) async throws {
        try answer()
        let checklist = try load()
        _ = try checklist.reopen(
            checklist.find(item).item, because: "wrong", Answering(by: "Ada Example <ada@example.com>", at: ProjectFixture.at, git: git))
        let text = try String(decoding: LocalFileSystem().read(sandbox.path.pushing(FilePath(path))), as: UTF8.self)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("reason:") }
        let edited = lines.map { $0.hasPrefix("status:") ? "status: done" : $0.hasPrefix("at:") ? "at: \(at)" : $0 }.joined(separator: "\n")
            + "\n"
        try await sandbox.commit([path: edited])
        #expect(try audit() == ["by-hand \(item)"])
        // What a squash merge leaves has the words of each commit that went into it.
        try await sandbox.git(
            "commit", "--quiet", "--amend", "--message", "Merge (#1)\n\n* Checklist: done\n\nChecklist-Item: \(item)\nx: y\n\nmore")
        // Not even these words give an answer of a day before the reopening its place back.
        #expect(try audit() == (at < "2026" ? ["replayed \(item)"] : []))
    }

    @Test func namesAndAddressesOfOnePersonAreOne() async throws {
        try answer(by: "Ada <ada@home.example>")
        #expect(try audit() == ["other-person \(item)"])
        let (name, email) = try await (sandbox.git("log", "-1", "--format=%an"), sandbox.git("log", "-1", "--format=%ae"))
        try await sandbox.commit([".mailmap": "\(name.trimmed) <\(email.trimmed)> <ada@home.example>\n"])
        #expect(try audit() == [])
    }

    @Test func aRecordThatNobodyCanReadIsToldOf() async throws {
        try await sandbox.commit([path: "item: \(item)\nstatus: done\n"])
        #expect(try audit() == ["broken \(item)"])
    }

    @Test func evidenceMayBeCommittedAfterTheAnswer() async throws {
        try sandbox.write("2\n", to: "a.txt")
        try answer()
        #expect(try audit() == ["other-bytes \(item)"])
        try await sandbox.commit(["a.txt": "2\n"])
        #expect(try audit() == [])
    }

    @Test func aFolderHasTheBytesItHadInTheCommit() async throws {
        try await sandbox.commit(["notes/a.txt": "1\n", "notes/b/c.txt": "1\n"])
        try answer(["notes"])
        #expect(try audit() == [])
        try sandbox.write("2\n", to: "notes/a.txt")
        try answer(["notes"])
        try await sandbox.git("checkout", "--quiet", "notes")
        #expect(try audit() == ["other-bytes \(item)"])
        // What only this folder has no commit can tell.
        try sandbox.write("x", to: "notes/own.txt")
        try answer(["notes"])
        #expect(try audit() == ["(other-bytes \(item)"])
    }

    @Test func aLockThatSaysSomethingElseOfTheSameIsTold() async throws {
        func lock(_ inputs: String, _ outputs: String) -> String {
            "{\"format\": 3, \"kind\": \"evaluate\", \"inputs\": {\"a\": \"\(inputs)\"}, \"outputs\": {\"b\": \"\(outputs)\"}, "
                + "\"result\": {}}"
        }
        let path = ".mlkit/lock/evaluate.json"
        try await sandbox.commit([path: lock("1", "1")])
        try await sandbox.commit([path: lock("2", "2")])
        #expect(try audit() == [])
        try await sandbox.commit([path: lock("2", "3")])
        #expect(try audit() == ["(lock-changed evaluate"])
    }

    @Test func evidenceHasTheBytesItHadInTheCommit() async throws {
        try sandbox.write("never committed\n", to: "a.txt")
        try answer()
        try await sandbox.git("checkout", "--quiet", "a.txt")
        #expect(try audit() == ["other-bytes \(item)"])
        try sandbox.write("x", to: "b.txt")
        try answer(["b.txt"])
        #expect(try audit() == ["(not-in-git \(item)"])
    }

    @Test func aReviewIsByWhoCommitsIt() async throws {
        try answer()
        let checklist = try load()
        // Under another name, from the same desk.
        _ = try checklist.review(checklist.find(item).item, Answering(by: "Bob <bob@example.com>", at: ProjectFixture.at, git: git))
        #expect(try audit() == ["self-review \(item)"])
    }

    @Test func whatIsGoneIsTold() async throws {
        try answer()
        let other = ProjectFixture.definition.replacing("{id: scoping.baseline,", with: "{id: scoping.other,")
        try await sandbox.commit(["lists/small.yaml": other])
        #expect(try audit() == ["(lost \(item)"])
        try await sandbox.git("rm", "--quiet", path)
        try await sandbox.git("commit", "--quiet", "--message", "tidy")
        #expect(try audit() == ["(removed \(item)"])
        try await sandbox.commit(
            ["lists/other.yaml": other, "mlkit.yaml": "mlkit: 1\nproject: {name: p}\nchecklists: [lists/other.yaml]\n"])
        let history = try AnswerHistory(project: sandbox.path, git: git, files: LocalFileSystem(), seal: nil)
        let project = sandbox.path
        let checklist = try Checklist.load(
            definitions: [project.pushing("lists/other.yaml")], project: project, kinds: .builtIn, facts: nil,
            hashes: HashCache(project: project, files: LocalFileSystem(), now: { 0 }), now: ProjectFixture.at)
        #expect(try checklist.audit(history, git: git).objections.map(\.subject) == ["small"])
    }
}
