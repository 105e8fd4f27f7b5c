import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit check diff`, run as a user runs it.
@Suite struct CheckDiffTests {
    @Test func theDifferenceOfABranch() async throws {
        let project = try await AnsweredProject.make()
        expectTimeless(
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
        expectTimeless(
            try await project.check("diff", "main...side"), "main...side: no answer changed\n")
    }

    /// A commit counts alike whatever it is compared with, and as `mlkit check` counts it.
    @Test func eachSideIsJudgedByItself() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("done", "scoping.baseline", "-e", "reports/evaluation.json")
        try await project.sandbox.commit(["reports/evaluation.json": "{}\n"])
        let changed = try await project.check("diff", "HEAD~1").output
        #expect(changed.contains("\nproof of concept        1 of 2  ->  0 of 2 (-1)\n"), "\(changed)")
        let added = try await project.check("diff", "HEAD~2").output
        #expect(
            added.contains("  done      scoping.baseline  Establish a baseline: stale, `reports/evaluation.json` changed\n"), "\(added)")
        #expect(added.contains("\nproof of concept        0 of 2  ->  0 of 2\n"), "\(added)")
        #expect(try await project.check("diff").output.hasSuffix("no answer changed\n"))
    }

    @Test func theDifferenceInMarkdown() async throws {
        let project = try await AnsweredProject.make()
        _ = try await project.check(
            "skip", "data.labels", "--because", "a <b>bold</b> | [reason](http://x) by @ada", "--no-commit")
        expectTimeless(
            try await project.check("diff", "--format", "markdown"),
            """
            ### Checklist: 1 skipped

            `HEAD and the working tree`

            | required for | before | after |
            |---|---|---|
            | proof of concept | 1 of 2 | 1 of 2 |
            | minimum viable product | 2 of 3 | 2 of 3 |
            | production | 2 of 3 | 2 of 3 |

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
        expectTimeless(
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
        let project = try await AnsweredProject.make()
        expectTimeless(
            try await project.check("diff", "mian...nowhere"), "",
            error: """
                error: `mian` names no commit in this repository

                hint: did you mean `main`?

                error: `nowhere` names no commit in this repository

                hint: name a branch, a tag or a commit; `git fetch` gets those of others

                """, status: 1)
        try await project.sandbox.git("checkout", "--quiet", "--orphan", "fresh")
        expectTimeless(
            try await project.check("diff", "main..HEAD"), "",
            error: "error: `HEAD` names no commit yet\n\nhint: commit something first\n", status: 1)
        #expect(try await project.check("diff").status == 0)
    }
}
