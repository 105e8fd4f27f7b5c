import Glibc
import MLKitCore
import MLKitScaffold
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct TemplateFileTests {
    private func message(_ yaml: String) throws -> [String] {
        let fixture = try TemplateFixture(yaml)
        return messages { _ = try fixture.template() }
    }

    @Test func everyKindOfMistakeIsReportedAtOnceWithItsPlace() throws {
        let fixture = try TemplateFixture(
            """
            qestions: {}
            questions:
              good: {type: text, default: x}
              colour: {type: choise, default: red}
              size: {type: integer, defualt: 3}

            """)
        #expect(
            fixture.problems() == """
                error: unknown key `qestions` in template.yaml
                 --> template/template.yaml:5:1
                  |
                5 | qestions: {}
                  | ^^^^^^^^

                hint: did you mean `questions`?

                error: unknown value `choise` for `type`
                 --> template/template.yaml:8:18
                  |
                8 |   colour: {type: choise, default: red}
                  |                  ^^^^^^

                hint: did you mean `choice`?

                error: unknown key `defualt` in a question
                 --> template/template.yaml:9:25
                  |
                9 |   size: {type: integer, defualt: 3}
                  |                         ^^^^^^^

                hint: did you mean `default`?

                """)
    }

    @Test(arguments: [
        ("questions: {Bad-Name: {type: text}}", "`Bad-Name` cannot name a question"),
        ("questions: {if: {type: text}}", "`if` cannot name a question"),
        ("questions: {name: {type: text}}", "`name` is taken"),
        ("questions: {a: {help: x}}", "a question needs the key `type`"),
        ("questions: {a: {type: choice}}", "the question `a` needs `choices`"),
        ("questions: {a: {type: text, choices: [x]}}", "a question of type `text` has no choices"),
        ("questions: {a: {type: choice, choices: [x, y], default: z}}", "question `a`: `z` is not one of `x` and `y` (its default)"),
        ("questions: {a: {type: integer, default: many}}", "question `a`: the answer must be a whole number, not text (its default)"),
        ("questions: {a: {type: boolean, default: 1}}", "question `a`: the answer must be true or false, not a number (its default)"),
        ("questions: {a: {type: path, default: ../x}}", "question `a`: the path `../x` leads out of the project (its default)"),
        (
            "questions: {a: {type: multi-choice, choices: [x], default: [y]}}",
            "question `a`: `y` is not some of `x`, with commas between (its default)"),
        ("questions: {a: {type: text, default: '{{ b }}'}, b: {type: text}}", "`b` is not answered yet here"),
        ("questions: {a: {type: text, when: b == 1}}", "unknown variable `b`"),
        ("questions: {a: {type: text, when: 'true and'}}", "a value is missing here"),
        ("questions: {a: {type: text, validate: {pattern: '[', message: m}}}", "`[` is no regular expression"),
        ("questions: {a: {type: text, validate: {pattern: x}}}", "`validate` needs the key `message`"),
        ("questions: {a: {type: integer, secret: true, default: 1}}", "a question of type `integer` cannot be `secret`"),
        ("questions: {a: {type: choice, choices: [x], multiline: true}}", "a question of type `choice` cannot be `multiline`"),
        ("questions: {a: {type: text, secret: true}}", "a secret question needs a `default`"),
        ("questions: {a: {type: text, secret: true, default: '', spec: params.a}}", "a secret answer does not go into mlkit.yaml"),
        (
            "questions: {a: {type: text, secret: true, default: '', multiline: true}}",
            "what is typed without being shown is one line, so not `multiline`"),
        ("questions: {a: {type: text}, a: {type: text}}", "the key `a` stands here twice"),
        ("ownership: {REAMDE.md: seed}", "`REAMDE.md` matches no file of the template"),
        ("ownership: {README.md: mine}", "unknown value `mine` for `README.md`"),
        ("next: ['{{ x }}']", "unknown variable `x`"),
        ("questions: [a]", "`questions` must be a mapping, not a list"),
        (
            "questions: {a: {type: text, default: \"a\\nb\"}}",
            "question `a`: the answer has a line break or another control character in it (its default)"),
    ])
    func eachMistakeHasItsWords(yaml: String, expected: String) throws {
        let found = try message(yaml)
        #expect(found.contains { $0.contains(expected) }, "\(found)")
    }

    @Test func requiredKeysAndTheFormatAreChecked() throws {
        let fixture = try TemplateFixture()
        try fixture.scratch.write("template: 0\nname: Small\n", to: "template/template.yaml")
        #expect(
            messages { _ = try fixture.template() } == [
                "template.yaml needs the key `version`", "template.yaml needs the key `description`",
                "`template` must be 1, not 0", "`Small` does not fit `name`",
            ])
    }

    @Test func aFolderWithoutATemplateSaysSo() throws {
        let fixture = try TemplateFixture()
        let empty = fixture.scratch.path.appending("nothing")
        #expect(messages { _ = try Template(at: empty, kinds: .builtIn) } == ["`\(empty)` is no template: there is no such folder"])
        try LocalFileSystem().remove(fixture.folder.appending("files"))
        #expect(messages { _ = try fixture.template() } == ["the template `\(fixture.folder)` has no folder `files`"])
    }

    @Test func brokenYAMLAndBytesHaveAPlace() throws {
        let fixture = try TemplateFixture("questions:\n\ta: b\n")
        #expect(messages { _ = try fixture.template() } == ["a tab cannot indent YAML"])
        let bytes = try TemplateFixture()
        try LocalFileSystem().write([0x66, 0xFF], to: bytes.folder.appending("files").appending("a.txt.stencil"))
        #expect(
            messages { _ = try bytes.template() } == ["`\(bytes.folder)/files/a.txt.stencil` is not UTF-8 text"])
    }

    @Test func templatesAreFoundByNameOrFolder() throws {
        let fixture = try TemplateFixture()
        let builtIn = fixture.scratch.path
        let found = try Template(named: "template", builtIn: builtIn, directory: builtIn, kinds: .builtIn)
        #expect(found.name == "small" && found.version == "1.0.0" && found.summary == "a small template")
        #expect(try Template(named: "./template", builtIn: "/nowhere", directory: builtIn, kinds: .builtIn).name == "small")
        #expect(try Template.names(in: builtIn) == ["template"])
        #expect(
            problems { _ = try Template(named: "templat", builtIn: builtIn, directory: builtIn, kinds: .builtIn) } == """
                error: no template is called `templat`
                note: a template of your own is named by its folder, as in `./templat`

                hint: did you mean `template`?

                """)
    }

    @Test func aNameThatIsNotUTF8IsNamed() throws {
        let fixture = try TemplateFixture()
        let folder = fixture.folder.appending("files").string
        for name in ["a", "sub/b"] {
            mkdir("\(folder)/sub", 0o755)
            let path = Array("\(folder)/\(name)".utf8).map { CChar(bitPattern: $0) } + [CChar(bitPattern: 0xE9), 0]
            close(open(path, O_WRONLY | O_CREAT, 0o644))
        }
        #expect(
            problems { _ = try fixture.template() } == """
                error: the name of `files/a\u{FFFD}` is not UTF-8

                hint: rename it in the template

                error: the name of `files/sub/b\u{FFFD}` is not UTF-8

                hint: rename it in the template

                """)
        // One that is called so is a name like others.
        try LocalFileSystem().remove(fixture.folder.appending("files"))
        try LocalFileSystem().write("1\n", to: fixture.folder.pushing("files/a\u{FFFD}"))
        #expect(try fixture.template().name == "small")
    }
}
