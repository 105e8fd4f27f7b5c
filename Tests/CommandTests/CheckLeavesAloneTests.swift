import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Whatever a user is in the middle of: a command that records something changes its record and nothing else.
@Suite struct CheckLeavesAloneTests {
    private struct Step {
        let arguments: [String]
        let record: String
        var person = "Ada"
    }

    private static let steps = [
        Step(
            arguments: ["done", "scoping.baseline", "-e", "reports/evaluation.json", "-m", "m"],
            record: "checklist/scoping/baseline.md"),
        Step(arguments: ["answer", "data.labels", "yes"], record: "checklist/data/labels.md"),
        Step(arguments: ["choose", "scoping.inference", "batch"], record: "checklist/scoping/inference.md"),
        Step(arguments: ["skip", "scoping.budget", "--because", "b"], record: "checklist/scoping/budget.md"),
        Step(
            arguments: ["waive", "scoping.budget", "--until", "2999-01-01", "--because", "b"],
            record: "checklist/scoping/budget.md"),
        Step(arguments: ["reopen", "scoping.budget"], record: "checklist/scoping/budget.md"),
        Step(arguments: ["assign", "scoping.budget", "Bob"], record: "checklist/scoping/budget.md"),
        Step(arguments: ["review", "scoping.baseline"], record: "checklist/scoping/baseline.md", person: "Bob"),
    ]

    @Test(arguments: DirtyProject.Situation.allCases.filter { !$0.isUnfinished })
    func aCommitHoldsTheRecordAlone(situation: DirtyProject.Situation) async throws {
        let project = try await DirtyProject(situation)
        for step in Self.steps {
            let before = try await project.state(except: step.record)
            let head = try? await project.git("rev-parse", "HEAD")
            let outcome = try await project.check(step.arguments, as: step.person)
            #expect(outcome.status == 0, "\(step.arguments): \(outcome.error)")
            #expect(try await project.state(except: step.record) == before, "\(step.arguments)")
            guard situation != .outsideGit else { continue }
            #expect(try await project.git("status", "--porcelain", "--", step.record) == "", "\(step.arguments)")
            let changed = try await project.git("show", "--format=", "--name-only", "HEAD")
            let folder = situation == .subfolder ? "projects/census/" : ""
            #expect(changed == folder + step.record + "\n")
            if let head { #expect(try await project.git("rev-parse", "HEAD^") == head) }
        }
        if situation != .outsideGit { #expect(try await project.git("fsck", "--strict", "--no-dangling") == "") }
    }

    /// A commit would become a part of what git is in the middle of, and go with it when that is given up.
    @Test(arguments: DirtyProject.Situation.allCases.filter(\.isUnfinished))
    func inTheMiddleOfSomethingOfGitsNothingIsRecorded(situation: DirtyProject.Situation) async throws {
        let project = try await DirtyProject(situation)
        let head = try await project.git("rev-parse", "HEAD")
        // The others need an answer that is there.
        for step in Self.steps.prefix(5) {
            let before = try await project.state(except: "none")
            let outcome = try await project.check(step.arguments, as: step.person)
            #expect(outcome.status == 1, "\(step.arguments)")
            #expect(
                outcome.error == """
                    error: git is in the middle of a \(situation), of which a commit would become a part

                    hint: finish it or give it up first; commands that take `--no-commit` write without one

                    """, "\(step.arguments)")
            #expect(try await project.state(except: "none") == before, "\(step.arguments)")
            #expect(try await project.git("rev-parse", "HEAD") == head)
        }
    }

    @Test(arguments: DirtyProject.Situation.allCases)
    func withoutACommitGitIsNotTouched(situation: DirtyProject.Situation) async throws {
        let project = try await DirtyProject(situation)
        let references = try await project.git("for-each-ref")
        for step in Self.steps {
            let before = try await project.state(except: step.record)
            let index = try await project.index()
            let outcome = try await project.check(step.arguments + ["--no-commit"], as: step.person)
            #expect(outcome.status == 0, "\(step.arguments): \(outcome.error)")
            #expect(outcome.output.contains("(\(step.record), not committed)"))
            #expect(try await project.state(except: step.record) == before, "\(step.arguments)")
            #expect(try await project.index() == index)
        }
        #expect(try await project.git("for-each-ref") == references)
    }

    @Test func aRecordInConflictIsShownWithFileAndLine() async throws {
        let project = try await ChecklistProject()
        let sandbox = project.sandbox
        _ = try await project.check("done", "scoping.budget")
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        _ = try await project.check("done", "scoping.baseline", "-m", "theirs")
        try await sandbox.git("checkout", "--quiet", "main")
        _ = try await project.check("skip", "scoping.baseline", "--because", "ours")
        await #expect(throws: Failure.self) { try await sandbox.git("merge", "side") }
        let outcome = try await project.check()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("broken   scoping.baseline"))
        #expect(
            outcome.error.hasPrefix(
                """
                error: this record has an unresolved merge conflict
                 --> checklist/scoping/baseline.md:3:1
                  |
                3 | <<<<<<< HEAD
                  | ^^^^^^^^^^^^
                """), "\(outcome.error)")
        #expect(try await project.check("list", "scoping").output.contains("done     mvp  scoping.budget"))
    }
}
