import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A person answers on a terminal.
@Suite struct PromptTests {
    private static let questions = """
        questions:
          kind: {type: choice, help: What is it?, choices: {small: fits a hand, large: does not}, default: small}
          parts: {type: multi-choice, choices: [wings, wheels, keel], default: [wings]}
          title: {type: text, help: What is it called?}
          fast: {type: boolean, default: true}

        """

    private func template() throws -> SmallTemplate {
        try SmallTemplate(
            Self.questions,
            ["files/README.md.stencil": "{{ kind }}|{{ parts|join:\"+\" }}|{{ title }}|{{ fast }}"])
    }

    private func entries(_ template: SmallTemplate) throws -> [String] {
        try LocalFileSystem().list(template.scratch.path)
    }

    @Test func choicesAreMadeByNumberOrNameAndBadAnswersAskedAgain() async throws {
        let template = try template()
        let outcome = try await template.newOnTerminal(["3", "2", "4", "3, wings", "", "Tea", "perhaps", "no"])
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                What is it?
                  1) small  fits a hand
                  2) large  does not
                kind [small]: 3
                question `kind`: `3` is not one of `small` and `large`
                kind [small]: 2
                  1) wings
                  2) wheels
                  3) keel
                parts [wings]: 4
                question `parts`: `4` is not some of `wings`, `wheels` and `keel`, with commas between
                parts [wings]: 3, wings
                What is it called?
                title:\u{20}
                question `title` needs an answer
                title: Tea
                fast [true]: perhaps
                question `fast`: `perhaps` is not true or false
                fast [true]: no
                made `\(template.scratch.path)/demo`: 3 files

                """)
        #expect(try template.scratch.read("demo/README.md") == "large|keel+wings|Tea|false")
    }

    @Test func namesAndEnterWillDo() async throws {
        let template = try template()
        let outcome = try await template.newOnTerminal(["large", "", "Größe 数 👩‍🔬", ""])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(try template.scratch.read("demo/README.md") == "large|wings|Größe 数 👩‍🔬|true")
    }

    /// As long as a terminal's line can be.
    @Test func aLongLineIsTakenWhole() async throws {
        let template = try template()
        let title = String(repeating: "é", count: 2000)
        let outcome = try await template.newOnTerminal(["", "", title, ""])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(try template.scratch.read("demo/README.md") == "small|wings|\(title)|true")
    }

    @Test func keysThatAreNoTextAreSaidToBeNone() async throws {
        let template = try template()
        let outcome = try await template.newOnTerminal(["", "", "ab\u{1B}[D", "ab", ""])
        #expect(outcome.status == 0)
        #expect(
            outcome.output.contains(
                "question `title`: the answer has a line break or another control character in it\ntitle: ab\n"))
    }

    @Test func theEndOfTheInputLeavesNothing() async throws {
        let template = try template()
        let outcome = try await template.newOnTerminal(["small", "keel"])
        #expect(outcome.status == 1)
        #expect(
            outcome.output.hasSuffix(
                """
                error: the input ended before `title` was answered

                hint: answer with `--set title=…`, or take the defaults with `--defaults`

                """))
        #expect(try entries(template) == ["template"])
    }

    private func secret() throws -> SmallTemplate {
        try SmallTemplate(
            "questions: {token: {type: text, secret: true, default: \"\", help: Who are you?}}\nownership: {.env: seed}\n",
            ["files/.env.stencil": "TOKEN={{ token }}\n", "files/mlkit.yaml": "mlkit: 1\nproject: {name: demo}\n"])
    }

    @Test func aSecretIsNeitherShownNorKept() async throws {
        let template = try secret()
        let outcome = try await PseudoTerminal.mlkit(
            ["new", "demo", "--template", "./template"], answers: ["hush-hush 1"], in: template.scratch.path)
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasPrefix("Who are you?\ntoken, not shown: \nmade `\(template.scratch.path)/demo`: "), "\(outcome.output)")
        #expect(outcome.output.contains("\nnot committed, as a secret answer is in it: `.env`; let `.gitignore` name it\n"))
        #expect(!outcome.output.contains("hush"))
        #expect(try template.scratch.read("demo/.env") == "TOKEN=hush-hush 1\n")
        let demo = template.scratch.path.appending("demo")
        let kept = try await BuiltTool.run("sh", ["-c", "grep -rl hush . ; git log -p --all | grep -c hush"], in: demo)
        #expect(kept.output == "./.env\n0\n")
        let plan = try await BuiltTool.mlkit(["plan"], in: demo)
        #expect(plan.status == 0 && plan.output.hasPrefix("nothing to do"), "\(plan.output)\(plan.error)")
        let updated = try await BuiltTool.mlkit(["apply", "--set", "token=other"], in: demo)
        #expect(
            updated.error == """
                error: the answer to `token` is secret, and updates write none

                hint: write it into the project's file yourself

                """)
        #expect(try template.scratch.read("demo/.env") == "TOKEN=hush-hush 1\n")
    }

    @Test func anInterruptAtASecretLeavesNothing() async throws {
        let template = try secret()
        let outcome = try await template.newOnTerminal(["\u{3}"])
        #expect(outcome.status == 254, "\(outcome.output)")
        #expect(try entries(template) == ["template"])
    }

    // MARK: Texts of several lines

    private func about(_ answers: [String], editor: String? = nil) async throws -> (outcome: BuiltTool.Outcome, template: SmallTemplate) {
        let template = try SmallTemplate(
            "questions: {about: {type: text, multiline: true, default: none yet}}\n", ["files/README.md.stencil": "{{ about }}\n"])
        if let editor { try template.scratch.write(editor, to: "edit.sh") }
        let outcome = try await PseudoTerminal.mlkit(
            ["new", "demo", "--template", "./template", "--no-git"], answers: answers, in: template.scratch.path,
            environment: ["EDITOR": editor == nil ? "" : "sh edit.sh", "VISUAL": ""])
        return (outcome, template)
    }

    @Test func linesAreTypedUntilAnEmptyOne() async throws {
        let (outcome, template) = try await about(["one", " two", ""])
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasPrefix("  [none yet]\nabout, an empty line ends it: one\nabout:  two\nabout: \nmade "), "\(outcome.output)")
        #expect(try template.scratch.read("demo/README.md") == "one\n two\n")
        #expect(try await about([""]).template.scratch.read("demo/README.md") == "none yet\n")
    }

    @Test func anEditorOpensOnlyForWhoSaysYes() async throws {
        let editor = "touch opened\nsed -i 's/none yet/three\\nfour/' \"$1\"\n"
        let agreed = try await about(["yes"], editor: editor)
        let asked = "  [none yet]\nopen `sh edit.sh` for `about`? [no]: yes\nmade "
        #expect(agreed.outcome.output.hasPrefix(asked), "\(agreed.outcome.output)")
        #expect(try agreed.template.scratch.read("demo/README.md") == "three\nfour\n")
        let refused = try await about(["", "typed", ""], editor: editor)
        #expect(refused.outcome.status == 0, "\(refused.outcome.output)")
        #expect(try refused.template.scratch.read("demo/README.md") == "typed\n")
        #expect(try !refused.template.scratch.exists("opened"))
        let failed = try await about(["y"], editor: "exit 3\n")
        #expect(failed.outcome.status == 1 && failed.outcome.output.contains("error: `sh edit.sh` ended with an error\n"))
        #expect(try !failed.template.scratch.exists("demo"))
    }

    @Test func anInterruptLeavesNothing() async throws {
        let template = try template()
        let outcome = try await template.newOnTerminal(["small", "\u{3}"])
        // Ended by SIGINT, which a shell shows as 130.
        #expect(outcome.status == 254, "\(outcome.output)")
        #expect(try entries(template) == ["template"])
    }
}

/// A person chooses from a menu, where the terminal can draw one.
@Suite struct MenuTests {
    @Test func choicesAreMadeWithKeys() async throws {
        let template = try SmallTemplate(
            """
            questions:
              kind: {type: choice, help: What is it?, choices: {small: fits a hand, large: does not, huge: is seen from afar}, default: \
            small}
              parts: {type: multi-choice, choices: [wings, wheels, keel], default: [wings]}
              title: {type: text, default: Tea}

            """, ["files/README.md.stencil": "{{ kind }}|{{ parts|join:\"+\" }}|{{ title }}"])
        let outcome = try await PseudoTerminal.mlkit(
            ["new", "demo", "--template", "./template", "--no-git"], answers: ["\u{1B}[B", " \u{1B}[Akeel", ""], in: template.scratch.path,
            environment: ["TERM": "xterm"], columns: 60)
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(try template.scratch.read("demo/README.md") == "large|keel|Tea")
        // What was drawn over is gone from the screen, and stands in what the terminal was sent.
        #expect(
            outcome.output.hasPrefix("What is it?\n  > small  fits a hand\n    large  does not\n    huge   is seen from afar\n"),
            "\(outcome.output)")
        let erase = "\r\u{1B}[3A\u{1B}[J"
        #expect(outcome.output.contains("\(erase)kind: large\n  > [x] wings\n"), "\(outcome.output)")
        #expect(outcome.output.contains("\(erase)parts: keel\ntitle [Tea]: "), "\(outcome.output)")
    }

    @Test func anInterruptInAMenuLeavesNothing() async throws {
        let template = try SmallTemplate(
            "questions: {kind: {type: choice, choices: [a, b], default: a}}\n", ["files/README.md.stencil": "{{ kind }}\n"])
        for (key, status) in [("\u{3}", 254), ("\u{4}", 1)] {
            let outcome = try await PseudoTerminal.mlkit(
                ["new", "demo", "--template", "./template", "--no-git"], answers: [key], in: template.scratch.path,
                environment: ["TERM": "xterm"], columns: 60)
            #expect(outcome.status == status, "\(outcome.output)")
            #expect(try LocalFileSystem().list(template.scratch.path) == ["template"])
        }
    }
}
