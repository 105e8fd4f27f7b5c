import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit check log`, run as a user runs it.
@Suite struct CheckLogTests {
    @Test func anItemShowsWhatBecameOfItsAnswer() async throws {
        let project = try await AnsweredProject.make()
        let shown = AnsweredProject.timeless(try await project.check("show", "data.labels").output)
        #expect(
            shown.hasSuffix(
                """

                history:
                  DAY-AND-TIME  COMMIT7  done      Ada Example  edited by hand: no -> yes
                  DAY-AND-TIME  COMMIT7  done      Test         no

                """), "\(shown)")
        let json = try JSON(parsing: Array(try await project.check("show", "data.labels", "--format", "json").output.utf8))
        #expect(json["history"]?.array?.compactMap { $0["author"]?.string } == ["Ada Example", "Test"])
        for answer in ["no", "yes", "no", "yes"] { _ = try await project.check("answer", "data.labels", answer) }
        let more = try await project.check("show", "data.labels").output
        #expect(more.hasSuffix("  and 1 before: `mlkit check log data.labels`\n"), "\(more)")
    }

    @Test func theLog() async throws {
        let project = try await AnsweredProject.make()
        let outcome = try await project.check("log")
        // The commits of both branches may be of the same second.
        let lines = AnsweredProject.timeless(outcome.output).split(separator: "\n").map(String.init)
        #expect(lines.first == "DAY-AND-TIME  COMMIT7  done      data.labels       Ada Example  edited by hand: no -> yes")
        #expect(
            lines.dropFirst().sorted() == [
                "DAY-AND-TIME  COMMIT7  done      data.labels       Test         no",
                "DAY-AND-TIME  COMMIT7  done      scoping.baseline  Test         trees win",
                "DAY-AND-TIME  COMMIT7  waived    scoping.budget    Test         by Grace: until DAY; later",
            ])
        #expect(try await project.check("log").output == outcome.output)
        expectTimeless(
            try await project.check("log", "scop.base"),
            "DAY-AND-TIME  COMMIT7  done      scoping.baseline  Test  trees win\n")
        expectTimeless(
            try await project.check("log", "--by", "GRACE", "--since", "2000-01-01"),
            "DAY-AND-TIME  COMMIT7  waived    scoping.budget  Test  by Grace: until DAY; later\n")
        expectTimeless(
            try await project.check("log", "--limit", "1"),
            "DAY-AND-TIME  COMMIT7  done      data.labels  Ada Example  edited by hand: no -> yes\n")
        let early = try await project.check("log", "--until", "2000-01-01")
        expectTimeless(early, "", error: "no change of an answer is like that\n")
    }

    @Test func theLogAsJSON() async throws {
        let project = try await AnsweredProject.make()
        expectTimeless(
            try await project.check("log", "data.labels", "--limit", "1", "--format", "json"),
            """
            [
              {
                "commit": "ID",
                "at": "TIME",
                "author": "Ada Example",
                "email": "ada@example.com",
                "item": "data.labels",
                "change": "done",
                "by_hand": true,
                "before": {
                  "status": "done",
                  "by": "Test <test@example.org>",
                  "at": "TIME",
                  "answer": "no"
                },
                "after": {
                  "status": "done",
                  "by": "Test <test@example.org>",
                  "at": "TIME",
                  "answer": "yes"
                }
              }
            ]

            """)
    }

    @Test func theLogOfAProjectWithoutHistory() async throws {
        let project = try await ChecklistProject()
        expectTimeless(try await project.check("log"), "", error: "there is no history yet: no answer was committed\n")
        try await project.sandbox.git("checkout", "--quiet", "--orphan", "fresh")
        expectTimeless(try await project.check("log"), "", error: "there is no history yet: nothing was committed\n")
        let json = try await project.check("log", "--format", "json")
        expectTimeless(json, "[]\n", error: "there is no history yet: nothing was committed\n")
        try LocalFileSystem().remove(project.path.appending(".git"))
        for command in ["log", "diff", "burndown"] {
            expectTimeless(
                try await project.check(command), "",
                error: """
                    error: `\(project.path)` is in no git repository, so its answers have no history

                    hint: run `git init` there, and commit the project

                    """, status: 1)
        }
    }

    @Test func aSubfolderAWorktreeAndADetachedHead() async throws {
        let project = try await AnsweredProject.make(folder: "projects/census")
        #expect(try await project.check("log").output.split(separator: "\n").count == 4)
        let tree = project.sandbox.scratch.path.appending("tree")
        try await project.sandbox.git("worktree", "add", "--quiet", "--detach", tree.string, "HEAD~1")
        let outcome = try await project.check("log", in: tree.pushing("projects/census"))
        #expect(outcome.output.split(separator: "\n").count == 3)
        #expect(outcome.status == 0)
    }

    @Test func wrongWordsInTheLog() async throws {
        let project = try await AnsweredProject.make()
        expectTimeless(
            try await project.check("log", "scoping.basline"), "",
            error: """
                error: there is no item `scoping.basline` in the checklist

                hint: did you mean `scoping.baseline`?

                """, status: 1)
        expectTimeless(
            try await project.check("log", "--since", "yesterday"), "",
            error: "error: `yesterday` is no date\n\nhint: write it as in `2027-01-31`\n", status: 1)
        #expect(try await project.check("log", "--limit", "0").status == 64)
    }
}
