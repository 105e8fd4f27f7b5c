import MLKitCore
import MLKitScaffold
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct PostStepTests {
    private func commands(_ run: String, title: String) throws -> [String] {
        let fixture = try TemplateFixture(
            """
            questions: {title: {type: text}, wanted: {type: boolean, default: true}}
            post:
              - {run: \(run), when: wanted}

            """)
        return try fixture.rendering(["title=\(title)"]).postCommands.map(\.text)
    }

    /// The worst that an answer can hold reaches the command as one word.
    @Test(arguments: [
        "plain", "two words", "it's", "$(touch pwned)", "`touch pwned`", "; touch pwned", "a' ; touch pwned #", "\"", "\\",
        "-n", "*", "~", "é", "", "a\\' $HOME",
    ])
    func answersAreQuoted(title: String) async throws {
        let scratch = try ScratchDirectory()
        let command = try #require(try commands("'printf %s {{ title }}'", title: title).first)
        let result = try await BuiltTool.run("sh", ["-c", command], in: scratch.path)
        #expect(result.output == title && result.status == 0, "\(command)")
        #expect(try LocalFileSystem().list(scratch.path) == [])
    }

    @Test func expressionsOfEveryShapeAreQuoted() throws {
        #expect(
            try commands(
                "'a {{ title if wanted else name }} {{ wanted == true }} {% if wanted %}{{ title|upper }}{% endif %}'", title: "x y")
                == ["a 'x y' true 'X Y'"])
        #expect(try commands("'a {% for c in \"p q,r\"|list %}{{ c }} {% endfor %}'", title: "x") == ["a 'p q' r "])
    }

    @Test(arguments: [
        ("'echo \"{{ title }}\"'", "a value stands inside quotes of the command"),
        ("\"echo '{{ title }}'\"", "a value stands inside quotes of the command"),
        ("'echo \"$(x {{ title }})\"'", "a value stands inside quotes of the command"),
        ("'echo \\{{ title }}'", "a value stands inside quotes of the command"),
        ("'echo \"{% if wanted %}{{ title }}{% endif %}\"'", "a value stands inside quotes of the command"),
        ("'echo `x {{ title }}`'", "a value cannot be put safely into a command with a backquote"),
        ("'cat <<END {{ title }}'", "a value cannot be put safely into a command with `<<`"),
        ("\"echo $'a' {{ title }}\"", "a value cannot be put safely into a command with `$'`"),
        ("'{{ titel }}'", "unknown variable `titel`"),
        ("'{% include \"partials/x\" %}'", "the template has no `partials/x` to include"),
    ])
    func quotesAroundValuesAreRefused(run: String, expected: String) throws {
        #expect(messages { _ = try commands(run, title: "x") }.first == expected)
    }

    @Test func quotesThatAreClosedAreFine() throws {
        #expect(try commands("'git commit -m \"it is\"-{{ title }} && x'", title: "a b") == ["git commit -m \"it is\"-'a b' && x"])
        #expect(try commands("'echo \"`date`\" <<END'", title: "a b") == ["echo \"`date`\" <<END"])
    }

    @Test func conditionsAndHelp() throws {
        let fixture = try TemplateFixture(
            """
            questions: {wanted: {type: boolean, default: false}}
            post:
              - {run: 'true', when: wanted}
              - {run: 'echo {{ name }}', help: 'greets {{ name }}'}
              - {run: 'false', when: false}

            """)
        let commands = try fixture.rendering().postCommands
        #expect(commands.map(\.text) == ["echo demo"] && commands.first?.help == "greets demo")
        #expect(try fixture.rendering(["wanted=yes"]).postCommands.map(\.text) == ["true", "echo demo"])
    }

    @Test func aCommandRunsInTheProjectAndItsFailureShowsTheEndOfItsOutput() async throws {
        let scratch = try ScratchDirectory()
        let log = scratch.path.appending("log")
        let fixture = try TemplateFixture(
            "post: [{run: touch made}, {run: 'seq 1 40; echo bad >&2; exit 3'}]\n")
        let commands = try fixture.rendering().postCommands
        try await commands[0].run(in: scratch.path, log: log)
        #expect(try LocalFileSystem().list(scratch.path) == ["made"])
        let failure = await #expect(throws: Failure.self) { try await commands[1].run(in: scratch.path, log: log) }
        let problem = try #require(failure?.diagnostics.first)
        #expect(problem.message == "`seq 1 40; echo bad >&2; exit 3` ended with exit status 3")
        #expect(problem.notes == (30...40).map(String.init) + ["bad"])
        #expect(try scratch.read("log").hasPrefix("1\n2\n"))
    }
}
