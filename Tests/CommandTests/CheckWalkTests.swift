import MLKitCore
import MLKitTestSupport
import Testing

/// `mlkit check -i`: a person at a terminal goes through the items.
@Suite struct CheckWalkTests {
    private func walk(
        _ project: GuidedProject, _ answers: [String], _ arguments: String..., columns: Int = 0
    ) async throws -> BuiltTool.Outcome {
        try await project.onTerminal(["check", "-i"] + arguments, answers, columns: columns)
    }

    @Test func anItemIsShownAndItsAnswerRecorded() async throws {
        let project = try await GuidedProject()
        let outcome = try await walk(project, ["d", "", "we know", "q"])
        #expect(outcome.status == 0)
        #expect(
            ChecklistProject.timeless(outcome.output) == """

                -- 2 items to go ---------------------------------------------------------------
                State the goal
                scoping.goal, task, from proof of concept on, tagged planning

                why:
                  Or nobody knows.

                how:
                  Ask.

                open

                d done, s skip, w waive, t note, b back, q quit, Enter next: d
                evidence: files, folders, run:STAGE, …, with commas between (Enter for none):\u{20}
                remark (Enter for none): we know
                done: scoping.goal (checklist/scoping/goal.md, commit ID)

                -- 1 item to go ----------------------------------------------------------------
                Is there a model to start from?
                scoping.model, question, from proof of concept on

                why:
                  It saves months.

                how:
                  Look.

                  yes
                    Measure it.
                    opens scoping.measure (open)

                  no
                    Make one.

                read on:
                  A book: https://example.org/book

                open

                1 yes, 2 no, s skip, w waive, t note, b back, q quit, Enter next: q
                1 change recorded

                """)
        #expect(try await project.commits() == ["Checklist: done scoping.goal"])
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func whatAnAnswerOpensComesNextAndAllKindsAreAnswered() async throws {
        let project = try await GuidedProject()
        let outcome = try await walk(
            project,
            [
                "", "y", "", "d", "in.txt", "", "a", "Ada", "", "w", "2100-01-01", "busy",
            ])
        #expect(outcome.output.hasSuffix("that was the last one\n4 changes recorded\n"), "\(outcome.output)")
        #expect(
            try await project.commits() == [
                "Checklist: waived service.canary", "Checklist: done service.owner", "Checklist: done scoping.measure",
                "Checklist: done scoping.model",
            ])
        #expect(try project.sandbox.read("checklist/scoping/measure.md").contains("  - path: in.txt\n"))
        #expect(try project.sandbox.read("checklist/service/owner.md").contains("answer: Ada\n"))
    }

    @Test func aChoiceGoesByNumberAndIntoTheSpec() async throws {
        let project = try await GuidedProject()
        // `b` is the way back, not the option that begins so.
        let outcome = try await walk(project, ["b", "2", "", "q"], "--all", "--from", "inference")
        #expect(outcome.output.contains("this is where you began\n\n1 online, 2 batch, s skip"))
        #expect(outcome.output.contains("  mlkit.yaml  project.inference: online -> batch (changed, not committed)\n"))
        #expect(try project.sandbox.read("mlkit.yaml").contains("inference: \"batch\"  # for now\n"))
    }

    @Test func mistakesAreSaidAndAskedAgain() async throws {
        let project = try await GuidedProject()
        let outcome = try await walk(
            project, ["x", "done", "nowhere.txt", "", "w", "tomorrow", "s", "", "s", "no need", "\u{1B}[A", "b", "q"],
            "--section", "scoping")
        #expect(outcome.output.contains("error: `x` is none of these\n\nd done, s skip,"))
        #expect(outcome.output.contains("\nerror: the evidence `nowhere.txt` does not exist\n\nd done, s skip,"))
        #expect(outcome.output.contains("error: `tomorrow` is no date\n\nhint: write it as in `2027-01-31`\n"))
        #expect(outcome.output.contains("error: `[A` is none of these\n"))
        // Back to the item that was skipped, which is settled now.
        #expect(outcome.output.contains("\nskipped, by Test <test@example.org>"))
        #expect(outcome.output.hasSuffix("1 change recorded\n"))
        #expect(try await project.commits() == ["Checklist: skipped scoping.goal"])
    }

    @Test func aNoteIsWrittenInTheEditor() async throws {
        let project = try await GuidedProject()
        let outcome = try await walk(project, ["t", "t", "q"])
        #expect(outcome.output.contains("open\n\nnote:\n  A note.\n\n  Its end.\n"))
        #expect(outcome.output.contains("the note is as it was\n"))
        #expect(outcome.output.hasSuffix("1 change recorded\n"))
        #expect(
            try project.sandbox.read("checklist/scoping/goal.md")
                == "---\nitem: scoping.goal\nstatus: open\nversion: 1\n---\n\nA note.\n\nIts end.\n")
        #expect(try await project.commits() == ["Checklist: note on scoping.goal"])
        _ = try await project.check("done", "goal")
        #expect(try project.sandbox.read("checklist/scoping/goal.md").hasSuffix("---\n\nA note.\n\nIts end.\n"))
    }

    @Test func aNoteThatCannotBeRecordedIsShown() async throws {
        let project = try await GuidedProject()
        try project.sandbox.write("", to: ".git/index.lock")
        let outcome = try await walk(project, ["t", "q"])
        #expect(outcome.output.contains("what you wrote, which is not recorded:\n\nA note.\n\nIts end.\n"))
        #expect(outcome.output.hasSuffix("0 changes recorded\n"))
    }

    @Test func theEndOfTheInputAndAnInterruptKeepWhatWasRecorded() async throws {
        let project = try await GuidedProject()
        let ended = try await walk(project, ["d", "", ""])
        #expect(ended.status == 0)
        #expect(ended.output.hasSuffix(": \n1 change recorded\n"))
        let interrupted = try await walk(project, ["y", "", "\u{3}"])
        // Ended by SIGINT, which a shell shows as 130.
        #expect(interrupted.status == 254)
        #expect(try await project.commits() == ["Checklist: done scoping.model", "Checklist: done scoping.goal"])
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func aNarrowTerminalIsFilledNoFurther() async throws {
        let project = try await GuidedProject()
        let outcome = try await walk(project, ["q"], "--maturity", "mvp", columns: 30)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 32 }, "\(outcome.output)")
        #expect(
            outcome.output.hasPrefix(
                "\n-- 2 items to go -------------\nWho is called at night?\nservice.owner, question, from\nminimum viable product on\n"
            ))
    }

    @Test func withNothingToDoItSaysSo() async throws {
        let project = try await GuidedProject()
        let outcome = try await walk(project, [], "--maturity", "production")
        #expect(outcome.output == "nothing here is left to do\n0 changes recorded\n")
    }

    @Test func withoutATerminalItIsWrongUsage() async throws {
        let project = try await GuidedProject()
        let outcome = try await project.check("-i")
        #expect(outcome.status == 64)
        #expect(outcome.output == "")
        #expect(
            outcome.error.hasPrefix(
                "Error: -i needs a terminal; without one, `mlkit check next` and `mlkit check done` do the same\n"))
    }
}
