import MLKitCore
import MLKitTestSupport
import Testing

/// `mlkit check add`, seen from outside.
@Suite struct CheckAddTests {
    private static let text = ["--why", "They cost money.", "--how", "Ask: \"the cloud team\", weekly."]

    private func add(_ project: GuidedProject, _ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(
            ["check", "add"] + arguments + Self.text, in: project.path, environment: project.sandbox.variables)
    }

    @Test func aNewListHasTheLineEndsOfACheckout() async throws {
        let project = try await GuidedProject()
        try await project.sandbox.commit([".gitattributes": "checklists/* text eol=crlf\n"])
        try await project.sandbox.git("config", "core.safecrlf", "true")
        #expect(try await add(project, "service", "Budget the GPU hours").status == 0)
        try await project.sandbox.git("add", "checklists")
        #expect(try project.sandbox.read("checklists/project.yaml").contains("checklist: 1\r\n"))
        #expect(try await add(project, "service", "Budget the disks").status == 0)
        let text = try project.sandbox.read("checklists/project.yaml")
        #expect(text.contains("Budget the disks\r\n") && !text.replacing("\r\n", with: "").contains("\n"))
    }

    @Test func theFirstItemMakesTheListAndNamesIt() async throws {
        let project = try await GuidedProject()
        let outcome = try await add(
            project, "service", "Budget the GPU hours of a year", "--tag", "cost", "--gate", "ship", "--maturity", "mvp"
        )
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(
            outcome.output == """
                added: service.budget-gpu-hours-year, in `service` of checklists/project.yaml (a new file)
                  mlkit.yaml names the list under `checklists` now
                  nothing is committed

                """)
        #expect(
            try project.sandbox.read("checklists/project.yaml") == """
                # Items of this project's own. `mlkit check add` adds some; they may be edited by hand as well.
                checklist: 1
                title: Items of this project
                sections:
                  - id: service
                    title: Service
                    items:
                      - id: service.budget-gpu-hours-year
                        title: Budget the GPU hours of a year
                        why: They cost money.
                        how: "Ask: \\"the cloud team\\", weekly."
                        maturity: mvp
                        tags: [cost]
                        gates: [ship]

                """)
        #expect(
            try project.sandbox.read("mlkit.yaml")
                == GuidedProject.spec.replacing("[list.yaml]", with: "[list.yaml, checklists/project.yaml]"))
        #expect(try await project.sandbox.git("log", "--oneline").split(separator: "\n").count == 1)
        // The two sections of one id are one.
        let sections = try await project.check().output.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
        #expect(sections == ["Scoping  [######..............]  1 of 3", "later: Service"])
        #expect(try await project.check("done", "budget").status == 0)
    }

    @Test func furtherItemsAndSectionsAreAddedBehind() async throws {
        let project = try await GuidedProject()
        _ = try await add(project, "service", "Budget", "--list", "lists/ours.yaml")
        let text = try project.sandbox.read("lists/ours.yaml").replacing("items:\n", with: "items:   # ours\n")
        try project.sandbox.write(text, to: "lists/ours.yaml")
        let question = try await add(
            project, "weather", "Does it rain?", "--answer", "yes=Take a coat.", "--answer", "no=Leave.", "--id",
            "rain",
            "--list", "lists/ours.yaml")
        #expect(
            question.output
                == "added: weather.rain, in the new section `weather` of lists/ours.yaml\n  nothing is committed\n")
        let choice = try await add(
            project, "service", "Which cloud?", "--option", "near=It is far.", "--option", "far=It is near.", "--list",
            "lists/ours.yaml")
        #expect(choice.status == 0, "\(choice.error)")
        #expect(
            try project.sandbox.read("lists/ours.yaml") == text + """
                      - id: service.cloud
                        title: "Which cloud?"
                        why: They cost money.
                        how: "Ask: \\"the cloud team\\", weekly."
                        kind: choice
                        options:
                          near:
                            when: It is far.
                          far:
                            when: It is near.
                        maturity: poc
                  - id: weather
                    title: Weather
                    items:
                      - id: weather.rain
                        title: "Does it rain?"
                        why: They cost money.
                        how: "Ask: \\"the cloud team\\", weekly."
                        kind: question
                        answers:
                          "yes": Take a coat.
                          "no": Leave.
                        maturity: poc

                """)
        #expect(try await project.check("choose", "service.cloud", "near").status == 0)
        #expect(try await project.check("answer", "rain", "yes").status == 0)
    }

    @Test func aSpecWithoutChecklistsKeepsTheOneItHad() async throws {
        let project = try await GuidedProject(spec: "mlkit: 1\nproject: {name: p}\n")
        _ = try await add(project, "data", "Ask the bakers")
        #expect(
            try project.sandbox.read("mlkit.yaml")
                == "mlkit: 1\nproject: {name: p}\nchecklists: [end-to-end, checklists/project.yaml]\n")
        #expect(try await project.check("show", "data.ask-bakers").status == 0)
    }

    @Test(arguments: [
        (
            ["scopign", "T"],
            "error: there is no section `scopign` in the checklist\n\nhint: did you mean `scoping`? If not, `--new-section` makes a new "
                + "one\n"
        ),
        (
            ["Our Section", "T"],
            "error: `Our Section` cannot be the section\n\nhint: use lower-case letters, digits and `-`\n"
        ),
        (
            ["scoping", "T", "--id", "goal"],
            "error: there is an item `scoping.goal` already\n\nhint: give another id, or look at `mlkit check show scoping.goal`\n"
        ),
        (
            ["scoping", "State the goal"],
            "error: `scoping.goal` has that title already\n\nhint: if another one is meant, give it an id: `--id NAME`\n"
        ),
        (
            ["scoping", "数据"],
            "error: cannot make an id from `数据`\n\nhint: give one: `--id NAME`\n"
        ),
        (
            ["scoping", "T", "--list", "end-to-end"],
            "error: `end-to-end` is no file of the project\nnote: the lists that come with mlkit are not changed\n\n"
                + "hint: name a file like `checklists/project.yaml`\n"
        ),
        (["scoping", "T", "--list", "../x.yaml"], "error: the list `../x.yaml` leads out of the project\n"),
        (
            ["scoping", "T", "--gate", "shp"],
            "error: `shp` is neither a stage nor a kind of stages\n\nhint: did you mean `ship`?\n"
        ),
        (["scoping", " "], "error: the item needs a title\n"),
        (
            ["scoping", "T", "--option", "a=b"],
            "error: a choice needs at least two `options`\n"
        ),
        (["scoping", "T", "--id", "service.x"], "error: the item `service.x` stands in the section `scoping`\n"),
    ])
    func whatCannotBeAddedChangesNothing(arguments: [String], message: String) async throws {
        let project = try await GuidedProject()
        let outcome = try await BuiltTool.mlkit(["check", "add"] + arguments + Self.text, in: project.path)
        #expect(outcome.status == 1)
        #expect(outcome.error.hasPrefix(message), "\(outcome.error)")
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func withoutATerminalTheGuidanceMayComeLater() async throws {
        let project = try await GuidedProject()
        let outcome = try await project.check("add", "scoping", "Ask the board")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.contains(
            "it does not say yet why it matters, nor how to go about it: write that into checklists/project.yaml\n"))
        #expect(try await project.check("show", "scoping.ask-board").output.contains("Nobody has said yet why it matters."))
    }

    @Test func whatIsMissingIsAskedForOnATerminalOnly() async throws {
        let project = try await GuidedProject()
        let silent = try await project.check("add", "scoping")
        #expect(silent.status == 64)
        #expect(silent.error.hasPrefix("Error: SECTION and TITLE are needed; on a terminal they are asked for\n"))
        let outcome = try await project.onTerminal(
            ["check", "add"],
            [
                "service", "", "Where does it run?", "It costs.", "Ask.", "chioce", "choice", "here", "It is cold.", "",
                "there", "It is hot.", "", "mvp",
            ])
        #expect(
            outcome.output == """
                sections are `scoping` and `service`, or a new one
                section: service
                title:\u{20}
                title: Where does it run?
                why it matters: It costs.
                how to go about it: Ask.
                kind, task, question, choice [task]: chioce
                error: `chioce` is not one of `task`, `question` and `choice`
                kind, task, question, choice [task]: choice
                option 1: here
                when `here` is right: It is cold.
                option 2:\u{20}
                option 2: there
                when `there` is right: It is hot.
                option (Enter for no more):\u{20}
                required from, poc, mvp, production [poc]: mvp
                added: service.where-run, in `service` of checklists/project.yaml (a new file)
                  mlkit.yaml names the list under `checklists` now
                  nothing is committed

                """)
        #expect(outcome.status == 0)
        #expect(try await project.check("choose", "where", "here").status == 0)
    }

    @Test func theEndOfTheInputAddsNothing() async throws {
        let project = try await GuidedProject()
        let outcome = try await project.onTerminal(["check", "add"], ["service", "A title"])
        #expect(outcome.status == 1)
        #expect(outcome.output.hasSuffix("why it matters: \nerror: the input ended: nothing was added\n"))
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
        let two = try await project.onTerminal(["check", "add", "service", "Look", "--how", "h"], ["Because."])
        #expect(
            two.output.hasPrefix(
                "why it matters: Because.\nadded: service.look, in `service` of checklists/project.yaml"))
    }
}
