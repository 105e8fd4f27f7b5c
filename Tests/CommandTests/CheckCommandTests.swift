import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What `mlkit check` and its commands say and record, seen from outside.
@Suite struct CheckCommandTests {
    @Test func progressGoesBySectionAndMaturity() async throws {
        let project = try await ChecklistProject()
        let outcome = try await project.check()
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                Scoping  [....................]  0 of 1
                Data     [....................]  0 of 1

                proof of concept        [....................]  0 of 2  <- this project
                minimum viable product  [....................]  0 of 3
                production              [....................]  0 of 3

                open for proof of concept:
                  open     scoping.baseline  Establish a baseline
                  open     data.labels       Are the labels right?

                """)
        #expect(outcome.error == "")
    }

    @Test func theListThatComesWithMlkitIsUsedUnlessAnotherIsNamed() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
        let outcome = try await BuiltTool.mlkit(["check", "list", "--format", "json"], in: scratch.path)
        #expect(outcome.status == 0)
        let ids = try JSON(parsing: outcome.output).array?.compactMap { $0["id"]?.string } ?? []
        #expect(ids.contains("scoping.baseline") && ids.contains { $0.hasPrefix("responsible-ai.") })
        #expect(Set(ids.compactMap { $0.split(separator: ".").first }).count == 12)
    }

    @Test func doneIsRecordedWithItsEvidenceInOneCommit() async throws {
        let project = try await ChecklistProject()
        let outcome = try await project.check(
            "done", "scoping.baseline", "--evidence", "reports/evaluation.json", "-m", "trees beat it")
        #expect(outcome.status == 0)
        let hash = ContentHash(of: "{\"auc\": 0.9}\n").hex
        #expect(
            ChecklistProject.timeless(outcome.output) == """
                done: scoping.baseline (checklist/scoping/baseline.md, commit ID)
                  evidence reports/evaluation.json  \(hash.prefix(12))

                """)
        #expect(
            ChecklistProject.timeless(try project.sandbox.read("checklist/scoping/baseline.md")) == """
                ---
                item: scoping.baseline
                status: done
                version: 1
                by: Test <test@example.org>
                at: TIME
                evidence:
                  - path: reports/evaluation.json
                    sha256: \(hash)
                message: trees beat it
                ---

                """)
        #expect(
            try await project.sandbox.git("show", "--format=%B", "--name-status", "HEAD").replacing(#/\b[0-9a-f]{64}\b/#, with: "HASH") == """
                Checklist: done scoping.baseline

                Establish a baseline

                trees beat it

                Evidence:
                - reports/evaluation.json

                Checklist-Item: scoping.baseline
                Checklist-Status: done
                Checklist-Answer: HASH


                A\tchecklist/scoping/baseline.md

                """)
        #expect(
            try await project.check("list").output == """
                done     poc  scoping.baseline  Establish a baseline
                open     mvp  scoping.budget    Agree on a budget
                open     poc  data.labels       Are the labels right?

                """)
    }

    @Test func anItemIsShownWithItsAnswer() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("answer", "lab", "yes", "-m", "two of us looked", "--no-commit")
        #expect(
            ChecklistProject.timeless(try await project.check("show", "data.labels").output) == """
                Are the labels right?
                data.labels, question, from proof of concept on

                why:
                  The model learns them.

                how:
                  Look at fifty.

                  yes
                    Say who looked.

                  no
                    Correct them first.

                done, by Test <test@example.org>, TIME
                  answer: yes
                  two of us looked

                """)
        #expect(try await project.sandbox.git("status", "--porcelain", "-uall") == "?? checklist/data/labels.md\n")
    }

    @Test func anAnswerIsStaleOnceItsEvidenceChanged() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("done", "scoping.baseline", "-e", "reports/evaluation.json")
        try project.sandbox.write("{\"auc\": 0.8}\n", to: "reports/evaluation.json")
        let outcome = try await project.check()
        #expect(outcome.output.hasPrefix("Scoping  [....................]  0 of 1, 1 stale\n"))
        #expect(
            outcome.output.hasSuffix(
                """
                open for proof of concept:
                  stale    scoping.baseline  Establish a baseline: `reports/evaluation.json` changed
                  open     data.labels       Are the labels right?

                """))
        try LocalFileSystem().remove(project.path.appending("reports"))
        let gone = try await project.check("list", "scoping", "--format", "json")
        #expect(
            gone.output == """
                [
                  {
                    "id": "scoping.baseline",
                    "title": "Establish a baseline",
                    "maturity": "poc",
                    "state": "stale",
                    "reason": "`reports/evaluation.json` is gone"
                  },
                  {
                    "id": "scoping.budget",
                    "title": "Agree on a budget",
                    "maturity": "mvp",
                    "state": "open",
                    "reason": ""
                  }
                ]

                """)
        try project.sandbox.write("{\"auc\": 0.8}\n", to: "reports/evaluation.json")
        _ = try await project.check("done", "scoping.baseline")
        #expect(try await project.check("list", "--open").output.split(separator: "\n").count == 2)
    }

    @Test func progressIsJSONToo() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("skip", "labels", "--because", "nobody labelled anything")
        let json = try JSON(parsing: try await project.check("--format", "json").output)
        #expect(json["maturity"] == "poc")
        #expect(
            json["sections"]?.array?.last == [
                "id": "data", "title": "Data", "done": 0, "open": 0, "stale": 0, "overdue": 0, "skipped": 1,
                "waived": 0, "failing": 0, "unclear": 0, "total": 1,
                "ahead": [
                    "done": 0, "open": 0, "stale": 0, "overdue": 0, "skipped": 1, "waived": 0, "failing": 0, "unclear": 0, "total": 1,
                ],
            ])
        #expect(json["levels"]?.array?.map { $0["total"] } == [2, 3, 3])
        #expect(
            json["blocking"] == [
                [
                    "id": "scoping.baseline", "title": "Establish a baseline", "maturity": "poc", "state": "open",
                    "reason": "",
                ]
            ])
    }

    @Test func whatDoesNotApplyIsSkippedAndReopened() async throws {
        let project = try await ChecklistProject()
        let skipped = try await project.check("skip", "scoping.budget", "--because", "it is a hobby")
        #expect(
            ChecklistProject.timeless(skipped.output)
                == "skipped: scoping.budget (checklist/scoping/budget.md, commit ID)\n")
        #expect(try await project.check("list", "scoping").output.contains("skipped  mvp  scoping.budget"))
        let reopened = try await project.check("reopen", "scoping.budget", "--because", "it grew")
        #expect(
            ChecklistProject.timeless(reopened.output)
                == "open: scoping.budget (checklist/scoping/budget.md, commit ID)\n")
        let again = try await project.check("reopen", "scoping.budget")
        #expect(again.status == 1)
        #expect(
            again.error == """
                error: `scoping.budget` is open already

                hint: `--because` records what is wrong with it

                """)
        #expect(
            try await project.sandbox.git("log", "--format=%s") == """
                Checklist: open scoping.budget
                Checklist: skipped scoping.budget
                A commit

                """)
    }

    @Test(arguments: [
        (
            ["show", "scoping.basline"],
            "error: there is no item `scoping.basline` in the checklist\n\nhint: did you mean `scoping.baseline`?\n"
        ),
        (
            ["done", "scoping.b"],
            "error: `scoping.b` fits several items\nnote: they are `scoping.baseline` and `scoping.budget`\n\n"
                + "hint: write more of the one you mean\n"
        ),
        (
            ["show", "weather"],
            "error: there is no item `weather` in the checklist\n\nhint: `mlkit check list` shows all items\n"
        ),
        (
            ["list", "dta"],
            "error: there is no section `dta` in the checklist\n\nhint: did you mean `data`?\n"
        ),
        (
            ["done", "data.labels"],
            "error: `data.labels` is a question: it needs an answer\nnote: Are the labels right?\n\n"
                + "hint: type `mlkit check answer data.labels yes` or `mlkit check answer data.labels no`\n"
        ),
        (
            ["done", "scoping.baseline", "-e", "nope.json", "-e", "../secret"],
            "error: the evidence `nope.json` does not exist\n\n"
                + "error: the evidence `FOLDER/secret` is not inside the project\n\n"
                + "hint: copy it into the project, so that it can be checked later\n"
        ),
    ])
    func whatCannotBeIsSaidSo(arguments: [String], message: String) async throws {
        let project = try await ChecklistProject()
        let outcome = try await BuiltTool.mlkit(
            ["check"] + arguments, in: project.path, environment: project.sandbox.variables)
        #expect(outcome.status == 1)
        #expect(outcome.error == message.replacing("FOLDER", with: project.sandbox.scratch.path.string))
        #expect(outcome.output == "")
        #expect(try !project.sandbox.exists("checklist"))
    }

    @Test func evidenceIsMeantAsSeenFromHere() async throws {
        let project = try await ChecklistProject()
        let outcome = try await project.check(
            "done", "base", "-e", "evaluation.json", in: project.path.appending("reports"))
        #expect(outcome.output.contains("  evidence reports/evaluation.json  "))
    }

    @Test func aRecordThatCannotBeReadIsShownAndLeftAlone() async throws {
        let project = try await ChecklistProject()
        let text = "---\nitem: scoping.baseline\nstatus: dnoe\n---\n"
        try project.sandbox.write(text, to: "checklist/scoping/baseline.md")
        let outcome = try await project.check("list", "scoping")
        #expect(outcome.output.hasPrefix("broken   poc  scoping.baseline  Establish a baseline\n"))
        #expect(outcome.error.contains("--> checklist/scoping/baseline.md:3:9"))
        #expect(outcome.error.contains("hint: did you mean `done`?"))
        let done = try await project.check("done", "scoping.baseline")
        #expect(done.status == 1)
        #expect(try project.sandbox.read("checklist/scoping/baseline.md") == text)
    }
}
