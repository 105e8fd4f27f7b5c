import MLKitCore
import MLKitScaffold
import MLKitSpec
import Synchronization
import Testing

@Suite struct InterviewTests {
    private static let questions = """
        questions:
          kind: {type: choice, choices: {a: the first, b: the second}, default: a}
          package: {type: text, default: '{{ name|snake }}', validate: {pattern: '[a-z_]+', message: small letters and _ only}}
          source: {type: path, when: kind == "b"}
          rate: {type: number, default: 0.5}
          rounds: {type: integer, default: 10}
          fast: {type: boolean, default: false}
          parts: {type: multi-choice, choices: [x, y, z], default: [x]}

        """

    private func answers(_ assignments: [String], _ prompter: (any Prompter)? = nil) throws -> [String: JSON] {
        let template = try TemplateFixture(Self.questions).template()
        let assigned = try AssignedAnswers(parsing: assignments)
        return try Interview(
            template, projectName: "my-demo", layout: .standard(project: "my-demo")).answers(assigned: assigned, prompter: prompter).given
    }

    @Test func defaultsMayUseEarlierAnswersAndConditionsSkip() throws {
        #expect(
            try answers([]) == [
                "kind": "a", "package": "my_demo", "rate": 0.5, "rounds": 10, "fast": false, "parts": ["x"],
            ])
    }

    @Test func assignedAnswersAreTyped() throws {
        let given = try answers([
            "kind=b", "source=data/a=b.csv", "rate=2", "rounds=-3", "fast=Yes", "parts=z, y", "package=p",
        ])
        #expect(
            given == [
                "kind": "b", "source": "data/a=b.csv", "rate": 2.0, "rounds": -3, "fast": true, "parts": ["z", "y"],
                "package": "p",
            ])
        #expect(try answers(["parts="])["parts"] == [])
    }

    @Test func aRenamedChoiceIsTaken() throws {
        let questions = "questions:\n  kind: {type: choice, choices: [a, b], renamed: {c: b}, default: a}\n"
            + "  parts: {type: multi-choice, choices: [x, y], renamed: {w: y}, default: []}\n"
        let template = try TemplateFixture(questions).template()
        let assigned = try AssignedAnswers(parsing: ["kind=c", "parts=x, w"])
        let given = try Interview(template, projectName: "p", layout: .standard(project: "p")).answers(assigned: assigned).given
        #expect(given == ["kind": "b", "parts": ["x", "y"]])
        #expect(assigned.outdated(for: template).map(\.message) == [
            "the answer `c` to `kind` is called `b` now", "the answer `w` to `parts` is called `y` now",
        ])
        #expect(throws: Failure.self) {
            try Interview(template, projectName: "p", layout: .standard(project: "p"))
                .answers(assigned: AssignedAnswers(parsing: ["kind=d"]))
        }
    }

    /// Where the file is now is the first thing that people answer.
    @Test func aPathElsewhereIsAnsweredWithWhereItCouldBe() throws {
        for path in ["/home/me/x.csv", "~/x.csv"] {
            let found = problems { _ = try answers(["kind=b", "source=\(path)"]) }
            #expect(found.contains("the path `\(path)` is not relative to the project"))
            #expect(found.contains("hint: answer where in the project it will be, such as `data/x.csv`, and copy it there afterwards"))
        }
    }

    /// Words are not broken where the terminal's width is known.
    @Test func longTextsAreBrokenAtWords() throws {
        let questions = """
            questions:
              kind: {type: choice, help: What do you want this to be when all of it is done?, choices: {a: the first of them all that \
            there are, b: short}}

            """
        let template = try TemplateFixture(questions).template()
        let dialogue = Dialogue(["a"])
        _ = try Interview(template, projectName: "demo", layout: .standard(project: "demo"))
            .answers(assigned: AssignedAnswers(), prompter: dialogue.prompter(width: 32))
        #expect(
            dialogue.transcript == """
                What do you want this to be when
                all of it is done?
                  1) a  the first of them all
                        that there are
                  2) b  short
                kind:\u{20}
                """)
    }

    @Test func badAnswersAreReportedTogether() throws {
        #expect(
            problems {
                _ = try answers([
                    "kidn=a", "kind=A", "rounds=many", "rate=nan", "fast=maybe", "parts=x,w", "package=P1", "source=../x",
                ])
            } == """
                error: the template `small` asks no question `kidn`

                hint: did you mean `kind`?

                error: question `kind`: `A` is not one of `a` and `b`

                hint: did you mean `a`?

                error: question `package`: `P1` does not fit

                hint: small letters and _ only

                error: question `rate`: `nan` is not a number

                error: question `rounds`: `many` is not a whole number

                error: question `fast`: `maybe` is not true or false

                error: question `parts`: `w` is not some of `x`, `y` and `z`, with commas between

                """)
    }

    @Test func anAnswerToAQuestionThatIsNotAskedIsReported() throws {
        #expect(
            problems { _ = try answers(["source=x"]) } == """
                error: question `source` is not asked here, so it cannot be set

                hint: it is asked if `kind == "b"`

                """)
    }

    @Test func assignmentsMustAssign() {
        #expect(
            messages { _ = try AssignedAnswers(parsing: ["a", "=b", "c=1", "c=2"]) } == [
                "`a` sets nothing", "`=b` sets nothing", "`c` is set twice",
            ])
    }

    @Test func aQuestionWithoutDefaultNeedsAnAnswer() throws {
        #expect(
            messages { _ = try answers(["kind=b"]) } == ["question `source` has no default and needs an answer"])
    }

    @Test func aPersonIsAskedLineByLine() throws {
        let dialogue = Dialogue(["2", "UPPER", "pkg", "", "data/x.csv", "1", "", "y"])
        let given = try answers(["rounds=7"], dialogue.prompter)
        #expect(
            given == [
                "kind": "b", "package": "pkg", "source": "data/x.csv", "rate": 1.0, "rounds": 7, "fast": false,
                "parts": ["y"],
            ])
        #expect(
            dialogue.transcript.hasPrefix(
                """
                  1) a  the first
                  2) b  the second
                kind [a]: package [my_demo]: question `package`: `UPPER` does not fit: small letters and _ only
                package [my_demo]: source: question `source`: the path `` is empty
                source: rate [0.5]: fast [false]:   1) x
                  2) y
                  3) z
                parts [x]: 
                """))
    }

    @Test func aDefaultThatDoesNotFitIsReportedOrAskedFor() throws {
        let template = try TemplateFixture(Self.questions).template()
        let interview = Interview(template, projectName: "demo-2", layout: .standard(project: "demo-2"))
        #expect(
            messages { _ = try interview.answers(assigned: AssignedAnswers()) } == [
                "question `package`: `demo_2` does not fit"
            ])
        let dialogue = Dialogue(["", "pkg", "", "", "", ""])
        let answers = try interview.answers(assigned: AssignedAnswers(), prompter: dialogue.prompter)
        #expect(answers.given["package"] == "pkg" && dialogue.transcript.contains("kind [a]: package: "))
    }

    @Test func theEndOfTheInputIsAFailure() {
        #expect(
            messages { _ = try answers([], Dialogue(["a"]).prompter) } == [
                "the input ended before `package` was answered"
            ])
        let dialogue = Dialogue(["a"])
        _ = try? answers([], dialogue.prompter)
        // What is said next does not stand behind the question.
        #expect(dialogue.transcript.hasSuffix(": \n"))
    }
}

/// What a person types, and what was shown.
private final class Dialogue: Sendable {
    private let lines: Mutex<[String]>
    private let shown = Mutex("")

    init(_ lines: [String]) { self.lines = Mutex(lines) }

    var transcript: String { shown.withLock { $0 } }

    var prompter: LinePrompter { prompter(width: nil) }

    func prompter(width: Int?) -> LinePrompter {
        LinePrompter(
            width: width, write: { text in self.shown.withLock { $0 += text } },
            readLine: { self.lines.withLock { $0.isEmpty ? nil : $0.removeFirst() } })
    }
}
