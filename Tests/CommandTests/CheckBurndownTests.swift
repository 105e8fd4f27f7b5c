import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit check burndown`, run as a user runs it.
@Suite struct CheckBurndownTests {
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
        expectTimeless(
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
        expectTimeless(
            try await project.check("burndown", "--format", "csv"),
            "day,done,excused,open,total\nDAY,1,0,2,3\nDAY,1,1,1,3\nDAY,1,1,1,3\n")
        expectTimeless(
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
        let lines = AnsweredProject.timeless(outcome.output).split(separator: "\n").map(String.init)
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
        expectTimeless(try await project.check("burndown"), "", error: words)
        expectTimeless(try await project.check("burndown", "--format", "csv"), "day,done,excused,open,total\n", error: words)
    }
}
