import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Answers of two commits, compared, and their number over time.
@Suite struct AnswerDiffTests {
    private let sandbox: GitSandbox

    init() async throws {
        sandbox = try await GitSandbox()
    }

    private var git: GitEnvironment { GitEnvironment(variables: sandbox.variables, time: GitTime(seconds: 0)) }

    private func load(now: Timestamp = ProjectFixture.at) throws -> Checklist {
        let files = LocalFileSystem()
        let definition = sandbox.scratch.path.appending("small.yaml")
        try files.write(ProjectFixture.definition, to: definition)
        return try Checklist.load(
            definitions: [definition], project: sandbox.path, kinds: .builtIn, facts: nil, files: files,
            hashes: HashCache(project: sandbox.path, files: files, now: { 0 }), now: now)
    }

    private func diff(_ range: String? = "HEAD~1..HEAD") throws -> AnswerDiff {
        try load().diff(RevisionRange(range), git: git, now: ProjectFixture.at)
    }

    private func lines(_ diff: AnswerDiff) -> [String] {
        diff.sections.flatMap(\.items).map { "\($0.kind.rawValue) \($0.id)" }
    }

    private func record(_ item: String, _ status: String, _ rest: String = "") -> String {
        AnswerHistoryTests.record(item, status, rest)
    }

    private func hash(_ text: String) -> String { ContentHash(of: text).hex }

    @Test func whatHappenedToEachItem() async throws {
        let evidence = "evidence:\n  - path: r.json\n    sha256: \(hash("1"))\n"
        try await sandbox.commit([
            "r.json": "1", "checklist/scoping/baseline.md": record("scoping.baseline", "done", evidence),
            "checklist/scoping/inference.md": record("scoping.inference", "done", "answer: online\n"),
            "checklist/data/split.md": record("data.split", "done"), "checklist/x/gone.md": record("x.gone", "done"),
        ])
        try await sandbox.git("rm", "--quiet", "checklist/x/gone.md")
        try await sandbox.commit([
            "r.json": "2", "checklist/scoping/budget.md": record("scoping.budget", "skipped", "reason: r\n"),
            "checklist/scoping/inference.md": record("scoping.inference", "done", "answer: batch\n"),
            "checklist/data/split.md": record("data.split", "open", "by: Ada\n"),
            "checklist/data/labels.md": record("data.labels", "done", "answer: yes\n"),
        ])
        let diff = try diff()
        #expect(
            lines(diff) == [
                "stale scoping.baseline", "skipped scoping.budget", "changed scoping.inference", "reopened data.split",
                "done data.labels", "removed x.gone",
            ])
        #expect(diff.sections.map(\.title) == ["Scoping", "Data", "In no list"])
        #expect(diff.sections.first?.items.first?.causes == [EvidenceChange(path: "r.json", kind: .changed)])
        #expect(diff.levels.map(\.before.settled) == [3, 3, 3])
        #expect(diff.levels.map(\.after.settled) == [1, 2, 3])
        #expect(diff.levels.map(\.after.total) == [3, 4, 5])
        #expect(diff.counts.map { "\($0.count) \($0.kind.rawValue)" }.joined(separator: ", ")
            == "1 done, 1 changed, 1 skipped, 1 reopened, 1 stale, 1 removed")
    }

    @Test func theWorkingTreeIsComparedWithHead() async throws {
        let text = record("scoping.baseline", "done")
        let other = record("data.split", "done")
        try await sandbox.commit(["checklist/scoping/baseline.md": text, "checklist/data/split.md": other])
        #expect(try lines(diff(nil)).isEmpty)
        // A checkout with other line endings is no change.
        try await sandbox.git("config", "core.autocrlf", "true")
        try sandbox.write(text.replacing("\n", with: "\r\n"), to: "checklist/scoping/baseline.md")
        #expect(try lines(diff(nil)).isEmpty)
        try sandbox.write(record("data.split", "waived", "until: 2099-01-01\n"), to: "checklist/data/split.md")
        try sandbox.write("<<<<<<< ours\n", to: "checklist/data/labels.md")
        #expect(try lines(diff(nil)) == ["waived data.split", "broken data.labels"])
    }

    @Test func aBranchIsComparedWithWhereItWentOff() async throws {
        try await sandbox.commit(["checklist/scoping/baseline.md": record("scoping.baseline", "done")])
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try await sandbox.commit(["checklist/data/split.md": record("data.split", "done")])
        try await sandbox.git("checkout", "--quiet", "main")
        try await sandbox.commit(["checklist/scoping/budget.md": record("scoping.budget", "done")])
        try await sandbox.git("checkout", "--quiet", "side")
        #expect(try lines(diff("main...HEAD")) == ["done data.split"])
        #expect(try lines(diff("main...")) == ["done data.split"])
        #expect(try lines(diff("main..HEAD")) == ["removed scoping.budget", "done data.split"])
        #expect(try lines(diff("main")) == ["removed scoping.budget", "done data.split"])
        #expect(try lines(diff("..main")) == ["done scoping.budget", "removed data.split"])
        try await sandbox.git("checkout", "--quiet", "--orphan", "alone")
        try await sandbox.git("commit", "--quiet", "--message", "alone")
        let failure = #expect(throws: Failure.self) { try diff("main...alone") }
        #expect(failure?.description.contains("have no commit in common") == true)
    }

    @Test func evidenceThatWasOffBeforeDidNotTurnStale() async throws {
        let evidence = "evidence:\n  - path: r.json\n    sha256: \(hash("other"))\n"
        let text = record("scoping.baseline", "done", evidence)
        try await sandbox.commit(["r.json": "1", "checklist/scoping/baseline.md": text])
        try await sandbox.commit(["r.json": "2"])
        #expect(try lines(diff()).isEmpty)
        try await sandbox.commit(["r.json": "other"])
        #expect(try lines(diff()).isEmpty)
        try await sandbox.git("rm", "--quiet", "r.json")
        try await sandbox.git("commit", "--quiet", "--message", "gone")
        #expect(try diff().sections.first?.items.first?.causes == [EvidenceChange(path: "r.json", kind: .gone)])
    }

    // Over time.

    private func commit(_ files: [String: String], at day: String) async throws {
        for (name, text) in files { try sandbox.write(text, to: name) }
        try await sandbox.git("add", "--all")
        let variables = sandbox.variables.merging(["GIT_COMMITTER_DATE": "\(day)T12:00:00Z"]) { $1 }
        let made = try await BuiltTool.run(
            "git", ["commit", "--quiet", "--message", day], in: sandbox.path, environment: variables)
        try #require(made.status == 0, "\(made.error)")
    }

    private func burndown(_ interval: Burndown.Interval?, now: String) throws -> [String] {
        let history = try AnswerHistory(project: sandbox.path, git: git, files: LocalFileSystem(), seal: nil)
        let now = try #require(Timestamp(iso8601: now))
        return try load(now: now).burndown(history, by: interval, now: now).points.map {
            "\($0.day.day) \($0.tally.done) \($0.excused) \($0.open)"
        }
    }

    @Test func pointsSayWhatTheBranchHadAtTheEndOfADay() async throws {
        try await commit(["a": "1"], at: "2026-01-01")
        try await commit(["checklist/scoping/baseline.md": record("scoping.baseline", "done")], at: "2026-01-03")
        try await commit(
            ["checklist/data/split.md": record("data.split", "waived", "until: 2026-01-06\n")], at: "2026-01-05")
        try await commit(["checklist/scoping/baseline.md": record("scoping.baseline", "open")], at: "2026-01-08")
        #expect(
            try burndown(nil, now: "2026-01-08T23:00:00Z") == [
                "2026-01-03 1 0 4", "2026-01-04 1 0 4", "2026-01-05 1 1 3", "2026-01-06 1 1 3", "2026-01-07 1 0 4",
                "2026-01-08 0 0 5",
            ])
        #expect(try burndown(.week, now: "2026-01-11") == ["2026-01-04 1 0 4", "2026-01-11 0 0 5"])
        #expect(try burndown(nil, now: "2026-03-04").count == 9)
    }

    @Test func answersCountFromTheirMergeOn() async throws {
        try await commit(["a": "1"], at: "2026-01-01")
        try await commit(["checklist/data/split.md": record("data.split", "done")], at: "2026-01-01")
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try await commit(["checklist/scoping/baseline.md": record("scoping.baseline", "done")], at: "2026-01-02")
        try await sandbox.git("checkout", "--quiet", "main")
        try await commit(["a": "2"], at: "2026-01-03")
        let variables = sandbox.variables.merging(["GIT_COMMITTER_DATE": "2026-01-04T12:00:00Z"]) { $1 }
        _ = try await BuiltTool.run("git", ["merge", "--no-edit", "side"], in: sandbox.path, environment: variables)
        #expect(
            try burndown(.day, now: "2026-01-04T13:00:00Z") == [
                "2026-01-01 1 0 4", "2026-01-02 1 0 4", "2026-01-03 1 0 4", "2026-01-04 2 0 3",
            ])
    }

    @Test func withoutAnAnswerThereIsNoPoint() async throws {
        #expect(try burndown(nil, now: "2026-01-04").isEmpty)
        try await commit(["a": "1"], at: "2026-01-01")
        #expect(try burndown(.week, now: "2026-01-04").isEmpty)
    }
}
