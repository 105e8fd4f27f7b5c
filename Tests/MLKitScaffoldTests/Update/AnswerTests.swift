import MLKitCore
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Changed answers, and the spec that is at once input and a merged file.
@Suite struct AnswerTests {
    private let files = ["README.md.stencil": "# {{ title }}\n\n{{ greeting }}\n"]

    private func replace(_ old: String, _ new: String, _ fixture: UpdateFixture) throws {
        let text = try fixture.read("mlkit.yaml") ?? ""
        #expect(text.contains(old))
        try fixture.perform(.write("mlkit.yaml", text.replacing(old, with: new)))
    }

    @Test func aFieldOfTheSpecIsTheAnswer() async throws {
        let fixture = try await UpdateFixture(files)
        try replace("title: A title", "title:   'Another'   # mine", fixture)
        #expect(try fixture.update().plan.lines == ["update README.md"])
        try fixture.apply()
        #expect(try fixture.read("README.md") == "# Another\n\nhello\n")
        #expect(try fixture.read("mlkit.yaml")?.contains("title:   'Another'   # mine\nlayout") == true)
        #expect(try await fixture.status() == ["M  README.md", "M  mlkit.yaml"])
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    @Test func setAnswersAreWrittenWhereTheyAreLookedFor() async throws {
        let fixture = try await UpdateFixture(files)
        try replace("title: A title", "title: \"A title\"  # kept", fixture)
        try await fixture.commit()
        try fixture.apply(["title=New", "greeting=hi"])
        let source = fixture.template.string
        #expect(
            try fixture.read("mlkit.yaml") == """
                mlkit: 1
                project:
                  name: demo
                  title: "New"  # kept
                layout: classic
                template:
                  source: \(source)
                  answers:
                    greeting: hi

                """)
        #expect(try fixture.read("README.md") == "# New\n\nhi\n")
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        try replace("greeting: hi", "greeting: bye", fixture)
        try fixture.apply()
        #expect(try fixture.read("README.md") == "# New\n\nbye\n")
    }

    @Test func spellingIsNoChange() async throws {
        let spec = "mlkit: 1\nproject: {name: demo, title: {{ title|yaml }}, tags: [a, b]}\nserving: {port: PORT}\n"
        let fixture = try await UpdateFixture(["mlkit.yaml.stencil": spec.replacing("PORT", with: "8080")])
        try fixture.perform(
            .write("mlkit.yaml", "mlkit: 1\nproject: {name: 'demo', title: \"Mine\", tags: [a, \"b\"]}\nserving: {port: 8080}\n"))
        try await fixture.commit()
        #expect(try fixture.update().plan.changes.isEmpty)
        try fixture.write(template: ["mlkit.yaml.stencil": spec.replacing("PORT", with: "9090")])
        try fixture.apply()
        #expect(
            try fixture.read("mlkit.yaml")
                == "mlkit: 1\nproject: {name: 'demo', title: \"Mine\", tags: [a, \"b\"]}\nserving: {port: 9090}\n")
    }

    @Test func aLineBesideAChangedAnswerMayChangeToo() async throws {
        let spec = "mlkit: 1\nproject:\n  name: demo\n  title: {{ title|yaml }}\n  owner: OWNER\n"
        let fixture = try await UpdateFixture(["mlkit.yaml.stencil": spec.replacing("OWNER", with: "one")])
        try replace("title: A title", "title: Mine", fixture)
        try await fixture.commit()
        try fixture.write(template: ["mlkit.yaml.stencil": spec.replacing("OWNER", with: "two")])
        #expect(try fixture.apply().conflicts.isEmpty)
        #expect(try fixture.read("mlkit.yaml") == "mlkit: 1\nproject:\n  name: demo\n  title: Mine\n  owner: two\n")
    }

    @Test func aStageOfTheUsersBesideAChangedLine() async throws {
        let spec = "mlkit: 1\nproject: {name: demo}\nstages:\n  a:\n    run: RUN\n"
        let fixture = try await UpdateFixture(["mlkit.yaml.stencil": spec.replacing("RUN", with: "one")])
        let own = "  b:\n    run: mine\n"
        try fixture.perform(.write("mlkit.yaml", spec.replacing("RUN", with: "one") + own))
        try await fixture.commit()
        try fixture.write(template: ["mlkit.yaml.stencil": spec.replacing("RUN", with: "two")])
        #expect(try fixture.apply().conflicts.isEmpty)
        #expect(try fixture.read("mlkit.yaml") == spec.replacing("RUN", with: "two") + own)
    }

    @Test func oneValueChangedByBothIsAConflict() async throws {
        let spec = "mlkit: 1\nproject: {name: demo}\nserving:\n  port: PORT\n"
        let fixture = try await UpdateFixture(["mlkit.yaml.stencil": spec.replacing("PORT", with: "1")])
        try fixture.perform(.write("mlkit.yaml", spec.replacing("PORT", with: "2")))
        try await fixture.commit()
        try fixture.write(template: ["mlkit.yaml.stencil": spec.replacing("PORT", with: "3")])
        #expect(try fixture.apply().conflicts.map(\.path) == ["mlkit.yaml"])
    }

    @Test func answersThatDoNotFitAreShownWhereTheyStand() async throws {
        let fixture = try await UpdateFixture(files)
        try replace("layout: classic", "template: {source: x, answers: {greetin: hi}}", fixture)
        try replace("source: x", "source: \(fixture.template)", fixture)
        let text = problems { _ = try fixture.update() }
        #expect(text.hasPrefix("error: the template `small` asks no question `greetin`\n --> mlkit.yaml:5:"))
        #expect(text.contains("\nhint: did you mean `greeting`?"))
    }

    @Test func aNewQuestionIsAskedAndItsAnswerKept() async throws {
        let fixture = try await UpdateFixture(files)
        let questions = UpdateFixture.questions + "  colour: {type: text, default: red}\n"
        try fixture.write(template: ["README.md.stencil": "# {{ title }} in {{ colour }}\n"], questions: questions)
        #expect(try fixture.update().plan.newRecord.answers["colour"] == "red")
        var request = fixture.request()
        request.prompter = Script(answers: ["blue"])
        try ProjectUpdate(request).apply()
        #expect(try fixture.read("README.md") == "# A title in blue\n")
        #expect(try fixture.read("mlkit.yaml")?.contains("    colour: blue\n") == true)
    }

    @Test func twoFilesSwapNames() async throws {
        let fixture = try await UpdateFixture([
            "{{ greeting }}.txt": "first\n\(PlanCase.text)",
            "{% if greeting == \"hello\" %}bye{% else %}hello{% endif %}.txt": "second\n\(PlanCase.text)",
        ])
        try fixture.perform(.write("hello.txt", "first\n\(PlanCase.yours)"))
        try await fixture.commit()
        #expect(
            try fixture.update(["greeting=bye"]).plan.lines
                == ["rename hello.txt -> bye.txt", "rename bye.txt -> hello.txt", "update mlkit.yaml"])
        try fixture.apply(["greeting=bye"])
        #expect(try fixture.read("bye.txt") == "first\n\(PlanCase.yours)")
        #expect(try fixture.read("hello.txt") == "second\n\(PlanCase.text)")
        try fixture.undo()
        #expect(try fixture.read("hello.txt") == "first\n\(PlanCase.yours)")
    }

    private struct Script: Prompter {
        var answers: [String]

        mutating func ask(_ prompt: Prompt) -> String? { answers.isEmpty ? nil : answers.removeFirst() }
    }
}

/// Answers to questions that a template renames or drops.
@Suite struct ChangedQuestionTests {
    private func fixture() async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(["a.txt.stencil": "{{ greeting }}\n"])
        try fixture.apply(["greeting=ahoy"])
        try await fixture.commit()
        return fixture
    }

    @Test func aRenamedQuestionKeepsItsAnswer() async throws {
        let fixture = try await fixture()
        try fixture.write(
            template: ["a.txt.stencil": "{{ salute }}!\n"],
            questions: "questions:\n  title: {type: text, default: A title, spec: project.title}\n"
                + "  salute: {type: text, default: hi, was: [welcome, greeting]}\n")
        let update = try fixture.update()
        #expect(update.plan.notes.allSatisfy { !$0.message.contains("has no effect") })
        try update.apply()
        #expect(try fixture.read("a.txt") == "ahoy!\n")
    }

    /// The answer stands in `mlkit.yaml`, where it was changed since the last update, and now belongs in another place there.
    @Test func aRenamedQuestionTakesItsAnswerFromTheSpec() async throws {
        let fixture = try await UpdateFixture(["a.txt.stencil": "{{ title }}\n"])
        try fixture.perform(.write("mlkit.yaml", (fixture.read("mlkit.yaml") ?? "").replacing("A title", with: "Mine")))
        try await fixture.commit()
        try fixture.write(
            template: [
                "a.txt.stencil": "{{ about }}\n",
                "mlkit.yaml.stencil": UpdateFixture.spec.replacing("title: {{ title|yaml }}", with: "description: {{ about|yaml }}"),
            ], questions: """
                questions:
                  about: {type: text, default: x, was: title, spec: project.description}
                  greeting: {type: text, default: hello}

                """)
        #expect(try fixture.apply().conflicts.isEmpty)
        let spec = try fixture.read("mlkit.yaml") ?? ""
        #expect(spec.contains("description: Mine\n") && !spec.contains("title"))
        #expect(try fixture.read("a.txt") == "Mine\n")
        let record = try ScaffoldRecord(parsing: Array((fixture.read(ScaffoldRecord.path) ?? "").utf8))
        #expect(record.answers["about"] == .string("Mine") && record.answers["title"] == nil)
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    /// Answers in the record and in `mlkit.yaml` mean what they did, and only those that people see are spoken of.
    @Test func aRenamedChoiceKeepsItsMeaning() async throws {
        let old = "  {name}: {type: multi-choice, choices: [red, blue], default: [red]}\n".replacing("{name}", with: "paint")
        let title = "questions:\n  title: {type: text, default: A title, spec: project.title}\n"
        let fixture = try await UpdateFixture(["a.txt.stencil": "x\n"])
        try fixture.write(template: ["a.txt.stencil": "{{ paint|join:\"+\" }}\n"], questions: title + old)
        try fixture.apply(["paint=red,blue"])
        try await fixture.commit()
        try fixture.write(
            template: ["a.txt.stencil": "{{ paint|join:\"+\" }}!\n"],
            questions: title + "  paint: {type: multi-choice, choices: [crimson, blue], renamed: {red: crimson}, default: [blue]}\n")
        let update = try fixture.update()
        let said = update.plan.notes.filter { $0.message.contains("paint") }.map { "\($0.message); \($0.hint ?? "")" }
        #expect(said == ["the answer `red` to `paint` is called `crimson` now; write `crimson` in its place"])
        try update.apply()
        #expect(try fixture.read("a.txt") == "crimson+blue!\n")
    }

    @Test func aRenamedChoiceStandsForOneThatIs() throws {
        let wrong = try TemplateFixture("questions:\n  a: {type: choice, choices: [x, y], renamed: {x: y, z: yy}, default: x}\n")
        #expect(wrong.problems().contains("`x` is a choice still") && wrong.problems().contains("`yy` is no choice"))
    }

    @Test func anAnswerThatDoesNotFitAnyMoreIsKept() async throws {
        let fixture = try await UpdateFixture(["a.txt.stencil": "{{ greeting }}\n"])
        let choices = "questions:\n  title: {type: text, default: A title, spec: project.title}\n"
            + "  greeting: {type: choice, choices: [hi, hey], default: hi}\n"
        try fixture.write(template: ["a.txt.stencil": "{{ greeting }}!\n"], questions: choices)
        func recorded() throws -> JSON? {
            try ScaffoldRecord(parsing: Array((fixture.read(ScaffoldRecord.path) ?? "").utf8)).answers["greeting"]
        }
        try fixture.apply()
        try await fixture.commit()
        #expect(try fixture.read("a.txt") == "hi!\n" && recorded() == "hello")
        let update = try fixture.update()
        #expect(update.plan.isEmpty
            && update.plan.notes.map(\.message).contains { $0.contains("\"hello\" to `greeting` is not taken any more") })
        try fixture.apply(["greeting=hey"])
        #expect(try fixture.read("a.txt") == "hey!\n" && recorded() == "hey")
        try await fixture.commit()
        #expect(try fixture.update().plan.notes.isEmpty)
    }

    @Test func aDroppedAnswerIsNamedOnceAndKept() async throws {
        let fixture = try await fixture()
        let less = "questions:\n  title: {type: text, default: A title, spec: project.title}\n"
        try fixture.write(template: ["a.txt": "plain\n"], questions: less)
        let update = try fixture.update()
        #expect(update.plan.notes.map(\.message).contains { $0.contains("no question `greeting` any more: the answer \"ahoy\"") })
        try update.apply()
        try await fixture.commit()
        #expect(try ScaffoldRecord(parsing: Array((fixture.read(ScaffoldRecord.path) ?? "").utf8)).answers["greeting"] == "ahoy")
        try fixture.write(template: ["a.txt": "plain\n"], questions: less)
        #expect(try fixture.update().plan.notes.allSatisfy { !$0.message.contains("has no effect") })
    }

    @Test func aQuestionThatIsStillAskedCannotHaveBeenAnother() throws {
        let fixture = try TemplateFixture("questions:\n  a: {type: text, default: x}\n  b: {type: text, default: y, was: a}\n")
        #expect(fixture.problems().contains("`a` is still asked"))
    }

    @Test func aRecordWithAVeryLongPathIsReadAgain() async throws {
        let long = (0..<9).map { _ in String(repeating: "d", count: 150) }.joined(separator: "/")
        let fixture = try await UpdateFixture(["\(long)/a: b #1.txt": "1\n"])
        #expect(try fixture.update().plan.isEmpty)
        try fixture.write(template: ["\(long)/a: b #1.txt": "2\n"])
        #expect(try fixture.update().plan.lines == ["update \(long)/a: b #1.txt"])
    }

    /// Lines of both sides that do not touch can set one key twice: neither side is lost, and the project can still be read.
    @Test func whatIsNoSpecTogetherIsAConflict() async throws {
        let spec = "mlkit: 1\n# one\n# two\n# three\nproject: {name: demo}\n# four\n# five\n# six\n"
        let theirs = spec.replacing("# one\n", with: "# one\nserving: {port: 1}\n")
        let fixture = try await UpdateFixture(["mlkit.yaml.stencil": spec, "a.txt": PlanCase.text])
        try fixture.perform(.write("mlkit.yaml", spec + "serving: {port: 2}\n"))
        try await fixture.commit()
        try fixture.write(template: ["mlkit.yaml.stencil": theirs, "a.txt": PlanCase.theirs])
        let conflicts = try fixture.apply().conflicts
        #expect(conflicts.map(\.reason) == ["both together are no sound spec: the key `serving` stands here twice"])
        #expect(try fixture.read("mlkit.yaml") == spec + "serving: {port: 2}\n")
        #expect(try await fixture.git("show", ":3:mlkit.yaml") == theirs)
        #expect(try await fixture.status() == ["M  a.txt", "UU mlkit.yaml"])
    }

    @Test func aTemplatesSpecThatIsNoneIsAConflict() async throws {
        let spec = "mlkit: 1\nproject: {name: demo}\n"
        let fixture = try await UpdateFixture(["mlkit.yaml.stencil": spec, "a.txt": PlanCase.text])
        try fixture.write(template: ["mlkit.yaml.stencil": spec + "project: {name: demo}\n", "a.txt": PlanCase.theirs])
        let conflicts = try fixture.apply().conflicts
        #expect(conflicts.map(\.reason) == ["the template's is no sound spec: the key `project` stands here twice"])
        #expect(try fixture.read("mlkit.yaml") == spec)
        #expect(try fixture.read("a.txt") == PlanCase.theirs)
    }

    @Test func theFormerNameOfAQuestionSaysTheNewOne() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        let questions = "questions:\n  salute: {type: text, default: hi, was: [welcome, greeting]}\n"
        try fixture.write(template: ["a.txt": "1\n", "mlkit.yaml": "mlkit: 1\nproject: {name: demo}\n"], questions: questions)
        for name in ["welcome", "greeting"] {
            #expect(
                problems { _ = try fixture.update(["\(name)=ahoy"]) } == """
                    error: the question `\(name)` of the template `small` is called `salute` now

                    hint: write `--set salute=…`

                    """)
        }
    }
}
