import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit check log`, `diff` and `burndown`, run as a user runs them.
@Suite struct CheckHistoryTests {
    /// Ids of commits and times, which differ from run to run, as words of the same length.
    private static func timeless(_ text: String) -> String {
        text.replacing(#/\b[0-9a-f]{40}\b/#, with: "ID").replacing(#/\b[0-9a-f]{7}\b/#, with: "COMMIT7")
            .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#, with: "TIME")
            .replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d/#, with: "DAY-AND-TIME").replacing(#/\d{4}-\d\d-\d\d/#, with: "DAY")
    }

    private func expect(
        _ outcome: BuiltTool.Outcome, _ output: String, error: String = "", status: Int = 0,
        _ place: Testing.SourceLocation = #_sourceLocation
    ) {
        #expect(Self.timeless(outcome.output) == output, sourceLocation: place)
        #expect(outcome.error == error, sourceLocation: place)
        #expect(outcome.status == status, sourceLocation: place)
    }

    /// Answers on a branch that was merged, one of them by hand.
    private func answered(folder: String = "") async throws -> ChecklistProject {
        let project = try await ChecklistProject(folder: folder)
        let sandbox = project.sandbox
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        _ = try await project.check("done", "scoping.baseline", "-e", "reports/evaluation.json", "-m", "trees win")
        _ = try await project.check("answer", "data.labels", "no")
        try await sandbox.git("checkout", "--quiet", "main")
        _ = try await project.check(
            "waive", "scoping.budget", "--until", "2099-01-31", "--by", "Grace", "--because", "later")
        try await sandbox.git("merge", "--quiet", "--no-edit", "side")
        let prefix = folder.isEmpty ? "" : folder + "/"
        let record = try sandbox.read(prefix + "checklist/data/labels.md").replacing("\"no\"", with: "\"yes\"")
        try await sandbox.commit([
            prefix + "checklist/data/labels.md": record, prefix + "reports/evaluation.json": "{}\n",
        ])
        return project
    }

    @Test func anItemShowsWhatBecameOfItsAnswer() async throws {
        let project = try await answered()
        let shown = Self.timeless(try await project.check("show", "data.labels").output)
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
        let project = try await answered()
        let outcome = try await project.check("log")
        // The commits of both branches may be of the same second.
        let lines = Self.timeless(outcome.output).split(separator: "\n").map(String.init)
        #expect(lines.first == "DAY-AND-TIME  COMMIT7  done      data.labels       Ada Example  edited by hand: no -> yes")
        #expect(
            lines.dropFirst().sorted() == [
                "DAY-AND-TIME  COMMIT7  done      data.labels       Test         no",
                "DAY-AND-TIME  COMMIT7  done      scoping.baseline  Test         trees win",
                "DAY-AND-TIME  COMMIT7  waived    scoping.budget    Test         by Grace: until DAY; later",
            ])
        #expect(try await project.check("log").output == outcome.output)
        expect(
            try await project.check("log", "scop.base"),
            "DAY-AND-TIME  COMMIT7  done      scoping.baseline  Test  trees win\n")
        expect(
            try await project.check("log", "--by", "GRACE", "--since", "2000-01-01"),
            "DAY-AND-TIME  COMMIT7  waived    scoping.budget  Test  by Grace: until DAY; later\n")
        expect(
            try await project.check("log", "--limit", "1"),
            "DAY-AND-TIME  COMMIT7  done      data.labels  Ada Example  edited by hand: no -> yes\n")
        let early = try await project.check("log", "--until", "2000-01-01")
        expect(early, "", error: "no change of an answer is like that\n")
    }

    @Test func theLogAsJSON() async throws {
        let project = try await answered()
        expect(
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
        expect(try await project.check("log"), "", error: "there is no history yet: no answer was committed\n")
        try await project.sandbox.git("checkout", "--quiet", "--orphan", "fresh")
        expect(try await project.check("log"), "", error: "there is no history yet: nothing was committed\n")
        let json = try await project.check("log", "--format", "json")
        expect(json, "[]\n", error: "there is no history yet: nothing was committed\n")
        try LocalFileSystem().remove(project.path.appending(".git"))
        for command in ["log", "diff", "burndown"] {
            expect(
                try await project.check(command), "",
                error: """
                    error: `\(project.path)` is in no git repository, so its answers have no history

                    hint: run `git init` there, and commit the project

                    """, status: 1)
        }
    }

    @Test func aSubfolderAWorktreeAndADetachedHead() async throws {
        let project = try await answered(folder: "projects/census")
        #expect(try await project.check("log").output.split(separator: "\n").count == 4)
        let tree = project.sandbox.scratch.path.appending("tree")
        try await project.sandbox.git("worktree", "add", "--quiet", "--detach", tree.string, "HEAD~1")
        let outcome = try await project.check("log", in: tree.pushing("projects/census"))
        #expect(outcome.output.split(separator: "\n").count == 3)
        #expect(outcome.status == 0)
    }

    @Test func wrongWordsInTheLog() async throws {
        let project = try await answered()
        expect(
            try await project.check("log", "scoping.basline"), "",
            error: """
                error: there is no item `scoping.basline` in the checklist

                hint: did you mean `scoping.baseline`?

                """, status: 1)
        expect(
            try await project.check("log", "--since", "yesterday"), "",
            error: "error: `yesterday` is no date\n\nhint: write it as in `2027-01-31`\n", status: 1)
        #expect(try await project.check("log", "--limit", "0").status == 64)
    }

    @Test func theDifferenceOfABranch() async throws {
        let project = try await answered()
        expect(
            try await project.check("diff", "HEAD~1"),
            """
            HEAD~1..HEAD: 1 changed, 1 stale

            Scoping
              stale     scoping.baseline  Establish a baseline: `reports/evaluation.json` changed

            Data
              changed   data.labels       Are the labels right?: no -> yes

            proof of concept        2 of 2  ->  1 of 2 (-1)
            minimum viable product  3 of 3  ->  2 of 3 (-1)
            production              3 of 3  ->  2 of 3 (-1)

            """)
        expect(
            try await project.check("diff", "main...side"), "main...side: no answer changed\n")
    }

    @Test func theDifferenceInMarkdown() async throws {
        let project = try await answered()
        _ = try await project.check(
            "skip", "data.labels", "--because", "a <b>bold</b> | [reason](http://x) by @ada", "--no-commit")
        expect(
            try await project.check("diff", "--format", "markdown"),
            """
            ### Checklist: 1 skipped

            `HEAD and the working tree`

            | required for | before | after |
            |---|---|---|
            | proof of concept | 2 of 2 | 2 of 2 |
            | minimum viable product | 3 of 3 | 3 of 3 |
            | production | 3 of 3 | 3 of 3 |

            **Data**

            | | item | | | by |
            |---|---|---|---|---|
            | skipped | `data.labels` | Are the labels right? | \
            a &lt;b&gt;bold&lt;/b&gt; \\| \\[reason\\](http://x) by @\u{200B}ada | Test |

            """)
    }

    @Test func theDifferenceAsJSON() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("done", "scoping.baseline")
        expect(
            try await project.check("diff", "HEAD~..", "--format", "json"),
            """
            {
              "range": "HEAD~..HEAD",
              "counts": {
                "done": 1
              },
              "levels": [
                {
                  "maturity": "poc",
                  "before": {
                    "settled": 0,
                    "total": 2
                  },
                  "after": {
                    "settled": 1,
                    "total": 2
                  }
                },
                {
                  "maturity": "mvp",
                  "before": {
                    "settled": 0,
                    "total": 3
                  },
                  "after": {
                    "settled": 1,
                    "total": 3
                  }
                },
                {
                  "maturity": "production",
                  "before": {
                    "settled": 0,
                    "total": 3
                  },
                  "after": {
                    "settled": 1,
                    "total": 3
                  }
                }
              ],
              "sections": [
                {
                  "title": "Scoping",
                  "items": [
                    {
                      "id": "scoping.baseline",
                      "title": "Establish a baseline",
                      "change": "done",
                      "before": null,
                      "after": {
                        "status": "done",
                        "by": "Test <test@example.org>",
                        "at": "TIME"
                      },
                      "causes": [],
                      "opened": [],
                      "closed": []
                    }
                  ]
                }
              ]
            }

            """)
    }

    @Test func revisionsThatAreNone() async throws {
        let project = try await answered()
        expect(
            try await project.check("diff", "mian...nowhere"), "",
            error: """
                error: `mian` names no commit in this repository

                hint: did you mean `main`?

                error: `nowhere` names no commit in this repository

                hint: name a branch, a tag or a commit; `git fetch` gets those of others

                """, status: 1)
        try await project.sandbox.git("checkout", "--quiet", "--orphan", "fresh")
        expect(
            try await project.check("diff", "main..HEAD"), "",
            error: "error: `HEAD` names no commit yet\n\nhint: commit something first\n", status: 1)
        #expect(try await project.check("diff").status == 0)
    }

    /// Two answers, two days and one day ago.
    private func dated() async throws -> ChecklistProject {
        let project = try await ChecklistProject()
        let now = try #require(Int(try await BuiltTool.run("date", ["+%s"], in: "/").output.trimmed))
        for (days, item, status) in [(2, "scoping/baseline", "done"), (1, "data/labels", "skipped")] {
            let id = item.split(separator: "/").joined(separator: ".")
            try project.sandbox.write("---\nitem: \(id)\nstatus: \(status)\n---\n", to: "checklist/\(item).md")
            try await project.sandbox.git("add", "checklist")
            let date = "\(now - days * 86_400) +0000"
            _ = try await BuiltTool.run(
                "git", ["commit", "--quiet", "--message", id], in: project.path,
                environment: project.sandbox.variables.merging(["GIT_COMMITTER_DATE": date]) { $1 })
        }
        return project
    }

    @Test func theBurndown() async throws {
        let project = try await dated()
        expect(
            try await project.check("burndown"),
            """
            3 |.........
              |.........
              |.........
              |.........
              |...++++++
              |...++++++
              |...++++++
              |...++++++
              |#########
              |#########
              |#########
            0 |#########
              +---------
               DAY to DAY

            # done 1   + skipped or waived 1   . open 1
            by day, with the lists as they are now

            """)
        expect(
            try await project.check("burndown", "--format", "csv"),
            "day,done,excused,open,total\nDAY,1,0,2,3\nDAY,1,1,1,3\nDAY,1,1,1,3\n")
        expect(
            try await project.check("burndown", "--by", "week", "--format", "json"),
            """
            {
              "by": "week",
              "points": [
                {
                  "day": "DAY",
                  "done": 1,
                  "excused": 1,
                  "open": 1,
                  "total": 3
                }
              ]
            }

            """)
    }

    @Test func theBurndownAsAPicture() async throws {
        let project = try await dated()
        let outcome = try await project.check("burndown", "--format", "svg")
        let lines = Self.timeless(outcome.output).split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\"") == true)
        #expect(
            lines.filter { $0.hasPrefix("<polygon") } == [
                "<polygon points=\"52,248 394,248 736,248 736,340 394,340 52,340\" fill=\"#1b7f5c\"/>",
                "<polygon points=\"52,248 394,156 736,156 736,248 394,248 52,248\" fill=\"#86bfe0\"/>",
                "<polygon points=\"52,64 394,64 736,64 736,156 394,156 52,248\" fill=\"#e6e8eb\"/>",
            ])
        #expect(lines.last == "</svg>")
    }

    @Test func theBurndownOfNothing() async throws {
        let project = try await ChecklistProject()
        let words = "there is no history yet: no answer was committed\n"
        expect(try await project.check("burndown"), "", error: words)
        expect(try await project.check("burndown", "--format", "csv"), "day,done,excused,open,total\n", error: words)
    }
}
