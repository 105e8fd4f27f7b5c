import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit check sync`, seen from outside.
@Suite struct CheckSyncTests {
    private let project: ChecklistProject

    init() async throws {
        project = try await ChecklistProject()
        _ = try await project.check("done", "scoping.budget")
        _ = try await project.check("export", "markdown", "-o", "list.md")
    }

    private func edit(_ changes: [(String, String)]) throws {
        let text = try changes.reduce(project.sandbox.read("list.md")) { $0.replacing($1.0, with: $1.1) }
        try project.sandbox.write(text, to: "list.md")
    }

    private func editAll() throws {
        try edit([
            ("- [ ] **Establish", "- [x] **Establish"), ("- [x] **Agree", "- [ ] **Agree"),
            ("  - answer:\n", "  - answer: YES\n"),
        ])
    }

    @Test func aDryRunShowsWhatWouldChange() async throws {
        try editAll()
        let before = try await project.sandbox.changes()
        let outcome = try await project.check("sync", "list.md", "--dry-run")
        #expect(outcome.status == 0 && outcome.error == "")
        #expect(
            outcome.output == """
                done    scoping.baseline  list.md:11  Establish a baseline
                reopen  scoping.budget    list.md:13  Agree on a budget
                answer  data.labels       list.md:20  yes
                3 changes would be recorded

                """)
        #expect(try await project.sandbox.changes() == before)
    }

    @Test func eachChangeIsACommitOfItsOwn() async throws {
        try editAll()
        try project.sandbox.write("staged\n", to: "other.txt")
        try await project.sandbox.git("add", "other.txt")
        let outcome = try await project.check("sync", "list.md")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(
            ChecklistProject.timeless(outcome.output) == """
                done: scoping.baseline (checklist/scoping/baseline.md, commit ID)
                open: scoping.budget (checklist/scoping/budget.md, commit ID)
                done: data.labels (checklist/data/labels.md, commit ID)

                """)
        #expect(
            try await project.sandbox.git("log", "-3", "--format=%s", "--name-only") == """
                Checklist: done data.labels

                checklist/data/labels.md
                Checklist: open scoping.budget

                checklist/scoping/budget.md
                Checklist: done scoping.baseline

                checklist/scoping/baseline.md

                """)
        #expect(try await project.sandbox.git("diff", "--cached", "--name-only") == "other.txt\n")
        let again = try await project.check("sync", "list.md")
        #expect(again.status == 0 && again.output == "nothing to record\n")
        try edit([("- [x] **Establish", "- [ ] **Establish")])
        #expect(try await project.check("sync", "list.md").output.hasPrefix("open: scoping.baseline"))
    }

    @Test func aConflictIsReportedAndTheRestIsRecorded() async throws {
        _ = try await project.check("skip", "scoping.budget", "--because", "free of charge")
        try editAll()
        let outcome = try await project.check("sync", "list.md", "--no-commit")
        #expect(outcome.status == 1)
        #expect(outcome.output.split(separator: "\n").map { $0.split(separator: " ")[1] } == ["scoping.baseline", "data.labels"])
        let error = ChecklistProject.timeless(outcome.error).replacing(#/`scoping.budget` <!-- .* -->/#, with: "…")
        #expect(
            error == """
                error: `scoping.budget` was answered anew since the export, and it was unticked in the file
                  --> list.md:13:3
                   |
                13 | - [ ] **Agree on a budget** (mvp) …
                   |   ^^^
                note: the project has it as skipped by Test <test@example.org> at TIME

                hint: record what is right with `mlkit check`, then export the list again


                """)
        #expect(try await project.check("list").output.contains("skipped  mvp  scoping.budget"))
    }

    @Test func thePlanIsJSONToo() async throws {
        try edit([("- [ ] **Establish", "- [x] **Establish"), ("  - answer:\n", "  - answer: maybe\n")])
        let outcome = try await project.check("sync", "list.md", "--format", "json")
        #expect(outcome.status == 1)
        let json = try JSON(parsing: outcome.output)
        #expect(
            json["changes"] == [["item": "scoping.baseline", "change": "done", "answer": .null, "line": 11, "recorded": true]])
        #expect(json["problems"]?.array?.first?["message"] == "`maybe` is none of the answers of `data.labels`")
    }

    @Test(arguments: ["", "# A project\n\nText.\n"]) func whatIsNoListIsRefused(_ text: String) async throws {
        try project.sandbox.write(text, to: "other.md")
        let outcome = try await project.check("sync", "other.md")
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(outcome.error.hasPrefix("error: `other.md` is no exported list: it has no box of an item\n"))
    }

    @Test func aFileThatIsNotThereIsAnError() async throws {
        let outcome = try await project.check("sync", "nope.md")
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(outcome.error.hasPrefix("error: "))
    }
}
