import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// What became of answers, in real repositories.
@Suite struct AnswerHistoryTests {
    private static let index: FilePath = ".mlkit/cache/checklist-history"

    private func read(_ sandbox: GitSandbox, in folder: String = "") throws -> AnswerHistory {
        let project = folder.isEmpty ? sandbox.path : sandbox.path.pushing(FilePath(folder))
        let git = GitEnvironment(variables: sandbox.variables, time: GitTime(seconds: 0))
        return try AnswerHistory(project: project, git: git, files: LocalFileSystem(), seal: CacheSeal(key: [1]))
    }

    /// "step item" of each change, newest first.
    private func steps(_ history: AnswerHistory) -> [String] {
        history.changes.map { "\($0.step.rawValue) \($0.item)" }
    }

    static func record(_ item: String, _ status: String, _ rest: String = "") -> String {
        "---\nitem: \(item)\nstatus: \(status)\n\(rest)---\n"
    }

    private func answer(
        _ item: String, _ status: String, _ rest: String = "", in sandbox: GitSandbox, below folder: String = ""
    ) async throws {
        let path = item.split(separator: ".").joined(separator: "/")
        try await sandbox.commit(["\(folder)checklist/\(path).md": Self.record(item, status, rest)])
    }

    @Test func everyStepHasItsWord() async throws {
        let sandbox = try await GitSandbox()
        try await answer("a.x", "open", "assignee: Bob\n", in: sandbox)
        try await answer("a.x", "done", "by: Ada\nanswer: yes\n", in: sandbox)
        try await answer("a.x", "done", "by: Ada\nanswer: yes\nreviewer: Bob\n", in: sandbox)
        try await answer("a.x", "done", "by: Ada\nanswer: yes\nreviewer: Bob\nmessage: m\n", in: sandbox)
        try await answer("a.x", "done", "by: Ada\nanswer: no\n", in: sandbox)
        try await answer("a.x", "open", "by: Bob\n", in: sandbox)
        try await answer("a.x", "waived", "until: 2026-02-01\nreason: r\n", in: sandbox)
        try await answer("a.x", "skipped", "reason: r\n", in: sandbox)
        try await sandbox.commit(["checklist/a/x.md": "status: done\n"])
        try await sandbox.git("rm", "--quiet", "checklist/a/x.md")
        try await sandbox.commit(["checklist/README.md": "no record", "checklist/a/README.md": "no record"])
        #expect(
            try read(sandbox).changes.map(\.step) == [
                .removed, .broken, .skipped, .waived, .reopened, .done, .edited, .reviewed, .done, .assigned,
            ])
    }

    @Test func handEditsAndLineEndingsAreReadAsTheyAre() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "core.autocrlf", "false")
        let text = Self.record("a.x", "done", "answer: yes\n")
        try await sandbox.commit(["checklist/a/x.md": text])
        try await sandbox.commit(["checklist/a/x.md": text.replacing("\n", with: "\r\n")])
        try await sandbox.commit(["checklist/a/x.md": text.replacing("\n", with: "\r\n") + "A note.\r\n"])
        let history = try read(sandbox)
        #expect(steps(history) == ["edited a.x", "edited a.x", "done a.x"])
        #expect(history.changes.first?.after?.record?.answer == "yes")
        #expect(history.changes.first?.author.name == "Ada Example")
    }

    @Test func aMergeIsListedForWhatItDecidedItself() async throws {
        let sandbox = try await GitSandbox()
        try await answer("a.base", "done", in: sandbox)
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try await answer("a.side", "done", in: sandbox)
        try await answer("a.both", "done", "answer: theirs\n", in: sandbox)
        try await sandbox.git("checkout", "--quiet", "main")
        try await answer("a.main", "done", in: sandbox)
        try await answer("a.both", "done", "answer: ours\n", in: sandbox)
        await #expect(throws: Failure.self) { try await sandbox.git("merge", "--quiet", "side") }
        try await sandbox.commit(["checklist/a/both.md": Self.record("a.both", "done", "answer: agreed\n")])
        let history = try read(sandbox)
        #expect(steps(history).first == "done a.both")
        let both = ["done a.both", "done a.both", "done a.both"]
        #expect(steps(history).sorted() == ["done a.base"] + both + ["done a.main", "done a.side"])
        #expect(history.changes.first?.after?.record?.answer == "agreed")
    }

    @Test func aMovedProjectKeepsItsHistory() async throws {
        let sandbox = try await GitSandbox()
        try await answer("a.x", "done", in: sandbox, below: "old/")
        try sandbox.write("", to: "projects/keep")
        try await sandbox.git("mv", "old", "projects/new")
        try await sandbox.git("commit", "--quiet", "--message", "Move the project")
        try await answer("a.y", "done", in: sandbox, below: "projects/new/")
        #expect(try steps(read(sandbox, in: "projects/new")) == ["done a.y", "done a.x"])
    }

    /// Enough commits for an index to be written.
    private func many(_ sandbox: GitSandbox) async throws {
        var stream = ""
        for number in 0..<150 {
            let status = number % 20 < 10 ? "done" : "open"
            let text = Self.record("a.i\(number % 10)", status, "message: m\(number)\nby: Ada\n")
            stream += "commit refs/heads/main\ncommitter Ada Example <ada@example.com> \(1_000_000 + number) +0000\n"
            stream += "data 1\nx\nM 644 inline checklist/a/i\(number % 10).md\ndata \(text.utf8.count)\n\(text)\n"
        }
        try sandbox.scratch.write(stream, to: "stream")
        _ = try await BuiltTool.run("sh", ["-c", "git fast-import --quiet <../stream"], in: sandbox.path)
        try await sandbox.git("reset", "--quiet", "--hard")
    }

    @Test func theIndexIsRightAfterRebaseResetAndOnOtherBranches() async throws {
        let sandbox = try await GitSandbox()
        try await many(sandbox)
        #expect(try read(sandbox).changes.count == 150)
        #expect(try sandbox.exists(Self.index.string))
        #expect(try await sandbox.git("status", "--porcelain") == "")
        try await sandbox.git("checkout", "--quiet", "-b", "side", "HEAD~20")
        try await answer("b.side", "done", in: sandbox)
        #expect(try steps(read(sandbox)).count == 131)
        try await sandbox.git("rebase", "--quiet", "main")
        #expect(try steps(read(sandbox)).count == 151)
        #expect(try steps(read(sandbox)).first == "done b.side")
        try await sandbox.git("commit", "--quiet", "--amend", "--message", "Another", "--author", "Bob <b@c>")
        #expect(try read(sandbox).changes.first?.author.name == "Bob")
        try await sandbox.git("reset", "--quiet", "--hard", "main~140")
        let left = try read(sandbox)
        #expect(left.changes.count == 10)
        try LocalFileSystem().remove(sandbox.path.pushing(Self.index))
        #expect(try steps(read(sandbox)) == steps(left))
    }

    @Test func anIndexThatIsNoneIsIgnoredAndReplaced() async throws {
        let sandbox = try await GitSandbox()
        try await many(sandbox)
        let expected = try steps(read(sandbox))
        let files = LocalFileSystem()
        let path = sandbox.path.pushing(Self.index)
        let whole = try files.read(path)
        var flipped = whole
        flipped[whole.count / 2] ^= 0x55
        for broken in [[], Array(whole.prefix(40)), Array(whole.dropLast(9)), flipped, Array("no index".utf8)] {
            try files.write(broken, to: path)
            #expect(try steps(read(sandbox)) == expected)
            #expect(try files.read(path).count == whole.count)
        }
    }

    @Test func filters() async throws {
        let sandbox = try await GitSandbox()
        try await answer("a.x", "done", in: sandbox)
        try await answer("a.y", "waived", "by: Grace Boss\nuntil: 2026-02-01\n", in: sandbox)
        try await sandbox.commit(["checklist/a/z.md": Self.record("a.z", "done")])
        try await sandbox.git(
            "commit", "--quiet", "--amend", "--no-edit", "--author", "Bob <bob@example.com>", "--date",
            "2020-01-31T12:00:00Z")
        let history = try read(sandbox)
        func found(_ filter: AnswerFilter) -> [String] { history.changes(matching: filter).map(\.item) }
        #expect(found(AnswerFilter(items: ["a.x", "a.z"])) == ["a.z", "a.x"])
        #expect(found(AnswerFilter(person: "BOB@")) == ["a.z"])
        #expect(found(AnswerFilter(person: "grace")) == ["a.y"])
        let day = try #require(Timestamp(iso8601: "2020-02-01"))
        #expect(found(AnswerFilter(since: day)) == ["a.y", "a.x"])
        #expect(found(AnswerFilter(before: day)) == ["a.z"])
    }

    @Test func withoutACommitThereIsNoHistory() async throws {
        let sandbox = try await GitSandbox()
        let history = try read(sandbox)
        #expect(!history.hasCommits && history.changes.isEmpty)
        let outside = sandbox.scratch.path.appending("plain")
        try LocalFileSystem().makeDirectory(outside)
        let git = GitEnvironment(variables: sandbox.variables, time: GitTime(seconds: 0))
        let failure = #expect(throws: Failure.self) {
            try AnswerHistory(project: outside, git: git, files: LocalFileSystem(), seal: CacheSeal(key: [1]))
        }
        #expect(failure?.description.contains("is in no git repository") == true)
    }
}
