import MLKitCore
import MLKitTestSupport
import Testing

/// `mlkit check next` and the filters of `mlkit check list`, seen from outside.
@Suite struct CheckNextTests {
    @Test func aFewItemsAreSuggestedWithTheirReasons() async throws {
        let project = try await GuidedProject()
        let outcome = try await project.check("next", "-n", "2")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                1. State the goal
                   open: the stage `ship` waits for it; required for proof of concept
                   mlkit check done scoping.goal

                2. Is there a model to start from?
                   open: the stage `ship` waits for it; required for proof of concept
                   mlkit check answer scoping.model yes|no

                2 other items could be done now, none of them for proof of concept: `-n 4` shows all

                """)
    }

    @Test func filtersAndJSON() async throws {
        let project = try await GuidedProject()
        _ = try await project.check("done", "goal")
        _ = try await project.check("assign", "canary", "Test <test@example.org>")
        let tagged = try await project.check("next", "--tag", "planning", "--tag", "serving", "--format", "json")
        // `mlkit.yaml` has an inference, so that choice is made.
        #expect(tagged.output == "[]\n")
        let mine = try JSON(parsing: try await project.check("next", "--assignee", "me", "--format", "json").output)
        #expect(
            mine == [
                [
                    "id": "service.canary", "title": "Let a few try first", "maturity": "mvp", "state": "open",
                    "reason": "",
                    "why": ["the stage `ship` waits for it", "assigned to you"],
                    "command": "mlkit check done service.canary",
                ]
            ])
        let none = try await project.check("next", "--section", "scoping", "--maturity", "production")
        #expect(none.output == "nothing of this is left to do\n")
    }

    @Test(arguments: [
        (
            ["next", "--tag", "plannign"], 1,
            "error: no item has the tag `plannign`\n\nhint: did you mean `planning`?\n"
        ),
        (
            ["next", "--section", "servce"], 1,
            "error: there is no section `servce` in the checklist\n\nhint: did you mean `service`?\n"
        ),
        (["next", "--maturity", "pcc"], 1, "error: unknown level `pcc`\n\nhint: did you mean `poc`?\n"),
        (["list", "scoping", "--section", "service"], 64, "Error: name one section, with or without --section\n"),
        (["list", "--state", "opn"], 64, "Error: no item is `opn`: states are `open`, `done`, `stale`, `failing`"),
        (["next", "-n", "0"], 64, "Error: -n must be at least 1\n"),
        (["--tag", "planning"], 64, "Error: items are selected for -i; without it, `mlkit check list` takes the same"),
    ])
    func whatIsNotThereIsSaidSo(arguments: [String], status: Int, message: String) async throws {
        let project = try await GuidedProject()
        let outcome = try await BuiltTool.mlkit(["check"] + arguments, in: project.path)
        #expect(outcome.status == status)
        #expect(outcome.error.hasPrefix(message), "\(outcome.error)")
        #expect(outcome.output == "")
    }

    @Test func listsAreFiltered() async throws {
        let project = try await GuidedProject()
        _ = try await project.check("skip", "goal", "--because", "it is clear")
        _ = try await project.check("assign", "owner", "Bob")
        #expect(
            try await project.check("list", "--state", "skipped", "--state", "done").output == """
                skipped  poc  scoping.goal       State the goal
                done     poc  scoping.inference  Online or batch?

                """)
        #expect(
            try await project.check("list", "--assignee", "bob").output
                == "open     mvp  service.owner  Who is called at night?\n")
        #expect(
            try await project.check("list", "--maturity", "mvp", "--section", "service", "--open").output == """
                open     mvp  service.owner   Who is called at night?
                open     mvp  service.canary  Let a few try first

                """)
        #expect(try await project.check("list", "--state", "stale").output == "no such items\n")
    }

    @Test func onATerminalLinesAreCutToItsWidth() async throws {
        let project = try await GuidedProject()
        let outcome = try await project.onTerminal(["check", "list", "service"], [], columns: 52)
        #expect(
            outcome.output == """
                open     mvp  service.owner   Who is called at …
                open     mvp  service.canary  Let a few try first

                """)
        // Where there is no room for a column of words, they go on below.
        let narrow = try await project.onTerminal(["check", "list", "service"], [], columns: 40)
        #expect(
            narrow.output == """
                open     mvp  service.owner   Who is
                              called at night?
                open     mvp  service.canary  Let a few
                              try first

                """)
        let wide = try await project.onTerminal(["check", "list", "service"], [], columns: 200)
        #expect(wide.output.contains("Who is called at night?\n"))
    }

    @Test func whenALevelIsMetTheWayToTheNextIsShown() async throws {
        let project = try await GuidedProject()
        _ = try await project.check("done", "goal")
        _ = try await project.check("answer", "scoping.model", "no")
        let outcome = try await project.check()
        #expect(
            outcome.output == """
                Scoping  [####################]  3 of 3
                Service  [....................]  0 of 2

                proof of concept        [####################]  3 of 3  <- this project
                minimum viable product  [############........]  3 of 5
                production              [############........]  3 of 5

                nothing is open for proof of concept; open for minimum viable product:
                  open     service.owner   Who is called at night?
                  open     service.canary  Let a few try first

                """)
        let json = try JSON(parsing: try await project.check("--format", "json").output)
        #expect(json["blocking"] == [])
        #expect(json["goal"] == "mvp")
        #expect(json["ahead"]?.array?.compactMap { $0["id"] } == ["service.owner", "service.canary"])
    }

    @Test func showHasAllThereIs() async throws {
        let project = try await GuidedProject()
        _ = try await project.check("answer", "scoping.model", "yes", "--until", "2100-01-01")
        let text = try await project.check("show", "scoping.mod")
        #expect(
            ChecklistProject.timeless(text.output) == """
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

                done, by Test <test@example.org>, TIME
                  answer: yes
                  to be looked at again from 2100-01-01 on

                history:
                  DAY-AND-TIME  COMMIT7  done      Test  yes

                """)
        let choice = try await project.check("show", "s.inf")
        #expect(
            choice.output.contains("scoping.inference, choice, from proof of concept on, tagged planning, serving\n"))
        #expect(
            choice.output.contains("\nafter:\n  scoping.goal (open)\n\nwrites:\n  `project.inference` in mlkit.yaml\n"))
        let json = try JSON(parsing: try await project.check("show", "scoping.model", "--format", "json").output)
        #expect(
            json["answers"]?.array?.first == ["name": "yes", "follows": "Measure it.", "opens": ["scoping.measure"]])
        #expect(json["record"]?["answer"] == "yes")
        #expect(json["record"]?["until"] == "2100-01-01")
        #expect(json["record"]?["note"] == .null)
    }
}
