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

    @Test func anInterruptLeavesNothing() async throws {
        let template = try template()
        let outcome = try await template.newOnTerminal(["small", "\u{3}"])
        // Ended by SIGINT, which a shell shows as 130.
        #expect(outcome.status == 254, "\(outcome.output)")
        #expect(try entries(template) == ["template"])
    }
}
