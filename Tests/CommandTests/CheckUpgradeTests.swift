import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit check upgrade` with real git, seen from outside.
@Suite struct CheckUpgradeTests {
    /// The list of `GuidedProject`, some versions later.
    private static let newer =
        GuidedProject.list
        .replacing("id: scoping.goal, title", with: "id: scoping.goal, version: 3, title")
        .replacing("id: service.canary, title", with: "id: service.few-first, was: [service.canary], title")
        .replacing("id: scoping.measure, title: Measure it", with: "id: scoping.measured, title: Measure it")
        .replacing("[scoping.measure]", with: "[scoping.measured]")
        + "      - {id: service.log, title: Log it, why: w, how: h, maturity: poc}\n"
        + "      - {id: service.gpu, title: GPU, why: w, how: h, maturity: poc, when: '\"gpu\" in tags'}\n"

    /// A project with answers, that noted the list it had, and has a newer one in its working tree.
    private func upgraded() async throws -> GuidedProject {
        let project = try await GuidedProject()
        _ = try await project.check("done", "goal")
        _ = try await project.check("answer", "scoping.model", "yes")
        _ = try await project.check("skip", "canary", "--because", "nobody to try")
        _ = try await project.check("done", "scoping.measure", "-m", "0.8")
        #expect(try await project.check("upgrade").output.contains("list  6 items  seen for the first time\n"))
        try project.sandbox.write(Self.newer, to: "list.yaml")
        return project
    }

    private static let report = """
        list  8 items

        new:
          poc  scoping.measured  Measure it
          poc  service.log       Log it
          and 1 that is not for this project, or not asked yet

        changed since the answer:
          scoping.goal  State the goal
            done in version 1, now version 3; if it still holds: mlkit check upgrade --confirm scoping.goal

        records moved:
          service.canary -> service.few-first (commit ID)

        records of items that are gone:
          scoping.measure  done, by Test <test@example.org>
            perhaps scoping.measured now: mlkit check upgrade --move scoping.measure=scoping.measured
            to drop it: git rm checklist/scoping/measure.md

        noted in .mlkit/seen/ (commit ID)

        """

    @Test func aDryRunTellsAllAndChangesNothing() async throws {
        let project = try await upgraded()
        let before = try await project.sandbox.changes()
        let outcome = try await project.check("upgrade", "--dry-run")
        #expect(
            outcome.output
                == Self.report.replacing("records moved", with: "records to move").replacing(" (commit ID)", with: "")
                .replacing("noted in .mlkit/seen/", with: "nothing was changed: this was a dry run"))
        #expect(try await project.sandbox.changes() == before)
    }

    @Test func recordsMoveInCommitsOfTheirOwnAndKeepTheirHistory() async throws {
        let project = try await upgraded()
        try project.sandbox.write("staged\n", to: "in.txt")
        try await project.sandbox.git("add", "in.txt")
        let before = try await project.sandbox.git("status", "--porcelain")
        let outcome = try await project.check("upgrade")
        #expect(outcome.status == 0)
        #expect(ChecklistProject.timeless(outcome.output) == Self.report)
        #expect(try await project.sandbox.git("status", "--porcelain") == before)
        #expect(
            try await project.sandbox.git("log", "-2", "--format=%s", "--name-status", "--find-renames").replacing(
                #/R\d+/#, with: "R")
                    == """
                    Checklist: note the items of `list`

                    M\t.mlkit/seen/list.txt
                    Checklist: move service.canary to service.few-first

                    R\tchecklist/service/canary.md\tchecklist/service/few-first.md

                    """)
        let subjects = try await project.sandbox.git(
            "log", "--format=%s", "--follow", "--", "checklist/service/few-first.md")
        #expect(
            subjects == """
                Checklist: move service.canary to service.few-first
                Checklist: skipped service.canary

                """)
        #expect(
            try await project.sandbox.git("log", "-1", "--skip=1", "--format=%(trailers:key=Checklist-Was)").hasPrefix(
                "Checklist-Was: service.canary"))
        #expect(try await project.sandbox.git("fsck", "--strict") == "")
    }

    @Test func whatIsLostIsMovedByHandAndWhatChangedIsConfirmed() async throws {
        let project = try await upgraded()
        let moved = try await project.check("upgrade", "--move", "scoping.measure=scoping.measured")
        #expect(moved.output.contains("  scoping.measure -> scoping.measured (commit "))
        #expect(try await project.check("show", "measured").output.contains("\n  0.8\n"))
        #expect(try await project.check("list", "--state", "stale").output.contains("scoping.goal"))
        let confirmed = try await project.check("upgrade", "--confirm", "goal")
        #expect(ChecklistProject.timeless(confirmed.output) == "list  8 items\n\nconfirmed:\n  scoping.goal (commit ID)\n")
        let again = try await project.check("upgrade")
        #expect(again.output == "list  8 items\nnothing is new, changed or gone\n")
        #expect(try await project.check("upgrade", "--confirm", "goal")
            .error.hasPrefix("error: `scoping.goal` has not changed since it was answered"))
    }

    @Test func jsonHasTheSame() async throws {
        let project = try await upgraded()
        let json = try JSON(parsing: try await project.check("upgrade", "--no-commit", "--format", "json").output)
        #expect(json["lists"] == [["name": "list", "items": 8, "noted": true]])
        #expect(json["new"]?.array?.compactMap { $0["id"] } == ["scoping.measured", "service.log", "service.gpu"])
        #expect(json["changed"]?.array?.first?["now"] == 3)
        #expect(json["moved"] == [["from": "service.canary", "to": "service.few-first", "commit": .null]])
        #expect(json["lost"]?.array?.first?["suggestion"] == "scoping.measured")
        #expect(
            try await project.sandbox.git("status", "--porcelain", "-uall", "checklist", ".mlkit").contains(
                "?? checklist/service/few-first.md"))
    }

    @Test func branchesThatUpgradedAlikeMerge() async throws {
        let project = try await upgraded()
        let git = project.sandbox
        try await git.git("commit", "--quiet", "-am", "newer list")
        try await git.git("branch", "side")
        _ = try await project.check("upgrade")
        try await git.git("checkout", "--quiet", "side")
        _ = try await project.check("answer", "owner", "Ada")
        _ = try await project.check("upgrade")
        try await git.git("merge", "--quiet", "--no-edit", "main")
        #expect(try await project.check("upgrade").output.hasPrefix("list  8 items\n\nchanged since the answer:\n"))
        #expect(try await git.git("status", "--porcelain") == "")
    }

    @Test(arguments: [
        ("a", "error: `a` is no move\n\nhint: write it as in `--move data.old-name=data.new-name`\n"),
        ("scoping.goal=service.log", "error: `scoping.goal` is in the lists, so its record stays\n"),
        ("scoping.goals=service.log", "error: there is no record of an item `scoping.goals`\n"),
    ])
    func movesThatCannotBeChangeNothing(move: String, message: String) async throws {
        let project = try await upgraded()
        let before = try await project.sandbox.changes()
        let outcome = try await project.check("upgrade", "--move", move)
        #expect(outcome.status == 1)
        #expect(outcome.error.hasPrefix(message), "\(outcome.error)")
        #expect(try await project.sandbox.changes() == before)
    }
}
